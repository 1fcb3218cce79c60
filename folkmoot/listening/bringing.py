"""What was heard goes to be put into themes: to the team of the patch, or, of a councillor, to one of their own."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal
from folkmoot.listening.models import Listening, Organiser
from folkmoot.points.models import Point, Theming, may_read_private


@transaction.atomic
def bring(organiser: Organiser) -> tuple[Theming, int]:
    """Everything this organiser keeps in their patch into its themes, which are begun where there are none; and how
    much was new. Who is not in the team hands in theirs and reads nobody else's. A councillor has themes of their own
    listenings alone, since they read no others. Nothing is begun where it cannot be brought in."""
    points = _kept(organiser)
    if not points:
        raise Refusal(_("You keep nothing here yet that could be brought in. Write down a listening first."))
    patch, person, day = organiser.patch, organiser.person, timezone.localdate()
    if may_read_private(person, day):
        title = _("What was heard in %(patch)s") % {"patch": patch}
        theming = Theming.begin(title, person, place=patch.place, about=patch)
    else:
        title = _("What %(who)s heard in %(patch)s") % {"who": person, "patch": patch}
        theming = Theming.begin(title, person, place=patch.place, about=organiser, own=True)
    return theming, theming.hand_in(points, person)


def _kept(organiser: Organiser) -> list[Point]:
    mine = Listening.objects.kept_by(organiser.person).standing().filter(patch=organiser.patch)
    return [point for one in mine for point in one.points()]

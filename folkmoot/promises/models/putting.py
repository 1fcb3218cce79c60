"""Putting a promise to whoever is said to have made it: "did you promise this?" """

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Audience, Line
from folkmoot.people.models import Person
from folkmoot.requests.models import Request

ANSWER_WITHIN = timedelta(days=21)


def put_to_holder(promise, by: Person) -> None:
    """Ask the holder; of a body for which nobody speaks, the keepers."""
    to = [promise.organisation.party] if promise.organisation_id else [promise.holder]
    if promise.organisation_id and not promise.people(timezone.localdate()):
        to = ["role:keeper"]
    words = _("Did you promise this? “%(what)s”") % {"what": promise.what[:300]}
    due = timezone.localdate() + ANSWER_WITHIN
    Request.put("promise", words, promise, to=to, asked_by=by, due_on=due, once=f"promise {promise.pk}")
    Line.record(by, "asked whether this was promised:", promise, place=promise.place, audience=Audience.PARTIES)


def close_request(promise, by: Person, yes: bool, because: str) -> None:
    """Keep the holder's answer with the question, and close it. Safe twice."""
    asked = Request.objects.filter(kind="promise", once=f"promise {promise.pk}").first()
    if asked is None or asked.closed_at:
        return
    party = {} if promise.holder_id else {"party": promise.organisation.party}
    asked.answer(by, "yes" if yes else "no", because, **party)
    asked.close()

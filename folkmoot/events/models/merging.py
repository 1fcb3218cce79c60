"""Two pitches become one, when both who pitched them say yes; and apart again."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Line, Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.requests.models import Request

from .event import Event
from .pitch import Pitch

KIND = "events.merge"
ON_THE_GRID = ("planned", "running", "ended")


class Merging:
    """Merging one pitch into another, as asked of both pitchers in a request. Not a row of its own: the request is."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.joins = Pitch.objects.select_related("event", "person").get(pk=request.payload["joins"])
        self.keeps = Pitch.objects.select_related("event", "person").get(pk=request.payload["keeps"])

    @classmethod
    @transaction.atomic
    def ask(cls, joins: Pitch, keeps: Pitch, by: Person) -> Merging:
        """Ask both whether `joins` becomes part of `keeps`. Asking twice is asking once; a pitcher who asks has said
        yes. Whoever pitched without an account is asked in the room, and a host writes the answer down."""
        event = Event.objects.select_for_update().get(pk=joins.event_id)
        if not (joins.is_of(by) or keeps.is_of(by) or event.may_be_run_by(by, timezone.localdate())):
            raise NotYours(_("Whoever pitched one of the two, or who holds the event, can ask for this."))
        _check_pair(joins, keeps)
        words = _("Shall “%(a)s” and “%(b)s” become one session?") % {"a": joins.title, "b": keeps.title}
        tries = Request.objects.filter(kind=KIND, about_key=str(joins.pk)).exclude(closed_at=None).count()
        asked = Request.put(
            KIND,
            words,
            joins,
            to={_party(pitch) for pitch in (joins, keeps)},
            asked_by=by,
            payload={"joins": joins.pk, "keeps": keeps.pk},
            once=f"{joins.pk}-{keeps.pk}-{tries}",
        )
        Request.objects.filter(pk=asked.pk).update(address=reverse("events:merging", args=[event.pk, asked.pk]))
        asked.refresh_from_db()
        merging = cls(asked)
        if any(pitch.person_id == by.pk for pitch in (joins, keeps)):
            merging.answer(by, True, next(pitch for pitch in (joins, keeps) if pitch.person_id == by.pk))
        return merging

    @transaction.atomic
    def answer(self, by: Person, yes: bool, pitch: Pitch) -> bool:
        """The yes or no of whoever pitched this one of the two; True when with it the two became one. For somebody
        with no account, who holds the event answers as they were told."""
        event = Event.objects.select_for_update().get(pk=self.joins.event_id)
        party = _party(pitch)
        if isinstance(party, str):
            if not event.may_be_run_by(by, timezone.localdate()):
                raise NotYours(_("Who holds the event writes down what they were told."))
            self.request.answer(by, "yes" if yes else "no", party=party)
        else:
            self.request.answer(by, "yes" if yes else "no")
        if yes and self.waits_for():
            return False
        if yes:
            self._merge(event, by)
        self.request.close()
        return yes

    def waits_for(self) -> list[Pitch]:
        """Those of the two whose pitcher has not said yes."""
        said = self.request.answers.filter(undone_at=None, choice="yes")
        people = {answer.person_id for answer in said} - {None}
        parties = {answer.party for answer in said}
        return [
            pitch
            for pitch in (self.joins, self.keeps)
            if pitch.person_id not in people and _party(pitch) not in parties
        ]

    def _merge(self, event: Event, by: Person) -> None:
        self.joins.refresh_from_db()
        self.keeps.refresh_from_db()
        _check_pair(self.joins, self.keeps)
        merged = {"state": Pitch.State.MERGED, "merged_into": self.keeps}
        Pitch.objects.filter(pk=self.joins.pk).update(**merged)
        Line.record(by, "merged", self.joins, place=event.place, detail={"into": self.keeps.title})
        for pitch in (self.joins, self.keeps):
            if pitch.person and pitch.person_id != by.pk:
                words = _("“%(a)s” is now part of “%(b)s”.") % {"a": self.joins.title, "b": self.keeps.title}
                Notice.tell(pitch.person, words, self.keeps.get_absolute_url())


@transaction.atomic
def take_apart(pitch: Pitch, by: Person) -> bool:
    """A merged pitch stands for itself again: either pitcher, or who holds the event. True the first time."""
    event = Event.objects.select_for_update().get(pk=pitch.event_id)
    pitch.refresh_from_db()
    mine = pitch.is_of(by) or (pitch.merged_into and pitch.merged_into.is_of(by))
    if not mine and not event.may_be_run_by(by, timezone.localdate()):
        raise NotYours(_("Whoever pitched one of the two, or who holds the event, can do that."))
    if pitch.state != Pitch.State.MERGED:
        return False
    Pitch.objects.filter(pk=pitch.pk).update(state=Pitch.State.OPEN, merged_into=None)
    Line.record(by, "took apart", pitch, place=event.place)
    return True


def _party(pitch: Pitch) -> Person | str:
    """Whom to ask: the person, unless somebody wrote the pitch down for one with no account."""
    return pitch.person if pitch.person_id and not pitch.pitcher else f"events.pitch:{pitch.pk}"


def _check_pair(joins: Pitch, keeps: Pitch) -> None:
    if joins.pk == keeps.pk or joins.event_id != keeps.event_id:
        raise Refusal(_("Choose two different pitches of this event."))
    if not all(pitch.state == Pitch.State.OPEN for pitch in (joins, keeps)):
        raise Refusal(_("One of the two is no longer open. Load the page again to see what became of it."))
    if joins.merged.filter(state=Pitch.State.MERGED).exists():
        raise Refusal(_("Others were merged into “%(a)s”. Merge it the other way round.") % {"a": joins.title})
    if joins.sessions.filter(state__in=ON_THE_GRID).exists():
        raise Refusal(_("“%(a)s” stands on the grid. Merge the two sessions there.") % {"a": joins.title})

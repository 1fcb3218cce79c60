"""What the forms of the remix page send, read and done."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from folkmoot.events.models import Event, Pitch, Remix, Room, Session, Slot
from folkmoot.events.models.session import write
from folkmoot.events.sums.agenda import Proposal
from folkmoot.kit.links import sign, unsign
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person


def change(session: Session, what: str, said: Mapping[str, str], by: Person) -> None:
    """Do `what` to a session as the form said. 404 for a verb, slot, room or session that there is not."""
    verbs = {"move": _move, "swap": _swap, "split": _split, "merge": _merge, "drop": _drop, "name": _name}
    if what not in verbs:
        raise Http404
    verbs[what](session, said, by)


def place(event: Event, said: Mapping[str, str], by: Person) -> Session:
    """Put the pitch of the form where the form says."""
    pitch = get_object_or_404(event.pitches.shown(), pk=_key(said.get("pitch", "")))
    return Session.place(pitch, *_place(event, said), by)


def sign_proposal(event: Event, proposal: Proposal) -> str:
    """What was shown, so that exactly that is accepted, on exactly the grid it was made for."""
    places = [[p.key, p.slot.pk, p.room.pk] for p in proposal.placings if not p.stays]
    return sign("proposal", [event.pk, event.grid_version, places], days=1)


@transaction.atomic
def accept(event: Event, token: str, by: Person) -> Remix:
    """Place everything as a proposal said. Accepting twice is accepting once; refused when the grid was changed."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    pk, version, places = unsign("proposal", token)
    if pk != locked.pk:
        raise Http404
    if locked.grid_version != version:
        done = locked.remixes.filter(version=version + 1, what=Remix.What.BY_SUM).first()
        if done and done.version == locked.grid_version:
            return done
        raise Refusal(_("The grid was changed meanwhile. Ask for a new proposal."))
    before, after = [], []
    for key, slot, room in places:
        session, new = _session(locked, key)
        before += [] if new else [session.stand()]
        after.append(session.stand(slot=slot, room=room, state="planned" if new else session.state))
    if not after:
        raise Refusal(_("There is nothing to place."))
    words = _("%(n)s sessions placed by the sum") % {"n": len(after)}
    return write(locked, Remix.What.BY_SUM, words, by, (before, after))


def _session(event: Event, key: str) -> tuple[Session, bool]:
    kind, _colon, pk = key.partition(":")
    if kind == "session":
        return get_object_or_404(event.sessions.live(), pk=pk), False
    pitch = get_object_or_404(Pitch.objects.open(), pk=pk, event=event)
    made = Session.objects.create(event=event, title=pitch.title)
    made.pitches.add(pitch)
    return made, True


def _place(event: Event, said: Mapping[str, str]) -> tuple[Slot, Room]:
    """The slot and room chosen: `place` holds both ("3-7"), or `slot` and `room` each one."""
    slot, _dash, room = said.get("place", "").partition("-")
    slot, room = slot or said.get("slot", ""), room or said.get("room", "")
    if not slot or not room:
        raise Refusal(_("Choose a slot and a room."))
    found = event.slots.select_related("event")
    return get_object_or_404(found, pk=_key(slot)), get_object_or_404(Room.objects.of(event), pk=_key(room))


def _key(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def _other(session: Session, said: Mapping[str, str]) -> Session:
    if not said.get("other"):
        raise Refusal(_("Choose the other session."))
    return get_object_or_404(Session, pk=_key(said["other"]), event=session.event_id)


def _move(session: Session, said: Mapping[str, str], by: Person) -> None:
    if said.get("place") == "off":
        session.move(None, None, by)
    else:
        session.move(*_place(session.event, said), by)


def _swap(session: Session, said: Mapping[str, str], by: Person) -> None:
    session.swap(_other(session, said), by)


def _split(session: Session, said: Mapping[str, str], by: Person) -> None:
    taken = said.getlist("pitch") if hasattr(said, "getlist") else []
    pitches = session.pitches.filter(pk__in=[_key(one) for one in taken])
    session.split(said.get("title", ""), _place(session.event, said), by, pitches)


def _merge(session: Session, said: Mapping[str, str], by: Person) -> None:
    session.merge(_other(session, said), by)


def _drop(session: Session, said: Mapping[str, str], by: Person) -> None:
    session.drop(by)


def _name(session: Session, said: Mapping[str, str], by: Person) -> None:
    session.rename(said.get("title", ""), by)

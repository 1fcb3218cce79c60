"""Seating people: who is in the room, what is known between them, and the rows that say who sits where."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from itertools import combinations

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.events.models import CheckIn, Event, Rsvp, Seat, Seating
from folkmoot.events.sums import mixing
from folkmoot.events.sums.mixing import Known, key_of
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

MOST_TABLES, MOST_ROUNDS = 60, 12


def in_the_room(event: Event, of: str) -> list[CheckIn | Rsvp]:
    """Those to seat: who is here, or who has a seat, in the order of their coming or reply."""
    if of == Seating.Of.CAME:
        return list(event.check_ins.select_related("person").order_by("came_at", "pk"))
    return list(event.rsvps.seated().select_related("person").order_by("number"))


@transaction.atomic
def seat(event: Event, said: dict, by: Person) -> Seating:
    """Tables for everybody in the room. `said`: title, of, tables, rounds, apart and together (lines of names), once.
    The caller holds the event. The same `once` gives the seating there is."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if said.get("once") and (found := Seating.objects.filter(once=said["once"]).first()):
        return found
    who = in_the_room(locked, said["of"])
    _check(who, said)
    apart, together = groups_said(said["apart"], who, pairs=True), groups_said(said["together"], who)
    known = Known(met_before(who), apart, together)
    tables, unmet = mixing.tables(who, said["tables"], said["rounds"], known)
    facts = {name: said[name] for name in ("title", "of", "tables", "rounds")} | {"aim": said.get("aim")}
    report = mixing.report(who, tables, known) | {"unmet": unmet}
    lists = {"apart": apart, "together": together, "report": report, "once": said.get("once") or None}
    made = Seating.objects.create(event=locked, by=by, **facts, **lists)
    by_key = {key_of(one): one for one in who}
    Seat.objects.bulk_create(
        Seat(seating=made, round=number, table=table, **_who(by_key[key]))
        for number, each in enumerate(tables, start=1)
        for table, keys in enumerate(each, start=1)
        for key in keys
    )
    return made


@transaction.atomic
def seat_late(seating: Seating) -> int:
    """A place for each who came since, one after another, moving nobody. How many. Safe twice: they are seated once."""
    Event.objects.select_for_update().get(pk=seating.event_id)
    room = Room(seating)
    sits = set(room.keys)
    coming = [one for one in in_the_room(seating.event, seating.of) if key_of(one) not in sits]
    for one in coming:
        known = Known(met_before([*room.people, one]), seating.apart, seating.together)
        at = mixing.late(one, room.people, room.tables, known)
        places = [{"round": number, "table": table} for number, table in enumerate(at, start=1)]
        Seat.objects.bulk_create(Seat(seating=seating, late=True, **place, **_who(one)) for place in places)
        room = Room(seating)
    if coming:
        known = Known(met_before(room.people, besides=seating), seating.apart, seating.together)
        report = mixing.report(room.people, room.tables, known)
        seating.report = report | {"unmet": seating.report.get("unmet", [])}
        seating.save(update_fields=["report"])
    return len(coming)


class Room:
    """A seating as it stands: who sits where, round by round."""

    def __init__(self, seating: Seating) -> None:
        self.seating = seating

    @cached_property
    def seats(self) -> list[Seat]:
        return list(self.seating.seats.select_related("check_in__person", "rsvp__person"))

    @cached_property
    def people(self) -> list[CheckIn | Rsvp]:
        return list({key_of(seat.who()): seat.who() for seat in self.seats}.values())

    @cached_property
    def keys(self) -> list[str]:
        return [key_of(one) for one in self.people]

    @cached_property
    def rounds(self) -> list[list[list[Seat]]]:
        """Round → table → seats, by name."""
        found = [[[] for _table in range(self.seating.tables)] for _round in range(self.seating.rounds)]
        for one in sorted(self.seats, key=lambda seat: seat.who().called().casefold()):
            found[one.round - 1][one.table - 1].append(one)
        return found

    @property
    def tables(self) -> list[list[list[str]]]:
        return [[[key_of(seat.who()) for seat in table] for table in each] for each in self.rounds]

    def of(self, person: Person | None, rsvp: Rsvp | None = None) -> list[Seat]:
        """Where this person sits, round by round."""
        mine = [seat for seat in self.seats if is_theirs(seat.who(), person, rsvp)]
        return sorted(mine, key=lambda seat: seat.round)


def is_theirs(who: CheckIn | Rsvp, person: Person | None, rsvp: Rsvp | None) -> bool:
    same_reply = rsvp is not None and rsvp.pk in (who.pk if isinstance(who, Rsvp) else None, getattr(who, "rsvp_id", 0))
    return same_reply or (person is not None and who.person_id == person.pk)


def met_before(who: list[CheckIn | Rsvp], besides: Seating | None = None) -> dict[tuple[str, str], int]:
    """How often each two shared a table at any seating before: by account, or within one event by
    reply or as whoever walked in."""
    same: dict[tuple, str] = {}
    for one in who:
        for identity in _identities(one):
            same[identity] = key_of(one)
    people, replies, came = ([one[1] for one in same if one[0] == kind] for kind in ("person", "rsvp", "came"))
    sat = Seat.objects.filter(seating__dropped_at=None).exclude(seating=besides)
    sat = (
        sat.filter(check_in__person__in=people)
        | sat.filter(rsvp__person__in=people)
        | (sat.filter(rsvp__in=replies) | sat.filter(check_in__rsvp__in=replies))
        | sat.filter(check_in__in=came)
    )
    shared: dict[tuple, set[str]] = defaultdict(set)
    for seat in sat.select_related("check_in", "rsvp").distinct():
        key = next((same[identity] for identity in _identities(seat.who()) if identity in same), None)
        if key:
            shared[seat.seating_id, seat.round, seat.table].add(key)
    met = Counter(pair for keys in shared.values() for pair in combinations(sorted(keys), 2))
    return dict(met)


def groups_said(lines: str, who: list[CheckIn | Rsvp], *, pairs: bool = False) -> list[list[str]]:
    """Lines of names, with commas between, as lists of keys. A Refusal for a name that is nobody's or two people's."""
    names: dict[str, list[str]] = defaultdict(list)
    for one in who:
        names[one.called().casefold()].append(key_of(one))
    found = []
    for line in filter(str.strip, lines.splitlines()):
        said = [name.strip() for name in line.split(",") if name.strip()]
        wrong = next((name for name in said if len(names[name.casefold()]) != 1), None)
        if wrong:
            raise Refusal(
                _("“%(name)s” is not the name of one person here. Write names as the door has them.") % {"name": wrong}
            )
        if len(said) < 2 or (pairs and len(said) != 2):
            raise Refusal(_("“%(line)s”: write two names with a comma between them.") % {"line": line.strip()})
        found.append([names[name.casefold()][0] for name in said])
    return found


def _identities(who: CheckIn | Rsvp) -> list[tuple]:
    reply = who.pk if isinstance(who, Rsvp) else who.rsvp_id
    came = None if isinstance(who, Rsvp) else who.pk
    return [(kind, pk) for kind, pk in (("person", who.person_id), ("rsvp", reply), ("came", came)) if pk]


def _who(one: CheckIn | Rsvp) -> dict:
    return {"check_in": one} if isinstance(one, CheckIn) else {"rsvp": one}


def _check(who: list, said: dict) -> None:
    if len(who) < 2:
        raise Refusal(
            _("There are fewer than two people to seat. Let people in at the door, or choose those who replied.")
        )
    if not 1 <= said["tables"] <= min(MOST_TABLES, len(who)):
        raise Refusal(
            _("With %(n)s people, choose between 1 and %(most)s tables.")
            % {"n": len(who), "most": min(MOST_TABLES, len(who))}
        )
    if not 1 <= said["rounds"] <= MOST_ROUNDS:
        raise Refusal(_("Choose between 1 and %(most)s rounds.") % {"most": MOST_ROUNDS})

"""Rows that add to somebody who is here already, as the dry run found or a person said."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from folkmoot.directory.models import Organisation, Party, Record
from folkmoot.exchange import facts
from folkmoot.exchange.models import Intake, Row
from folkmoot.joinup.models import Match
from folkmoot.kit.search.words import fold
from folkmoot.kit.uprooting import among

Mark = tuple[str, ...]
NO_MARK: Mark = ("", "", "")
SAID = ("types", "topics", "people", "served")


def chosen(begun: list) -> dict[int, Organisation]:
    """Id as it was in the dry run → the organisation as it stands today, for rows that add to one."""
    wanted = {one.adds_to for one in begun if one.adds_to}
    rows = Organisation.objects.filter(story=False).select_related("same_as").in_bulk(wanted) if wanted else {}
    return {pk: body.survivor() for pk, body in rows.items()}


def whose(one, mine: list[tuple], known: dict, here: dict[int, Organisation]) -> tuple[int | None, str]:
    """(id, name) of the body that this row speaks of; (None, "") where it is new. `known`: by register number, and by
    name and postcode (`mark`)."""
    if one.adds_to in here:
        return here[one.adds_to].pk, here[one.adds_to].name
    if one.is_apart:
        marks = [apart_together(one)]
    elif one.is_left_for_later:
        marks = [*mine, apart_together(one)]
    else:
        marks = [*mine, mark(one), named_again(one)]
    return next((known[number] for number in marks if any(number) and number in known), (None, ""))


def mark(one) -> Mark:
    """The name, the postcode and the address by which a row's body is the same as another; empty where the
    first two are not both said. Two sites of one name under one postcode stand at different addresses."""
    return one_body(one.said_of_body, says_what=False)


def one_body(said: dict, *, says_what: bool) -> Mark:
    """By what rows of one list speak of one body: name, postcode and address; where no postcode is said only if the row
    `says_what` is done, name and address. Empty where nothing tells. `said`: columns of an organisation."""
    name, code = said["name"], said["postcode"]
    return (fold(name), code, fold(said["address"])) if name and (code or says_what) else NO_MARK


def named_again(one) -> Mark:
    """What tells apart who does several things of one list, where it says no postcode: the name and the address. Empty
    where the row does not say what is done, or says where: then only the postcode tells."""
    said = one.said_of_body
    apart = one.is_apart or one.is_left_for_later or said["postcode"]
    return NO_MARK if apart else one_body(said, says_what=_says_what(one))


def _says_what(one) -> bool:
    return bool(one.fields.get("title")) and one.plan["kind"] == "both"


def apart_together(one) -> Mark:
    """What tells apart a body that somebody said is nobody here, or to be said later: its lines are one body still,
    and nobody else's. Empty for any other row."""
    answer = "different" if one.is_apart else "later" if one.is_left_for_later else ""
    told = one_body(one.said_of_body, says_what=_says_what(one))
    return (answer, *told) if answer and any(told) else NO_MARK


def made_apart(begun: list, intake: Intake) -> dict[Mark, tuple[int, str]]:
    """The same → (id, name) of the body that an earlier chunk of this very reading made for it."""
    keys = {one.plan["asked_with"] for one in begun if "asked_with" in one.plan and any(apart_together(one))}
    rows = intake.rows.filter(Q(key__in=keys) | Q(plan__asked_with__in=keys), done=True) if keys else ()
    made = {row.plan.get("asked_with", row.key): _made(row) for row in rows if "body" in _made(row)}
    known = Organisation.objects.in_bulk([each["body"] for each in made.values()])
    found = ((apart_together(one), made.get(one.plan.get("asked_with"), {}).get("body")) for one in begun)
    return {mark: (pk, known[pk].name) for mark, pk in found if any(mark) and pk in known}


def _made(row: Row) -> dict:
    return row.before.get("made", {})


def of_this_list(begun: list, source: int) -> dict[Mark, tuple[int, str]]:
    """The same, of bodies that this list gave before, → (id, name)."""
    names = {one.said_of_body["name"].lower() for one in begun if any(named_again(one))}
    if not names:
        return {}
    rows = Organisation.objects.live().shown().filter(records__source=source, postcode="", hides_address=False)
    rows = rows.alias(lower=Lower("name")).filter(lower__in=among(names, of=str)).order_by("-pk")
    return {
        (fold(name), "", fold(address)): (pk, name) for pk, name, address in rows.values_list("pk", "name", "address")
    }


def standing(begun: list) -> dict[Mark, tuple[int, str]]:
    """What a row is known by → (id, name) of who is known by the same today, where the dry run could not see it yet:
    another list, or an earlier row of this one, was taken after it. An address that only one of the two says is no
    difference. Of several the oldest; never by an address that is hidden."""
    wanted = [one for one in begun if not (one.adds_to or one.is_apart or one.is_left_for_later)]
    marks = {mark(one) for one in wanted} - {NO_MARK}
    if not marks:
        return {}
    names = {one.said_of_body["name"].lower() for one in wanted}
    rows = Organisation.objects.live().shown().filter(hides_address=False).exclude(postcode="")
    rows = rows.alias(lower=Lower("name")).filter(lower__in=among(names, of=str)).order_by("pk")
    here = defaultdict(list)
    for pk, name, code, address in rows.values_list("pk", "name", "postcode", "address"):
        here[fold(name), code].append((fold(address), (pk, name)))
    found = {
        each: [who for there, who in here[each[:2]] if not (there and each[2]) or there == each[2]] for each in marks
    }
    return {each: who[0] for each, who in found.items() if who}


@dataclass(slots=True)
class Done:
    """What a body does already: the activity, the day it starts, and whether this list gave it. `said`: where a row
    of this very reading made it, all that it said of it."""

    deed: int
    starts: date | None
    is_own: bool = False
    said: str = ""

    def is_meant_by(self, one) -> bool:
        if one.plan["kind"] == "both":
            return self.said in ("", said_of(one.said_of_deed, one.plan))
        starts = one.said_of_deed["starts_from"]
        return not (self.is_own or (starts and self.starts and starts != self.starts))


def already_done(begun: list, owners: dict[str, int], intake: Intake) -> None:
    """A row of a body that was here and has just such an activity already speaks of that one, too. Of one that a row
    before it made, it does where both say the very same (`said_twice`): two of one name may well be two.

    So does one that names who does it by key (a grant, a service), where that activity is another list's or people's
    own and no other start is said of it: two grants of one list are two, whatever they are called.
    """
    doers = {one.pk: _doers(one, owners) for one in begun}
    wanted = {(body, fold(one.said_of_deed["title"])) for one in begun for body in doers[one.pk]}
    there = _there(intake, wanted) if wanted else {}
    for one in begun:
        title = fold(one.said_of_deed["title"])
        found = (each for body in doers[one.pk] for each in there.get((body, title), ()))
        meant = next((each for each in found if each.is_meant_by(one)), None)
        if meant is not None:
            one.deed, one.says_again, meant.is_own = meant.deed, bool(meant.said), True


def _doers(one, owners: dict[str, int]) -> list[int]:
    """Who does what this row says, of those who may have been here before it."""
    if one.plan["kind"] == "both":
        return [one.body] if one.shares else []
    links = one.plan.get("links", ()) if one.plan["kind"] == "deed" else ()
    return [owners[key] for role, key, _pence in links if role == Party.Role.DELIVERS and key in owners]


def _there(intake: Intake, wanted: set[tuple[int, str]]) -> dict[tuple, list[Done]]:
    """(body, folded title) → what that body does under that title, the oldest first."""
    parts = Party.objects.filter(organisation__in=among({body for body, _ in wanted}), role=Party.Role.DELIVERS)
    parts = parts.filter(activity__story=False, activity__same_as=None, activity__private_for_now=False)
    names = ("organisation", "activity__title", "activity", "activity__starts_from")
    found = defaultdict(list)
    for body, title, deed, starts in parts.order_by("activity_id").values_list(*names):
        if (body, fold(title)) in wanted:
            found[body, fold(title)].append(Done(deed, starts))
    own = _own(intake, {each.deed for several in found.values() for each in several})
    for each in chain.from_iterable(found.values()):
        each.is_own, each.said = each.deed in own, own.get(each.deed, "")
    return found


def _own(intake: Intake, deeds: set[int]) -> dict[int, str]:
    """Those of these activities that this list gave, each with what the row of this very reading said that made it."""
    told = Record.objects.filter(source=intake.source_id, activity__in=among(deeds)).values_list("activity", "row")
    found, keys = {deed: "" for deed, _key in told}, {key for _deed, key in told}
    made = intake.rows.filter(key__in=among(keys, of=str), done=True, verdict=Row.Verdict.NEW)
    for row in made if keys else ():
        if (deed := row.before.get("made", {}).get("deed")) in found:
            found[deed] = said_of(facts.of_deed(row.fields_after, row.plan), row.plan)
    return found


def said_of(deed: dict, plan: dict) -> str:
    """All that a row says of what is done, to hold two rows against each other."""
    return str([*deed.values(), *(plan.get(name) for name in SAID)])


def said_twice(doing: list) -> dict[int, int]:
    """Row → the row before it that says the very same is done by the very same body: one activity, not two, whoever
    each of them says funds it."""
    seen: dict[tuple, int] = {}
    twins: dict[int, int] = {}
    bodies = Counter(one.body for one in doing)
    for one in doing:
        if one.body is not None and bodies[one.body] > 1:
            first = seen.setdefault((one.body, said_of(one.said_of_deed, one.plan)), one.pk)
            twins |= {one.pk: first} if first != one.pk else {}
    return twins


def teach(apart: list) -> None:
    """Who is not the same, somebody said: the look for twins asks no more, and learns from it."""
    rows = Row.objects.filter(pk__in=[one.pk for one in apart]).select_related("answered_by") if apart else ()
    made = {one.pk: one.body for one in apart}
    here = set(Organisation.objects.filter(pk__in=_proposed(rows)).values_list("pk", flat=True))
    pairs = [_pair(row, made[row.pk], each) for row in rows for each in row.alike if each["body"] in here]
    Match.objects.bulk_create(pairs, ignore_conflicts=True)


def _proposed(rows) -> set[int]:
    return {each["body"] for row in rows for each in row.alike}


def _pair(row: Row, made: int, each: dict) -> Match:
    a, b = sorted((each["body"], made))
    said = {"verdict": Match.Verdict.DIFFERENT, "by": row.answered_by, "at": timezone.now()}
    return Match(a_id=a, b_id=b, likelihood=each["likelihood"], **said)

"""What is gone from a list and what is new in it, where both are one row whose postcode was put right or filled in.

A row without a number of its own is known by its name and postcode, so it would lose its entry with its postcode. It is
known again by the name alone, where that leaves no doubt; where it does, both stay as they are and a person is asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from django.db import transaction
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from folkmoot.directory.models import Organisation, Record
from folkmoot.exchange import facts, opening
from folkmoot.exchange.adding import one_body
from folkmoot.exchange.alike import body_of
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.sums import SHOWN, Body, contradicted, folded
from folkmoot.kit.pouring import amend
from folkmoot.kit.uprooting import among

NAMES_AT_ONCE = 500
RECORDS_AT_ONCE = 5_000
COLUMNS = ("verdict", "rank", "reasons", "changes", "plan", "answer", "body_id", "alike", "record_id")
# Bodies that only a column of funders or hosts names are known by that name already.
NAMED = "party:"


def goes_by_name(intake: Intake) -> bool:
    """Whether its rows are known by name and postcode: a sheet in which no column is its keeper's own number."""
    return not opening.is_standard(intake.kind) and all(meaning != "id" for meaning, _use in intake.mapping.values())


def pair(intake: Intake, gone: list[tuple[str, int]]) -> set[int]:
    """Make changes of those new rows that are rows of before, and ask about those that may be. Gives the ids of the
    records that are not gone after all. `gone`: (key, id of the record). In whatever order the rows stand."""
    before = _by_name(pk for key, pk in gone if not key.startswith(NAMED))
    now = _new_by_name(intake, before)
    stays = _staying(intake, now.keys(), {pk for _key, pk in gone}) if now else set()
    again: set[int] = set()
    for names in _some(now, NAMES_AT_ONCE):
        with transaction.atomic():
            found = _namesakes(names, before, now, stays)
            for each in found:
                again |= each.settle()
            amend([row for each in found for row in each.new], COLUMNS)
    return again


def _some(things: Iterable, n: int) -> Iterator[list]:
    left = iter(things)
    while some := list(islice(left, n)):
        yield some


def _by_name(records: Iterable[int]) -> dict[str, list[int]]:
    """Folded name → ids of records."""
    found = defaultdict(list)
    for some in _some(records, RECORDS_AT_ONCE):
        told = Record.objects.filter(pk__in=among(some), organisation__isnull=False).annotate(called=KT("fields__name"))
        for pk, name in told.order_by("pk").values_list("pk", "called"):
            if called := _folded(name):
                found[called].append(pk)
    return found


def _folded(name: str | None) -> str:
    return folded((name or "")[:255])


def _new_by_name(intake: Intake, before: dict[str, list[int]]) -> dict[str, list[int]]:
    """Folded name → ids of new rows, for names of which something is gone."""
    found = defaultdict(list)
    rows = intake.rows.filter(verdict=Row.Verdict.NEW).exclude(key__startswith=NAMED).order_by("number", "pk")
    for pk, name in rows.values_list("pk", "title").iterator() if before else ():
        if (called := _folded(name)) in before:
            found[called].append(pk)
    return found


def _staying(intake: Intake, names: Collection[str], gone: set[int]) -> set[str]:
    """Those of these names that a row goes by which is neither new nor gone: a branch of the same name, say."""
    kept = Record.objects.filter(source=intake.source, gone_at=None).exclude(row__startswith=NAMED)
    kept = kept.annotate(called=KT("fields__name"))
    told = (_folded(name) for pk, name in kept.values_list("pk", "called").iterator() if pk not in gone)
    rows = intake.rows.filter(verdict__in=(Row.Verdict.CHANGED, Row.Verdict.REFUSED)).exclude(key__startswith=NAMED)
    rows = rows.values_list("title", flat=True)
    return {called for called in chain(told, map(_folded, rows)) if called in names}


def _namesakes(names: list[str], before: dict, now: dict, stays: set[str]) -> list[Namesakes]:
    records = Record.objects.in_bulk([pk for name in names for pk in before[name]])
    rows = Row.objects.in_bulk([pk for name in names for pk in now[name]])
    shown = {record.organisation_id for record in records.values()}
    shown = set(Organisation.objects.live().shown().filter(pk__in=among(shown)).values_list("pk", flat=True))
    return [
        Namesakes([records[pk] for pk in before[name]], [rows[pk] for pk in now[name]], name in stays, shown)
        for name in names
    ]


@dataclass
class Namesakes:
    """All rows of one name that are gone, and all that are new. `stays`: others of that name are still in the list.
    `shown`: organisations that may be proposed."""

    gone: list[Record]
    new: list[Row]
    stays: bool
    shown: set[int]

    def settle(self) -> set[int]:
        """Change the new rows; gives the ids of the records that they are."""
        pairs = self._pairs()
        why = self._why_not(pairs)
        if why:
            self._ask(why)
            return set()
        for record, row in pairs:
            _become(row, record)
        for row in self.new:
            if row.verdict == Row.Verdict.NEW:
                _add_to(row, self.gone[0].organisation_id)
        return {record.pk for record, _row in pairs}

    def _pairs(self) -> list[tuple[Record, Row]]:
        """Line by line: the only one of each reading, else those that alone say the same is done."""
        if len(self.gone) == len(self.new) == 1:
            return [(self.gone[0], self.new[0])]
        gone = Counter(_done(record.fields) for record in self.gone)
        new = Counter(_done(row.fields_after) for row in self.new)
        rows = {_done(row.fields_after): row for row in self.new}
        told = ((record, _done(record.fields)) for record in self.gone)
        return [(record, rows[what]) for record, what in told if what and gone[what] == new[what] == 1]

    def _why_not(self, pairs: list[tuple[Record, Row]]) -> str:
        """What makes it doubtful that these are the same, in words; "" where nothing does."""
        if self.stays:
            return _("others of this name are still in the list")
        bodies = {record.organisation_id for record in self.gone}
        if len(bodies) > 1 or len({_place(row) for row in self.new}) > 1 or not pairs:
            return _("several of this name are gone or new")
        if any(row.answer == Row.Answer.EXACT and row.body_id not in bodies for row in self.new):
            return _("this one is another group that is here already")
        facts_told = {name for record, row in pairs for name in contradicted(_of(record), body_of(_said(row)))}
        words = [str(name) for fact, name in _names_of_facts().items() if fact in facts_told]
        return _("the two differ in %(facts)s") % {"facts": ", ".join(words)} if words else ""

    def _ask(self, why: str) -> None:
        """They stay new, and each says whom of those that are gone it may be."""
        codes = dict.fromkeys(facts.of_body(record.fields, {})["postcode"] or _("no postcode") for record in self.gone)
        named = {"where": ", ".join(islice(codes, SHOWN)), "why": why}
        words = _("May be the one of this name that is gone (%(where)s). Taken as new, since %(why)s.") % named
        firsts: dict[tuple[str, ...], str] = {}
        for row in self.new:
            row.reasons = [*row.reasons, ["", words, False]]
            if row.answer in (Row.Answer.NONE, Row.Answer.ASK):
                self._propose(row, firsts)

    def _propose(self, row: Row, firsts: dict) -> None:
        known = {each["body"] for each in row.alike}
        bodies = dict.fromkeys(record.organisation_id for record in self.gone)
        fresh = islice((pk for pk in bodies if pk in self.shown and pk not in known), SHOWN)
        why = [_("may be the one of this name that is gone from the list")]
        row.alike = [*({"body": pk, "likelihood": 0.5, "reasons": why} for pk in fresh), *row.alike]
        row.answer = Row.Answer.ASK if row.alike else row.answer
        first = firsts.setdefault(_place(row) or (row.key,), row.key)
        row.plan = without(row.plan, "asked_with") | ({"asked_with": first} if first != row.key else {})


def _become(row: Row, record: Record) -> None:
    """The new row changes what this record says, and its entry."""
    row.changes = facts.differences(record.fields, row.fields_after)
    row.plan = without(row.plan, "asked_with") | {"was": record.row}
    row.verdict, row.record_id = Row.Verdict.CHANGED, record.pk
    row.rank = Row.DEED if row.plan.get("links") else Row.BODY
    row.answer, row.body_id, row.alike = Row.Answer.NONE, None, []
    row.reasons = [*row.reasons, ["", _("Taken for the row of this name that was in the list before."), False]]


def _add_to(row: Row, body: int) -> None:
    """A line more of a body whose other lines are known again."""
    why = [{"body": body, "likelihood": 1.0, "reasons": [_("The other rows of this name are known again")]}]
    row.answer, row.body_id, row.alike = Row.Answer.EXACT, body, why
    row.plan = without(row.plan, "asked_with")


def _names_of_facts() -> dict[str, str]:
    return {
        "number": _("number in a register"),
        "address": _("address"),
        "phone": _("telephone"),
        "email": _("email"),
        "website": _("web page"),
    }


def without(plan: dict, name: str) -> dict:
    """The plan with nothing of that name."""
    return {each: value for each, value in plan.items() if each != name}


def _done(fields: dict) -> str:
    """What is done, in one form; "" where the list does not say."""
    return folded(str(fields.get("title", "")))


def _said(row: Row) -> dict:
    return row.matching | row.fields_after


def _of(record: Record) -> Body:
    return body_of(record.matching | record.fields)


def _place(row: Row) -> tuple[str, ...]:
    """What tells a body of this name apart from another; empty where nothing does."""
    told = one_body(facts.of_body(row.fields_after, {}), says_what=bool(row.fields_after.get("title")))
    return told if any(told) else ()

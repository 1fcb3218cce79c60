"""The dry run: every draft beside what the source said before. Nothing of the directory is changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction
from django.utils import timezone

from folkmoot.directory.models import Party, Record
from folkmoot.exchange import facts, files, opening, pairing
from folkmoot.exchange.alike import NOBODY, Found, Neighbours
from folkmoot.exchange.drafts import Draft
from folkmoot.exchange.drafts.draft import BODY, BOTH, DEED, title_of
from folkmoot.exchange.locating import Atlas
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.proposing import Vocabulary
from folkmoot.exchange.reading import apart, checks, columns, tidy
from folkmoot.kit.pouring import collecting_seldom, pour

BATCH = 1_000
NEW, CHANGED, SAME, REFUSED, GONE = Row.Verdict.values
COLUMNS = ("intake_id", "number", "key", "verdict", "rank", "title", "reasons", "changes", "matching", "plan")
COLUMNS = (*COLUMNS, "record_id", "answer", "body_id", "alike")
GIVEN = re.compile(r"grant|award|fund|giv|donat", re.I)
REFUGE = ("refuge", "safe house", "domestic abuse", "domestic violence")
# Fields that say what somebody does; a row without any is an organisation of which no more is known.
TELLS = {"title", "about", "types", "topics", "people_words", "starts_said", "offered", "filled", "money"}


def _tells(draft: Draft, codes: dict[str, list[str]]) -> bool:
    """Whether a row says what somebody does."""
    return any(codes.values()) or bool(draft.links) or bool(TELLS & draft.fields.keys())


def compare(intake: Intake) -> None:
    """Write the intake's rows and counts anew, and wait for a yes. Safe twice."""
    intake.rows.all().delete()
    began = timezone.now()
    with opening.reading_of(intake) as reading:
        run = _Run(intake, reading.total)
        run.walk(opening.drafts_of(intake, reading))
        if run.counts[REFUSED]:
            _write_refused(intake, reading)
    with transaction.atomic():
        held = intake.locked()
        if held.state != Intake.State.COMPARING:
            return
        held.counts, held.compared_at = dict(run.counts), began
        held.state = Intake.State.CHECK
        held.save(update_fields=["counts", "compared_at", "state"])


def _write_refused(intake: Intake, reading: apart.Reading) -> None:
    """The refused rows with their reasons, for the sheet's keeper to mend."""
    rows = reading.rows()
    if not opening.is_standard(intake.kind):
        mapping = opening.choices(intake.mapping)
        rows = checks.checked(columns.keyed(rows, mapping), mapping, intake.file_name)
    intake.folder.put(files.REFUSED, tidy.refused_sheet(reading.about.headings, rows).csv())


class _Run:
    """One walk through the drafts."""

    def __init__(self, intake: Intake, total: int) -> None:
        self.intake, self.total = intake, total
        self.counts: Counter[str] = Counter({name: 0 for name in (NEW, CHANGED, SAME, REFUSED, GONE)})
        self.known = self._known()
        self.counts["stood"] = sum(1 for *_, gone in self.known.values() if not gone)
        self.seen: set[str] = set()
        self.says_given = any(said == "money" and GIVEN.search(name) for name, (said, _use) in intake.mapping.items())
        self.atlas, self.words, self.neighbours = Atlas(), Vocabulary(), Neighbours()

    def _known(self) -> dict[str, tuple[int, str, bool]]:
        if self.intake.source is None:
            return {}
        kept = Record.objects.filter(source=self.intake.source).values_list("row", "pk", "digest", "gone_at")
        return {row: (pk, digest, gone is not None) for row, pk, digest, gone in kept.iterator()}

    def walk(self, drafts: Iterable[Draft]) -> None:
        walking = iter(drafts)
        while self._some(walking):
            Intake.objects.filter(pk=self.intake.pk).update(done=self.counts["rows"], of=self.total)
        gone = [(key, pk) for key, (pk, _, gone) in self.known.items() if key not in self.seen and not gone]
        gone = self._without_known_again(gone)
        for at in range(0, len(gone), BATCH):
            with transaction.atomic():
                pour(Row, COLUMNS, self._gone(gone[at : at + BATCH]))
        self.counts[GONE] = len(gone)

    def _without_known_again(self, gone: list[tuple[str, int]]) -> list[tuple[str, int]]:
        """Those that stay gone: some are new rows of the same name, which change what was there instead."""
        if not gone or not self.counts[NEW] or not pairing.goes_by_name(self.intake):
            return gone
        again = pairing.pair(self.intake, gone)
        self.counts["again"] = len(again)
        self.counts[NEW] -= len(again)
        self.counts[CHANGED] += len(again)
        self.counts["alike"] = self.intake.rows.filter(verdict=NEW).exclude(answer="").count()
        return [(key, pk) for key, pk in gone if pk not in again]

    def _some(self, walking: Iterator[Draft]) -> int:
        """Keep the next rows; how many there were."""
        with collecting_seldom():
            batch = list(islice(walking, BATCH))
            self.atlas.learn(draft for draft in batch if not draft.refused)
            with transaction.atomic():
                pour(Row, COLUMNS, self._rows(batch))
        self.counts["rows"] += len(batch)
        return len(batch)

    def _rows(self, batch: list[Draft]) -> Iterator[tuple]:
        """The rows to keep, as values of COLUMNS."""
        before = self._before(batch)
        judged = [(draft, self._judge(draft)) for draft in batch]
        alike = self.neighbours.of([draft for draft, verdict in judged if verdict == NEW])
        self.counts["alike"] += len(alike)
        self.counts["linked"] += sum(bool(draft.links) for draft in batch)
        for draft, verdict in judged:
            if verdict != SAME:
                found = alike.get(draft.key, NOBODY) if verdict == NEW else NOBODY
                yield (*self._row(draft, verdict, before.get(draft.key), found), *found)

    def _judge(self, draft: Draft) -> str:
        if not draft.refused and draft.key in self.seen:
            draft.refused = True
            draft.reasons.append(["", "has the same key as a row before it. Each needs one of its own.", True])
        verdict = self._verdict(draft)
        self.counts[verdict] += 1
        self.counts["noted"] += verdict != REFUSED and bool(draft.reasons)
        return verdict

    def _verdict(self, draft: Draft) -> str:
        self.seen.add(draft.key)
        if draft.refused:
            # What is refused today has not left the source: it keeps what it gave us before.
            return REFUSED
        if draft.key not in self.known:
            return NEW
        _, digest, gone = self.known[draft.key]
        return SAME if digest == draft.digest and not gone else CHANGED

    def _before(self, batch: list[Draft]) -> dict[str, Record]:
        """The records of drafts that are changed."""
        wanted = [
            self.known[draft.key][0]
            for draft in batch
            if draft.key in self.known and not draft.refused and self.known[draft.key][1] != draft.digest
        ]
        return {record.row: record for record in Record.objects.filter(pk__in=wanted)}

    def _row(self, draft: Draft, verdict: str, record: Record | None, found: Found) -> tuple:
        # A row that changes may name a body that is new in a row below it.
        follows = draft.kind == DEED or (verdict == CHANGED and draft.links)
        rank = Row.DEED if follows else Row.BODY
        said = (self.intake.pk, draft.number, draft.key, verdict, rank, draft.title, draft.reasons)
        if verdict == REFUSED:
            return (*said, {}, {}, {}, None)
        changes = facts.differences(record.fields if record else {}, draft.fields)
        plan, known = self._plan(draft) | self.neighbours.asked_with(draft, found), self.known.get(draft.key)
        return (*said, changes, draft.matching, plan, known[0] if known else None)

    def _plan(self, draft: Draft) -> dict:
        where = self.atlas.where(draft)
        codes, guessed = ({}, []) if draft.kind == BODY else self.words.sort(draft)
        kind = draft.kind if draft.kind != BOTH or _tells(draft, codes) else BODY
        if where.guessed and where.served and kind != BODY:
            guessed = [*guessed, "places"]
        plan = {"kind": kind, "digest": draft.digest, "place": where.place, "point": where.point}
        plan |= {"served": list(where.served), "guessed": guessed, "links": self._links(draft), **codes}
        plan["when"] = facts.days_given(draft.fields) if facts.is_grant(plan) else None
        plan["hides"] = any(word in f"{draft.title} {draft.words}".lower() for word in REFUGE)
        return {name: value for name, value in plan.items() if value not in (None, [], False, {})}

    def _links(self, draft: Draft) -> list[list]:
        """Its links; where a column says what was given and one body funds it, with how much that gave."""
        funders = [link for link in draft.links if link[0] == Party.Role.FUNDS and link[2] is None]
        if not self.says_given or len(funders) != 1:
            return draft.links
        pence = facts.pence_said(draft.fields)
        return [[role, key, pence if [role, key, told] in funders else told] for role, key, told in draft.links]

    def _gone(self, gone: list[tuple[str, int]]) -> Iterator[tuple]:
        records = Record.objects.in_bulk([pk for _, pk in gone])
        for key, pk in gone:
            title = title_of(records[pk].fields)
            yield (self.intake.pk, 0, key, GONE, Row.BODY, title, [], {}, {}, {}, pk, *NOBODY)

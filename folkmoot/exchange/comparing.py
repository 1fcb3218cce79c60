"""The dry run: every draft beside what the source said before. Nothing of the directory is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction
from django.utils import timezone

from folkmoot.directory.models import Record
from folkmoot.exchange import files, opening
from folkmoot.exchange.drafts import Draft
from folkmoot.exchange.drafts.draft import BODY, BOTH, DEED
from folkmoot.exchange.locating import Atlas
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.proposing import Vocabulary
from folkmoot.exchange.reading import apart, checks, columns, tidy
from folkmoot.kit.pouring import pour_things

BATCH = 1_000
REFUGE = ("refuge", "safe house", "domestic abuse", "domestic violence")
# Fields that say what somebody does; a row without any is an organisation of which no more is known.
TELLS = {"about", "types", "topics", "people_words", "starts_said", "offered", "filled", "money"}


def compare(intake: Intake) -> None:
    """Write the intake's rows and counts anew, and wait for a yes. Safe twice."""
    intake.rows.all().delete()
    began = timezone.now()
    with opening.reading_of(intake) as reading:
        run = _Run(intake, reading.total)
        run.walk(opening.drafts_of(intake, reading))
        if run.counts[Row.Verdict.REFUSED]:
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
        self.counts: Counter[str] = Counter({name: 0 for name in Row.Verdict.values})
        self.known = self._known()
        self.counts["stood"] = sum(1 for *_, gone in self.known.values() if not gone)
        self.seen: set[str] = set()
        self.atlas, self.words = Atlas(), Vocabulary()

    def _known(self) -> dict[str, tuple[int, str, bool]]:
        if self.intake.source is None:
            return {}
        kept = Record.objects.filter(source=self.intake.source).values_list("row", "pk", "digest", "gone_at")
        return {row: (pk, digest, gone is not None) for row, pk, digest, gone in kept.iterator()}

    def walk(self, drafts: Iterable[Draft]) -> None:
        walking = iter(drafts)
        while batch := list(islice(walking, BATCH)):
            self.atlas.learn(draft for draft in batch if not draft.refused)
            with transaction.atomic():
                pour_things(list(self._rows(batch)))
            self.counts["rows"] += len(batch)
            Intake.objects.filter(pk=self.intake.pk).update(done=self.counts["rows"], of=self.total)
        gone = [(key, pk) for key, (pk, _, gone) in self.known.items() if key not in self.seen and not gone]
        for at in range(0, len(gone), BATCH):
            with transaction.atomic():
                pour_things(list(self._gone(gone[at : at + BATCH])))
        self.counts["gone"] = len(gone)

    def _rows(self, batch: list[Draft]) -> Iterator[Row]:
        before = self._before(batch)
        for draft in batch:
            if not draft.refused and draft.key in self.seen:
                draft.refused = True
                draft.reasons.append(["", "has the same key as a row before it. Each needs one of its own.", True])
            verdict = self._verdict(draft)
            self.counts[verdict] += 1
            self.counts["noted"] += verdict != Row.Verdict.REFUSED and bool(draft.reasons)
            if verdict != Row.Verdict.SAME:
                yield self._row(draft, verdict, before.get(draft.key))

    def _verdict(self, draft: Draft) -> str:
        if draft.refused:
            # What is refused today has not left the source: it keeps what it gave us before.
            self.seen.add(draft.key)
            return Row.Verdict.REFUSED
        self.seen.add(draft.key)
        if draft.key not in self.known:
            return Row.Verdict.NEW
        _, digest, gone = self.known[draft.key]
        return Row.Verdict.SAME if digest == draft.digest() and not gone else Row.Verdict.CHANGED

    def _before(self, batch: list[Draft]) -> dict[str, Record]:
        """The records of drafts that are changed."""
        wanted = [
            self.known[draft.key][0]
            for draft in batch
            if draft.key in self.known and not draft.refused and self.known[draft.key][1] != draft.digest()
        ]
        return {record.row: record for record in Record.objects.filter(pk__in=wanted)}

    def _row(self, draft: Draft, verdict: str, record: Record | None) -> Row:
        old = record.fields if record else {}
        row = Row(
            intake=self.intake,
            number=draft.number,
            key=draft.key,
            verdict=verdict,
            rank=Row.DEED if draft.kind == DEED else Row.BODY,
            title=draft.title,
            reasons=draft.reasons,
        )
        if verdict == Row.Verdict.REFUSED:
            return row
        names = [*draft.fields, *(name for name in old if name not in draft.fields)]
        pairs = {name: [old.get(name, ""), draft.fields.get(name, "")] for name in names}
        row.changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        row.matching, row.plan = draft.matching, self._plan(draft)
        row.record_id = self.known[draft.key][0] if draft.key in self.known else None
        return row

    def _plan(self, draft: Draft) -> dict:
        where = self.atlas.where(draft)
        codes, guessed = ({}, []) if draft.kind == BODY else self.words.sort(draft)
        kind = draft.kind if draft.kind != BOTH or any(codes.values()) or TELLS & draft.fields.keys() else BODY
        if where.guessed and where.served and kind != BODY:
            guessed = [*guessed, "places"]
        plan = {"kind": kind, "digest": draft.digest(), "place": where.place, "point": where.point}
        plan |= {"served": list(where.served), "guessed": guessed, "links": draft.links, **codes}
        plan["hides"] = any(word in f"{draft.title} {draft.words}".lower() for word in REFUGE)
        return {name: value for name, value in plan.items() if value not in (None, [], False)}

    def _gone(self, gone: list[tuple[str, int]]) -> Iterator[Row]:
        records = Record.objects.in_bulk([pk for _, pk in gone])
        for key, pk in gone:
            fields = records[pk].fields
            title = str(fields.get("name") or fields.get("title") or "")[:255]
            yield Row(intake=self.intake, number=0, key=key, verdict=Row.Verdict.GONE, title=title, record_id=pk)

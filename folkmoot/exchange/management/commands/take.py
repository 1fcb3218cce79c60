"""bin/manage take FILE --as sheet|hsds|360giving: the same dry run as on the page, from the command line."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from folkmoot.exchange import alike, coming, comparing, opening, outcome, stepping, taking
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.reading import apart
from folkmoot.exchange.reading.columns import MATCHED, MEANINGS, SHOWN, mapping_of
from folkmoot.exchange.reading.rows import Refused
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person, Role

KINDS = ("sheet", "hsds", "360giving")
MOST_SHOWN = 20
REFUSED_SOME = 3


class Command(BaseCommand):
    help = (
        "Reads a list (CSV, XLSX, ODS, Open Referral UK, 360Giving; a folder of HSDS tables too), shows what is new, "
        "changed, the same, refused and gone, and takes it in with --yes. "
        "Ends with 0; 1 when nothing could be read or taken; 3 when some rows were refused."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--as", dest="kind", choices=KINDS, help="what it is; found out when left out")
        parser.add_argument("--source", default="", metavar="NAME", help="what the list is called beside its facts")
        parser.add_argument("--sheet", default="", help="which sheet of a workbook")
        parser.add_argument("--map", nargs="+", default=[], metavar='name="Site name"', help="what a column holds")
        parser.add_argument("--match", nargs="+", default=[], metavar="COLUMN", help="columns used only to match")
        parser.add_argument(
            "--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day on which the list was right"
        )
        parser.add_argument("--by", default="", metavar="ADDRESS", help="who takes it in; a keeper when left out")
        parser.add_argument("--yes", action="store_true", help="take it in, if no more than a fifth is changed or lost")
        parser.add_argument("--sure", action="store_true", help="take it in even if more than a fifth is")

    def handle(self, *, file: Path, **said) -> None:
        try:
            intake = self._checked(file, said)
            self._show(intake)
            if not (said["yes"] or said["sure"]):
                self.stdout.write("Nothing was taken. Add --yes to take it in.")
            elif intake.rows_to_take:
                self._take(intake, said)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except Refusal as refusal:
            raise CommandError(refusal.words) from refusal
        if intake.counts.get("refused"):
            sys.exit(REFUSED_SOME)

    # Reading

    def _checked(self, file: Path, said: dict) -> Intake:
        if not file.exists():
            raise CommandError(f"{file}: there is no such file.")
        intake = Intake.begin(
            _taker(said["by"]),
            file.name,
            source_name=said["source"],
            as_kind="entry" if said["kind"] == "sheet" else "",
            sheet=said["sheet"],
        )
        coming.put(intake, [apart.folder(file)] if file.is_dir() else _pieces(file))
        self._say("reading")
        guesses, known = opening.look_over(intake)
        self._check_kind(file, said["kind"], known["kind"])
        intake.kind = known["kind"] if opening.is_standard(known["kind"]) else "sheet"
        intake.rows_read, intake.state = known["rows"], Intake.State.COLUMNS
        intake.save()
        for note in known["notes"]:
            self.stderr.write(f"  {note}")
        mapping = self._mapping(file, guesses, said) if guesses else {}
        intake = stepping.say_columns(intake, mapping, said["as_of"])
        self._progress(intake, lambda: comparing.compare(intake), "comparing")
        return Intake.objects.select_related("source").get(pk=intake.pk)

    def _check_kind(self, file: Path, asked: str | None, found: str) -> None:
        if asked in ("hsds", "360giving") and found != asked:
            raise CommandError(f"{file.name}: is not {asked}, as far as we can read it. Leave out --as to find out.")

    def _mapping(self, file: Path, guesses: list, said: dict) -> dict[str, list[str]]:
        mapping = {heading: list(how) for heading, how in mapping_of(guesses).items()}
        for word in said["map"]:
            meaning, _, heading = word.partition("=")
            if meaning not in MEANINGS or not meaning:
                names = ", ".join(name for name in MEANINGS if name)
                raise CommandError(f"--map {word}: “{meaning}” is none of {names}.")
            self._known(file, heading, mapping)
            for other, (held, _use) in mapping.items():
                if held == meaning and other != heading:
                    mapping[other] = ["", "left out"]
            mapping[heading] = [meaning, SHOWN]
        for heading in said["match"]:
            self._known(file, heading, mapping)
            mapping[heading][1] = MATCHED
        if sum(how == ["name", SHOWN] for how in mapping.values()) != 1:
            raise CommandError(f'{file.name}: no column is the name. Say which with --map name="…".')
        for heading, (meaning, use) in mapping.items():
            self.stdout.write(f"  {heading[:40]:<40} {MEANINGS[meaning][0]}, {use}")
        return mapping

    def _known(self, file: Path, heading: str, mapping: dict) -> None:
        if heading not in mapping:
            raise CommandError(f"{file.name}: has no column “{heading}”. It has: {', '.join(mapping)}.")

    # Showing and taking

    def _show(self, intake: Intake) -> None:
        counts = intake.counts
        told = ", ".join(f"{counts.get(name, 0):,} {name}" for name in ("new", "changed", "same", "refused", "gone"))
        self.stdout.write(f"{intake.source}: {told}.")
        here = alike.counted(intake)
        if here.get("adds"):
            self.stdout.write(f"  {here['adds']:,} of the new ones add to groups that are here already.")
        if here.get("ask"):
            where = f"{settings.SITE_URL}{reverse('exchange:alike', args=[intake.key])}"
            told = f"Groups in it that look like one here already: {here['ask']:,}"
            self.stdout.write(f"  {told}. Say which are: {where}")
        for row in intake.rows.filter(verdict=Row.Verdict.REFUSED)[:MOST_SHOWN]:
            for column, words, _refuses in row.reasons:
                where = f", column {column}" if column else ""
                self.stderr.write(f"  {intake.file_name}, row {row.number}{where}: {words}")
        left = counts.get("refused", 0) - MOST_SHOWN
        if left > 0:
            self.stderr.write(f"  … and {left:,} more refused rows.")
        for row in intake.rows.filter(verdict=Row.Verdict.CHANGED)[:MOST_SHOWN]:
            changes = "; ".join(f"{name}: {before!r} → {after!r}" for name, (before, after) in row.changes.items())
            self.stdout.write(f"  row {row.number}, {row.title}: {changes}")

    def _take(self, intake: Intake, said: dict) -> None:
        intake = intake.take(intake.by, sure=said["sure"])
        self._progress(intake, lambda: taking.take_all(intake), "taking")
        outcome.look_and_tidy(Intake.objects.select_related("source").get(pk=intake.pk))
        self.stdout.write(f"Taken in. To look at it, or undo it: {intake.get_absolute_url()}")

    def _say(self, words: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{words} …", ending="")

    def _progress(self, intake: Intake, work, words: str) -> None:
        """Run it, with a bar on a terminal drawn from what it notes as done."""
        if not self.stderr.isatty():
            work()
            return
        from threading import Event, Thread

        done = Event()
        bar = Thread(target=self._draw, args=(intake.pk, words, done), daemon=True)
        bar.start()
        try:
            work()
        finally:
            done.set()
            bar.join()

    def _draw(self, pk: int, words: str, done) -> None:
        from django.db import connection

        while not done.wait(0.5):
            n, of = Intake.objects.values_list("done", "of").get(pk=pk)
            share = n / of if of else 0
            self.stderr.write(f"\r{words} [{'#' * int(share * 30):<30}] {n:,} of {of:,} ", ending="")
        self.stderr.write("\r" + " " * 70 + "\r", ending="")
        connection.close()


def _pieces(file: Path):
    with file.open("rb") as handle:
        while piece := handle.read(2**20):
            yield piece


def _taker(address: str) -> Person:
    """Who stands in the journal: the person with this address, else the site's first keeper."""
    from django.utils import timezone

    if address:
        person = Person.objects.filter(email__iexact=address).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {address}.")
        return person
    held = Role.objects.held_on(timezone.localdate()).filter(kind=Role.Kind.KEEPER).order_by("pk").first()
    if held is None:
        raise CommandError('The site has no keeper yet. Make one: bin/manage keeper "Name <address>"')
    return held.person

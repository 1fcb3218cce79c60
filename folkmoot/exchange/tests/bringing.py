"""Bringing a sheet in a test: as far as the columns, the dry run, or taken."""

from __future__ import annotations

from folkmoot.exchange import coming, jobs, opening, stepping
from folkmoot.exchange.models import Intake
from folkmoot.exchange.reading.columns import mapping_of
from folkmoot.kit.work import drain

from .sheets import HEADINGS, csv_of


def brought(by, rows, name: str = "List", headings=HEADINGS) -> Intake:
    """Read, and waiting to hear what its columns hold (or further, if its source is known)."""
    raw = rows if isinstance(rows, bytes) else csv_of(rows, headings)
    intake = Intake.begin(by, "list.csv", source_name=name)
    coming.put(intake, [raw])
    jobs.go_on(intake)
    drain(scheduled=False)
    return Intake.objects.select_related("source").get(pk=intake.pk)


def checked(by, rows, name: str = "List", headings=HEADINGS, mapping=None) -> Intake:
    """As far as the dry run, with the guesses as they are, or with these columns otherwise."""
    intake = brought(by, rows, name, headings)
    if intake.state == Intake.State.COLUMNS:
        guessed = {heading: list(said) for heading, said in mapping_of(opening.kept_guesses(intake)["guesses"]).items()}
        jobs.go_on(stepping.say_columns(intake, guessed | (mapping or {}), None))
        drain(scheduled=False)
    return Intake.objects.select_related("source").get(pk=intake.pk)


def taken(by, rows, name: str = "List", headings=HEADINGS, mapping=None) -> Intake:
    """Taken in, and looked at."""
    intake = checked(by, rows, name, headings, mapping)
    jobs.go_on(intake.take(by))
    drain(scheduled=False)
    return Intake.objects.select_related("source").get(pk=intake.pk)

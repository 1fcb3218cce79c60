"""Thornbeck's one list that waits to be checked."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.directory.models import Source
from folkmoot.exchange.models import Intake, Row

AT = datetime(2026, 11, 16, 9, 30, tzinfo=ZoneInfo("Europe/London"))
MAPPING = {"Group": ["name", "shown"], "Postcode": ["postcode", "shown"], "Notes": ["notes", "left out"]}
ROWS = (
    (2, "Mill Lane Lunch Club", "TB1 1AA", ["events"], "mill_lane"),
    (3, "Riverside Carers Circle", "TB2 1CC", ["events"], "riverside"),
    (4, "Northfield Allotment Society", "TB2 2DD", ["events"], "northfield"),
)


def plant(village: SimpleNamespace) -> None:
    """Adds village.intake, which Amina has brought and not yet said yes to."""
    source, _ = Source.objects.get_or_create(
        name="Groups we know of", defaults={"kind": "sheet", "keeper": village.amina, "keeper_words": "Amina"}
    )
    village.intake, made = Intake.objects.get_or_create(
        key="thornbeck-groups",
        defaults={
            "source": source,
            "source_name": source.name,
            "by": village.amina,
            "at": AT,
            "file_name": "groups.csv",
            "kind": "sheet",
            "mapping": MAPPING,
            "state": Intake.State.CHECK,
            "counts": {"new": 3, "refused": 1, "rows": 4, "stood": 0},
            "rows_read": 4,
            "compared_at": AT,
        },
    )
    if made:
        Row.objects.bulk_create([*_new(village), _refused(village.intake)])


def _new(village: SimpleNamespace) -> list[Row]:
    return [
        Row(
            intake=village.intake,
            number=number,
            key=f"example {number}",
            verdict=Row.Verdict.NEW,
            title=name,
            changes={"name": ["", name], "postcode": ["", postcode]},
            plan={
                "kind": "both",
                "digest": f"example {number}",
                "types": types,
                "place": getattr(village, where).pk,
                "served": [getattr(village, where).pk],
                "guessed": ["types", "places"],
            },
        )
        for number, name, postcode, types, where in ROWS
    ]


def _refused(intake: Intake) -> Row:
    words = "has no name, so nobody could tell what it is. Write one and take the sheet again."
    return Row(intake=intake, number=5, key="example 5", verdict=Row.Verdict.REFUSED, reasons=[["Group", words, True]])

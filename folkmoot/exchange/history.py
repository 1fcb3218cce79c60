"""What a list changes of an entry, as the entry's history has it."""

from __future__ import annotations

from django.db.models import Model

from folkmoot.directory.models import Revision
from folkmoot.exchange.models import Intake


def facts_of(said: dict[str, list]) -> dict[str, list]:
    """The same by the names that the entry's history has."""
    return {name.removesuffix("_id"): pair for name, pair in said.items()}


def revision_of(intake: Intake, entry: Model, said: dict[str, list], why: str = "") -> Revision:
    """A change by the source, for the entry's history; columns that are no facts of it stand in the row alone."""
    kept = {name: pair for name, pair in facts_of(said).items() if name in entry.FACTS}
    source = str(intake.source)[:200]
    by = intake.taken_by
    return Revision(kind=entry._meta.label_lower, key=str(entry.pk), changes=kept, by=by, source=source, why=why[:300])

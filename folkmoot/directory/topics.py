"""UK-CAT's classes of what charities do, as the facts beside this file hold them."""

from __future__ import annotations

import csv
from pathlib import Path

from folkmoot.directory.models import Topic

FACTS = Path(__file__).with_name("facts") / "ukcat.csv"
CREDIT = "UK-CAT by David Kane, charityclassification.org.uk, CC BY 4.0"


def plant_topics() -> int:
    """Put every class in the database, or bring it up to date; gives how many there are. Safe twice."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        topics = [Topic(**row) for row in csv.DictReader(file)]
    fields = ["name", "category", "subcategory", "pattern", "not_pattern"]
    Topic.objects.bulk_create(topics, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    return len(topics)

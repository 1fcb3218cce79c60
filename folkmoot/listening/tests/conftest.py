"""A patch on Mill Lane where Emeka listens, with Grace as its steward."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from folkmoot.listening.keeping import Said, keep
from folkmoot.listening.models import Organiser, Patch
from folkmoot.people.models import Person, Role

INDEPENDENT = "I listen for the people of the patch, not for my host."


@pytest.fixture
def grace(village):
    person = Person.objects.create_user("grace.a@thornbeck.example", name="Grace Adeyemi")
    Role.objects.create(person=person, kind="steward")
    return person


@pytest.fixture
def patch(village):
    return Patch.make(
        "Mill Lane East", village.mill_lane, village.voluntary_action, village.amina, streets="Mill Lane\nDyer Street"
    )


@pytest.fixture
def emeka(village, patch):
    """Emeka as he listens in the patch."""
    return Organiser.name(village.emeka, patch, INDEPENDENT, village.amina, village.voluntary_action)


def said(once: str = "one", **more) -> Said:
    answers = more.pop(
        "answers", {"love": "The market", "worry": "The Sunday bus is gone", "would-do": "I would drive"}
    )
    allowed = more.pop("allowed", ("keep",))
    return Said(once=once, answers=answers, allowed=allowed, **more)


@pytest.fixture
def hear(village, patch, emeka):
    """hear("once", …) keeps one conversation of Emeka's and gives whoever was heard."""

    def one(once: str = "one", by=None, **more):
        return keep(patch, by or village.emeka, said(once, **more)).heard.first()

    return one


@pytest.fixture
def reachable(hear):
    """Somebody who gave a name and an address, and allows everything."""
    allowed = ("keep", "contact", "quote", "introduce")
    known = {"name": "Joan Quill", "contact": "joan@quill.example", "means": "mail", "promise": "Ask about the ramp"}
    return hear("joan", allowed=allowed, promise_by=timezone.localdate() + timedelta(days=7), **known)


def everything_kept() -> str:
    """Every value of every table as the database holds it."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [str(row) for row in cursor.fetchall()]
    return "\n".join(rows)

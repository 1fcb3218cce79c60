"""Tables made together are the tables made one by one, and go again the same way."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState

from folkmoot.kit.creating import CreateModels

STREET = CreateModel("Street", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField(unique=True))])
HOUSE = CreateModel(
    "House",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("street", models.ForeignKey("made.Street", models.CASCADE)),
        ("beside", models.ManyToManyField("made.House")),
    ],
    options={"constraints": [models.UniqueConstraint(fields=["street"], name="made_one_house")]},
)
TABLES = {"made_street", "made_house", "made_house_beside"}


def states(operations) -> list[ProjectState]:
    """Before, between and after them, drawn from the first on as in a migration."""
    found = [ProjectState()]
    assert found[0].apps
    for one in operations:
        found.append(found[-1].clone())
        one.state_forwards("made", found[-1])
    return found


def run(operations) -> None:
    with connection.schema_editor() as editor:
        for one, (before, after) in zip(operations, pairwise(states(operations)), strict=True):
            one.database_forwards("made", editor, before, after)


def described() -> dict[str, tuple]:
    """What the database says of each of the tables that are there."""
    with connection.cursor() as cursor:
        there = sorted(TABLES & set(connection.introspection.table_names(cursor)))
        return {
            name: (
                [tuple(one) for one in connection.introspection.get_table_description(cursor, name)],
                sorted(
                    (sorted(one["columns"]), one["unique"], one["primary_key"], one["foreign_key"] or ())
                    for one in connection.introspection.get_constraints(cursor, name).values()
                    if not one["check"]
                ),
            )
            for name in there
        }


@pytest.mark.django_db(transaction=True)
def test_together_or_one_by_one_the_tables_are_the_same_and_go_again():
    run([STREET, HOUSE])
    apart = described()
    take_away([STREET, HOUSE])
    assert not described()

    run([CreateModels([STREET, HOUSE])])
    together = described()
    take_away([CreateModels([STREET, HOUSE])])

    assert set(together) == TABLES and together == apart
    assert not described()


def take_away(operations) -> None:
    """As a migration is undone: from the last operation back to the first."""
    found = list(zip(operations, pairwise(states(operations)), strict=True))
    with connection.schema_editor() as editor:
        for one, (before, after) in reversed(found):
            one.database_backwards("made", editor, after, before)


def test_what_was_drawn_before_is_drawn_again_with_the_new_ones():
    before, after = states([CreateModels([STREET, HOUSE])])

    assert {one.__name__ for one in after.apps.get_models()} == {"Street", "House"}
    assert not list(before.apps.get_models())
    assert after.apps.get_model("made", "Street")._meta.related_objects[0].related_model.__name__ == "House"

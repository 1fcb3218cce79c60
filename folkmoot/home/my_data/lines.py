"""What one line of each list says: where a person stands, what of it they are given, whether it goes or stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.people.models import Person


@dataclass(frozen=True)
class Given:
    """One table in "give me my data": its heading, how its rows are found from the person, and which columns."""

    heading: str
    model: str
    by: str
    fields: str

    def rows(self, person: Person) -> list[dict]:
        owner = person.pk if self.by == "pk" else person
        found = rows_of(self.model).filter(**{self.by: owner}).order_by("pk")
        return list(found.values(*self.fields.split()))


DELETE, UNLINK = "delete", "unlink"


@dataclass(frozen=True)
class Forgotten:
    """One table in "forget me": its rows go, or stay without a name; `why` is told to the person when they stay."""

    model: str
    by: str
    how: str
    why: str = ""
    first: Callable[[Any], Any] | None = None  # what is done with each row before it goes: the noun's own verb

    def do(self, person: Person) -> None:
        rows = rows_of(self.model).filter(**{self.by: person})
        for row in rows if self.first else ():
            self.first(row)
        rows.delete() if self.how == DELETE else rows.update(**{self.by: None})


SHARED = _("What you entered for everyone stays, without your name.")
ACTED_ON = _("What others acted on stays, without your name.")


def rows_of(model: str) -> QuerySet:
    return apps.get_model(model)._base_manager.all()

"""An organisation's part in an activity, and the plain row by which a history holds it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format

from .organisation import Organisation

WHEN = ("starts_said", "starts_from", "starts_to", "ends_said", "ends_from", "ends_to")


def row_of(body: int, role: str, pence: int | None, when: dict) -> list:
    """One party as plain values: [organisation id, role, pence], and fourth its dates by column, where any are told."""
    return [body, role, pence, *([when] if when else [])]


def part_of(row: list) -> tuple[int, str]:
    """Whose part a row is, and which."""
    return row[0], row[1]


def when_in(row: list) -> dict:
    return row[3] if len(row) > 3 else {}


def when_words(when: dict) -> str:
    """Dates as they were said; one said in figures, as machines write it, in words."""
    return " – ".join(filter(None, (_words(when, which) for which in ("starts", "ends"))))


def _words(when: dict, which: str) -> str:
    said, first = when.get(f"{which}_said", ""), when.get(f"{which}_from")
    return date_format(date.fromisoformat(first), "j F Y") if first and said == first else said


class Party(models.Model):
    """An organisation's part in an activity: it funds, commissions, delivers, hosts, evaluates or accredits.

    Its dates are those of the part alone (a grant is for a year, what it helps may go on), as said, with the days they
    mean.
    `source` is the list that gave it, as long as it stands as that list says; None where people said it.
    """

    class Role(models.TextChoices):
        DELIVERS = "delivers", "delivers"
        FUNDS = "funds", "funds"
        COMMISSIONS = "commissions", "commissions"
        HOSTS = "hosts", "hosts"
        EVALUATES = "evaluates", "evaluates"
        ACCREDITS = "accredits", "accredits"

    OWNERS = (Role.DELIVERS, Role.HOSTS, Role.COMMISSIONS)

    activity = models.ForeignKey("directory.Activity", models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="parts")
    role = models.CharField(max_length=12, choices=Role, default=Role.DELIVERS)
    money_pence = models.BigIntegerField(null=True, blank=True, help_text="what this party put in or passed on")
    starts_said = models.CharField(max_length=80, blank=True)
    starts_from = models.DateField(null=True, blank=True)
    starts_to = models.DateField(null=True, blank=True)
    ends_said = models.CharField(max_length=80, blank=True)
    ends_from = models.DateField(null=True, blank=True)
    ends_to = models.DateField(null=True, blank=True)
    source = models.ForeignKey("directory.Source", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["activity", "organisation", "role"], name="party_once"),
            models.CheckConstraint(condition=Q(money_pence=None) | Q(money_pence__gte=0), name="party_money"),
            models.CheckConstraint(
                condition=Q(starts_to=None) | Q(starts_from=None) | Q(starts_to__gte=F("starts_from")),
                name="party_start_range",
            ),
            models.CheckConstraint(
                condition=Q(ends_to=None) | Q(ends_from=None) | Q(ends_to__gte=F("ends_from")),
                name="party_end_range",
            ),
        ]
        indexes = [models.Index(fields=["role", "organisation"])]

    def __str__(self) -> str:
        return f"{self.organisation} {self.role}"

    @property
    def body(self) -> Organisation:
        """The organisation as it stands today: the one that absorbed it, if one did."""
        return self.organisation.survivor()

    @property
    def when(self) -> dict[str, str]:
        """Its dates by column as plain values, those that are told."""
        told = {name: getattr(self, name) for name in WHEN}
        return {name: value if isinstance(value, str) else value.isoformat() for name, value in told.items() if value}

    @property
    def when_said(self) -> str:
        return when_words(self.when)

    def as_row(self) -> list:
        return row_of(self.organisation_id, self.role, self.money_pence, self.when)

    @staticmethod
    def columns_of(when: dict) -> dict:
        """Every column of the dates, empty where nothing is told."""
        return {name: when.get(name) or ("" if name.endswith("_said") else None) for name in WHEN}

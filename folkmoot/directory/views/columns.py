"""What each list shows on the screen, and the more it holds as a file: enough to be given back and taken in again."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Model, Prefetch
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Organisation, Party, Record
from folkmoot.directory.wording import part_words
from folkmoot.kit.lists import Column

FILES = ("csv", "xlsx", "json")


def is_file(request: HttpRequest) -> bool:
    return request.GET.get("as") in FILES


def columns_of(request: HttpRequest, screen: tuple[Column, ...], file: tuple[Column, ...]) -> tuple[Column, ...]:
    return file if is_file(request) else screen


def names(things) -> str:
    return ", ".join(str(thing) for thing in things)


def several(things) -> str:
    """Apart by semicolons, since a name may hold a comma: taken in again they are as many."""
    return "; ".join(dict.fromkeys(str(thing) for thing in things))


def pounds(pence: int | None) -> str:
    return "" if pence is None else f"{Decimal(pence) / 100:.2f}"


def with_sources(rows):
    """With the names of the sources that speak of each, in one query more."""
    records = Record.objects.filter(gone_at=None).select_related("source").order_by("pk")
    return rows.prefetch_related(Prefetch("records", records))


def _sources(entry: Model) -> str:
    return several(record.source for record in entry.records.all())


def _part(role: str):
    return lambda each: several(part.body for part in each.parties.all() if part.role == role)


def _parts(each) -> str:
    """Every part with its money and its dates; the columns of each role hold names alone, to be taken in again."""
    parts = each.parties.all()
    return several(f"{one.body} ({', '.join(part_words(one.role, one.money_pence, one.when))})" for one in parts)


def _first_owner(each) -> Organisation | str:
    return next((part.body for part in each.parties.all() if part.role in Party.OWNERS), "")


def _stage(each) -> str:
    return each.get_stage_display() if each.stage else ""


def _sector(each) -> str:
    return each.get_sector_display() if each.sector else ""


CONFIRMED = ("confirmed_on", _("Last said to be right"), "confirmed_on")
LAST = (("confirmed_on", _("Last confirmed"), "confirmed_on"),)
SOURCES = (("source", _("Source"), _sources),)
ID = (("id", _("Number"), "pk"),)
MARKS = (
    ("types", _("Type of help"), lambda each: several(each.types.all())),
    ("topics", _("Topics"), lambda each: several(each.topics.all())),
    ("people", _("For whom"), lambda each: several(each.people.all())),
)
WHO = (
    ("title", _("What"), "title"),
    ("who", _("Who"), lambda each: names(part.body for part in each.parties.all())),
    ("types", _("Type of help"), lambda each: names(each.types.all())),
    ("people", _("For whom"), lambda each: names(each.people.all()) or each.people_words),
    ("where", _("Where"), lambda each: names(row.place for row in each.served.all())),
    ("when", _("When"), lambda each: each.when_said),
    ("stage", _("How far it is"), _stage),
    CONFIRMED,
)
WHO_FILE = (
    ("title", _("What"), "title"),
    ("organisation", _("Organisation"), _first_owner),
    ("about", _("Description"), "about"),
    *MARKS,
    ("people_words", _("In their words"), "people_words"),
    ("where", _("Area served"), lambda each: several(row.place for row in each.served.all())),
    ("starts", _("Starts"), "starts_said"),
    ("ends", _("Ends"), "ends_said"),
    ("stage", _("How far it is"), _stage),
    ("offered", _("Places offered"), "offered"),
    ("filled", _("Places filled"), "filled"),
    ("money", _("Cost in pounds"), lambda each: pounds(each.money_pence)),
    ("programme", _("Part of"), lambda each: each.programme or ""),
    *((str(role), role.label.capitalize(), _part(role)) for role in Party.Role),
    ("parts", _("Parts in it"), _parts),
    ("shaped_by", _("How it was shaped"), "shaped_by"),
    ("contact", _("How to reach it"), "contact"),
    ("website", _("Web page"), "website"),
    ("private_for_now", _("Private for now"), lambda each: each.private_for_now),
    *LAST,
    *SOURCES,
    *ID,
)
ORGANISATIONS = (
    ("name", _("Name"), "name"),
    ("sector", _("What kind of body"), _sector),
    ("place", _("Where"), "shown_place"),
    CONFIRMED,
)
ORGANISATIONS_FILE = (
    ("name", _("Name"), "name"),
    ("about", _("Description"), "about"),
    ("sector", _("What kind of body"), _sector),
    ("place", _("Town"), "shown_place"),
    ("address", _("Address"), lambda each: "" if each.hides_address else each.address),
    ("postcode", _("Postcode"), lambda each: "" if each.hides_address else each.postcode),
    ("phone", _("Telephone"), "phone"),
    ("email", _("Email"), "email"),
    ("website", _("Web page"), "website"),
    ("is_funder", _("Gives money"), "is_funder"),
    ("identifiers", _("Register numbers"), lambda each: several(each.identifiers.all())),
    *LAST,
    *SOURCES,
    *ID,
)
PROGRAMMES = (
    ("name", _("Name"), "name"),
    ("organisation", _("Who leads it"), lambda each: each.organisation.survivor()),
    ("when", _("When"), lambda each: " – ".join(filter(None, (each.starts_said, each.ends_said)))),
)
PROGRAMMES_FILE = (
    *PROGRAMMES[:2],
    ("about", _("Description"), "about"),
    ("starts", _("Starts"), "starts_said"),
    ("ends", _("Ends"), "ends_said"),
    ("website", _("Web page"), "website"),
    *LAST,
    *SOURCES,
    *ID,
)
HAVE_OR_WANT = (
    ("words", _("In a few words"), "words"),
    ("thing", _("What kind of thing"), lambda each: each.get_thing_display()),
    ("whose", _("Whose"), lambda each: each.organisation or each.person),
    ("place", _("Where"), "place"),
    ("when", _("When"), "when_said"),
)
HAVE_OR_WANT_FILE = (
    *HAVE_OR_WANT[:3],
    ("about", _("Description"), "about"),
    *MARKS,
    *HAVE_OR_WANT[3:],
    ("said_at", _("Where it was said"), "said_at"),
    *LAST,
    *ID,
)
NEEDS = (
    ("words", _("What is needed"), "words"),
    ("place", _("Where"), "place"),
    ("figure", _("The figure"), lambda each: "" if each.figure is None else each.figure_shown),
    ("out_of", _("Out of"), lambda each: "" if each.out_of is None else each.out_of_shown),
    ("unit", _("Of what"), "unit"),
    ("source", _("Source"), "source"),
    ("as_of", _("Of what date"), "as_of"),
)
NEEDS_FILE = (*NEEDS, ("source_url", _("Web page of the source"), "source_url"), *MARKS, *LAST, *ID)

"""Lists inside a page's words that are the directory's own records: a line such as {{programmes place=thornbeck}}.

They are drawn anew each time, with the reader's rights, and each row leads to its entry: whoever changes either has
changed both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Activity, Ask, Offer, Organisation, Programme
from folkmoot.directory.sieve import Sieve
from folkmoot.library.models import Case
from folkmoot.people.models import Person

LONGEST, MOST_LISTS, MOST_ROWS = 300, 10, 50
NAME = re.compile(r"[a-z]{2,20}")
FILTER = re.compile(r'([a-z]{2,20})=(?:"([^"]{0,120})"|(\S{1,120}))')


class Row(NamedTuple):
    title: str
    address: str
    cells: tuple[str, ...]


class Drawn(NamedTuple):
    """A list as the template has it; `wrong` says what cannot be understood, in words."""

    asked: str
    caption: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    more: str = ""
    add: str = ""
    wrong: str = ""


def asked_in(line: str) -> bool:
    """Whether this line asks for a list."""
    line = line.strip()
    return (
        line.startswith("{{") and line.endswith("}}") and len(line) <= LONGEST and bool(NAME.match(line[2:].lstrip()))
    )


def draw_all(asked: list[str], person: Person | None, day: date) -> list[str]:
    """Each as HTML, in order; past ten, and where something cannot be understood, a sentence that says so."""
    drawn = []
    for number, line in enumerate(asked):
        many = _("A page shows at most %(n)d lists. This one is left out.") % {"n": MOST_LISTS}
        found = read(line, person, day) if number < MOST_LISTS else Drawn(line, wrong=many)
        drawn.append(render_to_string("library/_rows.html", {"list": found}))
    return drawn


def read(line: str, person: Person | None, day: date) -> Drawn:
    """What a line asks for, with the rows this person may see on that day."""
    inner = line.strip()[2:-2].strip()
    name, _space, rest = inner.partition(" ")
    kind = KINDS.get(name)
    if kind is None:
        known = ", ".join(KINDS)
        return Drawn(line, wrong=_("There is no list called “%(name)s”. There are: %(known)s.") % {
            "name": name[:40], "known": known})  # fmt: skip
    filters, wrong = _filters(rest, kind)
    sieve = Sieve(_query(filters)) if not wrong else None
    wrong = wrong or _errors(sieve)
    return Drawn(line, wrong=wrong) if wrong else _list(line, kind, sieve, (person, day))


def _filters(rest: str, kind: Kind) -> tuple[dict[str, str], str]:
    found = {name: quoted or bare for name, quoted, bare in FILTER.findall(rest)}
    left = FILTER.sub("", rest).strip()
    if left:
        return {}, _("“%(words)s” is not understood. Write filters as place=thornbeck.") % {"words": left[:60]}
    unknown = next((name for name in found if name not in kind.filters), None)
    if unknown:
        said = {"name": unknown, "list": str(kind.caption), "known": ", ".join(kind.filters)}
        return {}, _("“%(list)s” cannot be narrowed by “%(name)s”, only by: %(known)s.") % said
    return found, ""


def _query(filters: dict[str, str]) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(filters)
    return query


def _errors(sieve: Sieve) -> str:
    """What the sieve does not understand: "type: …" with what can be chosen."""
    for name, errors in sieve.errors.items():
        choices = getattr(sieve.fields[name], "choices", ())
        known = ", ".join(str(code) for code, _label in choices if code and code != "-")
        hint = " " + _("There are: %(known)s.") % {"known": known} if known else ""
        return f"{name}={sieve.data.get(name, '')}: {errors[0]}{hint}"
    return ""


def _list(line: str, kind: Kind, sieve: Sieve, reader: tuple[Person | None, date]) -> Drawn:
    found = list(kind.rows(sieve, *reader)[: MOST_ROWS + 1])
    rows = tuple(Row(str(one), one.get_absolute_url(), kind.cells(one)) for one in found[:MOST_ROWS])
    query = f"?{sieve.address()}" if sieve.address() else ""
    more = f"{reverse(kind.page)}{query}" if len(found) > MOST_ROWS else ""
    return Drawn(line, str(kind.caption), tuple(map(str, kind.columns)), rows, more, reverse(kind.add))


class Kind(NamedTuple):
    """One kind of list: its caption and columns (the first is the row itself), the rows a reader may see, the other
    cells of a row, the filters it takes, the page of all of them, and the one where one is added."""

    caption: str
    columns: tuple[str, ...]
    rows: Callable
    cells: Callable
    filters: tuple[str, ...]
    page: str
    add: str


def _activities(sieve: Sieve, person: Person | None, day: date):
    seen = Activity.objects.live().shown().visible_to(person, day)
    return sieve.sift(seen).with_all().order_by("title", "pk")


def _programmes(sieve: Sieve, person: Person | None, day: date):
    """Those with something this reader may see that passes the filters; all there are where nothing narrows."""
    every = Programme.objects.live().shown().select_related("organisation").order_by("name", "pk")
    every = every.prefetch_related("activities__types", "activities__served__place")
    if sieve.is_open:
        return every
    seen = sieve.sift(Activity.objects.live().shown().visible_to(person, day))
    return every.filter(pk__in=seen.order_by().exclude(programme=None).values("programme"))


def _organisations(sieve: Sieve, person: Person | None, day: date):
    rows = Organisation.objects.live().shown().select_related("place").order_by("name", "pk")
    if sieve.place_now and set(sieve.asked) == {"place"}:
        return rows.at(sieve.place_now)
    if sieve.is_open:
        return rows
    seen = sieve.sift(Activity.objects.live().shown().visible_to(person, day))
    return rows.filter(pk__in=seen.order_by().values("parties__organisation"))


def _open(model) -> Callable:
    def rows(sieve: Sieve, person: Person | None, day: date):
        found = (
            model.objects.live().shown().open().select_related("organisation", "place").order_by("-entered_at", "pk")
        )
        found = found.at(sieve.place_now) if sieve.place_now else found
        return found.filter(types=sieve.asked["type"]) if "type" in sieve.asked else found

    return rows


def _cases(sieve: Sieve, person: Person | None, day: date):
    found = Case.objects.live().shown().with_all().order_by("title", "pk")
    found = found.at(sieve.place_now) if sieve.place_now else found
    found = found.filter(types=sieve.asked["type"]) if "type" in sieve.asked else found
    return found.filter(people=sieve.asked["people"]) if "people" in sieve.asked else found


def _names(things) -> str:
    return ", ".join(dict.fromkeys(str(thing) for thing in things))


def _of_activity(one: Activity) -> tuple[str, ...]:
    bodies = [part.organisation for part in one.parties.all() if part.role in part.OWNERS]
    return _names(bodies), _names(one.types.all()), _names(served.place for served in one.served.all())


def _of_programme(one: Programme) -> tuple[str, ...]:
    public = [each for each in one.activities.all() if not each.private_for_now and not each.same_as_id]
    types = _names(kind for each in public for kind in each.types.all())
    return str(one.organisation), types, _names(served.place for each in public for served in each.served.all())


WHO, WHAT, WHERE = gettext_lazy("Who"), gettext_lazy("Types of help"), gettext_lazy("Where")
SIEVED = ("place", "type", "people", "stage", "organisation", "topic")
KINDS: dict[str, Kind] = {
    "programmes": Kind(
        gettext_lazy("Programmes"), (gettext_lazy("Programme"), gettext_lazy("Led by"), WHAT, WHERE),
        _programmes, _of_programme, SIEVED, "directory:programmes", "directory:programmes_new",
    ),
    "activities": Kind(
        gettext_lazy("Who does what"), (gettext_lazy("Activity"), WHO, WHAT, WHERE),
        _activities, _of_activity, SIEVED, "directory:who", "directory:who_new",
    ),
    "organisations": Kind(
        gettext_lazy("Organisations"), (gettext_lazy("Organisation"), gettext_lazy("What it is"), WHERE),
        _organisations, lambda one: (one.about, str(one.shown_place or "")), SIEVED,
        "directory:organisations", "directory:organisations_new",
    ),
    "offers": Kind(
        gettext_lazy("Offers"), (gettext_lazy("Offer"), WHO, WHERE),
        _open(Offer), lambda one: (str(one.organisation or ""), str(one.place or "")), ("place", "type"),
        "directory:offers", "directory:offers_new",
    ),
    "asks": Kind(
        gettext_lazy("Asks"), (gettext_lazy("Ask"), WHO, WHERE),
        _open(Ask), lambda one: (str(one.organisation or ""), str(one.place or "")), ("place", "type"),
        "directory:asks", "directory:asks_new",
    ),
    "cases": Kind(
        gettext_lazy("What works"), (gettext_lazy("Case"), gettext_lazy("How it came out"), WHAT, WHERE),
        _cases, lambda one: (one.get_came_display(), _names(one.types.all()), str(one.place or one.place_words)),
        ("place", "type", "people"), "library:cases", "library:case_new",
    ),
}  # fmt: skip

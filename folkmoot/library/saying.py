"""What the pages of the library open and close with, in words."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.library.models import Case, Page, Toolkit, Version
from folkmoot.library.sums import Difference


def day_of(moment) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def footer(page: Page) -> str:
    """When it was last changed and by whom, or that it was imported and nobody knows by whom."""
    last = page.last
    if last is None:
        return ""
    if last.way == Version.Way.PERSON:
        words = _("Written %(day)s by %(who)s.") if last.number == 1 else _("Last changed %(day)s by %(who)s.")
        return words % {"day": day_of(last.at), "who": last.whose()}
    if last.way == Version.Way.IMPORT:
        words = _("Last changed %(day)s elsewhere, %(who)s.")
        return words % {"day": day_of(last.elsewhere_at or last.at), "who": last.whose()}
    return _("Changed %(day)s, %(who)s.") % {"day": day_of(last.at), "who": last.whose()}


def first_written(page: Page) -> str:
    """When its words were first written, where that is another day than it was made here."""
    when = page.original_said or (date_format(page.original_on, "j F Y") if page.original_on else "")
    return _("First written %(day)s.") % {"day": when} if when else ""


def brought(page: Page) -> str:
    """That it was brought from another wiki, and when."""
    bringing = page.last.bringing if page.last else None
    return _("Brought here %(day)s.") % {"day": day_of(bringing.taken_at)} if bringing and bringing.taken_at else ""


def freshness(page: Page, day: date) -> str:
    """For how long nobody has said that it is right; "" while it is fresh."""
    if not page.is_stale(day):
        return ""
    since = page.confirmed_on or page.right_on()
    return _("Nobody has said that this is right since %(day)s.") % {"day": date_format(since, "j F Y")}


def changed(found: Difference) -> str:
    """A difference in a sentence: "In 2 places: 5 words put in, 3 taken out." """
    if not found.places:
        return _("Nothing is different.")
    where = ngettext("In one place", "In %(n)d places", found.places) % {"n": found.places}
    new = ngettext("one word put in", "%(n)d words put in", found.words_in) % {"n": found.words_in}
    old = ngettext("one taken out", "%(n)d taken out", found.words_out) % {"n": found.words_out}
    new, old = new if found.words_in else _("no word put in"), old if found.words_out else _("none taken out")
    return f"{where}: {new}, {old}."


def of_library(pages: int, cases: int, failed: int, toolkits: int) -> str:
    """What is on the shelves, what failed among it."""
    if not pages + cases + toolkits:
        return _("Nothing is on the shelves yet. Write down one thing that others should not have to find out again.")
    said = [
        ngettext("one page", "%(n)d pages", pages) % {"n": pages},
        ngettext("one case of what works", "%(n)d cases of what works", cases) % {"n": cases},
        ngettext("one toolkit", "%(n)d toolkits", toolkits) % {"n": toolkits},
    ]
    words = _("Here are %(a)s, %(b)s and %(c)s.") % dict(zip("abc", said, strict=True))
    told = ngettext("One says what failed.", "%(n)d say what failed.", failed) % {"n": failed}
    return f"{words} {told}" if failed else words


def of_case(case: Case) -> str:
    """How it came out and how sure one can be, in a sentence or two."""
    came = {
        Case.Came.WORKED: _("This worked"),
        Case.Came.PARTLY: _("This worked in part"),
        Case.Came.FAILED: _("This did not work"),
        Case.Came.EARLY: _("It is too early to say whether this works"),
    }[case.came]
    where = case.place or case.place_words
    said = _("%(came)s in %(place)s.") % {"came": came, "place": where} if where else f"{came}."
    strength = case.strength()
    if strength is None:
        return f"{said} {_('Nobody has judged the evidence yet.')}"
    return f"{said} {strength.meaning} ({strength})"


def of_cases(cases, total: int) -> str:
    """How many there are, and how they came out."""
    if not total:
        return _("Nothing is written up yet.")
    words = ngettext("One thing that was tried.", "%(n)d things that were tried.", total) % {"n": total}
    counted = {came: cases.filter(came=came).count() for came in (Case.Came.WORKED, Case.Came.FAILED)}
    worked = ngettext("One worked", "%(n)d worked", counted["worked"]) % {"n": counted["worked"]}
    failed = ngettext("one did not", "%(n)d did not", counted["failed"]) % {"n": counted["failed"]}
    return f"{words} {worked}, {failed}."


def of_toolkit(toolkit: Toolkit, parts: int, done: int, signed_in: bool) -> str:
    """How many parts, and how far this reader has come."""
    if not parts:
        return _("Nothing is in it yet.")
    said = ngettext("One part.", "%(n)d parts in order.", parts) % {"n": parts}
    if not signed_in:
        return said
    if done == parts:
        return f"{said} {_('You have worked through all of it.')}"
    return f"{said} " + _("You have worked through %(done)d.") % {"done": done}

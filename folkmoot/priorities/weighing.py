"""How much stands behind a priority: how many people at least and at most, how loud it was said, who was not heard."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.directory.models import PeopleServed
from folkmoot.priorities.models import Evidence, Priority
from folkmoot.priorities.models.priority import FEWEST

# Said so often by each that few make much of it; and so many that a voice each is heard.
LOUD, MANY = 3.0, 25
# Kinds of evidence that count nobody: a figure is of need, not of who said so.
OF_NOBODY = (Evidence.Method.FIGURES,)


def people(rows: Iterable[Evidence]) -> tuple[int, int]:
    """(at least, at most) how many separate people: the largest row alone, and all rows as if nobody stood in two."""
    counts = [row.people for row in rows if row.people and row.method not in OF_NOBODY]
    return max(counts, default=0), sum(counts)


def told(rows: Iterable[Evidence]) -> tuple[int, int | None]:
    """(at least, at most) of the rows whose number is shown; at most is None where a row of fewer than ten would be
    found by taking the others away."""
    counts = [row.people for row in rows if row.people and row.method not in OF_NOBODY]
    shown = [n for n in counts if n >= FEWEST]
    return max(shown, default=0), sum(shown) if len(shown) == len(counts) else None


def people_words(rows: list[Evidence]) -> str:
    """ "Between 62 and 148 separate people, by 3 methods." """
    (known, _sum), (least, most) = people(rows), told(rows)
    methods = len({row.method for row in rows})
    by = ngettext("by %(n)d method", "by %(n)d methods", methods) % {"n": methods}
    if not rows:
        return _("No evidence is written down yet.")
    if not known:
        return _("How many separate people said so is not known, %(by)s.") % {"by": by}
    if not least:
        return _("Fewer than ten people said so in each place it was heard, %(by)s.") % {"by": by}
    if most is None:
        return _("At least %(n)d separate people said so, %(by)s; where fewer than ten did, how many is not shown.") % {
            "n": least,
            "by": by,
        }
    if least == most:
        return _("%(n)d separate people said so, %(by)s.") % {"n": least, "by": by}
    return _("Between %(least)d and %(most)d separate people said so, %(by)s: some may have said it twice.") % {
        "least": least,
        "most": most,
        "by": by,
    }


def loudness(rows: Iterable[Evidence]) -> float | None:
    """How often each said it, on average, where both are known."""
    known = [row for row in rows if row.people and row.times and row.method not in OF_NOBODY]
    return sum(row.times for row in known) / sum(row.people for row in known) if known else None


def manner(rows: list[Evidence]) -> str:
    """ "loud few", "quiet many", or nothing: said often by few, or once each by many."""
    loud, (least, _most) = loudness(rows), people(rows)
    if loud is None or not least:
        return ""
    if loud >= LOUD and least < MANY:
        return "loud few"
    if loud < LOUD / 2 and least >= MANY:
        return "quiet many"
    return ""


def unheard(priority: Priority, rows: list[Evidence]) -> list[PeopleServed]:
    """Groups of people that the priority is for and that no row says were heard."""
    heard = {group.pk for row in rows for group in row.heard.all()}
    return [group for group in priority.people.all() if group.pk not in heard]


def trade(priority: Priority) -> list[tuple]:
    """What people would trade, of each trade-off cited: (question, words, place from the top, of how many)."""
    rows = []
    for row in priority.evidence.filter(question__isnull=False).select_related("question"):
        result = row.question.found.filter(final=True).first()
        if result and result.found.get("enough") and result.found.get("rows"):
            names = dict(row.question.statements.shown().values_list("option", "point__words"))
            listed = [names[one["statement"]] for one in result.found["rows"] if one["statement"] in names]
            rows.append((row.question, listed[:3], len(listed)))
    return rows


def shown(priority: Priority) -> tuple[int | str, int | str]:
    """(at least, at most) as a list may show them: under ten is said so."""
    rows = list(priority.evidence.all())
    least, most = told(rows)
    if not people(rows)[0]:
        return _("not known"), _("not known")
    return least or _("under ten"), _("not shown") if most is None else most


class Shelf:
    """Several priorities side by side: said loudly by few, said quietly by many, and the picture of them."""

    def __init__(self, priorities: list[Priority]) -> None:
        self.rows = [(one, list(one.evidence.all())) for one in priorities]
        self.loud = [one for one, rows in self.rows if manner(rows) == "loud few"]
        self.quiet = [one for one, rows in self.rows if manner(rows) == "quiet many"]

    def sentence(self) -> str:
        if not self.rows:
            return _("Nothing has been put down yet.")
        words = ngettext("%(n)d thing is wanted.", "%(n)d things are wanted.", len(self.rows)) % {"n": len(self.rows)}
        if self.quiet:
            words += " " + _("Said quietly by many: “%(what)s”.") % {"what": self.quiet[0]}
        if self.loud:
            words += " " + _("Said loudly by few, which does not make it wrong: “%(what)s”.") % {"what": self.loud[0]}
        return words

    def bars(self) -> list[tuple]:
        """(words, people at least, address) for the picture, most first; under ten is not known."""
        counted = [(one, told(rows)[0]) for one, rows in self.rows]
        ordered = sorted(counted, key=lambda pair: -pair[1])[:15]
        return [(str(one), n or None, one.get_absolute_url()) for one, n in ordered]

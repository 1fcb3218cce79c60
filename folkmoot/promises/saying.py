"""What the pages of promises open with, computed from the promises themselves."""

from __future__ import annotations

from datetime import date

from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.promises.models import Milestone, Promise

# What is later than this is said in months and years: nobody pictures 215 days.
DAYS_COUNTED = 60


def of_all(promises, day: date) -> str:
    """How many are open, how many of these are late, and of the settled ones how many were kept."""
    open_ones, late = promises.open().count(), promises.late(day).count()
    kept, dropped = promises.kept().count(), promises.dropped().count()
    if not open_ones + kept + dropped:
        return _("Nobody has promised anything here yet that we know of.")
    said = ngettext("One promise is open", "%(n)d promises are open", open_ones) % {"n": open_ones}
    if open_ones:
        said += ", " + (
            ngettext("one past its day", "%(n)d past their day", late) % {"n": late} if late else _("none of them late")
        )
    if not kept + dropped:
        return f"{said}."
    words = ngettext("Of %(all)d settled, one was kept.", "Of %(all)d settled, %(kept)d were kept.", kept)
    return f"{said}. " + words % {"all": kept + dropped, "kept": kept}


def of_one(promise: Promise, day: date) -> str:
    """Who promised, by when, and how it stands, in one or two sentences."""
    state = promise.state(day)
    who, due = promise.whose(), promise.due_words or (f"{promise.due_on:%-d %B %Y}" if promise.due_on else "")
    promised = _("%(who)s promised this for %(due)s.") % {"who": who, "due": due} + _put_off(promise)
    if state == "asked":
        return _("Somebody wrote that %(who)s promised this, for %(due)s. They have not said yes or no yet.") % {
            "who": who,
            "due": due,
        }
    if state == "declined":
        return _("%(who)s said that they did not promise this.") % {"who": who}
    return f"{promised} {_stands(promise, state, day)}"


def _put_off(promise: Promise) -> str:
    """How often it was put off, and how much later it is for than at first."""
    times, first = promise.put_offs.count(), promise.first_due_on()
    if not times or first is None or promise.due_on is None:
        return ""
    often = ngettext("Put off once", "Put off %(n)d times", times) % {"n": times}
    days = (promise.due_on - first).days
    later = ngettext("%(n)d day later than at first", "%(n)d days later than at first", days) % {"n": days}
    return f" {often}, {later}."


def _stands(promise: Promise, state: str, day: date) -> str:
    if state == "kept":
        late = promise.due_on and promise.outcome.on > promise.due_on
        words = _("It was kept on %(day)s, late.") if late else _("It was kept, on %(day)s.")
        return words % {"day": f"{promise.outcome.on:%-d %B %Y}"}
    if state == "dropped":
        return _("It was dropped on %(day)s.") % {"day": f"{promise.outcome.on:%-d %B %Y}"}
    if state == "late":
        return _was_due(promise.due_on, day) + _asked(promise)
    if promise.steps:
        return _("%(n)d of %(all)d are done.") % {"n": promise.steps_done, "all": promise.steps}
    days = (promise.due_on - day).days if promise.due_on else None
    if days is None:
        return _("It is open.")
    return (ngettext("One day is left.", "%(n)d days are left.", days) % {"n": days}) if days else _("It is due today.")


def _was_due(due_on: date, day: date) -> str:
    days = (day - due_on).days
    if days > DAYS_COUNTED:
        return _("It was due %(long)s ago.") % {"long": timesince(due_on, day, depth=1)}
    return ngettext("It was due yesterday.", "It was due %(n)d days ago.", days) % {"n": days}


def _due(due_on: date, day: date) -> str:
    days = (day - due_on).days
    if days > DAYS_COUNTED:
        return _("due %(long)s ago") % {"long": timesince(due_on, day, depth=1)}
    return ngettext("due yesterday", "due %(n)d days ago", days) % {"n": days}


def of_milestones(promise: Promise, day: date) -> str:
    """How many are reached, what comes next, and how many days the latest of them slipped; "" where there are none."""
    rows = list(promise.milestones.all())
    if not rows:
        return ""
    reached = sum(one.reached_on is not None for one in rows)
    said = _("Reached: %(n)d of %(all)d.") % {"n": reached, "all": len(rows)} + _coming(rows, day)
    most = max(one.slipped(day) for one in rows)
    words = ngettext(
        "The furthest behind is %(n)d day later than at first.",
        "The furthest behind is %(n)d days later than at first.",
        most,
    )
    return f"{said} {words % {'n': most}}" if most else said


def _coming(rows: list[Milestone], day: date) -> str:
    one = next((row for row in rows if row.reached_on is None), None)
    if one is None:
        return ""
    words = _("“%(what)s” was for %(day)s.") if one.is_late(day) else _("Next: “%(what)s”, by %(day)s.")
    return " " + words % {"what": one.name, "day": f"{one.due_on:%-d %B %Y}"}


def _asked(promise: Promise) -> str:
    return " " + _("They have been asked how it goes.") if promise.asked_at else ""


def tag(promise: Promise, day: date) -> tuple[str, str]:
    """(words, class) of the little label beside a promise."""
    state = promise.state(day)
    if state == "late":
        words = _due(promise.due_on, day)
        return (words + ", " + _("asked") if promise.asked_at else words), "warm"
    if state == "open" and promise.steps_done:
        return _("kept so far"), "on"
    return {
        "open": (_("open"), ""),
        "kept": (_("kept"), "on"),
        "dropped": (_("dropped"), "warm"),
        "asked": (_("not confirmed"), ""),
        "declined": (_("not theirs"), ""),
    }[state]

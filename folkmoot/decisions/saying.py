"""What the pages of decisions open with, computed from what is there."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from folkmoot.decisions.models import Decision, Proposition, Response

TAGS = {
    "draft": (gettext_lazy("being written"), ""),
    "withdrawn": (gettext_lazy("withdrawn"), ""),
    "waiting": (gettext_lazy("waiting for an answer"), ""),
    "silent": (gettext_lazy("no answer by the day"), "warm"),
    "yes": (gettext_lazy("yes"), "on"),
    "yes-if": (gettext_lazy("yes, if"), "on"),
    "no": (gettext_lazy("no, because"), "warm"),
    "not-mine": (gettext_lazy("not theirs to decide"), "warm"),
    "see-me": (gettext_lazy("come and see me"), ""),
    "done": (gettext_lazy("done"), "good"),
}


def state_of(one: Proposition) -> str:
    """How it stands today, for a list: from the answer it was fetched with (`with_answer`), asking nothing more."""
    today = timezone.localdate()
    if not hasattr(one, "chosen") or one.put_at is None:
        return one.state(today)
    if one.withdrawn_at:
        return "withdrawn"
    return one.chosen or ("silent" if one.due_on < today else "waiting")


def day_of(day: date) -> str:
    return f"{day:%-d %B %Y}"


def of_all(rows, day: date) -> str:
    """How many things were asked, how many of them answered, how many wait past their day."""
    asked = rows.count()
    if not asked:
        return _("Nothing has been asked of anybody here yet.")
    answered, silent = rows.answered().count(), rows.overdue(day).count()
    said = ngettext("One thing has been asked", "%(n)d things have been asked", asked) % {"n": asked}
    said += ngettext("; one has an answer", "; %(n)d have an answer", answered) % {"n": answered}
    if silent:
        said += ngettext(", and one waits past its day", ", and %(n)d wait past their day", silent) % {"n": silent}
    return f"{said}."


def of_one(one: Proposition, state: str, answer: Response | None, day: date) -> str:
    """Who is asked, by when, and how it stands, in one or two sentences."""
    who, due = one.decider(), day_of(one.due_on) if one.due_on else ""
    if state == "draft":
        return _("A draft that only those who ask for it can see.")
    if state == "withdrawn":
        return _("Withdrawn on %(day)s: %(why)s") % {
            "day": day_of(one.withdrawn_at.date()),
            "why": one.withdrawn_because,
        }
    if answer is None:
        days = (one.due_on - day).days
        if state == "silent":
            return _("%(who)s was asked for an answer by %(due)s. None has come; that is not a no.") % {
                "who": who,
                "due": due,
            }
        left = (
            ngettext("One day is left.", "%(n)d days are left.", days) % {"n": days} if days else _("It is due today.")
        )
        return _("%(who)s is asked to answer by %(due)s.") % {"who": who, "due": due} + f" {left}"
    return _answered(answer, state)


def _answered(answer: Response, state: str) -> str:
    said = {
        Response.Choice.YES: _("%(who)s said yes on %(day)s."),
        Response.Choice.YES_IF: _("%(who)s said yes, on conditions, on %(day)s."),
        Response.Choice.NO: _("%(who)s said no on %(day)s, and why."),
        Response.Choice.NOT_MINE: _("%(who)s said on %(day)s that it is not theirs to decide."),
        Response.Choice.SEE_ME: _("%(who)s wants to talk about it, as they said on %(day)s."),
    }[Response.Choice(answer.choice)] % {"who": answer.name, "day": day_of(answer.given_on)}
    if state == "done":
        return said + " " + _("What was promised with it is done.")
    met, of = answer.conditions_met()
    if of:
        said += " " + ngettext("Of %(of)d condition, %(met)d is met.", "Of %(of)d conditions, %(met)d are met.", of) % {
            "of": of,
            "met": met,
        }
    if answer.choice in (Response.Choice.YES, Response.Choice.YES_IF) and not answer.is_decision():
        said += " " + _("It becomes a decision when the record of it is linked.")
    return said


def of_body(asked: int, answered: int, kept: int, promised: int, days: list[int]) -> str:
    """What was asked of one body, answered by it, and done since; no rank, no rate. `days` each answer took, fewest
    first: half of them are told, from three answers on."""
    if not asked:
        return _("Nothing has been put to them here yet.")
    said = ngettext("One thing was asked of them", "%(n)d things were asked of them", asked) % {"n": asked}
    said += ngettext("; one has an answer.", "; %(n)d have an answer.", answered) % {"n": answered}
    if len(days) >= 3:
        half = days[(len(days) - 1) // 2]
        words = ngettext(
            "Half of the answers or more came within %(n)d day.",
            "Half of the answers or more came within %(n)d days.",
            half,
        )
        said += " " + words % {"n": half}
    if promised:
        words = ngettext(
            "Of %(all)d promise that came with it, %(n)d is kept.",
            "Of %(all)d promises that came with them, %(n)d are kept.",
            promised,
        )
        said += " " + words % {"all": promised, "n": kept}
    return said


def of_decision(decision: Decision, state: str, counted: dict) -> str:
    """How a decision among ourselves stands."""
    if state == "settled":
        ended = decision.settlement
        day = {"day": day_of(ended.settled_on), "how": ended.get_state_display().lower()}
        return _("It was settled on %(day)s: %(how)s.") % day
    if state == "text":
        return _("Its text is being written. Nobody is asked to say yet.")
    if state == "open":
        ends = decision.round().closes_at
        until = {"day": day_of(ends.date()), "n": counted["said"], "of": counted["roll"]}
        return _("Those who may say do so until %(day)s. %(n)d of %(of)d are counted so far.") % until
    said = _("It has closed: %(n)d of %(of)d are counted.") % {"n": counted["said"], "of": counted["roll"]}
    if not counted["met"]:
        return said + " " + _("%(n)d were needed, so it does not count.") % {"n": counted["quorum"]}
    return said + " " + _("It waits for somebody to say what came of it.")


def of_register(rows, day: date) -> str:
    settled, review = rows.settled().count(), rows.to_review(day).count()
    if not rows.exists():
        return _("Nobody has decided anything together here yet.")
    said = ngettext("One decision is settled", "%(n)d decisions are settled", settled) % {"n": settled}
    openly = rows.open().count()
    said += ngettext(", one is open", ", %(n)d are open", openly) % {"n": openly} if openly else ""
    if review:
        said += ngettext("; one is due to be looked at again", "; %(n)d are due to be looked at again", review) % {
            "n": review
        }
    return f"{said}."

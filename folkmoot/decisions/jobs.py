"""What happens by itself: an answer that did not come is said to be missing, and decisions are looked at again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.decisions.models import Decision, Proposition, Response
from folkmoot.journal.models import Line, Notice, Pace
from folkmoot.kit.jobs import every, job, once


@every(minutes=60)
@job
def tell_silence() -> None:
    """The day after an answer was asked for: those who asked hear that none came. It is no no."""
    for one in Proposition.objects.shown().live().overdue(timezone.localdate()).select_related("by", "place"):
        with once(f"silence {one.pk} {one.due_on}") as first:
            if first:
                Line.record(None, "has no answer yet:", one, place=one.place)
                _tell_askers(one, _("No answer came by the day: %s. You can ask again, or ask somebody else."))


def _tell_askers(one: Proposition, words: str) -> None:
    if one.by and one.by.is_active:
        Notice.tell(one.by, words % one.title, one.get_absolute_url(), pace=Pace.AT_ONCE)


@every(minutes=60)
@job
def tell_conditions() -> None:
    """When the last condition of a "yes, if" is met, both sides hear that the yes holds now."""
    rows = Response.objects.filter(choice=Response.Choice.YES_IF, undone_at=None, is_view=False)
    for answer in rows.select_related("proposition__by", "by"):
        met, of = answer.conditions_met()
        if of and met == of:
            with once(f"conditions {answer.pk} {of}") as first:
                if first:
                    _tell_met(answer)


def _tell_met(answer: Response) -> None:
    words = _("The conditions are met: %s") % answer.proposition.title
    for person in {answer.by, answer.proposition.by} - {None}:
        Notice.tell(person, words, answer.get_absolute_url(), pace=Pace.AT_ONCE)
    Line.record(None, "met the conditions of", answer.proposition, place=answer.proposition.place)


@every(minutes=24 * 60)
@job
def ask_for_reviews() -> None:
    """On its day: whoever keeps a decision is asked to look at it again."""
    due_reviews(timezone.localdate())


@transaction.atomic
def due_reviews(day: date) -> None:
    for one in Decision.objects.shown().live().to_review(day).select_related("settlement", "by"):
        with once(f"review {one.pk} {one.settlement.review_on}") as first:
            if first and one.by:
                words = _("It is the day to look again at what you decided: %s") % one.title
                Notice.tell(one.by, words, one.get_absolute_url(), pace=Pace.AT_ONCE)

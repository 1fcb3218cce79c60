"""Reminders of promises: a week before the day, on it, and a week after; each once, however often this runs."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Audience, Line, Notice
from folkmoot.kit import mail
from folkmoot.kit.jobs import every, job, once
from folkmoot.promises.models import Milestone, Promise

WEEK = timedelta(days=7)
TOO_LATE = timedelta(days=60)


@every(minutes=60)
@job
def remind() -> None:
    """Queue today's reminders. A reminder missed while nothing ran still goes, as long as it makes sense."""
    today = timezone.localdate()
    open_ones = Promise.objects.shown().live().open().select_related("holder", "organisation")
    for when, due in _due(open_ones, today):
        for promise in due:
            _remind(promise, when, today)
    for one in Milestone.objects.filter(promise__in=open_ones, reached_on=None, due_on__in=(today, today - WEEK)):
        _remind_of(one, today)


def _remind_of(one: Milestone, today: date) -> None:
    words = _("Today it is due: %(what)s") if one.due_on == today else _("It was due a week ago: %(what)s")
    for person in one.promise.people(today):
        with once(f"milestone {one.pk} {today} {person.pk}") as first:
            if first:
                Notice.tell(person, words % {"what": one.name}, one.get_absolute_url())


def _due(open_ones, today: date):
    """("before", "on" or "after", the promises it is time for): a week ahead, on the day, a week past."""
    soon = open_ones.filter(due_on__gt=today, due_on__lte=today + WEEK, made_on__lte=F("due_on") - WEEK)
    past = open_ones.filter(due_on__lte=today - WEEK, due_on__gt=today - TOO_LATE)
    return (("before", soon), ("on", open_ones.filter(due_on=today)), ("after", past))


def _remind(promise: Promise, when: str, today: date) -> None:
    for person in promise.people(today):
        # The day stands in the key: a promise moved to another day is reminded of anew.
        with once(f"promise {promise.pk} {promise.due_on} {when} {person.pk}") as first:
            if not first:
                continue
            words = {
                "before": _("In a week it is due: %(what)s"),
                "on": _("Today it is due: %(what)s"),
                "after": _("It was due a week ago: %(what)s"),
            }[when] % {"what": promise.what}
            Notice.tell(person, words, promise.get_absolute_url())
            context = {
                "name": person.name,
                "when": when,
                "what": promise.what,
                "whose": promise.whose(),
                "day": f"{promise.due_on:%-d %B %Y}",
                "address": promise.get_absolute_url(),
            }
            mail.send(person.email, mail.one_line(words), "promises/mail/due", context)
            if when == "after":
                Promise.objects.filter(pk=promise.pk).update(asked_at=timezone.now())
                Line.record(None, "reminded of", promise, place=promise.place, audience=Audience.KEEPERS)

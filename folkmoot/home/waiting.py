"""Waiting for you: what was put to the person signed in, what they answered, and the reminders of it."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models.suggesting import SUGGESTION
from folkmoot.home.parties import parties_of, people_of
from folkmoot.joinup.models import Agreement, Finding, Introduction
from folkmoot.journal.models import Notice, Pace
from folkmoot.kit.jobs import once
from folkmoot.kit.prepared import Prepared
from folkmoot.people.access import asks_the_noun, signed_in
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for
from folkmoot.requests.models import Answer, Recipient, Request, RequestSet

REMIND_DAYS = (3, 0)
A_PAGE = 50
# By the word of the app that asked: the noun that is answered, whose `take_back` undoes what the answer did.
TAKEN_BACK_BY = {"finding": Finding, "yield": Introduction, "agreement": Agreement}


def waiting_for(person: Person, day: date):
    """Open requests this person can answer today, the most pressing first."""
    selves = acts_for(person, day)
    return Request.objects.waiting_for_any(selves, parties_of(selves, day))


WAITING = Prepared(
    lambda people, parties: Request.objects.waiting_for_any(people, parties).order_by().values_list("pk")
)


def count_for(person: Person) -> int:
    """The figure in the menu of every page."""
    day = timezone.localdate()
    selves = acts_for(person, day)
    return len(WAITING.rows(selves, parties_of(selves, day))) if selves else 0


@signed_in("GET")
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits, with its day, and what was answered, with a way back where nobody acted on it yet."""
    today = timezone.localdate()
    rows = waiting_for(request.user, today)
    page = Paginator(rows.select_related("asked_by"), A_PAGE).get_page(request.GET.get("page"))
    answered = Answer.objects.filter(by__in=acts_for(request.user, today), undone_at=None).select_related("request")
    context = {"asked": [(one, one.is_overdue(today)) for one in page], "answered": answered.order_by("-at")[:A_PAGE]}
    context |= {"page": page, "pages": page.paginator.get_elided_page_range(page.number)}
    context |= _counted(rows, today) if page else {}
    return render(request, "home/waiting.html", context)


def _counted(rows: RequestSet, today: date) -> dict[str, int]:
    """How many of all of them are past their day, and how many are suggested changes."""
    overdue, suggested = Q(due_on__lt=today), Q(kind=SUGGESTION)
    return rows.order_by().aggregate(overdue=Count("pk", filter=overdue), suggested=Count("pk", filter=suggested))


@asks_the_noun("POST")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer back, and with it what it led to."""
    answer = get_object_or_404(Answer.objects.select_related("request"), pk=pk)
    _take_back(answer, request.user)
    messages.success(request, _("Taken back. It waits for you again."))
    return redirect("waiting")


def _take_back(answer: Answer, by: Person) -> None:
    """By the noun that was answered, where taking back is more than the answer: names close, a figure goes."""
    asked = answer.request
    model = TAKEN_BACK_BY.get(asked.kind)
    thing = model.objects.filter(pk=asked.about_key).first() if model else None
    if thing is None:
        answer.undo(by)
    else:
        thing.take_back(by, answer)


def tell_asked(day: date) -> None:
    """A notice and a mail to each person asked since last time; for a party, to everyone who answers for it."""
    for recipient in Recipient.objects.filter(told_at=None).select_related("request__asked_by", "person")[:500]:
        if recipient.request.closed_at is None:
            for person in asked_people(recipient, day):
                with once(f"asked {recipient.request_id} {person.pk}") as first:
                    if first and person != recipient.request.asked_by:
                        Notice.tell(person, recipient.request.words, recipient.request.address, pace=Pace.AT_ONCE)
        Recipient.objects.filter(pk=recipient.pk).update(told_at=timezone.now())


def remind_asked(day: date) -> None:
    """Three days before, and on the day: a reminder to whoever has not answered, each once."""
    for days in REMIND_DAYS:
        for request in Request.objects.open().filter(due_on=day + timedelta(days=days)):
            for person in {one for recipient in request.recipients.all() for one in asked_people(recipient, day)}:
                if waiting_for(person, day).filter(pk=request.pk).exists():
                    _remind(request, person, days)


def _remind(request: Request, person: Person, days: int) -> None:
    when = _("on %(day)s") % {"day": f"{request.due_on:%-d %B}"} if days else _("today")
    words = _("Your answer is wanted %(when)s: %(words)s") % {"when": when, "words": request.words}
    with once(f"remind {request.pk} {person.pk} {days}") as first:
        if first:
            Notice.tell(person, words, request.address, pace=Pace.AT_ONCE)


def asked_people(recipient: Recipient, day: date) -> list[Person]:
    """Everyone who can answer as this recipient on that day."""
    if recipient.party:
        return people_of(recipient.party, day)
    return [
        recipient.person,
        *(one.deputy for one in recipient.person.deputies.acting_on(day).select_related("deputy")),
    ]

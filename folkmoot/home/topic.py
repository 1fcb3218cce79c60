"""A topic's page: what every app knows of it, one short list each, with the ways to follow it; and the list of topics.

A topic holds the narrower ones whose codes begin with its own: "HE1" is part of "HE".
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.conversations.models import Discussion, Group
from folkmoot.directory.models import Activity, Ask, Offer, Topic
from folkmoot.events.models import Event
from folkmoot.feeds import following, streams
from folkmoot.home import lately
from folkmoot.home.around import Rows, rows_of
from folkmoot.library.models import Case, Page, Toolkit
from folkmoot.people.access import everyone, person_of
from folkmoot.people.models import Person

FEW, LATELY = 8, 6


@everyone("GET")
def topics(request: HttpRequest) -> HttpResponse:
    """Every topic under which this visitor finds something, with how much."""
    many = counted(person_of(request), timezone.localdate())
    rows = [(one, many[one.pk]) for one in Topic.objects.filter(pk__in=many).order_by("name")]
    return render(request, "home/topics.html", {"rows": rows})


def counted(person: Person | None, day: date) -> Counter[str]:
    """Code → how many activities, events, cases, pages and groups stand under that very topic."""
    found: Counter[str] = Counter()
    groups = Group.objects.shown().live().visible_to(person, day)
    for rows, field in (
        (_activities(person, day), "topics"),
        (Event.objects.shown().live(), "topics"),
        (Case.objects.live().shown(), "topics"),
        (Page.objects.live().shown(), "topics"),
        (groups, "topic"),
    ):
        each = rows.exclude(**{field: None}).order_by().values_list(field)
        found.update(dict(each.annotate(n=Count("pk", distinct=True))))
    return found


@everyone("GET")
def topic(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Topic, code=code.upper())
    if code != found.code:
        return redirect(found)
    person, day = person_of(request), timezone.localdate()
    followed = following.of_topic(found)
    context = {"topic": found, "around": around(found, person, day), "sentence": sentence(found, person, day)}
    context |= {"lately": list(streams.lines_of(followed)[:LATELY])} | lately.ways(followed)
    return render(request, "home/topic.html", context | {"near": near(found)})


def near(found: Topic) -> list[Topic]:
    """What it is part of, and what is part of it."""
    wider = [found.code[:length] for length in range(2, len(found.code))]
    narrower = Q(code__startswith=found.code) & ~Q(code=found.code)
    return list(Topic.objects.filter(Q(code__in=wider) | narrower).order_by("code")[:30])


def sentence(found: Topic, person: Person | None, day: date) -> str:
    """How much is done, and what is coming; what is not known is not called none."""
    does = _activities(person, day).filter(topics__code__startswith=found.code).distinct()
    many, coming = does.count(), _events(found).coming(timezone.now()).count()
    if not many and not coming:
        return _("We know of nothing done under this topic yet.")
    said = [ngettext("one activity is known", "%(n)d activities are known", many) % {"n": many}] if many else []
    said += [ngettext("one event is coming", "%(n)d events are coming", coming) % {"n": coming}] if coming else []
    words = _(" and ").join(said)
    return f"{words[0].upper()}{words[1:]}."


def around(found: Topic, person: Person | None, day: date) -> list[Rows]:
    """For `home/_around.html`: only what this visitor may see, and no list that is empty."""
    of, code = Q(topics__code__startswith=found.code), found.code
    groups = Group.objects.shown().live().visible_to(person, day).filter(topic__code__startswith=code)
    talks = Discussion.objects.shown().live().visible_to(person, day).filter(group__topic__code__startswith=code)
    talks, open_ones = talks.select_related("group"), {"same_as": None}
    pages = Page.objects.live().shown().filter(of | Q(folder__topic__code__startswith=code)).distinct().listed()
    cases = Case.objects.live().shown().filter(of).distinct().select_related("place")
    kits = Toolkit.objects.live().shown().filter(of).distinct()
    does = _activities(person, day).filter(of).distinct()
    offers, asks = (model.objects.live().shown().filter(of, **open_ones).open().distinct() for model in (Offer, Ask))
    lists = [
        Rows("does", _("Who does what"), rows_of(does.order_by("title", "pk")[:FEW])),
        Rows("coming", _("Coming"), rows_of(_events(found).coming(timezone.now())[:FEW], _when)),
        Rows("groups", _("Groups that talk about it"), rows_of(groups.order_by("name")[:FEW])),
        Rows("talks", _("What people say"), rows_of(talks.filter(kind="talk").newest_first()[:FEW], _group_of)),
        Rows("stories", _("Stories"), rows_of(talks.stories().newest_first()[:FEW], _group_of)),
        Rows("cases", _("What works"), rows_of(cases.order_by("title", "pk")[:FEW], lambda one: one.place or "")),
        Rows("pages", _("In the library"), rows_of([*pages.order_by("title", "pk")[:FEW], *kits[:FEW]])),
        Rows("asks", _("Asked for"), rows_of(asks.order_by("-entered_at", "pk")[:FEW])),
        Rows("offers", _("Offered"), rows_of(offers.order_by("-entered_at", "pk")[:FEW])),
    ]
    return [each for each in lists if each.rows]


def _activities(person: Person | None, day: date):
    return Activity.objects.shown().live().visible_to(person, day)


def _events(found: Topic):
    return Event.objects.shown().live().filter(topics__code__startswith=found.code).distinct()


def _when(event: Event) -> str:
    return date_format(event.local(event.starts_at), "j F Y") if event.starts_at else event.when_said


def _group_of(talk: Discussion) -> str:
    return str(talk.group)

"""What happened to one thing, place or topic; the lists that can be followed; and what a mail of news looks like."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from folkmoot.feeds import following, sending, streams
from folkmoot.feeds.drawing import Told, draw
from folkmoot.feeds.listed import BY_PAGE
from folkmoot.feeds.models import Digest, Follower
from folkmoot.journal.models import Line, Notice, Pace
from folkmoot.journal.sorts import sorts
from folkmoot.kit import lists, outgoing
from folkmoot.kit.mail import as_plain
from folkmoot.people.access import everyone, person_of, role

FEEDS = {"atom": (outgoing.atom, outgoing.ATOM_TYPE), "feed": (outgoing.json_feed, outgoing.JSON_TYPE)}
LATELY = timedelta(days=7)


@everyone("GET")
def news(request: HttpRequest) -> HttpResponse:
    """What happened to what stands at `?about=` (nothing said: to everything), newest first; `?kind=` narrows it."""
    about, person = request.GET.get("about", ""), person_of(request)
    found = following.what(about, person) if about else None
    if about and found is None:
        raise Http404
    rows = streams.lines_of(found, request.GET.get("kind", "")[:40])
    page = Paginator(rows, lists.A_PAGE).get_page(request.GET.get("page"))
    happened = streams.with_content(list(page), person)
    title = _("What is new: %(title)s") % {"title": found.title} if found else _("What is new here")
    if give := FEEDS.get(request.GET.get("as", "")):
        return _feed(request, title, page, happened, give)
    context = {"title": title, "found": found, "page": page, "happened": happened, "sorts": sorts()}
    context |= {"pages": page.paginator.get_elided_page_range(page.number), "kind": request.GET.get("kind", "")}
    address = found.address if found else ""
    return render(request, "feeds/news.html", context | {"follows": lists.follows(request), "follow_address": address})


def _feed(request: HttpRequest, title: str, page, happened: list, give: tuple) -> HttpResponse:
    write, kind = give
    links = {rel: lists.page_address(request, number) for rel, number in lists.around(page).items()}
    items = [streams.item(each) for each in happened]
    address = f"{settings.SITE_URL}{request.path}?{urlencode({'about': request.GET.get('about', '')})}"
    feed = outgoing.Feed(title, address, lists.page_address(request, page.number), items, links)
    return outgoing.answer(request, write(feed), kind, feed.updated)


@everyone("GET")
def index(request: HttpRequest) -> HttpResponse:
    """Every list that can be followed, and how."""
    ways = [(one.name, address, following.streams(found)) for one, address, found in _lists()]
    return render(request, "feeds/index.html", {"ways": ways})


def _lists():
    for page, (one, *_more) in BY_PAGE.items():
        address = reverse(page)
        yield one, address, following.what(address, None)


@role("keeper", "GET")
def preview(request: HttpRequest) -> HttpResponse:
    """What a mail of this week's news looks like: the keeper's own, or with `?about=` what a follower would get."""
    digest, told = _sample(request)
    drawn = draw(told, digest.person, timezone.localdate())
    site = {"site_url": settings.SITE_URL, "site_name": settings.SITE_NAME}
    context = sending.letter_of(digest, drawn) | site
    context |= {"subject": sending.subject(drawn, digest) if drawn else "", "about": request.GET.get("about", "")}
    context["text"] = as_plain("feeds/mail/digest.txt", context)
    return render(request, "feeds/preview.html", context)


def _sample(request: HttpRequest) -> tuple[Digest, list[Told]]:
    since, now = timezone.now() - LATELY, timezone.now()
    found = following.what(request.GET.get("about", ""), None)
    if found is None:
        rows = Notice.objects.shown().filter(person=request.user, at__gte=since).select_related("line__by", "watch")
        return Digest(person=request.user, pace=Pace.WEEKLY, until=now), [Told.of_notice(row) for row in rows[:200]]
    follower = Follower(**found._asdict(), pace=Pace.WEEKLY)
    lines: list[Line] = list(streams.lines_of(found).filter(at__gte=since)[:200])
    return Digest(follower=follower, pace=Pace.WEEKLY, until=now), [Told.of_line(line) for line in lines]

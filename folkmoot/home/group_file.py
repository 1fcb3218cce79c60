"""The file a group takes along: what stands above groups (its folders in the library, what it wrote up as "what works",
its events) goes in with it, and what was said below that."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.conversations import exporting
from folkmoot.conversations.exporting import Part
from folkmoot.conversations.models import Discussion, Export, Group
from folkmoot.conversations.offline import Ways
from folkmoot.events import ical
from folkmoot.events.models import Event, Host, Photo
from folkmoot.events.models.photo import SHELF
from folkmoot.events.words import when, where
from folkmoot.home import things
from folkmoot.kit import markdown, uploads
from folkmoot.library import taking_away
from folkmoot.library.drawing import Reader, draw
from folkmoot.library.models import Case, Folder, Page
from folkmoot.library.saying import footer

MOST_PAGES, MOST_CASES, MOST_EVENTS, MOST_PHOTOGRAPHS = 5_000, 1_000, 1_000, 2_000
HEADS = {
    "context": gettext_lazy("What it was like before"),
    "done": gettext_lazy("What was done"),
    "worked": gettext_lazy("What worked"),
    "failed": gettext_lazy("What failed"),
}
TOLD = tuple(HEADS)


def write_waiting() -> int:
    """Make every file that was asked for; how many are there now. Safe twice."""
    return sum(exporting.make(one, parts, below) for one in Export.objects.waiting().select_related("group__standing"))


def parts(group: Group, ways: Ways) -> Iterator[Part]:
    """Only what everybody may read: other people's names and replies are theirs and stay."""
    yield from _pages(group, ways)
    yield from _cases(list(cases_of(group)[:MOST_CASES]), ways)
    found = list(events_of(group)[:MOST_EVENTS])
    yield from _events(group, found)
    yield from _photographs(found)


def below(group: Group) -> Iterator[Discussion]:
    """What was said below its events and cases, where everybody reads it."""
    for thing in (*events_of(group)[:MOST_EVENTS], *cases_of(group)[:MOST_CASES]):
        if thing.talk is not None and thing.talk.is_shown and thing.talk.last_number:
            thing.talk.owner = thing
            yield thing.talk


def _pages(group: Group, ways: Ways) -> Iterator[Part]:
    """The newest version of each page in the folders of the group and of its programme, to read and as Markdown."""
    programme = Q(programme=group.programme_id) if group.programme_id else Q(pk=None)
    folders = Folder.objects.filter(Q(group=group) | programme, story=False)
    rows = Page.objects.shown().filter(folder__in=folders).select_related("folder", "last__by").order_by("pk")
    for slug, folder in rows[:MOST_PAGES].values_list("slug", "folder__slug"):
        ways.add(reverse("library:page", args=[folder, slug]), f"library/{folder}/{slug}.html")
    files = list(taking_away.beside(rows[:MOST_PAGES]))
    for each in files:
        ways.add(each.get_absolute_url(), f"library/{taking_away.called(each)}")
        yield Part(f"library/{taking_away.called(each)}", "", each.path.read_bytes(), ("library.attachment", each.pk))
    for page in rows[:MOST_PAGES].iterator(chunk_size=200):
        where, about = f"library/{page.folder.slug}/{page.slug}", ("library.page", page.pk)
        yield Part(f"{where}.html", f"{page.folder}: {page}", _to_read(page, f"{where}.html", ways), about)
        words = f"{taking_away.head(page)}\n{page.words}"
        yield Part(f"{where}.md", "", words.encode())


def _to_read(page: Page, path: str, ways: Ways) -> bytes:
    """As everybody reads it today, its links led to what is in the file."""
    drawn = draw(page.words, page.folder, Reader(None, timezone.localdate()))
    facts = {"page": page, "html": mark_safe(ways.in_page(drawn, path)), "footer": footer(page)}  # noqa: S308 - our own
    return render_to_string("home/export/page.html", facts).encode()


def cases_of(group: Group):
    """What was written up of its programme, and of its own body."""
    found = Case.objects.filter(organisation=group.organisation_id) if group.organisation_id else Case.objects.none()
    keys = set(found.values_list("pk", flat=True))
    if group.programme_id:
        keys |= set(Case.objects.of_programme(group.programme).values_list("pk", flat=True))
    rows = Case.objects.live().shown().filter(pk__in=keys).order_by("pk")
    return rows.select_related("talk__standing", "place", "organisation").prefetch_related("barriers")


def _cases(found: list[Case], ways: Ways) -> Iterator[Part]:
    for case in found:
        ways.add(case.get_absolute_url(), f"cases/{case.pk}.html")
    for case in found:
        path = f"cases/{case.pk}.html"
        told = [(head, _words(getattr(case, name), ways, path)) for name, head in HEADS.items() if getattr(case, name)]
        html = render_to_string("home/export/case.html", {"case": case, "told": told})
        yield Part(path, f"{_('What works')}: {case}", html.encode(), ("library.case", case.pk))
    if found:
        yield Part("cases.json", "", json.dumps([_case(one) for one in found], ensure_ascii=False, indent=1).encode())


def _words(said: str, ways: Ways, path: str) -> SafeString:
    return mark_safe(ways.in_page(markdown.render(said, 3), path))  # noqa: S308 - cleaned; only addresses were changed


def _case(case: Case) -> dict:
    """All it says, in words; never the people who can be asked, who may take their yes back."""
    said = {name: getattr(case, name) for name in ("title", "summary", *TOLD, "when_said", "came", "cost_words")}
    said |= {name: getattr(case, name) for name in ("cost_low_pence", "cost_high_pence", "who_pays", "source")}
    said |= {name: [str(one) for one in getattr(case, name).all()] for name in ("types", "people", "topics")}
    return said | {
        "id": case.pk,
        "address": f"{settings.SITE_URL}{case.get_absolute_url()}",
        "place": str(case.place or case.place_words),
        "organisation": str(case.organisation or ""),
        "barriers": [{"words": one.words, "overcome": one.overcome, "how": one.how} for one in case.barriers.all()],
        "evidence": str(case.strength() or ""),
    }


def keys_of(group: Group) -> set[int]:
    """The keys of its events, as `events_of` knows them."""
    return set(_all_of(group).values_list("pk", flat=True))


def _all_of(group: Group):
    thing = things.at(group.for_address) if group.for_address else None
    found = Q(group=group)
    if isinstance(thing, Event):
        found |= Q(pk=thing.pk) | (Q(series=thing.series_id) if thing.series_id else Q(pk=None))
    if group.organisation_id:
        held = Host.objects.filter(organisation=group.organisation_id, role__in=Host.RUNS)
        found |= Q(pk__in=held.values("event"))
    return Event.objects.shown().live().filter(found).order_by("starts_at", "pk")


def events_of(group: Group):
    """Its own events, the event it is for with the others of its series, and those its own body holds."""
    rows = _all_of(group).select_related("venue__place", "place", "series", "talk__standing")
    return rows.prefetch_related("hosts__organisation")


def _events(group: Group, found: list[Event]) -> Iterator[Part]:
    if not found:
        return
    told = json.dumps([_event(one) for one in found], ensure_ascii=False, indent=1)
    yield Part("events.json", _("Events"), told.encode())
    dated = [one for one in found if ical.fits(one)]
    if dated:
        yield Part("events.ics", _("Events, for a calendar"), ical.calendar_of_many(dated, str(group)))


def _photographs(found: list[Event]) -> Iterator[Part]:
    """Those that everybody sees, with what those in them agreed to. None that is for those who came alone: they agreed
    to no more."""
    there = []
    rows = Photo.objects.shown().filter(event__in=found, attendees_only=False).select_related("event", "session")
    for photo in rows.order_by("event", "sent_at", "pk")[:MOST_PHOTOGRAPHS]:
        path = uploads.keeping.path_of(SHELF, photo.file)
        if path.exists():
            there.append(_photograph(photo))
            yield Part(there[-1]["file"], "", path.read_bytes(), ("events.photo", photo.pk))
    if there:
        told = json.dumps(there, ensure_ascii=False, indent=1)
        yield Part("photographs.html", _("Photographs"), _album(there))
        yield Part("photographs.json", "", told.encode())


def _album(there: list[dict]) -> bytes:
    return render_to_string("home/export/photographs.html", {"photographs": there}).encode()


def _photograph(photo: Photo) -> dict:
    return {
        "id": photo.pk,
        "file": f"photographs/{photo.pk}.{photo.file.rpartition('.')[2]}",
        "event": photo.event_id,
        "event_title": photo.event.title,
        "session": str(photo.session or ""),
        "shows": photo.words,
        "taken_by": photo.credit,
        "consent": photo.consent,
        "consent_words": str(photo.get_consent_display()),
        "sent_at": photo.sent_at.isoformat(),
    }


def _event(event: Event) -> dict:
    return {
        "id": event.pk,
        "address": f"{settings.SITE_URL}{event.get_absolute_url()}",
        "title": event.title,
        "summary": event.summary,
        "words": event.words,
        "when": when(event),
        "starts_at": event.starts_at.isoformat() if event.starts_at else None,
        "ends_at": event.ends_at.isoformat() if event.ends_at else None,
        "where": where(event) if event.venue else str(event.place or ""),
        "held_by": [
            str(host.organisation) for host in event.hosts.all() if host.organisation and host.role in Host.RUNS
        ],
        "called_off": event.cancelled_because if event.cancelled_at else "",
    }

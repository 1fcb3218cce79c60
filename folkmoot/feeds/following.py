"""What can be followed: from an address of this site to what stands there, for this reader."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Topic
from folkmoot.feeds import areas, listed, pieces
from folkmoot.feeds.concerns import PERSON, TOPIC
from folkmoot.feeds.models.follower import Followed
from folkmoot.journal.models import Pace, Watch
from folkmoot.kit.way_back import parted
from folkmoot.people.models import Person
from folkmoot.places.models import Place


def what(address: str, person: Person | None) -> Followed | None:
    """The topic, area, list, person or thing at this address, if this reader may see it; None otherwise."""
    address = address[:300]
    if not parted(address).path:
        return None
    found = _topic(address) or areas.at(address) or listed.at(address)
    return found or _person(address, person) or _thing(address, person)


def _topic(address: str) -> Followed | None:
    """Its own page; or the list of who does what, narrowed by a topic and nothing else."""
    parts, asked = urlsplit(address), QueryDict(urlsplit(address).query)
    if parts.path.startswith("/topics/") and parts.path.count("/") == 3:
        found = Topic.objects.filter(code=parts.path.split("/")[2].upper()).first()
        return found and of_topic(found)
    if parts.path != "/who/" or {name for name in asked if asked[name]} != {"topic"}:
        return None
    found = Topic.objects.filter(code=asked["topic"].upper()).first()
    return found and of_topic(found)


def of_topic(topic: Topic) -> Followed:
    title = _("Topic: %(name)s") % {"name": topic}
    return Followed(TOPIC, topic.code, title, topic.get_absolute_url())


def _person(address: str, reader: Person | None) -> Followed | None:
    """A person is followed by people with an account alone, and only while they are here."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    if reader is None or match.view_name != "person":
        return None
    found = Person.objects.filter(key=match.kwargs["key"], is_active=True, forget_on=None).exclude(pk=reader.pk).first()
    return found and Followed(PERSON, str(found.pk), str(found), found.get_absolute_url())


def _thing(address: str, person: Person | None) -> Followed | None:
    about = pieces.at(address)
    thing = about and pieces.seen([about], person, timezone.localdate()).get(about)
    if not thing:
        return None
    path = thing.path if isinstance(thing, Place) else ""
    return Followed(*about, str(thing), thing.get_absolute_url(), path)


def watch(person: Person, found: Followed, pace: str = Pace.SITE) -> Watch:
    """Begin to watch it; twice is once."""
    about = {"title": found.title, "address": found.address, "place_path": found.place_path}
    return Watch.start_of(person, (found.kind, found.key), pace=pace, **about)


def streams(found: Followed) -> list[tuple[str, str, str]]:
    """The feeds of what is followed: (name, address, content type)."""
    if found.kind == listed.LIST:
        return _ways(found.address)
    return _ways(f"/feeds/news/?{urlencode({'about': found.address})}", calendar=False)


def _ways(address: str, calendar: bool = True) -> list[tuple[str, str, str]]:
    mark = "&" if "?" in address else "?"
    ways = [("Atom", f"{address}{mark}as=atom", "application/atom+xml"),
            ("JSON Feed", f"{address}{mark}as=feed", "application/feed+json")]  # fmt: skip
    dated = address.split("?")[0] in ("/events/", "/promises/", "/who/")
    if calendar and dated:
        ways.append((_("Calendar"), f"{address}{mark}as=ics", "text/calendar"))
    return ways

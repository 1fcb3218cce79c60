"""Mentions between sites, as the W3C Recommendation "Webmention" (12 January 2017) says: taken, looked at, and sent.

Whoever tells us of a page is believed in nothing: nothing of it is kept but its address until we fetched it ourselves
and found the very link.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Notice
from folkmoot.kit import fetch
from folkmoot.kit.jobs import once
from folkmoot.kit.public_hosts import Target as Address
from folkmoot.kit.public_hosts import UnsafeAddress, is_public
from folkmoot.kit.refusals import Refusal
from folkmoot.newsroom import asking, sums, targets, whose
from folkmoot.newsroom.models import Mention, MentionSent, Posts
from folkmoot.newsroom.models.mention import MentionSent as Sent
from folkmoot.newsroom.reading import apart, page
from folkmoot.newsroom.turns import Turn

MOST_WAITING, ROOM_FOR_KNOWN = 5_000, 2_000
MOST_OF_A_HOST, MOST_OF_A_DOMAIN, MOST_OF_A_PAGE = 100, 300, 1_000
A_ROUND, AT_A_TIME = 45.0, 600


class NotTaken(Refusal):
    """A mention that is none: its source or its target is not what it must be."""

    status = 400


class Full(Refusal):
    """Too many wait already; `Retry-After` says when to come again."""

    status = 429
    headers = {"Retry-After": "600"}


def digest(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()


def take(source: str, target: str) -> Mention:
    """Note that `source` says it links to `target`; it is looked at by the worker. Told again, it is looked at again.

    NotTaken for an address that is none or is not on the web, for a target that is no page here that takes mentions,
    and where both are one. Full when the source's machine, or all together, have too many waiting.
    """
    source, target = source.strip(), target.strip()
    found = _checked(source, target)
    where = {"source_digest": digest(without_fragment(source)), "target": found.path}
    known = Mention.objects.filter(**where).first()
    if known is None:
        _check_room(source, found.path)
        facts = {"source": source, "target_said": target, "event": found.event, "place": found.place}
        try:
            with transaction.atomic():
                return Mention.objects.create(**where, **facts)
        except IntegrityError:
            known = Mention.objects.get(**where)
    again = {"due_at": timezone.now(), "target_said": target, "tries": 0}
    Mention.objects.filter(pk=known.pk, due_at=None).update(**again)
    known.refresh_from_db()
    return known


def _checked(source: str, target: str) -> targets.Target:
    if not source or not target:
        raise NotTaken(_("A mention has a source and a target, both addresses."))
    if len(source) > 1000 or len(target) > 1000:
        raise NotTaken(_("These addresses are longer than we take."))
    if without_fragment(source) == without_fragment(target):
        raise NotTaken(_("Source and target are the same page."))
    try:
        Address.of(source)
    except UnsafeAddress as wrong:
        raise NotTaken(_("Source: %(why)s") % {"why": wrong}) from wrong
    found = targets.of(target)
    if found is None:
        raise NotTaken(_("The target is no page here that takes mentions."))
    return found


def _check_room(source: str, target: str) -> None:
    """Full, where the source's machine, its domain, or the page that is linked to has too many waiting, or all
    together. A flood from machines that never told the truth here shuts out none that did: there is room beside."""
    waiting = Mention.objects.filter(due_at__isnull=False)
    host = Address.of(source).host
    below = Q(source__iregex=rf"^https?://([a-z0-9_-]+\.)*{re.escape(domain_of(host))}(:[0-9]+)?/")
    of_host = Q(source__istartswith=f"https://{host}/") | Q(source__istartswith=f"http://{host}/")
    known = Mention.objects.filter(of_host, state=Mention.State.TRUE).exists()
    room = MOST_WAITING + (ROOM_FOR_KNOWN if known else 0)
    full = waiting.count() >= room or waiting.filter(of_host).count() >= MOST_OF_A_HOST
    full = full or not known and waiting.filter(target=target).count() >= MOST_OF_A_PAGE
    if full or waiting.filter(below).count() >= MOST_OF_A_DOMAIN:
        raise Full(_("Many mentions wait to be looked at. Please tell us again later."))


def domain_of(host: str) -> str:
    """The part of a host's name that somebody owns, near enough for counting.

    >>> domain_of("a.b.blog.org"), domain_of("x.kitchens.co.uk"), domain_of("kitchens.co.uk"), domain_of("blog.io")
    ('blog.org', 'kitchens.co.uk', 'kitchens.co.uk', 'blog.io')
    """
    labels = host.split(".")
    country = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if country else -2 :])


def without_fragment(address: str) -> str:
    return address.partition("#")[0]


# Looking


def look_due(now: datetime | None = None, *, for_seconds: float = A_ROUND) -> int:
    """Look at the sources that are due; how many could be looked at."""
    now = now or timezone.now()
    due = {one.pk: one for one in Mention.objects.due(now)[:AT_A_TIME] if one.lease(now)}
    sources = {pk: one.source for pk, one in due.items()}
    turns = [Turn(pk, one.host(), one.state == Mention.State.TRUE, one.due_at.timestamp()) for pk, one in due.items()]
    looked = 0
    for came in asking.ask(turns, lambda turn: fetch.get(sources[turn.key]), for_seconds=for_seconds):
        looked += look(due.pop(came.turn.key), came.answer, came.refusal)
    Mention.objects.filter(pk__in=due).update(leased_until=None)
    return looked


def look(mention: Mention, answer: fetch.Answer | None, refusal: Refusal | None = None) -> bool:
    """What the source says, by its own words. True when it could be looked at."""
    if isinstance(refusal, fetch.FetchRefused):
        mention.settle(Mention.State.UNTRUE, refusal.words)
    elif refusal or answer.status >= 500 or answer.status in (408, 429):
        words = refusal.words if refusal else _("It answers with %(status)s.") % {"status": answer.status}
        mention.try_later(words)
        return False
    elif answer.status == 410 or answer.status == 404 and mention.state == Mention.State.TRUE:
        mention.settle(Mention.State.GONE, _("The page is gone."))
    elif answer.status != 200:
        mention.settle(Mention.State.UNTRUE, _("It answers with %(status)s.") % {"status": answer.status})
    else:
        _settle(mention, answer)
    return True


def _settle(mention: Mention, answer: fetch.Answer) -> None:
    target = mention.target_said
    found = _read(answer, target) if _may_hold(answer.body, target) else {"linked": False}
    if not found["linked"]:
        gone = mention.state in (Mention.State.TRUE, Mention.State.GONE)
        mention.settle(
            Mention.State.GONE if gone else Mention.State.UNTRUE, found.get("words") or _("There is no link to us.")
        )
        return
    here = targets.of(target)
    if here is None:
        mention.settle(Mention.State.UNTRUE, _("The page here is gone."))
        return
    said = {
        "title": found["title"] or mention.source[:300],
        "author": found["author"],
        "excerpt": found["excerpt"][:600],
    }
    said["is_repost"] = sums.only_our_title(said["title"], said["excerpt"], here.title)
    mention.settle(Mention.State.TRUE, _("The link is there."), approve=_shows_at_once(mention), **said)
    if mention.approved is None:
        _ask_whoever_wrote(mention)


def _ask_whoever_wrote(mention: Mention) -> None:
    """Once: somebody should look. Whoever holds an event sees it at its desk."""
    thing = whose.at(mention.target)
    person = whose.wrote(thing) if thing is not None else None
    if person is None or not mention.may_be_curated_by(person):
        return
    with once(f"mention {mention.pk} asked") as first:
        if first:
            words = _("A page elsewhere links to “%(title)s”. Show it there, or leave it out?") % {"title": thing}
            Notice.tell(person, words[:400], f"{mention.target}#mentioned")


def _read(answer: fetch.Answer, target: str) -> dict:
    try:
        return apart.page(answer, target)
    except Refusal as no:
        return {"linked": False, "words": no.words}


def _may_hold(body: bytes, target: str) -> bool:
    """Whether it is worth a process of its own: a page without the end of our path in it has no link."""
    tail = target.rstrip("/").rpartition("/")[2].encode()
    return tail in body


def _shows_at_once(mention: Mention) -> bool:
    """As the desk of its event chose for what is posted elsewhere; else it waits to be looked at."""
    desk = getattr(mention.event, "newsdesk", None) if mention.event else None
    return bool(desk and desk.posts == Posts.ALL)


# Sending


def tell(source: str, links: Iterable[str]) -> int:
    """A page of ours (`source`, its path) was changed and links to these: tell each that takes mentions, and those it
    no longer links to. How many are to be told."""
    wanted = {link for link in links if _is_elsewhere(link)}
    return _put(source, wanted | _sent(source))


def tell_what_is_new(source: str, links: Iterable[str], *, shared: bool = False) -> int:
    """The same for a page of which something was heard: only links that nobody was told of yet, and those that are no
    longer there. `shared`: others write on the same page, so that these are not all its links."""
    wanted = {link for link in links if _is_elsewhere(link)}
    told = set(MentionSent.objects.filter(source=source, target__in=wanted).values_list("target", flat=True))
    gone = set() if shared else _sent(source) - wanted
    return _put(source, wanted - told | gone)


def _sent(source: str) -> set[str]:
    return set(MentionSent.objects.filter(source=source, state=Sent.State.SENT).values_list("target", flat=True))


def _put(source: str, targets: set[str]) -> int:
    for target in sorted(targets)[:200]:
        where = {"source": source, "target_digest": digest(target)}
        again = {"due_at": timezone.now(), "tries": 0}
        with transaction.atomic():
            MentionSent.objects.update_or_create(**where, defaults=again, create_defaults=again | {"target": target})
    return len(targets)


def _is_elsewhere(link: str) -> bool:
    try:
        there = Address.of(link)
    except UnsafeAddress:
        return False
    inside = there.is_literal and not is_public(there.host)
    return not inside and len(link) <= 1000 and targets.of(link) is None


def send_due(site: str, now: datetime | None = None, *, for_seconds: float = A_ROUND) -> int:
    """Tell those that are due; how many were told. `site` is our own address, without a slash at its end."""
    rows = {row.pk: row for row in MentionSent.objects.due(now or timezone.now())[:AT_A_TIME]}
    said = {pk: (f"{site}{row.source}", row.target) for pk, row in rows.items()}
    turns = [Turn(pk, row.target.split("/")[2].lower(), False, row.due_at.timestamp()) for pk, row in rows.items()]
    told = 0
    for came in asking.ask(turns, lambda turn: _tell_one(*said[turn.key]), for_seconds=for_seconds):
        told += _told(rows[came.turn.key], came.answer, came.refusal)
    return told


def send(row: MentionSent, site: str) -> bool:
    """Find where that page takes mentions, and tell it now. True when it was told."""
    try:
        return _told(row, _tell_one(f"{site}{row.source}", row.target), None)
    except Refusal as no:
        return _told(row, None, no)


def _tell_one(source: str, target: str) -> tuple[str, fetch.Answer] | None:
    """What its endpoint answered; None where it has none. Touches no database."""
    endpoint = discover(target)
    return (endpoint, fetch.post(endpoint, {"source": source, "target": target})) if endpoint else None


def _told(row: MentionSent, came: tuple[str, fetch.Answer] | None, refusal: Refusal | None) -> bool:
    if isinstance(refusal, fetch.FetchRefused):
        row.settle(Sent.State.FAILED, refusal.words)
    elif refusal:
        row.try_later(refusal.words)
    elif came is None:
        row.settle(Sent.State.NOBODY, _("It takes no mentions."))
    else:
        return _answered(row, *came)
    return False


def _answered(row: MentionSent, endpoint: str, answer: fetch.Answer) -> bool:
    if 200 <= answer.status < 300:
        row.settle(Sent.State.SENT, endpoint=endpoint)
        return True
    words = _("It answers with %(status)s.") % {"status": answer.status}
    row.try_later(words) if answer.status >= 500 or answer.status == 429 else row.settle(Sent.State.FAILED, words)
    return False


def discover(target: str) -> str | None:
    """Where a page takes mentions (3.1.2): its Link headers, then the first <link> or <a> in its HTML; relative to
    where it was found, redirects followed; None where it says nothing."""
    answer = fetch.get(target)
    found = page.endpoint_in_headers(answer.every("link"), answer.url)
    if found is None and answer.headers.get("content-type", "text/html").split(";")[0].strip().lower() in HTML:
        found = apart.page(answer)["endpoint"]
    return found


HTML = ("text/html", "application/xhtml+xml", "")

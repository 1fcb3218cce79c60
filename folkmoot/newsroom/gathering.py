"""Reading what others post: each feed when it is due, its posts kept once, told to the desks they are about."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Line
from folkmoot.kit import fetch
from folkmoot.kit.foreign import clean, excerpt, words_of
from folkmoot.kit.refusals import Refusal
from folkmoot.newsroom import asking, sums
from folkmoot.newsroom.models import Desk, Outlet, OutsidePost, Posts, may_keep_text
from folkmoot.newsroom.models.licences import licence_named
from folkmoot.newsroom.reading import apart
from folkmoot.newsroom.turns import QUICK, Turn

log = logging.getLogger("folkmoot.newsroom")
COUNTING = {"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ref_src", "yclid"}
A_ROUND = 45.0  # seconds: the job comes each minute
PROVEN_AT_A_TIME, DOUBTFUL_AT_A_TIME = 400, 100
LOOK_BACK = timedelta(days=30)


def read_due(now: datetime | None = None, *, for_seconds: float = A_ROUND) -> int:
    """Read what is due; how many answered. Whatever there is no time for stays due."""
    now = now or timezone.now()
    due = in_hand(now)
    came = asking.ask([turn_of(outlet) for outlet in due.values()], _how(due), for_seconds=for_seconds)
    well = 0
    for each in came:
        well += take(due.pop(each.turn.key), each, timezone.now())
    Outlet.objects.filter(pk__in=due).update(leased_until=None)
    return well


def in_hand(now: datetime) -> dict[int, Outlet]:
    """What this round takes in hand, by key: of those that answer as many as it can read, and beside them some of the
    others. Two lines, so that however many do not answer, none of them stands before one that does."""
    due = Outlet.objects.due(now)
    rows = [*due.proven()[:PROVEN_AT_A_TIME], *due.doubtful()[:DOUBTFUL_AT_A_TIME]]
    return {outlet.pk: outlet for outlet in rows if outlet.lease(now)}


def turn_of(outlet: Outlet) -> Turn:
    return Turn(outlet.pk, outlet.host(), outlet.is_proven(), outlet.due_at.timestamp())


def _how(due: dict[int, Outlet]):
    wanted = {pk: (outlet.feed, _known(outlet)) for pk, outlet in due.items()}

    def how(turn: Turn) -> fetch.Answer:
        address, known = wanted[turn.key]
        return fetch.get(address, known=known, seconds=turn.seconds)

    return how


def _known(outlet: Outlet) -> dict[str, str]:
    known = {"If-None-Match": outlet.etag, "If-Modified-Since": outlet.modified}
    return {name: value for name, value in known.items() if value}


def take(outlet: Outlet, came: asking.Came, now: datetime) -> bool:
    """What one outlet answered: its posts kept, or what went wrong said beside it. True when it answered well."""
    try:
        if came.refusal:
            if came.turn.is_proven and came.seconds >= QUICK:
                outlet.ask_again(now, came.seconds)
                return False
            raise came.refusal
        return _took(outlet, came.answer, came.seconds, now)
    except Refusal as no:
        wait = came.answer.retry_after(now) if came.answer else None
        outlet.failed(now, no.words, seconds=came.seconds, wait=timedelta(seconds=wait) if wait else None)
        return False


def _took(outlet: Outlet, answer: fetch.Answer, seconds: float, now: datetime) -> bool:
    if answer.status == 304:
        outlet.was_read(now, seconds)
        return True
    if answer.status == 410:
        outlet.failing_since = now - timedelta(days=365)
        Outlet.objects.filter(pk=outlet.pk).update(failing_since=outlet.failing_since)
        raise fetch.FetchFailed(_("It says that it is gone for good."))
    if answer.status != 200:
        raise fetch.FetchFailed(_("It answers with %(status)s.") % {"status": answer.status})
    found = apart.feed(answer)
    if "feeds" in found:
        return _feed_named(outlet, found["feeds"], now)
    posted = keep_posts(outlet, found, now)
    seen = {"etag": answer.headers.get("etag", "")[:200], "modified": answer.headers.get("last-modified", "")[:80]}
    seen |= {"posted_at": posted or outlet.posted_at}
    if answer.moved and len(answer.moved) <= 500:
        seen["feed"] = answer.moved
    outlet.was_read(now, seconds, **seen)
    return True


def _feed_named(outlet: Outlet, feeds: list[str], now: datetime) -> bool:
    """A page was given that names its feeds: from now on the first of them is read."""
    feed = next((each for each in feeds if each.startswith("http") and each != outlet.feed), "")
    if not feed or outlet.read_at:
        raise fetch.FetchFailed(_("What stands there is a page and no feed."))
    try:
        with transaction.atomic():
            page = {"address": outlet.address or outlet.feed, "feed": feed[:500]}
            Outlet.objects.filter(pk=outlet.pk).update(**page, due_at=now, leased_until=None)
    except IntegrityError as known:
        raise fetch.FetchFailed(_("That feed is read here already, under another name.")) from known
    return False


# Posts


def keep_posts(outlet: Outlet, found: dict, now: datetime) -> datetime | None:
    """Keep what is new, change what was changed; gives the day of the newest. What was here stays when a feed drops it.
    An outlet with a tag keeps only what carries it."""
    licence = outlet.licence or licence_named(found.get("rights", ""))
    if found.get("title") and outlet.name == outlet.feed:
        Outlet.objects.filter(pk=outlet.pk).update(name=found["title"])
    if found.get("address") and not outlet.address:
        Outlet.objects.filter(pk=outlet.pk).update(address=found["address"][:500])
    rows = [row for row in found["posts"] if not outlet.tag or outlet.tag in {plain_tag(t) for t in row["tags"]}]
    desks = list(Desk.objects.gathering(timezone.localdate(now)).select_related("event__place"))
    for row in rows:
        _keep_post(outlet, row, licence, desks, now)
    days = [datetime.fromisoformat(row["published"]) for row in rows if row["published"]]
    return min(max(days), now) if days else None


def _keep_post(outlet: Outlet, row: dict, licence: str, desks: list[Desk], now: datetime) -> None:
    said = licence_named(row["rights"]) or licence
    facts = _facts(row, said)
    known = OutsidePost.objects.filter(outlet=outlet, guid=row["guid"] or row["address"]).first()
    if known:
        _change(known, facts, now)
        return
    desk, how = desk_for(outlet, row, desks)
    where = {"desk": desk, "how": how, "found_at": now, "changed_at": now, "state": first_state(desk, outlet)}
    where |= {"kept_at": now if facts["frozen"] else None}
    try:
        with transaction.atomic():
            post = OutsidePost.objects.create(outlet=outlet, guid=row["guid"] or row["address"], **facts, **where)
    except IntegrityError:  # another worker was quicker
        return
    arrived(post)


def _facts(row: dict, licence: str) -> dict:
    html = clean(row["html"])
    few, title = excerpt(html), words_of(row["title"])[:300]
    return {
        "address": row["address"],
        "canonical": canonical(row["address"]),
        "title": title or few[:120] or row["address"][:300],
        "author": row["author"],
        "excerpt": few,
        "frozen": html if may_keep_text(licence) else "",
        "licence": licence,
        "tags": row["tags"],
        "links": row["links"],
        "published_at": row["published"] and datetime.fromisoformat(row["published"]),
    }


def _change(post: OutsidePost, facts: dict, now: datetime) -> None:
    """A post that was changed there is changed here, with the licence it carries now and the day of its text. One that
    was taken down here stays so; of one whose text was kept, what it says under another licence, or the mere beginning
    of it, takes nothing away."""
    if post.licence == "reserved" and post.state == OutsidePost.State.HIDDEN:
        return
    if post.frozen and is_less(post.frozen, facts["frozen"]):
        return
    names = ("title", "excerpt", "frozen", "author", "licence")
    if any(getattr(post, name) != facts[name] for name in names):
        kept = {"kept_at": now if facts["frozen"] else None}
        OutsidePost.objects.filter(pk=post.pk).update(**{name: facts[name] for name in names}, **kept, changed_at=now)
        post.refresh_from_db()
        post.follow()
        Line.note(None, "was changed elsewhere:", post)


def is_less(kept: str, now: str) -> bool:
    """Whether a feed no longer gives what it gave: nothing that may be kept, or only how it begins.

    >>> is_less("<p>One. Two. Three.</p>", ""), is_less("<p>One. Two. Three.</p>", "<p>One. …</p>")
    (True, True)
    >>> is_less("<p>One. Two. Three.</p>", "<p>One. Two, put right. Three.</p>"), is_less("<p>One.</p>", "<p>One.</p>")
    (False, False)
    """
    was, is_ = (words_of(html).rstrip("….[] ") for html in (kept, now))
    return len(is_) < len(was) and was.startswith(is_)


def arrived(post: OutsidePost) -> None:
    """A new post: one line with what it re-posts; found by search, and told, where it shows."""
    collapse(post)
    if post.state == OutsidePost.State.SHOWN and post.same_as_id is None:
        post.follow()
        Line.record(None, "was posted elsewhere:", post, place=post.place())


def first_state(desk: Desk | None, outlet: Outlet | None) -> str:
    """Shown or waiting, as whoever looks after it chose."""
    if desk and desk.posts == Posts.ALL:
        return OutsidePost.State.SHOWN
    known = outlet is not None and outlet.is_known
    allowed = desk is None or desk.posts == Posts.KNOWN
    return OutsidePost.State.SHOWN if known and allowed else OutsidePost.State.WAITS


def desk_for(outlet: Outlet, row: dict, desks: list[Desk]) -> tuple[Desk | None, str]:
    """The desk of the event it is about: the outlet's own, one whose event it links to, one whose tag it carries."""
    if outlet.desk_id:
        return outlet.desk, OutsidePost.How.FEED
    tags = {plain_tag(tag) for tag in row["tags"]} | hashtags(f"{words_of(row['title'])} {words_of(row['html'])}")
    for desk in desks:
        if any(is_about(link, desk) for link in row["links"]):
            return desk, OutsidePost.How.LINK
    for desk in desks:
        if desk.tag and desk.tag in tags:
            return desk, OutsidePost.How.TAG
    return None, OutsidePost.How.FEED


def is_about(link: str, desk: Desk) -> bool:
    """Whether that address is the event's page here, or one below it."""
    ours = f"{settings.SITE_URL}{desk.event.get_absolute_url()}"
    theirs = f"{settings.SITE_URL}{desk.get_absolute_url()}"
    return link.startswith((ours, theirs)) or link == ours.rstrip("/")


def plain_tag(tag: str) -> str:
    return "".join(letter for letter in tag.casefold() if letter.isalnum())[:40]


def hashtags(words: str) -> set[str]:
    """Every #word, without its sign.

    >>> sorted(hashtags("Off to #Winter26, with #cake!"))
    ['cake', 'winter26']
    """
    parts = (word.rstrip(".,;:!?)”’\"'") for word in words.split() if word.startswith(("#", "(#", "“#")))
    return {plain_tag(part) for part in parts} - {""}


def canonical(address: str) -> str:
    """An address as two are compared: no scheme, no "www.", nothing that only counts visitors, no slash at the end.

    >>> canonical("https://www.Blog.example/a/?utm_source=x&p=2&fbclid=1#top"), canonical("http://blog.example/a?p=2")
    ('blog.example/a?p=2', 'blog.example/a?p=2')
    """
    try:
        parts = urlsplit(address)
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
        host = (parts.hostname or "").removeprefix("www.") + (
            f":{parts.port}" if parts.port not in (None, 80, 443) else ""
        )
    except ValueError:
        return address[:1000]
    kept = sorted((name, value) for name, value in pairs if name not in COUNTING and not name.startswith("utm_"))
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{host}{parts.path.rstrip('/')}{query}"[:1000]


def collapse(post: OutsidePost) -> OutsidePost | None:
    """The post that this one only says again, now "also at"; None where it says something of its own.

    The same address, or nearly the same words in the month before. Whichever links to the other is the re-post; else
    the later one. Two events each keep a line of their own, and what somebody gave by hand stands behind nothing that
    was left out.
    """
    since = (post.published_at or post.found_at) - LOOK_BACK
    recent = Q(found_at__gte=since) | Q(published_at__gte=since) | Q(canonical=post.canonical)
    rows = OutsidePost.objects.filter(recent, same_as=None, story=False).exclude(pk=post.pk)
    if post.desk_id:
        rows = rows.filter(Q(desk=post.desk) | Q(desk=None))
    if post.how == OutsidePost.How.PASTED:
        rows = rows.exclude(state=OutsidePost.State.HIDDEN)
    near = Q(desk=post.desk) if post.desk_id else Q(outlet__place_id=post.outlet.place_id if post.outlet else None)
    for other in rows.filter(near | Q(canonical=post.canonical)).order_by("published_at", "pk")[:500]:
        if _is_same(post, other):
            first, second = _in_order(post, other)
            second.merge(first, None)
            post.refresh_from_db()
            return first
    return None


def _is_same(post: OutsidePost, other: OutsidePost) -> bool:
    if post.canonical == other.canonical:
        return True
    if other.canonical in map(canonical, post.links) or post.canonical in map(canonical, other.links):
        return sums.says_the_same((post.title, ""), (other.title, "")) or _same_words(post, other)
    return _same_words(post, other)


def _same_words(post: OutsidePost, other: OutsidePost) -> bool:
    return sums.says_the_same((post.title, post.excerpt), (other.title, other.excerpt))


def _in_order(post: OutsidePost, other: OutsidePost) -> tuple[OutsidePost, OutsidePost]:
    """(the first, its re-post)."""
    if other.canonical in map(canonical, post.links):
        return other, post
    if post.canonical in map(canonical, other.links):
        return post, other
    later = (post.published_at or post.found_at) < (other.published_at or other.found_at)
    return (post, other) if later else (other, post)

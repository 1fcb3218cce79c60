"""What moderators take off is gone from every surface at once, with all that stands on it, and back with it."""

from __future__ import annotations

import pytest

from folkmoot.events.talking import begun
from folkmoot.feeds import jobs
from folkmoot.home.searchable import find, reindex
from folkmoot.journal.models import Line, Watch
from folkmoot.kit import search, work
from folkmoot.library.models import Case
from folkmoot.moderation.models import Standing
from folkmoot.newsroom import publishing
from folkmoot.newsroom.models import RoundUp

pytestmark = pytest.mark.django_db


PAGES = [
    "/",
    "/newsroom/",
    "/journal/?as=atom",
    "/newsroom/places/thornbeck/",
    "/newsroom/places/thornbeck/?as=csv",
    "/newsroom/places/thornbeck/?as=atom",
    "/places/thornbeck/",
    "/journal/",
    "/journal/?as=csv",
    "/me/news/",
    "/feeds/news/",
    "/feeds/preview/",
    "/events/",
    "/events/?as=atom",
    "/events/?as=ics",
    "/library/",
    "/library/recent/",
    "/library/cases/",
    "/promises/",
    "/people/",
]


def surfaces(things) -> list[str]:
    """Every page, feed and file on which public things stand, and the pages of these things."""
    return [*PAGES, *[thing.get_absolute_url().partition("#")[0] for thing in things]]


def body(client, address: str) -> str:
    answer = client.get(address)
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return raw.decode(errors="replace") if answer.status_code == 200 else ""


def where(client, addresses: list[str], words: list[str]) -> list[tuple[str, str]]:
    """(address, words) of what is to be read somewhere, and ("search", address) of what is found."""
    found = []
    for address in addresses:
        said = body(client, address)
        found += [(address, each) for each in words if each in said]
    hits = [hit for each in words for hit in find(each)]
    return found + [("search", hit.address) for hit in hits if hit.address in addresses]


@pytest.mark.once
def test_with_a_removed_event_goes_all_that_stands_on_it(client, village):
    event, desk = village.autumn, village.autumn_desk
    post = next(one for one in village.outside_posts if one.desk_id == desk.pk and one.same_as_id is None)
    output = event.outputs.published().filter(attendees_only=False).first()
    begun(event).say(village.bram, "Well done, zyzzogeton")
    for thing, verb in ((village.pieces[4], "reported from"), (village.round_up, "published the round-up")):
        Line.record(village.bram, verb, thing, place=event.place)
    Line.record(None, "was posted elsewhere:", post, place=event.place)
    Line.record(village.bram, "published", output, place=event.place)
    village.mention._tell(None)
    words = ["Cake left at the end", village.round_up.title, post.title, village.mention.title, output.title]
    words += ["zyzzogeton", event.get_absolute_url()]
    addresses = surfaces([event, desk, village.pieces[4], village.round_up, post])
    before = where(client, addresses, words)
    assert {each for _address, each in before} >= set(words) and "search" in dict(before)

    ruling = Standing.of(event, author=village.dilys).rule("removed", "A loan.", village.kofi)
    log = {ruling.get_absolute_url(), "/moderation/log/", "/moderation/"}
    left = [one for one in where(client, addresses, words) if not log & {one[0].partition("?")[0]}]
    assert left == []
    assert search.find("cake chairs", kinds=["newsroom.piece"]) == []
    assert not RoundUp.objects.shown().filter(pk=village.round_up.pk).exists()

    Standing.objects.get(kind="events.event", key=str(event.pk)).rule("shown", "It was none.", village.kofi)
    assert where(client, addresses, words) == before
    assert search.find("cake chairs", kinds=["newsroom.piece"])


def test_a_letter_about_a_removed_event_is_not_sent(mailoutbox, village):
    Watch.start(village.carys, village.autumn, pace="daily")
    assert publishing.send(village.round_up, village.emeka)
    Standing.of(village.autumn).rule("held", "We look.", village.kofi)
    work.drain(scheduled=False)
    assert [one for one in mailoutbox if one.subject == village.round_up.title] == []


def kinds(village) -> dict:
    """Each kind of thing that people write → one of it, and words that only it holds."""
    return {
        "library.page": (village.tea_page, "Tea for sixty"),
        "library.case": (Case.objects.live().shown().first(), ""),
        "newsroom.piece": (village.pieces[4], "Cake left at the end"),
        "newsroom.outsidepost": (village.outside_posts[0], village.outside_posts[0].title),
        "newsroom.roundup": (village.round_up, village.round_up.title),
        "newsroom.mention": (village.mention, village.mention.title),
    }


@pytest.mark.once
def test_whatever_is_removed_is_gone_at_once(client, village):
    things = {thing: words or str(thing) for thing, words in kinds(village).values()}
    for thing, words in things.items():
        Line.record(village.bram, "changed", thing, place=village.thornbeck, title=words)
    Watch.start(village.carys, village.thornbeck, pace="daily")
    jobs.tell_watchers.call()
    client.force_login(village.carys)
    addresses, words = surfaces(list(things)), list(things.values())
    before = where(client, addresses, words)
    assert {each for _address, each in before if _address != "search"} == set(words)

    log = {"/moderation/log/", "/moderation/"}
    for thing in things:
        log.add(Standing.of(thing).rule("removed", "A loan.", village.kofi).get_absolute_url())
    assert [one for one in where(client, addresses, words) if one[0].partition("?")[0] not in log] == []


def test_a_search_built_anew_holds_only_what_may_be_sent_on(village):
    """The driver said yes to the page of the event, and to no other."""
    dict(reindex())
    assert [hit.address for hit in search.find("insurance driver", kinds=["newsroom.piece"])] == []
    assert search.find("cake chairs", kinds=["newsroom.piece"])

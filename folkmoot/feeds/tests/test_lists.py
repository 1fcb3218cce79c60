"""Every list goes out as a feed, and where its rows have days as a calendar."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import feedparser
import pytest
from defusedxml.ElementTree import fromstring
from django.urls import reverse
from icalendar import Calendar

from folkmoot.directory.models import Activity
from folkmoot.feeds.listed import BY_PAGE
from folkmoot.kit import lists, outgoing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", [*BY_PAGE, "journal:happened", "moderation:log", "feeds:news"])
def test_every_list_is_valid_atom_with_ids_of_its_own(page, village, client):
    raw = client.get(reverse(page), {"as": "atom"}).content
    fromstring(raw)
    found = feedparser.parse(raw)
    assert not found.bozo and found.feed.id and found.feed.updated
    assert len({entry.id for entry in found.entries}) == len(found.entries)
    assert all(entry.updated and entry.link.startswith("http://localhost:8000/") for entry in found.entries)
    answer = client.get(reverse(page), {"as": "feed"})
    assert answer.json()["version"].endswith("1.1") and len(answer.json()["items"]) == len(found.entries)


@pytest.mark.parametrize("page", BY_PAGE)
def test_every_list_is_json_ld_that_says_what_its_feed_says(page, village, client):
    answer = client.get(reverse(page), {"as": "ld"})
    assert answer["Content-Type"].startswith("application/ld+json")
    told, feed = answer.json(), client.get(reverse(page), {"as": "feed"}).json()
    assert (told["@context"], told["@type"], told["numberOfItems"]) == (
        "https://schema.org", "ItemList", len(feed["items"]),
    )  # fmt: skip
    items = [one["item"] for one in told["itemListElement"]]
    assert [(one["@id"], one["url"], one["name"]) for one in items] == [
        (one["id"], one["url"], one["title"]) for one in feed["items"]
    ]


def test_words_under_a_licence_say_so_in_json_ld():
    item = outgoing.Item("tag:x", "A\x00 <b>", "http://x.example/1", None, "Words", rights="CC BY: Bram")
    (one,) = json.loads(outgoing.json_ld(outgoing.Feed("T", "/", "/", [item])))["itemListElement"]
    assert one["item"]["copyrightNotice"] == "CC BY: Bram" and one["item"]["name"] == "A <b>"
    assert "dateModified" not in one["item"] and "author" not in one["item"]


def test_an_id_stays_when_everything_else_of_a_thing_changes(village, rf):
    def ids() -> list[str]:
        rows = Activity.objects.filter(pk=village.drop_in.pk)
        raw = lists.answer(rf.get("/x/?as=atom"), "X", rows, (("t", "T", "title"),), "x.html").content
        return [entry.id for entry in feedparser.parse(raw).entries]

    before = ids()
    Activity.objects.filter(pk=village.drop_in.pk).update(title="Another", changed_at=datetime.now(UTC))
    assert ids() == before == [f"tag:localhost,2026:directory.activity/{village.drop_in.pk}"]


def test_a_list_whose_rows_have_days_is_a_calendar_too(village, client):
    raw = client.get("/promises/?as=ics").content
    entries = Calendar.from_ical(raw).walk("VEVENT")
    assert village.ramp.what in [str(entry["SUMMARY"]) for entry in entries]
    assert b"text/html" in client.get("/organisations/?as=ics").headers["Content-Type"].encode()


def test_every_list_says_in_its_head_where_its_feed_is(village, client):
    page = client.get("/who/?place=thornbeck").content.decode()
    assert '<link rel="alternate" type="application/atom+xml"' in page and "?place=thornbeck&amp;as=atom" in page

"""Every list that says it can be followed tells of what is new on it; what goes out says whose it is."""

from __future__ import annotations

import feedparser
import pytest
from django.core import mail as outbox
from django.http import QueryDict
from django.urls import reverse

from folkmoot.conversations import speaking
from folkmoot.conversations.models import Group
from folkmoot.conversations.speaking import Said
from folkmoot.feeds import following, listed, mentioning, round_ups
from folkmoot.feeds.listed import BY_PAGE, LISTS
from folkmoot.feeds.models import Follower
from folkmoot.journal.models import Line, Notice
from folkmoot.kit import work
from folkmoot.newsroom import publishing
from folkmoot.newsroom.models import MentionSent, Subject

pytestmark = pytest.mark.django_db


def watched(person, address: str):
    return following.watch(person, following.what(address, person))


@pytest.mark.parametrize("number", range(len(LISTS)), ids=[f"{one.page} {one.kind}" for one in LISTS])
def test_whoever_watches_a_list_hears_of_what_is_new_on_it(village, number):
    one = LISTS[number]
    thing = one.rows(QueryDict()).first()
    assert thing is not None, "the village has one of each"
    wish = watched(village.carys, reverse(one.page))
    Line.record(village.bram, "changed", thing, place=village.thornbeck)
    line = Line.objects.newest_first().first()
    assert [(each.person, found.pk) for each, found in listed.new_on([line], type(wish).objects.all())] == [
        (village.carys, line.pk)
    ]


def test_a_narrowed_list_tells_of_what_is_on_it_alone(village):
    watched(village.carys, "/library/cases/?place=nowhere-at-all")
    watched(village.dilys, "/groups/?place=thornbeck")
    Line.record(village.bram, "changed", Group.objects.get(pk=village.sundays.pk), place=village.thornbeck)
    from folkmoot.feeds import telling

    telling.tell_new()
    assert not Notice.objects.filter(person=village.carys, line__kind="library.case").exists()
    assert Notice.objects.filter(person=village.dilys, line__kind="conversations.group").count() == 1


def test_the_page_of_lists_names_no_other(client, village):
    page = client.get("/feeds/").content.decode()
    assert all(f'href="{reverse(name)}"' in page for name in BY_PAGE)
    assert "Every list on this site" not in page


def test_words_leave_with_their_licence_and_whose_they_are(client, village):
    speaking.say(village.heating, village.bram, Said("Turn it down at nine."))
    Line.record(village.bram, "reported from", village.pieces[4], place=village.thornbeck)
    found = feedparser.parse(client.get("/feeds/news/?as=atom").content)
    rights = [entry.get("rights", "") for entry in found.entries]
    assert f"Bram de Wit: {village.heating.group.get_licence_display()}" in rights
    assert any(each.startswith("Bram de Wit: Creative Commons") for each in rights)
    desk = feedparser.parse(client.get(village.autumn_desk.get_absolute_url() + "?as=atom").content)
    assert all("Creative Commons" in entry.rights or "keep it" in entry.rights for entry in desk.entries)
    items = client.get("/feeds/news/?as=feed").json()["items"]
    assert any("Creative Commons" in item.get("_rights", {}).get("text", "") for item in items)


def test_whom_somebody_links_to_in_the_open_is_told_once(village):
    mentioning.tell_new()
    said = "See https://kitchens.co.uk/rota. And https://van.example.org/x"
    speaking.say(village.heating, village.bram, Said(said))
    mentioning.tell_new()
    [row] = MentionSent.objects.filter(target__contains="kitchens")
    assert row.source == village.heating.get_absolute_url() and row.due_at
    assert not MentionSent.objects.filter(target__contains="van.example.org").exists()
    row.settle("sent")
    speaking.say(village.heating, village.amina, Said("Again: https://kitchens.co.uk/rota"))
    mentioning.tell_new()
    row.refresh_from_db()
    assert row.due_at is None, "told once, however often it is linked to"


def test_what_is_said_among_members_is_told_nobody(village):
    mentioning.tell_new()
    Group.objects.filter(pk=village.heating.group_id).update(readers="members")
    village.heating.refresh_from_db()
    speaking.say(village.heating, village.bram, Said("https://kitchens.co.uk/secret"))
    mentioning.tell_new()
    assert not MentionSent.objects.filter(target__contains="kitchens").exists()


def test_a_round_up_reaches_those_who_follow_with_an_address_once_and_none_who_stopped(village):
    for email, thing in (("nan@example.org", village.autumn), ("nan@example.org", village.thornbeck)):
        Follower.ask(email, following.what(thing.get_absolute_url(), None)).confirm("weekly")
    Follower.ask("late@example.org", following.what(village.autumn.get_absolute_url(), None))
    Follower.ask(village.carys.email, following.what(village.autumn.get_absolute_url(), None)).confirm("weekly")
    Subject.objects.get(piece=village.pieces[1]).withdraw()
    publishing.send(village.round_up, village.emeka)

    assert (round_ups.queue_sent(), round_ups.queue_sent()) == (1, 0)
    work.drain(scheduled=False)

    letters = [one for one in outbox.outbox if one.subject == village.round_up.title]
    assert [one.to for one in letters] == [["nan@example.org"]]
    assert "this address follows" in letters[0].body and "the only ones who opened" not in letters[0].body
    assert "/feeds/stop/" in letters[0].extra_headers["List-Unsubscribe"]

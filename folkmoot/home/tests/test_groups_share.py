"""What groups share, and the duties of a group, on the pages of apps above: its calendar, its events, its folders."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.conversations import agreeing, duties, founding
from folkmoot.conversations.models import POWERS, Member, Terms
from folkmoot.events import editing
from folkmoot.events.forms.event import WhatForm
from folkmoot.events.models import Event
from folkmoot.library.models import Folder, Page


@pytest.fixture
def cafe(village):
    """Bram's, with one event to come."""
    Terms.objects.all().delete()
    made = founding.begin(village.bram, {"name": "Repair café", "about": "Toasters.", "way_in": "open"})
    event = editing.make("Toasters on Tuesday", village.bram, group=made)
    Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() + timedelta(days=9), published_at=timezone.now())
    return made


def calendar_of(group, how: str = "") -> str:
    return Client().get(reverse("group_calendar", args=[group.slug]) + how).content.decode()


def test_events_of_a_group_stand_on_anothers_page_while_the_two_agree_to_it(village, cafe):
    sundays = village.sundays
    assert "Toasters on Tuesday" in Client().get(cafe.get_absolute_url()).content.decode()
    terms = agreeing.propose(cafe, sundays, village.bram, {"events": "given"})
    assert "Toasters" not in Client().get(sundays.get_absolute_url()).content.decode()

    agreeing.agree(terms, village.emeka)

    page = Client().get(sundays.get_absolute_url()).content.decode()
    assert "Toasters on Tuesday" in page and "shared by" in page
    assert "one other group shares its events here" in calendar_of(sundays)
    assert "SUMMARY:Toasters on Tuesday" in calendar_of(sundays, "?as=ics")

    agreeing.end(terms, village.emeka, "Enough.")
    assert "Toasters" not in calendar_of(sundays) + calendar_of(sundays, "?as=ics")


def test_the_calendar_of_a_group_for_its_members_is_for_them(village):
    where = reverse("group_calendar", args=[village.street.slug])
    assert Client().get(where).status_code == 404


@pytest.mark.parametrize("power", POWERS)
def test_who_holds_its_events_and_who_its_pages(power, village, cafe):
    """Dilys holds one duty in a group of Bram's."""
    Member.objects.create(group=cafe, person=village.dilys)
    facts = {"name": "Some", "purview": "Something.", power: True}
    duties.give(duties.name(cafe, village.bram, facts), village.bram, village.dilys)
    folder, event = Folder.make("Mending", village.bram, group=cafe), cafe.events.get()
    day = timezone.localdate()

    assert event.may_be_run_by(village.dilys, day) == (power == "runs_events")
    assert folder.may_be_changed_by(village.dilys, day) == (power == "keeps_pages")
    assert ("group" in WhatForm(by=village.dilys).fields) == (power == "runs_events")
    assert not event.may_be_run_by(village.carys, day)


def test_nobody_puts_an_event_on_a_group_whose_events_they_do_not_hold(village, cafe):
    sent = {"title": "Soup", "group": cafe.pk}
    form = WhatForm(sent, by=village.dilys)
    assert form.is_valid() and form.make().group is None
    assert WhatForm(sent, by=village.bram).is_valid()


def test_an_interest_stands_beside_a_change_of_a_page_a_case_and_an_entry_and_in_their_files(village):
    amina = Client()
    amina.force_login(village.amina)
    page = Page.begin(Folder.make("Ladders", village.amina), "Ladders", "Two.", village.amina)
    said = "I sell ladders <b>here</b>"

    amina.post(f"{page.get_absolute_url()}edit/", {"words": "Three.", "base": 1, "do": "save", "interest": said})

    escaped = "I sell ladders &lt;b&gt;here&lt;/b&gt;"
    for where in ("history/", "compare/"):
        assert escaped in Client().get(f"{page.get_absolute_url()}{where}").content.decode()
    listed = Client().get(f"{page.get_absolute_url()}history/?as=csv")
    assert said in b"".join(listed.streaming_content).decode()
    entry = village.drop_in
    assert entry.revise(village.amina, {"about": "Tea, and somebody to ask."}, interest=said)
    assert escaped in Client().get(f"{entry.get_absolute_url()}history/").content.decode()
    assert village.lunch_case.revise(village.amina, {"who_pays": "Nobody."}, interest=said)
    assert escaped in Client().get(f"{village.lunch_case.get_absolute_url()}history/").content.decode()

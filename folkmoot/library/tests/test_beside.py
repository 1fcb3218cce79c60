"""What others say below a case, an easy-read page of a case or toolkit, a judgement that was reported, true dates."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.library import talking
from folkmoot.library.models import Barrier, Bringing, Judgement, Page
from folkmoot.moderation.models import Standing


@pytest.fixture(autouse=True)
def _here(village):
    return village


def test_whoever_was_there_says_below_a_case_what_failed(client, village):
    case = village.lunch_case
    address = case.get_absolute_url()
    assert "Sign in to say something" in client.get(address).content.decode()
    client.force_login(village.carys)
    client.post(f"{address}say/", {"words": "The oven failed twice.", "once": "x"})
    client.post(f"{address}say/", {"words": "The oven failed twice.", "once": "x"})
    page = client.get(address).content.decode()
    assert page.count("The oven failed twice.") == 1
    post = type(case).objects.get(pk=case.pk).talk.post_at(1)
    client.force_login(village.bram)
    assert client.post(f"{address}unsay/{post.pk}/").status_code == 403
    client.force_login(village.carys)
    client.post(f"{address}unsay/{post.pk}/")
    assert "oven failed" not in client.get(address).content.decode()


def test_what_is_below_a_held_case_is_told_nowhere(village):
    post = talking.say(village.lunch_case, village.bram, "Below.")
    assert Line.objects.public().about("conversations.post", post.pk).exists()
    standing = Standing.of(village.lunch_case, village.amina)
    standing.rule("held", "We look.", village.kofi)
    assert not Line.objects.public().about("conversations.post", post.pk).exists()
    standing.rule("shown", "It is fine.", village.kofi)
    assert Line.objects.public().about("conversations.post", post.pk).exists()


def test_strangers_say_nothing_below_a_case(village):
    with pytest.raises(NotYours):
        talking.say(village.lunch_case, None, "x")


@pytest.mark.parametrize("which", ["lunch_case", "first_event"])
def test_an_easy_read_page_of_a_case_or_toolkit_says_when_that_moved_on(client, village, which):
    full = getattr(village, which)
    easy = Page.begin(village.howtos, "In plain words", "Short.", village.bram)
    easy.say_plainly(full, village.bram)
    assert easy.puts_plainly() == full and not easy.falls_behind()
    assert easy.get_absolute_url() in client.get(full.get_absolute_url()).content.decode()
    client.post("/library/easy/", {"easy": "yes"})
    assert client.get(full.get_absolute_url()).url == easy.get_absolute_url()
    assert client.get(f"{full.get_absolute_url()}?full").status_code == 200

    type(full).objects.filter(pk=full.pk).update(changed_at=timezone.now() + timedelta(minutes=1))
    easy = Page.objects.get(pk=easy.pk)
    assert easy.falls_behind()
    assert "has changed since this was written" in client.get(easy.get_absolute_url()).content.decode()
    client.force_login(village.bram)
    client.post(f"{easy.get_absolute_url()}in-step/", {"number": "0"})
    assert not Page.objects.get(pk=easy.pk).falls_behind()


def test_a_case_has_one_easy_read_page(village):
    first = Page.begin(village.howtos, "Plain", "x", village.bram)
    second = Page.begin(village.howtos, "Plainer", "x", village.bram)
    first.say_plainly(village.lunch_case, village.bram)
    with pytest.raises(Refusal, match="already"):
        second.say_plainly(village.lunch_case, village.bram)
    with pytest.raises(Refusal):
        second.say_plainly(first, village.bram)


def test_a_barrier_said_anew_moves_the_case_on(village):
    before = type(village.lunch_case).objects.get(pk=village.lunch_case.pk).changed_at
    Barrier.set_all(village.lunch_case, [("No bus", False, "")], village.amina)
    assert type(village.lunch_case).objects.get(pk=village.lunch_case.pk).changed_at > before


def test_a_judgement_is_reported_by_itself_and_counts_no_more_once_removed(client, village):
    case = village.street_case if hasattr(village, "street_case") else village.lunch_case
    bad = Judgement.make(case, village.bram, "plain", 1, "They are all liars.")
    client.post("/report/", {"about": bad.get_absolute_url(), "reason": "abuse", "words": "slander"})
    standing = Standing.objects.get(kind="library.judgement", key=str(bad.pk))
    assert standing.author == village.bram
    standing.rule("removed", "An insult.", village.kofi)
    assert "all liars" not in client.get(case.get_absolute_url()).content.decode()
    assert type(case).objects.get(pk=case.pk).strength() != bad


ROW = {"title": "Tea for sixty", "words": "Old words of 2011.", "original_on": "", "who": "", "why_changed": "",
       "source": "", "name": "x.txt", "wrong": "", "changed_at": "2011-05-04T10:00:00+00:00"}  # fmt: skip


def test_old_words_brought_over_a_live_page_change_it_today(client, village):
    page = village.tea_page
    before = page.changed_at
    row = ROW | {"slug": page.slug}
    Bringing.look_over(page.folder, village.bram, "x.txt", [row]).take_in(village.bram)
    page.refresh_from_db()
    assert page.changed_at > before and page.last.elsewhere_at.year == 2011
    shown = client.get(page.get_absolute_url()).content.decode()
    assert "Last changed 4 May 2011 elsewhere, author unknown." in shown and "Brought here" in shown
    assert page.title in client.get("/library/recent/?every=1").content.decode()

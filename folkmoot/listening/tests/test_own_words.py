"""Whoever was heard reads, corrects and withdraws their own words, by a link or a code; and is told what came of them."""

from __future__ import annotations

from urllib.parse import quote as quoted

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.directory.models import Post, Term
from folkmoot.kit.logs import WithoutSecrets
from folkmoot.kit.refusals import Refusal
from folkmoot.listening import telling
from folkmoot.listening.bringing import bring
from folkmoot.listening.jobs import mail_news
from folkmoot.listening.keeping import keep
from folkmoot.listening.models import Allowed, Heard, Organiser, PassedOn, Told
from folkmoot.people.models import Deputy, Person, Role
from folkmoot.points import counting
from folkmoot.points.models import Point, Quote, Reading, Theme, Theming
from folkmoot.points.models.regrouping import name
from folkmoot.requests.models import Request

from .conftest import INDEPENDENT, everything_kept, said


@pytest.fixture
def themed(reachable, village, patch):
    """Joan's worry in a theme of Emeka's team."""
    theming = Theming.begin("Heard in Mill Lane East", village.emeka, place=patch.place, about=patch)
    theming.take(reachable.points(), village.emeka)
    worry = reachable.points().get(kind="worry")
    return name(theming, "Getting about", [worry.pk], village.emeka)


def test_the_code_on_the_slip_leads_to_their_own_words(reachable):
    browser = Client()
    there = browser.post("/listening/mine/", {"code": reachable.slip.code.lower()})
    page = browser.get(there.url)
    assert page.status_code == 200
    assert "The Sunday bus is gone" in page.content.decode()
    assert page.headers["Cache-Control"].startswith("no-store") and page.headers["Referrer-Policy"] == "same-origin"


def test_a_wrong_code_opens_nothing_and_guessing_is_slowed(reachable, settings):
    settings.LIMITS = True
    browser = Client()
    codes = [browser.post("/listening/mine/", {"code": f"KWBH-7D3T-KW{n:02d}"}).status_code for n in range(16)]
    assert codes[0] == 404 and codes[-1] == 429
    assert Client().get("/listening/mine/nonsense/").status_code == 404


def test_they_correct_their_words_and_a_quote_of_the_old_ones_goes(reachable, themed, village):
    worry = reachable.points().get(kind="worry")
    quote = Quote.propose(themed.theming, worry, "The bus is gone", village.emeka)
    Client().post(reachable.link(), {"do": "correct", "point": worry.pk, "words": "There is no bus after six."})
    worry.refresh_from_db()
    assert worry.said == "There is no bus after six."
    quote.refresh_from_db()
    assert quote.taken_out_at and not quote.words and not quote.sealed
    assert themed.theming.in_theme(themed).get().said == "There is no bus after six."


def test_somebody_elses_words_cannot_be_changed(reachable, hear):
    other = hear("other").points().first()
    assert Client().post(reachable.link(), {"do": "correct", "point": other.pk, "words": "x"}).status_code == 404
    with pytest.raises(Refusal, match="not your words"):
        reachable.correct(other, "x")
    other.refresh_from_db()
    assert other.said == "The market"


def test_withdrawing_takes_words_quotes_and_counts_along(reachable, themed, village):
    worry = reachable.points().get(kind="worry")
    Quote.propose(themed.theming, worry, "Gone", village.emeka)
    assert counting.live(themed.theming)[1] == 1
    browser = Client()
    assert browser.post(reachable.link(), {"do": "withdraw"}).status_code == 409
    assert browser.post(reachable.link(), {"do": "withdraw", "sure": "1"}).status_code == 302

    heard = Heard.objects.get(pk=reachable.pk)
    assert (heard.name, heard.contact, heard.means) == ("", "", "")
    assert not Point.objects.standing().of(heard.listening).exists()
    assert counting.live(themed.theming) == ([counting.Counted(themed, None, 0, 0, False, set())], 0)
    assert not heard.allowed.filter(taken_back_at=None).exists() and heard.allowed.count() == 4
    assert heard.owed.get().words == ""
    assert browser.get(reachable.link()).status_code == 404
    assert heard.withdraw() is False


def test_withdrawing_at_a_house_meeting_leaves_what_others_said(hear):
    heard = hear(where="home", people=2, everyone=True, answers={"worry": "1: Mine\n2: Theirs"})
    other = heard.listening.heard.get(number=2)
    heard.withdraw()
    assert [p.said for p in other.points()] == ["Theirs"]
    assert heard.listening.withdrawn_at is None


def test_what_they_allow_is_theirs_to_change(reachable, themed, village):
    worry = reachable.points().get(kind="worry")
    Client().post(reachable.link(), {"do": "allow", "purpose": "quote"})
    worry.refresh_from_db()
    assert not worry.quotable
    with pytest.raises(Refusal):
        Quote.propose(themed.theming, worry, "Gone", village.emeka)
    Client().post(reachable.link(), {"do": "allow", "purpose": "quote", "yes": "1"})
    worry.refresh_from_db()
    assert worry.allowed_by == f"allowed {reachable.allowed.get(purpose='quote', taken_back_at=None).pk}"
    reachable.take_back(Allowed.Purpose.CONTACT)
    assert Heard.objects.get(pk=reachable.pk).contact == ""
    with pytest.raises(Refusal, match="take back everything"):
        reachable.take_back(Allowed.Purpose.KEEP)


def test_they_are_given_everything_kept_of_them(reachable, themed):
    got = Client().get(f"{reachable.link()}data/").json()
    assert got["name"] == "Joan Quill" and got["contact"] == "joan@quill.example"
    assert {one["words"] for one in got["said"]} == {"The market", "The Sunday bus is gone", "I would drive"}
    assert len(got["allowed"]) == 4 and got["promised"][0]["what"] == "Ask about the ramp"


def test_told_by_mail_the_address_stands_in_no_queue_and_no_words_in_the_mail(reachable, themed, village):
    [row] = telling.tell(themed, "The council tries an evening bus from May.", village.emeka)
    assert telling.tell(themed, "The council tries an evening bus from May.", village.emeka) == [row]
    assert "joan@quill.example" not in everything_kept()
    mail_news.call(row.pk)
    mail_news.call(row.pk)
    [letter] = outbox.outbox
    assert letter.to == ["joan@quill.example"]
    text = str(letter.message())
    assert "evening bus from May" in text and "/listening/mine/" in text
    for private in ("Sunday bus is gone", "The market", "Joan", "Ask about the ramp"):
        assert private not in text.replace("joan@quill.example", "")
    row.refresh_from_db()
    assert row.delivered_at


def test_from_what_they_were_told_the_whole_way_can_be_walked_once_everybody_may_see_it(reachable, themed, village):
    telling.tell(themed, "The council tries an evening bus from May.", village.emeka)
    way = f"/trail/?about={quoted(themed.get_absolute_url())}"
    assert way not in Client().get(reachable.link()).content.decode()
    Theming.objects.filter(pk=themed.theming_id).update(published_at=timezone.now())
    page = Client().get(reachable.link()).content.decode()
    assert page.count(way) == 2, "once for the theme, once for what they were told"
    assert themed.name in Client().get(way).content.decode()


def test_the_link_to_somebodys_words_is_in_no_log(reachable, caplog):
    caplog.handler.addFilter(WithoutSecrets())
    token = reachable.link().rstrip("/").rpartition("/")[2]
    assert Client().post(reachable.link(), {"do": "withdraw"}).status_code >= 400
    assert Client().put(reachable.link()).status_code == 405
    assert caplog.text.count("/listening/mine/…/") >= 2 and token not in caplog.text


def test_those_without_mail_stand_on_the_list_to_deliver(hear, village, patch):
    known = {"name": "Sid", "contact": "14 Mill Lane", "means": "slip", "allowed": ("keep", "contact")}
    heard = hear("sid", **known)
    theming = Theming.begin("Heard", village.emeka, place=patch.place, about=patch)
    theming.take(heard.points(), village.emeka)
    theme = name(theming, "Buses", heard.points().values_list("pk", flat=True), village.emeka)
    [row] = telling.tell(theme, "It comes in May.", village.emeka)
    browser = Client()
    browser.force_login(village.emeka)
    page = browser.get("/listening/deliver/").content.decode()
    assert "Sid" in page and "It comes in May." in page and heard.slip.code in page
    browser.post("/listening/deliver/", {"told": row.pk})
    assert not telling.to_deliver(village.emeka).exists()
    assert Told.objects.get().delivered_at


def test_who_may_not_be_reached_any_more_is_off_the_list_to_deliver(sid, themed_sid, village):
    telling.tell(themed_sid, "It comes in May.", village.emeka)
    assert telling.to_deliver(village.emeka).count() == 1
    sid.take_back(Allowed.Purpose.CONTACT)
    assert not telling.to_deliver(village.emeka).exists()
    sid.withdraw()


@pytest.fixture
def sid(hear):
    return hear("sid", name="Sid", contact="14 Mill Lane", means="slip", allowed=("keep", "contact"))


@pytest.fixture
def themed_sid(sid, village, patch):
    theming = Theming.begin("Heard", village.emeka, place=patch.place, about=patch)
    theming.take(sid.points(), village.emeka)
    return name(theming, "Buses", sid.points().values_list("pk", flat=True), village.emeka)


def word_back(village, theme, people, words="The council tries a bus from May.", once="") -> Request:
    address = reverse("listening:news", args=[theme.pk])
    more = {"asked_by": village.amina, "payload": {"words": words}, "address": address, "once": once}
    return Request.put("word-back", "Tell those you heard", village.thornbeck, to=people, **more)


def test_what_was_asked_to_be_told_stands_in_the_box_and_telling_answers_it(sid, themed_sid, village, client):
    asked = word_back(village, themed_sid, [village.emeka])
    other = word_back(village, themed_sid, [village.emeka, village.bram], "And a shelter.", "two")
    client.force_login(village.emeka)
    address = reverse("listening:news", args=[themed_sid.pk])
    page = client.get(address).content.decode()
    assert "The council tries a bus from May." in page and "And a shelter." in page
    assert client.post(address, {"words": "A bus from May."}).status_code == 302
    for one in (asked, other):
        one.refresh_from_db()
        assert one.closed_at, "Bram, who was asked too, has nobody to tell"
        assert one.answers.get().choice == "told"
    assert asked not in Request.objects.waiting_for(village.emeka)


def test_whoever_heard_them_tells_though_not_in_the_team(sid, themed_sid, village, patch, client):
    Role.objects.create(person=village.bram, kind="organiser")
    bram = Organiser.name(village.bram, patch, INDEPENDENT, village.amina)
    theirs = keep(patch, village.bram, said("b", contact="x 9", means="slip", allowed=("keep", "contact"))).heard.get()
    bring(bram)
    worry = theirs.points().get(kind="worry")
    name(themed_sid.theming, "Buses", [worry.pk], village.emeka)
    word_back(village, themed_sid, telling.organisers_of(themed_sid))
    address = reverse("listening:news", args=[themed_sid.pk])
    client.force_login(village.bram)
    assert client.post(address, {"words": "A bus from May."}).status_code == 302
    assert [row.heard for row in Told.objects.filter(by=village.bram)] == [theirs]
    assert Request.objects.open().filter(kind="word-back").exists(), "Emeka has not told his"
    client.force_login(village.kofi)
    assert client.get(address).status_code == 403


def test_where_nobody_can_be_reached_any_more_that_is_the_answer(sid, themed_sid, village, client):
    asked = word_back(village, themed_sid, [village.emeka])
    sid.withdraw()
    client.force_login(village.emeka)
    address = reverse("listening:news", args=[themed_sid.pk])
    assert "nobody can be reached" in client.get(address).content.decode()
    client.post(address)
    asked.refresh_from_db()
    assert asked.closed_at and asked.answers.get().choice == "nobody can be reached"


def test_those_heard_by_somebody_who_is_gone_are_told_through_a_steward(sid, themed_sid, reachable, village, grace):
    worry = reachable.points().get(kind="worry")
    themed_sid.theming.take([worry], village.emeka)
    name(themed_sid.theming, "Buses", [worry.pk], village.emeka)
    assert telling.organisers_of(themed_sid) == [village.emeka]
    Person.objects.filter(pk=village.emeka.pk).update(is_active=False)
    Role.objects.filter(kind="steward").exclude(person=grace).delete()
    assert telling.organisers_of(themed_sid) == [grace]
    word_back(village, themed_sid, [grace])
    browser = Client()
    browser.force_login(grace)
    page = browser.get(reverse("listening:news", args=[themed_sid.pk])).content.decode()
    assert "somebody who has left" in page and "Sid" not in page and "Joan" not in page
    told = telling.tell(themed_sid, "A bus from May.", grace)
    assert {row.heard for row in told} == {sid, reachable}
    assert not telling.to_deliver(grace).exists(), "the slip waits for whoever takes over"
    assert not Request.objects.open().filter(kind="word-back").exists()


# To their councillor, with their name


@pytest.fixture
def ward(village):
    post = Post.objects.create(organisation=village.council, name="Councillor", place=village.mill_lane)
    return Term.objects.create(post=post, person=village.dilys, name="Dilys Price")


def test_their_councillor_reads_what_they_allow_with_their_name_and_they_see_that(hear, village, ward, client):
    heard = hear("c", name="Joan Quill", contact="07700 900123", allowed=("keep", "contact", "councillor"))
    asked = Request.objects.get(kind="passed-on")
    assert [row.person for row in asked.recipients.all()] == [village.dilys]
    assert "Quill" not in everything_kept() and "07700 900123" not in everything_kept()
    passed = heard.passed.get()
    assert "Passed on to Dilys Price" in client.get(heard.link()).content.decode()

    client.force_login(village.dilys)
    page = passed.get_absolute_url()
    assert "Sunday bus" not in client.get(page).content.decode(), "first it is said that reading is written down"
    shown = client.post(page).content.decode()
    assert "The Sunday bus is gone" in shown and "Joan Quill" in shown and "07700 900123" not in shown
    assert Reading.objects.get(kind="listening.passedon").person == village.dilys
    asked.refresh_from_db()
    assert asked.closed_at and "Read on" in Client().get(heard.link()).content.decode()
    assert heard.passed.get() == PassedOn.pass_on(heard)[0], "twice is once"

    heard.take_back("councillor")
    assert client.post(page).status_code == 403
    assert "Passed on to" not in Client().get(heard.link()).content.decode()


def test_nobody_else_reads_it_nor_a_councillor_of_elsewhere(hear, village, ward, client):
    passed = hear("c", allowed=("keep", "councillor")).passed.get()
    today = timezone.localdate()
    Deputy.objects.create(person=village.dilys, deputy=village.bram, from_on=today, until_on=today)
    for person in (village.bram, village.amina, village.kofi, village.emeka):
        client.force_login(person)
        assert client.post(passed.get_absolute_url()).status_code == 403, person
    Role.objects.filter(person=village.dilys).delete()
    client.force_login(village.dilys)
    assert client.post(passed.get_absolute_url()).status_code == 403
    Term.objects.filter(pk=ward.pk).update(
        post=Post.objects.create(organisation=village.council, name="Other", place=village.riverside)
    )
    assert PassedOn.pass_on(hear("d", allowed=("keep", "councillor"))) == []


def test_it_is_passed_on_once_there_is_a_councillor(hear, village):
    Term.objects.filter(post__place__in=village.mill_lane.line()).delete()
    heard = hear("c", allowed=("keep", "councillor"))
    assert not heard.passed.exists()
    assert "We know of no councillor" in Client().get(heard.link()).content.decode()
    post = Post.objects.create(organisation=village.council, name="Councillor", place=village.thornbeck)
    Term.objects.create(post=post, person=village.dilys, name="Dilys Price")
    assert PassedOn.catch_up() == 1 and PassedOn.catch_up() == 0
    assert heard.passed.get().to == village.dilys
    heard.withdraw()
    assert heard.passed.get().ended_at and not Request.objects.open().filter(kind="passed-on").exists()


def test_who_did_not_allow_it_is_not_passed_on(hear, village, ward):
    heard = hear("quiet")
    assert PassedOn.pass_on(heard) == [] and not Request.objects.filter(kind="passed-on").exists()


def test_who_does_not_want_to_be_told_is_not(hear, village, patch):
    heard = hear("quiet")
    theming = Theming.begin("Heard", village.emeka, place=patch.place, about=patch)
    theming.take(heard.points(), village.emeka)
    theme = name(theming, "Buses", heard.points().values_list("pk", flat=True), village.emeka)
    with pytest.raises(Refusal, match="Nobody you heard"):
        telling.tell(theme, "It comes in May.", village.emeka)
    assert Theme.objects.filter(pk=theme.pk).exists()

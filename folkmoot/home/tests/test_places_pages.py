"""A place's page, the list of places, the first question and the search page."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.directory.models import Activity, Ask, Need, Offer, Organisation, Post, Tally, Term
from folkmoot.home import saying, searchable
from folkmoot.home.hub import Hub
from folkmoot.home.nearby import Answer
from folkmoot.joinup.models import Finding, Look
from folkmoot.kit import search
from folkmoot.moderation.models import Standing
from folkmoot.places.models import OtherName, Place
from folkmoot.promises.models import Outcome, Promise

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def known(village, monkeypatch):
    """Thornbeck with three activities and nothing else, so that numbers can be counted on fingers."""
    monkeypatch.setattr(timezone, "localdate", lambda *given, **more: TODAY)
    for model in (Promise, Offer, Ask, Need, Look, Finding, Post):
        model.objects.all().delete()
    Activity.objects.exclude(pk__in=[village.drop_in.pk, village.course.pk, village.lunches.pk]).delete()
    Tally.recount()
    return village


def page(path, person=None):
    client = Client()
    if person:
        client.force_login(person)
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def many(village, n=25):
    for number in range(n):
        one = Activity.objects.create(title=f"Thing {number}", stage="running")
        one.types.add(("train", "fund", "events")[number % 3])
        one.people.add("everyone")
        one.take_served([village.riverside.pk])
    Tally.recount()


# A place's page


def test_a_place_opens_with_one_computed_sentence(village):
    text = page("/places/thornbeck/")
    assert "Three groups do three things here." in text
    assert "Monthly drop-in on social media and Tuesday lunches are running." in text
    assert "Spring course: your group online" in text and "Mill Lane" in text


def test_a_promise_kept_lately_is_what_goes_well(village):
    promise = Promise.objects.create(
        what="Mend the ramp", holder_words="the council", place=village.mill_lane, due_on=TODAY
    )
    Outcome.objects.create(promise=promise, state="kept", on=TODAY - timedelta(days=3))
    hub = Hub(village.thornbeck, None, TODAY)
    assert saying.going_well(hub) == "“Mend the ramp” was promised, and kept on 17 November."


def test_under_twenty_entries_there_is_no_heat_and_from_twenty_there_is(village):
    assert 'class="heat"' not in page("/places/thornbeck/")
    many(village)
    text = page("/places/thornbeck/")
    assert 'class="heat"' in text and "/who/?place=thornbeck&amp;type=train&amp;people=everyone" in text


def test_an_ask_that_nobody_meets_is_an_honest_empty_cell(village):
    many(village)
    ask = Ask.objects.create(thing="training", words="Help with phones in the evening", place=village.mill_lane)
    ask.types.add("train")
    ask.people.add("older-people")
    hub = Hub(village.thornbeck, None, TODAY)
    at = hub.matrix["across"].index("Older people")
    train = next(cells for name, cells in hub.matrix["rows"] if name == "Train")
    assert train[at] == {"words": "asked for", "level": "gap"}


def test_what_is_asked_for_with_nobody_known_is_said_and_closed_asks_are_not(village):
    ask = Ask.objects.create(thing="people", words="A minibus driver", place=village.mill_lane)
    gap = {"rule": "asked for", "what": "ask", "pk": ask.pk, "words": "…", "kind": "", "place": None, "place_name": ""}
    none = {"rule": "no supply known", "what": "", "pk": None, "kind": "fund", "place": village.thornbeck.pk}
    Look.objects.create(story=False, gaps=[gap, none])
    hub = Hub(village.thornbeck, None, TODAY)
    assert [gap["words"] for gap in hub.gaps] == ["A minibus driver", "Fund"]
    assert "Asked for, with nobody we know of yet: “A minibus driver”." in hub.said
    assert Hub(village.riverside, None, TODAY).gaps == []
    Ask.objects.filter(pk=ask.pk).update(closed_at=timezone.now())
    assert [gap["words"] for gap in Hub(village.thornbeck, None, TODAY).gaps] == ["Fund"]


def test_a_private_plan_is_told_to_its_own_people_alone(village):
    Activity.objects.filter(pk=village.course.pk).update(private_for_now=True)
    Tally.refresh([Activity.objects.get(pk=village.course.pk)])
    assert "Spring course" not in page("/places/thornbeck/")
    assert "Spring course" not in page("/places/thornbeck/", village.carys)
    assert "Spring course" in page("/places/thornbeck/", village.emeka)
    assert "two things here" in page("/places/thornbeck/", village.emeka)


def test_what_is_removed_or_of_the_story_is_not_there(village):
    told = Activity.objects.create(title="What they did in 2009", story=True)
    told.take_served([village.mill_lane.pk])
    village.lunches.standing = Standing.objects.create(
        kind="directory.activity", key="1", title="", address="", state="removed"
    )
    village.lunches.save()
    text = page("/places/thornbeck/")
    assert "Tuesday lunches" not in text and "2009" not in text.replace("2009 story", "")


def test_who_represents_it_is_whoever_holds_the_post_today(village):
    post = Post.objects.create(organisation=village.council, name="Councillor for Mill Lane", place=village.mill_lane)
    wide = Post.objects.create(organisation=village.council, name="Leader", place=village.thornbeck)
    Term.objects.create(post=post, name="Dilys Price", since=date(2024, 5, 1))
    Term.objects.create(post=post, name="Somebody Before", until=date(2024, 4, 30))
    Term.objects.create(post=wide, name="Owen Leader", since=date(2025, 1, 1))
    names = [term.name for term in Hub(village.mill_lane, None, TODAY).represented_by]
    assert names == ["Dilys Price", "Owen Leader"]


def test_offers_asks_promises_and_money_stand_there(village):
    Offer.objects.create(thing="space", words="A hall on Tuesdays", place=village.riverside, organisation=village.choir)
    Ask.objects.create(thing="people", words="A minibus driver", place=village.mill_lane)
    Ask.objects.create(thing="people", words="Closed long ago", place=village.mill_lane, closed_at=timezone.now())
    Activity.objects.filter(pk=village.course.pk).update(money_pence=120_000)
    Tally.refresh([Activity.objects.get(pk=village.course.pk)])
    text = page("/places/thornbeck/")
    assert "A hall on Tuesdays" in text and "A minibus driver" in text and "Closed long ago" not in text
    assert "£1,200 is known of, for one of the 3 activities." in text
    assert "A hall on Tuesdays" not in page("/places/mill-lane/")


def test_an_empty_site_promises_no_story_that_is_not_there(village):
    Activity.objects.all().delete()
    text = page("/")
    assert "Nothing is in yet" in text and "/story/" not in text
    assert Client().get("/story/").status_code == 404


def test_an_empty_place_invites(village):
    text = page("/places/farmoor/")
    assert "Nobody has said yet what they do in Farmoor" in text and "/who/new/?place=farmoor" in text


def test_a_place_that_ended_says_what_followed_it(village):
    after = Place.objects.create(name="Greater Farmoor", slug="greater", kind="district")
    village.farmoor.close(date(2025, 4, 1), [after], "a review")
    text = page("/places/farmoor/")
    assert "This place ended on 1 April 2025." in text and "Greater Farmoor" in text
    assert "It followed" in page("/places/greater/")


def test_the_number_of_queries_does_not_grow(village, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counted = []
    for n in (25, 120):
        many(village, n)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page("/places/thornbeck/")
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 61


def test_an_unknown_place_is_not_found():
    assert Client().get("/places/nowhere/").status_code == 404


# The list of places


def test_the_tree_counts_and_shows_what_stood_on_a_day(village):
    village.farmoor.close(date(2025, 4, 1))
    today, then = page("/places/"), page("/places/?on=2025-01-01")
    assert "Farmoor" not in today and "Farmoor" in then
    assert 'Thornbeck</a> <span class="tag on">3</span>' in today
    assert page("/places/?on=nonsense") and page("/places/?on=99999-01-01")


def test_places_are_found_by_any_name_and_by_postcode(village):
    OtherName.objects.create(place=village.riverside, name="Glan yr Afon")
    assert "Riverside" in page("/places/?q=glan+yr+afon")
    assert "Mill Lane" in page("/places/?q=tb1+1aa")
    assert "No place here is called that" in page("/places/?q=Atlantis")


# The first question


def test_with_nothing_in_there_are_two_actions_and_no_menu(db, village):
    Activity.objects.all().delete()
    text = page("/")
    main = text[text.index("<main") : text.index("</main>")]
    assert main.count('class="button"') == main.count('class="button quiet"') == 1
    assert 'href="/who/new/"' in main and 'href="/take-in/"' in main
    assert 'href="/promises/"' not in text


def test_the_front_page_asks_the_first_question_without_an_account(village, settings):
    settings.HOME_PLACE = "thornbeck"
    text = page("/")
    assert "What do you do, or want to do, and where?" in text and 'name="what"' in text and 'name="where"' in text
    assert "Three groups do three things here." in text


def test_the_answer_says_who_who_could_help_and_one_next_step(village):
    Offer.objects.create(thing="space", words="A hall on Tuesdays", place=village.riverside, organisation=village.choir)
    Organisation.objects.filter(pk=village.town_fund.pk).update(is_funder=True)
    text = page("/nearby/?what=a+lunch+for+older+people&where=Thornbeck")
    assert "In Thornbeck we know of one: “Tuesday lunches”." in text
    assert "Talk to Thornbeck Voluntary Action first" in text
    assert "A hall on Tuesdays" in text and "Thornbeck Town Fund" in text
    assert "Monthly drop-in" in text, "somebody who trains"
    assert "Nobody has offered their time here yet." in text


def test_what_is_not_done_here_is_looked_for_around_it(village):
    answer = Answer("lunches", "Riverside", None, TODAY)
    assert [(one.title, where) for one, where in answer.nearby] == [("Tuesday lunches", "Thornbeck")]
    assert answer.said == "Nobody we know of does that in Riverside. The nearest is “Tuesday lunches” (Thornbeck)."


@pytest.mark.once
def test_what_nobody_does_is_an_invitation(village):
    answer = Answer("underwater hockey", "Thornbeck", None, TODAY)
    assert answer.nearby == [] and "You may be the first" in answer.said
    assert answer.next_step["address"].startswith("/who/new/?title=underwater+hockey")
    assert page("/nearby/?what=underwater+hockey&where=Thornbeck")


def test_a_sentence_finds_what_has_most_of_its_words(village):
    answer = Answer("I would like to help people with blogs and facebook", "", None, TODAY)
    assert {one.title for one, _ in answer.nearby} >= {"Monthly drop-in on social media"}


def test_the_list_a_place_leads_to_holds_as_many_as_its_page_says(village, client):
    Activity.enter(village.kofi, {"title": "Long gone", "served": [village.thornbeck.pk], "stage": "ended"})
    shown = re.search(
        r'href="(/who/\?place=thornbeck[^"]*)">(?:All (\d+) activities|The one activity)', page("/places/thornbeck/")
    )
    listed = client.get(shown[1].replace("&amp;", "&")).context["page"].paginator.count
    assert listed == int(shown[2] or 1)


def test_one_word_in_common_is_no_answer(village):
    """ "Want" and "help" stand in many words about an activity; who asks about reading has not been answered by them."""
    about = "Whoever wants to help the town sing. No need to read music."
    sing = {"title": "Sing on Sundays", "about": about, "served": [village.thornbeck.pk]}
    Activity.enter(village.kofi, sing)
    answer = Answer("I want to help kids with reading", "Thornbeck", None, TODAY)
    assert answer.nearby == [] and "You may be the first" in answer.said
    assert [one.title for one, _ in Answer("I want to sing", "Thornbeck", None, TODAY).nearby] == ["Sing on Sundays"]


def test_a_word_that_many_hold_weighs_less_than_one_that_few_do(village):
    answer = Answer("a lunch club for older people", "Mill Lane", None, TODAY)
    assert [one.title for one, _ in answer.nearby] == ["Tuesday lunches"]


@pytest.mark.parametrize("asked", ["a repair shop for bicycles", "fixing bikes", "somewhere to mend my cycle"])
def test_who_asks_in_other_words_is_answered(village, asked):
    Activity.enter(village.kofi, {"title": "Mend your own bike on Sunday", "served": [village.thornbeck.pk]})
    found = [one.title for one, _ in Answer(asked, "Thornbeck", None, TODAY).nearby]
    assert "Mend your own bike on Sunday" in found and "Tuesday lunches" not in found


def test_of_three_found_two_are_named_as_among_them(village):
    for title in ("Kite making", "Kite flying", "Kite mending"):
        Activity.enter(village.kofi, {"title": title, "served": [village.thornbeck.pk]})
    said = Answer("kites", "Thornbeck", None, TODAY).said
    assert "we know of three, among them “Kite" in said


def test_a_place_nobody_knows_goes_along_to_the_form(village, client):
    client.force_login(village.bram)
    answer = Answer("underwater hockey", "Atlantis", None, TODAY)
    form = client.get(answer.next_step["address"]).context["form"]
    assert form["where"].value() == "Atlantis" and form["title"].value() == "underwater hockey"


def test_a_place_nobody_knows_is_said_to_be_unknown(village):
    assert "We know no place called “Atlantis”" in page("/nearby/?what=lunch&where=Atlantis")
    assert Client().get("/nearby/?where=Thornbeck")["Location"].startswith("/places/")


def test_a_place_that_ended_is_answered_for_by_what_followed(village):
    village.farmoor.close(date(2025, 4, 1), [village.thornbeck])
    assert Answer("lunch", "Farmoor", None, TODAY).place == village.thornbeck


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '"', "%2500", "é" * 300])
@pytest.mark.once
def test_odd_words_are_only_words(village, words):
    for path in ("/nearby/?where=x&what=", "/search/?q=", "/places/?q="):
        assert "<script>alert" not in page(path + words)


# Search


def test_search_finds_things_of_every_kind_and_narrows(village):
    text = page("/search/?q=mill+lane")
    assert "Mill Lane Library" in text.replace("<mark>", "").replace("</mark>", "")
    only = page("/search/?q=mill&kind=place").replace("<mark>", "").replace("</mark>", "")
    assert "Mill Lane</a>" in only and "Mill Lane Library" not in only
    assert page("/search/?q=lunch&place=farmoor").count("<mark>") == 0
    assert page("/search/?q=lunch&place=mill-lane").count("<mark>") >= 1


def test_what_no_page_says_in_these_words_is_found_in_others_and_that_is_said(village):
    said = page("/search/?q=tuesday+dinner")
    assert "Nothing holds just these words. This says the same in others." in said
    assert "Tuesday lunches" in said.replace("<mark>", "").replace("</mark>", "") and "Follow it:" not in said
    assert "in others" not in page("/search/?q=tuesday+lunch") and "in others" not in page(
        "/search/?q=underwater+hockey"
    )


def test_a_hidden_thing_is_not_found_even_while_the_index_still_holds_it(village):
    kept = {"kinds": ["directory.activity"]}
    assert searchable.find("lunches", kind="activity")
    for change in ({"private_for_now": True}, {"story": True}):
        Activity.objects.filter(pk=village.lunches.pk).update(**change)
        assert search.find("lunches", **kept) and not searchable.find("lunches", kind="activity")
        Activity.objects.filter(pk=village.lunches.pk).update(private_for_now=False, story=False)


def test_reindexing_takes_out_what_is_no_longer_public_and_is_safe_twice(village):
    Activity.objects.filter(pk=village.lunches.pk).update(private_for_now=True)
    first = dict(searchable.reindex())
    assert not search.find("lunches", kinds=["directory.activity"]) and dict(searchable.reindex()) == first


def test_the_directory_keeps_the_index_as_it_writes(village):
    made = Activity.enter(village.amina, {"title": "Repair cafe", "served": [village.riverside.pk]})
    assert searchable.find("repairs", place=village.riverside)
    made.set_down({"title": "Mending morning"}, village.amina)
    assert not searchable.find("repairs") and searchable.find("mend")


def test_numbers_are_spelled_as_people_write_them():
    assert [saying.spelled(n) for n in (1, 12, 13, 1200)] == ["one", "twelve", "13", "1,200"]
    assert saying.who_does_what(1, 1) == "One group does one thing here."
    assert saying.who_does_what(30, 0) == "30 things are known to be done here."


@pytest.mark.once
def test_a_place_has_a_map_and_the_same_as_a_table(client, village):
    page = client.get("/places/thornbeck/").content.decode()
    start = page.index('id="where"')
    section = page[start : page.index("</section>", start)]
    assert "<svg" in section and "Mill Lane" in section and "Mill Lane Library" in section
    twin = section[section.index("<table") :]
    assert all(name in twin for name in ("Thornbeck", "Mill Lane", "Mill Lane Library", "14 Mill Lane"))


def test_the_map_of_a_place_holds_no_hidden_address(client, village):
    Organisation.objects.filter(pk=village.library.pk).update(hides_address=True)
    Organisation.objects.filter(pk=village.refuge.pk).update(latitude=52.51, longitude=-2.08)
    page = client.get("/places/thornbeck/").content.decode()
    section = page[page.index('id="where"') :]
    section = section[: section.index("</section>")]
    assert "Mill Lane Library" not in section and "14 Mill Lane" not in section and "Refuge" not in section


@pytest.mark.once
def test_a_place_nobody_knows_the_whereabouts_of_has_no_map(client, village):
    Place.objects.update(latitude=None, longitude=None)
    Organisation.objects.update(latitude=None, longitude=None)
    assert 'id="where"' not in client.get("/places/thornbeck/").content.decode()


def test_the_places_can_be_taken_away_as_a_file(client, village):
    rows = b"".join(client.get("/places/?as=csv").streaming_content).decode("utf-8-sig")
    line = next(row for row in rows.splitlines() if row.startswith('"Thornbeck"'))
    assert "District or unitary" in line and "24265" in line
    assert client.get("/places/?as=xlsx").status_code == client.get("/places/?as=json").status_code == 200

"""Work together narrowed and decided on the page: a place by its name, one click to answer, one to take it back."""

from __future__ import annotations

import pytest
from django.utils import timezone

from folkmoot.directory.models import Activity, Ask, Need, Programme
from folkmoot.joinup.board import board
from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Finding, Look
from folkmoot.joinup.narrowing import Narrowed
from folkmoot.moderation.models import Standing

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def looked(village):
    look_again(TODAY)


@pytest.fixture
def finding(village):
    ours = [village.drop_in, village.course]
    return Finding.objects.standing().get(kind="duplication", a__in=ours, b__in=ours)


def page(client, person, address):
    client.logout()
    if person:
        client.force_login(person)
    return client.get(address).content.decode()


@pytest.mark.parametrize("words", ["Mill Lane", "mill lane", "mill-lane", "Mill Lane, Thornbeck"])
def test_a_place_is_found_by_the_name_people_use(village, words):
    assert Narrowed.of({"place": words}).place == village.mill_lane


def test_a_place_that_is_not_known_is_said_and_narrows_nothing(client, village):
    words = page(client, village.emeka, "/together/?place=Xqzzyk")
    assert "We do not know that place" in words and 'value="Xqzzyk"' in words
    assert "We do not know that place" in page(client, None, "/together/network/?place=Xqzzyk")


def test_the_network_has_a_field_for_the_place(client, village):
    words = page(client, None, "/together/network/?place=Mill+Lane")
    assert 'data-suggest="/places/names/"' in words and "Who works with whom · Mill Lane" in words


def supply(village, **more) -> dict:
    row = {
        "kind": "train",
        "place": f"place:{village.mill_lane.pk}",
        "activities": [f"activity:{village.course.pk}", f"activity:{village.drop_in.pk}"],
        "offered": 20,
        "filled": 12,
        "silent": 0,
        "cost_pence": [10000, 20000],
        "words": "train in Mill Lane: 8 places empty",
        "private": [],
    }
    Look.objects.filter(story=False).update(supply=[row | more])
    return row


def test_over_supply_is_shown_with_its_cost_where_it_is_asked_for(client, village):
    row = supply(village)
    assert row["words"] in page(client, None, "/together/") and "£100" in page(client, None, "/together/")
    assert row["words"] in page(client, None, "/together/?place=Mill+Lane&type=train")
    assert row["words"] not in page(client, None, "/together/?place=Riverside")
    assert row["words"] not in page(client, None, "/together/?type=fund")


def test_over_supply_and_gaps_leave_out_what_was_removed_or_closed_since(client, village):
    row = supply(village)
    look = Look.objects.get(story=False)
    asked = next(gap for gap in look.gaps if gap["what"] == "ask")
    assert asked["words"] in page(client, None, "/together/")

    Activity.objects.filter(pk=village.course.pk).update(private_for_now=True)
    Ask.objects.filter(pk=asked["pk"]).update(closed_at=timezone.now())
    for address in ("/together/", "/together/?as=csv"):
        client.logout()
        answer = client.get(address)
        words = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert row["words"] not in words and asked["words"] not in words


def test_a_need_that_moderators_removed_is_no_gap_any_more(client, village):
    gap = next(gap for gap in Look.objects.get(story=False).gaps if gap["what"] == "need")
    Standing.of(Need.objects.get(pk=gap["pk"])).rule("removed", "It is not true.", village.kofi)
    assert gap not in Narrowed().gaps(Look.objects.get(story=False))


def test_one_click_on_the_list_answers_and_one_undoes_it(client, village, finding):
    listed = page(client, village.emeka, "/together/")
    assert f'action="{finding.get_absolute_url()}answer/"' in listed

    sent = {"choice": "similar", "back": "list"}
    assert client.post(f"{finding.get_absolute_url()}answer/", sent).url == "/together/"
    finding.refresh_from_db()
    given = finding.answers().get()
    listed = page(client, village.emeka, "/together/")
    undo = f"{finding.get_absolute_url()}undo/{given.pk}/"
    assert given.choice == "similar" and f'action="{undo}"' in listed
    assert f'action="{finding.get_absolute_url()}answer/"' not in listed

    assert client.post(undo, {"back": "list"}).url == "/together/"
    assert not finding.answers().exists()


def test_kept_apart_leads_to_where_its_reason_is_written(client, village, finding):
    assert f'href="{finding.get_absolute_url()}#true"' in page(client, village.emeka, "/together/")


def test_what_a_colleague_answered_does_not_wait_for_the_other(village, finding):
    village.bram.memberships.create(organisation=village.online, speaks_for=True, accepted_at=timezone.now())
    assert finding in board(village.bram, TODAY, Narrowed()).yours
    finding.answer(village.emeka, "talk", day=TODAY)
    assert finding not in board(village.bram, TODAY, Narrowed()).yours


@pytest.fixture
def programmes(village):
    made = [
        Programme.objects.create(name=name, organisation=body)
        for name, body in (("Skills for all", village.voluntary_action), ("Digital spring", village.online))
    ]
    for activity, programme in ((village.drop_in, made[0]), (village.course, made[1])):
        Activity.objects.filter(pk=activity.pk).update(programme=programme)
    return made


def test_a_programmes_page_shows_its_own_findings_to_those_who_may_hear(client, village, finding, programmes):
    address = programmes[0].get_absolute_url()
    assert f'href="{finding.get_absolute_url()}"' in page(client, village.amina, address)
    for person in (None, village.carys):
        words = page(client, person, address)
        assert "worth a look" in words and village.course.title not in words


def test_programmes_that_meet_are_rolled_up_into_one_pair(client, village, finding, programmes):
    pairs = board(village.emeka, TODAY, Narrowed()).programmes
    met = [pair for pair in pairs if {pair.one, pair.other} == set(programmes)]
    assert len(met) == 1 and finding in met[0].findings
    assert "Programmes that meet" in page(client, village.emeka, "/together/")
    assert not board(None, TODAY, Narrowed()).programmes


def test_a_programmes_page_shows_its_empty_places(client, village, programmes):
    row = supply(village)
    assert row["words"] in page(client, None, programmes[0].get_absolute_url())


def test_a_places_page_shows_its_empty_places_and_another_does_not(client, village):
    row = supply(village)
    assert row["words"] in page(client, None, "/places/mill-lane/")
    assert row["words"] not in page(client, None, "/places/riverside/")

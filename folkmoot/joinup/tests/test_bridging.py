"""Whom to introduce, with the reason; by name, never by number; and every list of it as a file."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import get_language, override

from folkmoot.directory.models import Activity, Organisation, Party
from folkmoot.joinup.bridging import worth_introducing
from folkmoot.joinup.circle import all_ties, circle, ties_at
from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Agreement, Finding, Introduction
from folkmoot.moderation.models import Standing

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def looked(village):
    look_again(TODAY)


def rows(answer) -> list[dict]:
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_pairs_not_tied_yet_are_proposed_with_what_it_would_join(village):
    found = worth_introducing(village.emeka, TODAY)
    assert found and all(each.one != each.other and each.why and each.network for each in found)
    assert [each.newly_linked for each in found] == sorted((each.newly_linked for each in found), reverse=True)


def test_one_of_whom_no_link_is_known_is_said_to_be_brought_in(village):
    words = " ".join(
        each.network for person in (village.amina, village.kofi) for each in worth_introducing(person, TODAY)
    )
    assert "brings in" in words or "joins two islands" in words or "links two" in words


def test_a_stranger_is_proposed_nothing_that_they_may_not_hear(village):
    assert worth_introducing(village.carys, TODAY) == [] == worth_introducing(None, TODAY)


def test_those_who_met_or_declined_are_not_proposed_again(village):
    first = worth_introducing(village.emeka, TODAY)[0]
    Introduction.suggest(first.one, first.other, "Meet.", village.emeka)
    assert {first.one, first.other} not in [{each.one, each.other} for each in worth_introducing(village.emeka, TODAY)]


def test_bodies_are_named_in_words(client, village):
    client.force_login(village.bram)
    page = client.get(f"/together/introductions/suggest/?one={village.choir.pk}").content.decode()
    assert f'value="{village.choir.name}"' in page
    said = {"one": village.choir.name.lower(), "other": village.online.name, "reason": "A room for singers."}
    assert client.post("/together/introductions/suggest/", said).status_code == 302
    assert Introduction.objects.filter(reason="A room for singers.").count() == 1
    answer = client.post("/together/introductions/suggest/", said | {"other": "Nobody at all"})
    assert answer.status_code == 422 and "Nobody here is called" in answer.content.decode()


def test_what_is_worth_a_look_can_be_taken_away_by_those_who_may_hear_it(client, village):
    public = rows(client.get("/together/?as=csv"))
    assert {row["List"] for row in public} == {"Asked for or needed", "More places than people"}
    client.force_login(village.emeka)
    heard = rows(client.get("/together/?as=csv"))
    assert any(village.course.title in (row["What"], row["And"]) for row in heard)
    assert client.get("/together/?as=xlsx").status_code == client.get("/together/?as=json").status_code == 200


def test_a_gap_leads_to_who_asked_and_to_what_comes_nearest(client, village):
    page = client.get("/together/").content.decode()
    assert '<a href="/asks/' in page and '<a href="/needs/' in page
    assert "Nearest we know of:" in page


def test_the_network_and_what_is_shared_can_be_taken_away(client, village):
    ties = rows(client.get("/together/network/?as=csv"))
    assert ties and all(row["One body"] and row["And"] and row["What ties them"] for row in ties)
    shared = Agreement.objects.create(what="One survey for two", proposed_by=village.amina)
    for body in (village.voluntary_action, village.online):
        shared.joinings.create(organisation=body, joined_at=timezone.now())
    told = json.loads(b"".join(client.get("/together/agreements/?as=json").streaming_content))
    assert [row["what"] for row in told["rows"]] == ["One survey for two"]
    assert village.online.name in told["rows"][0]["who"]


def test_everything_about_working_together_can_be_reached_from_its_page(client, village):
    client.force_login(village.bram)
    page = client.get("/together/").content.decode()
    for address in ("network", "agreements", "introductions", "twins"):
        assert f'href="/together/{address}/"' in page


def test_two_islands_with_nothing_found_between_them_are_proposed(village):
    Finding.objects.all().delete()
    Party.objects.all().delete()
    for body in (village.online, village.choir):
        for n in (1, 2):
            activity = Activity.objects.create(title=f"{body} {n}", stage="running")
            activity.served.create(place=village.mill_lane)
            activity.parties.create(organisation=body)
    first = Activity.objects.filter(parties__organisation=village.online).first()
    first.parties.create(organisation=village.council, role="funds")

    found = worth_introducing(village.emeka, TODAY)

    assert [{each.one, each.other} for each in found] == [{village.online, village.choir}]
    assert found[0].finding is None and "Mill Lane" in found[0].reason and "brings in" in found[0].network
    assert worth_introducing(village.carys, TODAY) == []


def test_a_private_plan_proposes_nobody(village):
    Finding.objects.all().delete()
    Party.objects.all().delete()
    for body in (village.online, village.choir):
        activity = Activity.objects.create(title=str(body), stage="planned", private_for_now=True)
        activity.served.create(place=village.mill_lane)
        activity.parties.create(organisation=body)

    assert worth_introducing(village.emeka, TODAY) == []


def test_what_a_body_was_tied_to_under_an_older_name_stays_tied(village):
    before = ties_at(None)
    tied = next(pair for pair in before if village.online.pk in pair)
    other = Organisation.objects.create(name="Online in Thornbeck", entered_by=village.kofi)
    Organisation.objects.filter(pk=village.online.pk).update(same_as=other)

    partner = next(pk for pk in tied if pk != village.online.pk)
    assert tuple(sorted((partner, other.pk))) in ties_at(None)


def test_many_ties_are_kept_until_the_journal_moves(village, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("folkmoot.joinup.circle.WORTH_KEEPING", 0)
    assert all_ties() == ties_at(None)
    tied = next(body for pair in all_ties() for body in pair)
    with django_assert_num_queries(1):
        all_ties()

    Standing.of(Organisation.objects.get(pk=tied)).rule("removed", "It is none.", village.kofi)
    assert tied not in {body for pair in all_ties() for body in pair}


def test_a_kept_picture_speaks_the_language_of_its_reader(village, monkeypatch):
    monkeypatch.setattr("folkmoot.joinup.circle._circle", lambda _place: get_language())
    for spoken in ("en", "cy"):
        with override(spoken):
            assert circle(None) == spoken


def test_everybody_reads_what_came_of_introductions(client, village):
    met = Introduction.suggest(village.choir, village.council, "A room.", village.bram)
    Introduction.objects.filter(pk=met.pk).update(made_at=timezone.now() - timedelta(days=40))
    assert (
        "Of one introduction made a month ago or longer, 0 led to something"
        in client.get("/together/").content.decode()
    )

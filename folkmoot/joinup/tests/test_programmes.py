"""Two programmes alike as wholes: found where no two of their activities are, and heard, answered and opened alike."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from folkmoot.directory.models import Activity, Programme
from folkmoot.joinup.evidence import facts
from folkmoot.joinup.links import links_of
from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Finding
from folkmoot.joinup.narrowing import Narrowed

DAY = date(2026, 11, 20)


def part(programme, title, **facts):
    types, people, served = (facts.pop(name, []) for name in ("types", "people", "served"))
    made = Activity.objects.create(programme=programme, title=title, **facts)
    made.types.set(types)
    made.people.set(people)
    made.take_served([place.pk for place in served])
    return made


@pytest.fixture
def wholes(village):
    """Growing Mill Lane, of Voluntary Action, and Green Fingers, of the online centre: alike only when taken whole."""
    one = Programme.objects.create(name="Growing Mill Lane", organisation=village.voluntary_action)
    other = Programme.objects.create(name="Green Fingers", organisation=village.online)
    part(one, "Beds and tools", types=["train"], served=[village.mill_lane])
    part(one, "Saturdays", people=["young-people"], about="Growing vegetables on allotments together")
    part(other, "Allotment days", people=["young-people"], types=["train"])
    part(other, "Seeds", served=[village.mill_lane], about="Growing vegetables on allotments together")
    look_again(DAY)
    return one, other


def pair(wholes):
    return Finding.objects.standing().filter(programme_a__in=wholes, programme_b__in=wholes)


def test_two_programmes_are_found_though_no_two_of_their_activities_are(village, wholes):
    finding = pair(wholes).get()

    held = Activity.objects.filter(programme__in=wholes).values("pk")
    assert not Finding.objects.standing().filter(a__in=held, b__in=held).exists()
    assert {str(side) for side in finding.sides()} == {"Growing Mill Lane", "Green Fingers"}
    assert finding.place == village.mill_lane and "Mill Lane" in " ".join(each["words"] for each in finding.reasons)
    assert look_again(DAY)["new"] == 0 and pair(wholes).get() == finding


def test_those_who_speak_for_the_two_hear_first(client, village, wholes):
    finding = pair(wholes).get()

    for person in (village.amina, village.emeka):
        assert finding in Finding.objects.heard_by(person, DAY)
    for person in (village.carys, village.bram, None):
        assert finding not in Finding.objects.heard_by(person, DAY)
    assert b"Green Fingers" not in client.get(finding.get_absolute_url()).content


def test_they_answer_and_publish_as_with_activities(client, village, wholes):
    finding = pair(wholes).get()
    client.force_login(village.emeka)

    client.post(f"{finding.get_absolute_url()}answer/", {"choice": "separate", "because": "One is for a school."})
    client.post(f"{finding.get_absolute_url()}publish/", {})

    client.logout()
    for address in (finding.get_absolute_url(), wholes[0].get_absolute_url()):
        assert "Green Fingers" in client.get(address).content.decode()
    assert "One is for a school." in client.get(finding.get_absolute_url()).content.decode()


def test_the_page_says_what_both_do_and_who_funds_both(client, village, wholes):
    finding = pair(wholes).get()
    for whole in wholes:
        whole.activities.first().parties.create(organisation=village.council, role="funds")
    said = facts(wholes[0])

    assert said["Who"] == str(village.voluntary_action) and said["Where"] == "Mill Lane"
    assert said["Its activities"] == "Beds and tools; Saturdays"
    assert f"{village.council} funds both." in links_of(finding, True)
    client.force_login(village.amina)
    assert client.get(finding.get_absolute_url()).status_code == 200
    assert "Green Fingers" in b"".join(client.get("/together/?as=csv")).decode()


def test_a_private_plan_says_nothing_through_its_programme(village, wholes):
    Activity.objects.filter(programme=wholes[1]).update(private_for_now=True)

    look_again(DAY)

    assert not pair(wholes).exists()
    assert facts(wholes[1])["Its activities"] == "" and facts(wholes[1])["Where"] == ""


def test_where_two_of_their_activities_are_alike_the_same_is_not_asked_twice(village, wholes):
    finding = pair(wholes).get()
    for programme in wholes:
        facts = {"types": ["train"], "people": ["young-people"], "served": [village.mill_lane], "stage": "planned"}
        part(programme, "Pruning class", about="How to prune an apple tree", **facts)

    look_again(DAY)
    assert not pair(wholes).exists()

    finding.answer(village.emeka, "talk", day=DAY)
    look_again(DAY)
    assert pair(wholes).get() == finding


def test_a_list_narrowed_to_one_programme_or_type_of_help_holds_it(wholes):
    assert pair(wholes).get() in Narrowed(programme=wholes[0]).findings()
    assert pair(wholes).get() in Narrowed.of({"type": "train"}).findings()
    assert pair(wholes).get() not in Narrowed.of({"type": "fund"}).findings()


def test_one_programme_is_no_pair(wholes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=pair(wholes).get().pk).update(programme_b=None)

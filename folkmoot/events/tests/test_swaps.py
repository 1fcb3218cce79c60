"""Contacts are swapped when both say yes, never before, and no more once either takes it back."""

from __future__ import annotations

import pytest
from django.test import Client

from folkmoot.events.models import CheckIn, ContactCard, Event
from folkmoot.events.models.swap import link_for
from folkmoot.kit.refusals import NotYours, Refusal


@pytest.fixture
def bram(village):
    return ContactCard.put(CheckIn.objects.create(event=village.winter, person=village.bram), "Bram", "01632 960 111")


@pytest.fixture
def joan(village):
    return ContactCard.put(CheckIn.objects.create(event=village.winter, name="Joan"), "Joan", "joan@example.org")


def sees(one: ContactCard) -> dict[str, str]:
    return {other["card"].name: other["contact"] for other in one.others()}


def test_nobody_sees_a_contact_before_both_said_yes(bram, joan):
    assert (sees(bram), sees(joan)) == ({"Joan": ""}, {"Bram": ""})
    bram.say_yes(joan)
    assert (sees(bram), sees(joan)) == ({"Joan": ""}, {"Bram": ""})

    joan.say_yes(bram)

    assert (sees(bram), sees(joan)) == ({"Joan": "joan@example.org"}, {"Bram": "01632 960 111"})


def test_one_is_not_told_that_the_other_said_yes(bram, joan):
    bram.say_yes(joan)
    assert joan.others()[0]["yes"] is False


def test_saying_yes_twice_is_once_and_after_a_no_it_counts_again(bram, joan):
    assert bram.say_yes(joan) == bram.say_yes(joan)
    joan.say_yes(bram)
    bram.say_no(joan)
    bram.say_no(joan)
    assert (sees(bram)["Joan"], sees(joan)["Bram"]) == ("", "")

    bram.say_yes(joan)
    assert sees(joan)["Bram"] == "01632 960 111"


def test_who_leaves_the_list_is_seen_by_nobody_and_sees_nobody(bram, joan):
    bram.say_yes(joan)
    joan.say_yes(bram)
    bram.take_back()
    bram.take_back()

    assert sees(joan) == {}
    assert sees(bram) == {"Joan": ""}
    with pytest.raises(Refusal):
        joan.say_yes(bram)


def test_only_people_at_the_same_event_swap(village, bram):
    other = Event.objects.create(title="Another")
    stranger = ContactCard.put(CheckIn.objects.create(event=other, name="Else"), "Else", "x@example.org")
    for wrong in (stranger, bram):
        with pytest.raises(NotYours):
            bram.say_yes(wrong)


def test_both_a_name_and_a_contact_are_needed(village):
    came = CheckIn.objects.create(event=village.winter, name="Idris")
    for name, contact in (("", "x"), ("Idris", " ")):
        with pytest.raises(Refusal, match="number"):
            ContactCard.put(came, name, contact)


def test_it_works_from_a_signed_link_and_signed_in(village, bram, joan):
    phone, desk = Client(), Client()
    desk.force_login(village.bram)
    link, page = link_for(joan.check_in), f"/events/{village.winter.pk}/swaps/"
    phone.post(link, {"do": "yes", "with": bram.pk})
    assert "joan@example.org" not in desk.get(page).content.decode()

    desk.post(page, {"do": "yes", "with": joan.pk})

    assert "joan@example.org" in desk.get(page).content.decode()
    assert "01632 960 111" in phone.get(link).content.decode()


def test_a_changed_link_is_no_page(joan):
    link = link_for(joan.check_in)
    assert Client().get(link[:-4] + "xxx/").status_code == 404


def test_who_did_not_come_has_no_list(village):
    browser = Client()
    browser.force_login(village.carys)
    assert browser.get(f"/events/{village.winter.pk}/swaps/").status_code == 403


def test_somebody_who_walked_in_gets_a_square_of_their_own_at_the_door(village, client):
    event = village.winter
    joan = CheckIn.walk_in(event, "Joan", by=village.amina)
    client.force_login(village.amina)
    assert "their own square" in client.get(f"/events/{event.pk}/door/").content.decode()
    page = client.get(f"/events/{event.pk}/door/square/{joan.pk}/").content.decode()
    assert page.count("<svg") >= 2 and "For Joan" in page
    client.logout()
    assert client.get(link_for(joan)).status_code == 200
    client.force_login(village.carys)
    assert client.get(f"/events/{event.pk}/door/square/{joan.pk}/").status_code == 403

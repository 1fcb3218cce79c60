""" "I can help", "I would like this": put to whoever asked or offers; addresses show after a yes and no sooner."""

from __future__ import annotations

import pytest

from folkmoot.directory.models import Ask, Offer
from folkmoot.directory.models.helping import answer, contact, reach_out, withdraw
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.requests.models import Request

BRAMS, EMEKAS, AMINAS = (f"{name}@thornbeck.example" for name in ("bram", "emeka", "amina"))


@pytest.fixture
def room(village):
    """Thornbeck Voluntary Action asks for a room."""
    facts = {"thing": "space", "words": "A room on Mondays", "organisation": village.voluntary_action.pk}
    return Ask.enter(None, facts)


@pytest.fixture
def bicycles(village):
    """Emeka himself offers to mend bicycles."""
    return Offer.enter(village.emeka, {"thing": "people", "words": "I mend bicycles", "person": village.emeka.pk})


def test_its_page_says_how_and_a_stranger_signs_in_first(client, village, room, bicycles):
    assert "I can help" in client.get(room.get_absolute_url()).text
    assert "I would like this" in client.get(bicycles.get_absolute_url()).text
    assert client.get(f"{room.get_absolute_url()}reach/").status_code == 302
    client.force_login(village.emeka)
    assert "I would like this" not in client.get(bicycles.get_absolute_url()).text


def test_nobodys_address_shows_before_a_yes_and_both_do_after_it(client, village, room):
    client.force_login(village.bram)
    sent = client.post(f"{room.get_absolute_url()}reach/", {"words": "The hall is free.", "once": "one"})
    assert AMINAS not in client.get(sent.url).text
    client.force_login(village.amina)
    assert BRAMS not in client.get(sent.url).text and "The hall is free." in client.get(sent.url).text
    client.post(sent.url, {"do": "yes"})
    assert BRAMS in client.get(sent.url).text
    client.force_login(village.bram)
    assert AMINAS in client.get(sent.url).text


def test_nobody_else_learns_of_it(client, village, bicycles):
    reach_out(bicycles, village.bram, "Mine is bent.", "two")
    for who in (village.carys, village.kofi, village.amina):
        client.force_login(who)
        assert client.get("/reached/two/").status_code == 404
    with pytest.raises(NotYours):
        answer(Request.objects.get(kind="help"), village.carys, "yes")


def test_a_no_needs_its_reason_and_shows_no_address(village, bicycles):
    asked = reach_out(bicycles, village.bram, "Mine is bent.", "two")
    with pytest.raises(Refusal, match="Say why not"):
        answer(asked, village.emeka, "no")
    answer(asked, village.emeka, "no", "I am away until May.")
    assert contact(asked) is None
    answer(asked, village.emeka, "yes")
    assert contact(asked).of_asker == BRAMS and contact(asked).of_answerer == EMEKAS


def test_taken_back_by_either_side_no_address_is_shown(village, bicycles):
    asked = reach_out(bicycles, village.bram, "Mine is bent.", "two")
    answer(asked, village.emeka, "yes").undo(village.emeka)
    assert contact(asked) is None
    answer(asked, village.emeka, "yes")
    withdraw(asked, village.bram)
    withdraw(asked, village.bram)
    assert contact(asked) is None


def test_writing_twice_is_writing_once(village, room):
    first = reach_out(room, village.bram, "The hall is free.", "one")
    assert reach_out(room, village.bram, "The hall is free.", "two") == first
    assert Request.objects.filter(kind="help").count() == 1


def test_where_nobody_speaks_for_it_the_keepers_are_asked(village):
    offer = Offer.enter(None, {"thing": "space", "words": "A loft", "organisation": village.hall.pk})
    asked = reach_out(offer, village.bram, "For the choir.", "three")
    assert [one.party for one in asked.recipients.all()] == ["role:keeper"]
    answer(asked, village.kofi, "yes")


def test_what_is_nobodys_here_is_put_to_whoever_wrote_it_down(client, village):
    offer = Offer.enter(village.amina, {"thing": "other", "words": "A van on Fridays"}, source="The winter meeting")
    asked = reach_out(offer, village.bram, "For the choir.", "van")
    assert [one.person for one in asked.recipients.all()] == [village.amina]
    answer(asked, village.amina, "yes")
    assert "who passes it on" in client.get(offer.get_absolute_url()).content.decode()

    village.amina.is_active = False
    village.amina.save(update_fields=["is_active"])
    again = reach_out(Offer.objects.get(pk=offer.pk), village.dilys, "For the club.", "again")
    assert [one.party for one in again.recipients.all()] == ["role:keeper"]


def test_it_refuses_what_is_ones_own_closed_or_too_much(village, room, bicycles):
    with pytest.raises(Refusal, match="your own"):
        reach_out(bicycles, village.emeka, "x", "four")
    room.close(village.amina)
    room.refresh_from_db()
    with pytest.raises(Refusal, match="closed"):
        reach_out(room, village.bram, "x", "five")
    for n in range(10):
        thing = Offer.enter(village.emeka, {"thing": "people", "words": f"{n}", "person": village.emeka.pk})
        reach_out(thing, village.bram, "x", f"many-{n}")
    with pytest.raises(Refusal, match="today"):
        reach_out(bicycles, village.bram, "x", "six")

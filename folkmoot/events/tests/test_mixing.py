"""Tables that mix, from those who are here; and paper."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from folkmoot.events import seating
from folkmoot.events.models import CheckIn, Rsvp, TableCode
from folkmoot.events.seating import Room, met_before, seat, seat_late
from folkmoot.events.sums import mixing as sums
from folkmoot.kit.links import sign
from folkmoot.kit.refusals import Refusal

pytestmark = pytest.mark.django_db

SAID = {"title": "Break-outs", "of": "came", "tables": 3, "rounds": 1, "apart": "", "together": "", "once": ""}


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-12-05 13:00Z")


@pytest.fixture
def room(village):
    """Twelve people of three sectors, four bodies; the first of them Bram, with his account."""
    sectors = ("community", "council", "business")
    people = [
        CheckIn.walk_in(village.winter, f"P{n}", sector=sectors[n % 3], organisation_said=f"B{n % 4}")
        for n in range(11)
    ]
    people.append(CheckIn.objects.create(event=village.winter, person=village.bram, sector="community"))
    return people


def test_every_table_has_the_sectors_the_room_has(village, room):
    made = seat(village.winter, SAID, village.amina)
    for table in Room(made).rounds[0]:
        assert len(table) == 4 and {one.check_in.sector for one in table} == {"community", "council", "business"}
    assert made.report["others"]["here"] == 2 > made.report["others"]["at_random"]


def test_the_same_form_twice_is_one_seating(village, room):
    said = SAID | {"once": "k"}
    assert seat(village.winter, said, village.amina) == seat(village.winter, said, village.amina)


def test_nobody_meets_again_whom_they_met_before(village, room):
    first = seat(village.winter, SAID | {"tables": 4}, village.amina)
    before = {
        frozenset(one.check_in_id for one in pair) for table in Room(first).rounds[0] for pair in combinations(table, 2)
    }
    assert len(met_before(room)) == len(before), "walk-ins with no account are known again within their event"
    Rsvp.objects.all().delete()
    for came in room:
        facts = {"event": village.winter, "answer": "yes", "seat": "has", "number": 500 + came.pk, "name": came.name}
        came.rsvp = Rsvp.objects.create(who=f"mail:{came.pk}", **facts)
        came.save()
    second = seat(village.winter, SAID | {"tables": 4}, village.amina)
    again = {
        frozenset(one.check_in_id for one in pair)
        for table in Room(second).rounds[0]
        for pair in combinations(table, 2)
    }
    assert len(before) == 12 and not before & again and second.report["repeats"] == 0


def test_some_are_kept_apart_and_some_together(village, room):
    made = seat(village.winter, SAID | {"apart": "P0, P1\nP0, P2", "together": "P3, P6"}, village.amina)
    at = {one.check_in.called(): one.table for one in Room(made).seats}
    assert at["P0"] not in (at["P1"], at["P2"]) and at["P3"] == at["P6"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"apart": "P0, Nobody"}, "not the name of one person"),
        ({"apart": "P0"}, "two names with a comma"),
        ({"apart": "P0, P1", "together": "P0, P1"}, "P0 and P1 are to be kept apart and to sit together"),
        ({"tables": 13}, "between 1 and 12 tables"),
        ({"rounds": 99}, "between 1 and 12 rounds"),
    ],
)
def test_what_cannot_be_is_said_in_words(village, room, more, words):
    with pytest.raises(Refusal, match=words):
        seat(village.winter, SAID | more, village.amina)


def test_an_empty_room_says_what_to_do(village):
    with pytest.raises(Refusal, match="Let people in at the door"):
        seat(village.winter, SAID, village.amina)


def test_a_latecomer_gets_a_table_and_nobody_moves(village, room):
    made = seat(village.winter, SAID | {"rounds": 2}, village.amina)
    before = set(made.seats.values_list("round", "table", "check_in"))
    CheckIn.walk_in(village.winter, "Late Lou", sector="council")
    assert seat_late(made) == 1 and seat_late(made) == 0
    after = set(made.seats.values_list("round", "table", "check_in"))
    assert before < after and len(after - before) == 2
    assert made.report["people"] == 13


def test_each_sees_their_own_table_and_no_names(village, room, client):
    made = seat(village.winter, SAID, village.amina)
    table = next(one.table for one in Room(made).seats if one.check_in.person == village.bram)
    client.force_login(village.bram)
    page = client.get(f"/events/{village.winter.pk}/my-table/").content.decode()
    assert f"Table {table}" in page and "P0" not in page
    client.force_login(village.carys)
    assert "You have no table yet" in client.get(f"/events/{village.winter.pk}/my-table/").content.decode()


def test_small_numbers_are_hidden_from_the_public_and_not_from_hosts(village, room, client):
    CheckIn.walk_in(village.winter, "Only Funder", sector="funder")
    made = seat(village.winter, SAID, village.amina)
    page = client.get(f"/events/{village.winter.pk}/my-table/").content.decode()
    assert "few" in page.split("</main>")[0] and ">1<" not in page.split("<tbody>")[1]
    client.force_login(village.amina)
    page = client.get(f"/events/{village.winter.pk}/mixing/{made.pk}/").content.decode()
    assert "Only Funder" in page and "by chance it would be" in page
    client.force_login(village.bram)
    assert client.get(f"/events/{village.winter.pk}/mixing/{made.pk}/").status_code == 403


def test_with_the_link_of_a_reply_the_table_is_shown_without_an_account(village, room, client):
    facts = {"event": village.winter, "answer": "yes", "seat": "has", "number": 500, "name": "Jo"}
    rsvp = Rsvp.objects.create(who="mail:jo", **facts)
    CheckIn.let_in(rsvp)
    seat(village.winter, SAID, village.amina)
    assert "<h1>Table " in client.get(f"/events/my-table/{sign('pitches', rsvp.pk)}/").content.decode()


def test_the_form_makes_them_and_they_can_be_dropped(village, room, client):
    client.force_login(village.amina)
    answer = client.post(f"/events/{village.winter.pk}/mixing/", SAID)
    assert answer.status_code == 302
    client.post(f"{answer.url}drop/")
    assert client.get(answer.url).status_code == 404
    assert client.post(f"/events/{village.winter.pk}/mixing/", SAID | {"tables": -1}).status_code == 422


@pytest.mark.parametrize(
    "what", ["labels", "large-labels", "grid", "rooms", "sign-in", "sessions", "tables", "pitches"]
)
def test_each_kind_of_paper_is_for_those_who_hold_it(village, room, client, what):
    Rsvp.objects.create(event=village.winter, who="mail:jo", answer="yes", seat="has", number=501, name="Jo Undercliff")
    seat(village.winter, SAID, village.amina)
    address = f"/events/{village.winter.pk}/paper/{what}/"
    client.force_login(village.bram)
    assert client.get(address).status_code == 403
    client.force_login(village.amina)
    page = client.get(address).content.decode()
    there = {"labels": "Jo Undercliff", "large-labels": "P3", "grid": "Version 0, printed", "rooms": "Upper room"}
    there |= {
        "sign-in": "Jo Undercliff",
        "sessions": "Lifts to the hospital",
        "tables": "P7",
        "pitches": "I would talk about",
    }
    assert there[what] in page and page.count("<!doctype") == 1


def test_a_session_sheet_carries_the_square_of_its_table(village, client):
    card = TableCode.make(village.winter, session=village.sessions[0])
    client.force_login(village.amina)
    page = client.get(f"/events/{village.winter.pk}/paper/sessions/").content.decode()
    assert card.code in page and page.count("<svg") == 1
    assert client.get(f"/events/{village.winter.pk}/paper/origami/").status_code == 404


def test_walk_ins_of_one_event_are_known_at_its_second_seating(village):
    event = village.winter
    event.check_ins.all().delete()
    for n in range(4):
        CheckIn.walk_in(event, f"Walk {n}")
    said = {"title": "One", "of": "came", "tables": 2, "rounds": 1, "apart": "", "together": ""}
    first = seating.seat(event, said, village.amina)
    second = seating.seat(event, said | {"title": "Two"}, village.amina)

    def pairs(made):
        return {frozenset(seat.check_in_id for seat in table) for table in seating.Room(made).rounds[0]}

    assert len(seating.met_before(list(event.check_ins.all()))) == 4, "two pairs at each of two seatings"
    assert not pairs(first) & pairs(second)


def test_people_of_one_role_are_not_put_together_where_that_can_be_had(village):
    roles = sums._roles([CheckIn(person=village.amina), CheckIn(person=village.bram), CheckIn(name="Joan")])
    assert roles[village.amina.pk] and village.bram.pk not in roles
    people = sums._people([CheckIn(pk=1, person=village.amina), CheckIn(pk=2, name="Joan")])
    assert [one.role for one in people] == [roles[village.amina.pk], ""]


@pytest.mark.parametrize(("aim", "words"), [(1, "it is reached"), (9, "cannot be had"), (None, "")])
def test_what_came_of_the_aim_is_told(village, client, aim, words):
    event = village.winter
    event.check_ins.all().delete()
    for n in range(12):
        CheckIn.walk_in(event, f"Walk {n}", sector=["council", "community", "business"][n % 3])
    client.force_login(village.amina)
    sent = {"title": "Aim", "of": "came", "tables": "3", "rounds": "1", "aim": str(aim or ""), "once": "aim"}
    made = client.post(f"/events/{event.pk}/mixing/", sent)
    page = client.get(made.url).content.decode()
    assert (words in page) and ("The aim was" in page) == (aim is not None)


def test_an_uneven_room_beats_chance_by_a_tenth_and_repeats_nobody_it_need_not(village):
    event = village.winter
    event.check_ins.all().delete()
    sizes = {"council": 18, "community": 10, "business": 6, "research": 4, "": 2}
    for sector, many in sizes.items():
        for n in range(many):
            CheckIn.walk_in(event, f"{sector} {n}", sector=sector)
    made = seat(event, SAID | {"tables": 8, "rounds": 2}, village.amina)
    others = made.report["others"]
    assert others["here"] >= 1.1 * others["at_random"]
    assert made.report["repeats"] == 0


def test_walk_ins_of_two_places_are_mixed_and_the_report_counts_them(village, client):
    event = village.winter
    client.force_login(village.amina)
    for n in range(8):
        place = ("Farmoor", "Mill Lane")[n // 4]
        sent = {"name": f"P{n}", "place": place, "sector": "community", "once": f"w{n}"}
        client.post(f"/events/{event.pk}/door/walk-in/", sent)
    client.post(f"/events/{event.pk}/door/walk-in/", {"name": "P8", "sector": "community", "once": "w8"})
    made = seat(event, SAID | {"tables": 2}, village.amina)
    for table in Room(made).rounds[0]:
        assert Counter(one.check_in.place_id for one in table)[village.farmoor.pk] == 2
    assert made.report["places"] == [["Farmoor", 4], ["Mill Lane", 4], ["", 1]]
    words = " ".join(client.get(f"/events/{event.pk}/mixing/{made.pk}/").content.decode().split())
    assert "Farmoor 4, Mill Lane 4, not said 1." in words

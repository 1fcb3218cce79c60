"""The pages of the grid, and what asks each second whether it changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from folkmoot.events.grid import Grid
from folkmoot.events.models import Event, Pitch, Session
from folkmoot.events.sums.agenda import propose, torn
from folkmoot.kit.links import sign
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person
from folkmoot.rounds.models import Say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-12-05 13:40Z")


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("page", ["grid", "wall", "my-day"])
def test_anybody_may_look_without_an_account(village, client, page):
    assert "Warm rooms this winter" in text(client, f"/events/{village.winter.pk}/{page}/")


def test_the_grid_opens_with_what_runs_now(village, client):
    assert "2 sessions run now, until 14:10." in text(client, f"/events/{village.winter.pk}/grid/")


def test_it_answers_304_with_one_query_until_the_grid_changes(village, client, django_assert_num_queries):
    address = f"/events/{village.winter.pk}/grid/live/?as=wall"
    tag = client.get(address).headers["ETag"]
    with django_assert_num_queries(1):
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304

    village.sessions[0].rename("Warm rooms for all", village.amina)

    answer = client.get(address, headers={"If-None-Match": tag})
    assert answer.status_code == 200 and "Warm rooms for all" in answer.content.decode()
    assert answer.headers["ETag"] != tag


def test_a_draft_is_followed_only_by_those_who_hold_it(village, client):
    Event.objects.filter(pk=village.winter.pk).update(published_at=None)
    address = f"/events/{village.winter.pk}/grid/live/"
    assert client.get(address).status_code == 404
    client.force_login(village.amina)
    assert client.get(address).status_code == 200


def test_the_printed_grid_says_its_version(village, client):
    village.sessions[0].rename("Warm rooms for all", village.amina)
    page = text(client, f"/events/{village.winter.pk}/grid/")
    assert "Version 1 of the grid, printed" in page


def test_my_day_has_what_i_lead_and_what_i_would_come_to(village, client):
    client.force_login(village.dilys)
    page = text(client, f"/events/{village.winter.pk}/my-day/")
    assert "Warm rooms this winter" in page and "What the council can and cannot pay for" in page
    assert "Reading with children" not in page and "You wanted both" not in page


def test_the_sum_places_what_is_loose_and_moves_nothing(village):
    proposal = propose(Grid(village.winter))
    new = {placing.title for placing in proposal.placings if not placing.stays}
    assert new == {"A warm room in every street", "One page for everything on in town"}
    assert sum(placing.stays for placing in proposal.placings) == 4
    assert proposal.left_out == [] and 0 < proposal.met <= proposal.of


def test_what_began_is_not_moved_though_all_is_planned_anew(village):
    stays = {placing.title for placing in propose(Grid(village.winter), anew=True).placings if placing.stays}
    assert {"Warm rooms this winter", "Lifts to the hospital"} <= stays


def test_what_did_not_fit_is_said_with_names(village):
    village.winter.slots.filter(is_open=True).last().remove(village.amina)
    emeka = [session for session in village.sessions if "Reading" in session.title]
    village.winter.own_rooms.all().delete()
    proposal = propose(Grid(village.winter))
    titles = {title for title, _why in proposal.left_out}
    assert "One page for everything on in town" in titles and emeka
    assert not any("pitch:" in why or "person:" in why for _title, why in proposal.left_out)


def test_a_proposal_is_accepted_once_and_undone_as_one(village, client):
    client.force_login(village.amina)
    address = f"/events/{village.winter.pk}/remix/sum/"
    signed = text(client, address).split('name="proposal" value="')[1].split('"')[0]

    for _twice in (1, 2):
        assert client.post(address, {"proposal": signed}).status_code == 302

    assert Session.objects.live().filter(event=village.winter).count() == 6
    change = village.winter.remixes.get()
    assert change.what == "by sum"
    change.undo(village.amina)
    assert Session.objects.live().filter(event=village.winter).count() == 4


def test_a_proposal_for_a_grid_that_changed_is_refused(village, client):
    client.force_login(village.amina)
    address = f"/events/{village.winter.pk}/remix/sum/"
    signed = text(client, address).split('name="proposal" value="')[1].split('"')[0]
    village.sessions[0].rename("Another", village.amina)
    answer = client.post(address, {"proposal": signed})
    assert answer.status_code == 409 and "Ask for a new proposal" in answer.content.decode()


def test_those_who_hold_it_see_who_is_torn(village, client):
    people, pulls = torn(Grid(village.winter))
    assert people == 2 and {pull.people for pull in pulls} == {1}
    client.force_login(village.amina)
    assert "2 times somebody wants two sessions" in text(client, f"/events/{village.winter.pk}/remix/")
    client.force_login(village.bram)
    assert client.get(f"/events/{village.winter.pk}/remix/").status_code == 403


def test_a_strange_verb_is_no_page_and_a_missing_choice_is_a_sentence(village, client):
    client.force_login(village.amina)
    session = village.sessions[0]
    assert client.post(f"{session.get_absolute_url()}explode/").status_code == 404
    answer = client.post(f"{session.get_absolute_url()}swap/")
    assert answer.status_code == 409 and "Choose the other session" in answer.content.decode()


def test_forms_of_the_remix_page_do_what_they_say(village, client):
    client.force_login(village.amina)
    session, other = village.sessions[0], village.sessions[2]
    cell = Grid(village.winter).free[0]
    place = f"{cell.slot.pk}-{cell.room.pk}"
    for what, said in (
        ("move", {"place": place}),
        ("move", {"place": "off"}),
        ("move", {"slot": cell.slot.pk, "room": cell.room.pk}),
        ("swap", {"other": other.pk}),
        ("name", {"title": "Warmth"}),
        ("merge", {"other": other.pk}),
    ):
        assert client.post(f"{session.get_absolute_url()}{what}/", said).status_code == 302, what
    session.refresh_from_db()
    assert (session.title, session.state) == ("Warmth", "merged")
    client.post(f"/events/{village.winter.pk}/remix/{village.winter.remixes.first().pk}/undo/")
    session.refresh_from_db()
    assert session.state == "planned"


def test_the_grid_asks_as_much_of_the_database_for_many_as_for_few(village, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(16) as seen:
        text(client, f"/events/{village.winter.pk}/grid/")
    few = len(seen)
    rooms = [village.winter.own_rooms.create(name=f"Room {n}", seats=9, position=9 + n) for n in range(12)]
    slots = list(village.winter.slots.filter(is_open=True))
    for n, room in enumerate(rooms):
        for slot in slots:
            made = Session.objects.create(event=village.winter, title=f"S{n}", slot=slot, room=room)
            made.pitches.create(event=village.winter, title=f"P{n} {slot.pk}", person=village.bram)
    with django_assert_max_num_queries(few):
        text(client, f"/events/{village.winter.pk}/grid/")


def test_a_proposal_of_one_event_is_none_of_another(village):
    from folkmoot.events.remixing import accept

    other = Event.objects.create(title="Another")
    with pytest.raises(Http404):
        accept(village.winter, sign("proposal", [other.pk, 0, []]), village.amina)
    with pytest.raises(Refusal, match="nothing to place"):
        accept(village.winter, sign("proposal", [village.winter.pk, 0, []]), village.amina)


def test_counts_are_shown_and_never_who(village, client):
    strangers = Person.objects.create_user("zed@thornbeck.example", name="Zed Unseen")
    village.pitches[0].want(Say.voter_of(strangers), True, person=strangers)
    assert "Zed Unseen" not in text(client, f"/events/{village.winter.pk}/pitches/")


def test_a_day_after_the_first_says_which_day_it_is_everywhere(village, client):
    event = village.winter
    client.force_login(village.amina)
    event.slots.create(
        starts_at=event.starts_at + timedelta(days=1),
        ends_at=event.starts_at + timedelta(days=1, hours=1),
        is_open=True,
    )
    for page in ("grid/", "wall/", "my-day/", "agenda/", "paper/grid/", "paper/rooms/"):
        words = client.get(f"/events/{event.pk}/{page}").content.decode()
        assert "Sunday 6 December" in words or "Sun 6 Dec" in words, page


def test_one_day_is_not_named_at_every_slot(village, client):
    assert "Sat 5 Dec" not in client.get(f"/events/{village.winter.pk}/wall/").content.decode()


@pytest.mark.parametrize("what", ["grid", "rooms", "sessions", "labels"])
def test_paper_follows_the_grid_on_the_screen(village, client, what):
    client.force_login(village.amina)
    words = client.get(f"/events/{village.winter.pk}/paper/{what}/").content.decode()
    assert f'data-live="/events/{village.winter.pk}/grid/live/?as=grid" data-reload' in words and "live.js" in words


def test_the_page_of_a_session_and_the_lists_beside_the_grid_follow(village, client):
    event = village.winter
    client.force_login(village.amina)
    session = Session.objects.create(event=event, title="Bees")
    assert "data-live" in client.get(session.get_absolute_url()).content.decode()
    assert 'data-alongside="lists"' in client.get(f"/events/{event.pk}/remix/").content.decode()
    assert 'data-alongside="now"' in client.get(f"/events/{event.pk}/grid/").content.decode()
    assert "No network." in client.get(f"/events/{event.pk}/wall/").content.decode()


def test_each_of_a_party_has_a_label(village, client):
    event = village.winter
    event.rsvps.create(who="x", number=950, answer="yes", seat="has", name="Wilhelmina", party=3)
    client.force_login(village.amina)
    words = client.get(f"/events/{event.pk}/paper/labels/").content.decode()
    assert words.count("Wilhelmina") == 3 and words.count("with Wilhelmina") == 2


def test_hands_counted_in_the_room_find_a_room_that_is_big_enough(village, client):
    starts, day = timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=1, hours=4)
    event = Event.objects.create(title="Hands", starts_at=starts, ends_at=day, published_at=timezone.now())
    event.hosts.create(person=village.amina, role="convenor")
    slot = event.slots.create(starts_at=event.starts_at, ends_at=event.ends_at, is_open=True)
    small, big = (event.own_rooms.create(name=name, seats=n, position=n) for name, n in (("Small", 4), ("Big", 40)))
    quiet, loud = (Pitch.put(event, title, by=village.amina, pitcher=title) for title in ("Quiet", "Loud"))
    loud.count_hands(30)
    assert not propose(Grid(event)).left_out
    placings = {one.title: one.room for one in propose(Grid(event)).placings}
    assert placings == {"Loud": big, "Quiet": small}

    client.force_login(village.amina)
    Session.place(loud, slot, small, village.amina)
    words = client.get(f"/events/{event.pk}/remix/").content.decode()
    assert "30 want it; Small has 4 seats" in words


def test_what_somebody_brings_becomes_a_pitch_once_and_names_only_who_agreed(village, client):
    event = village.winter
    client.force_login(village.amina)
    mine = event.rsvps.create(who="x", number=950, answer="yes", seat="has", name="Wilhelmina", brings="A talk on bees")
    desk = client.get(f"/events/{event.pk}/desk/").content.decode()
    assert "Make it a pitch" in desk and "Somebody who comes" in desk
    sent = {"title": mine.brings, "pitcher": "Somebody who comes", "once": f"brings {mine.pk}"}
    for _ in range(2):
        client.post(f"/events/{event.pk}/pitches/new/", sent)
    pitch = Pitch.objects.get(title="A talk on bees")
    assert pitch.whose() == "Somebody who comes"

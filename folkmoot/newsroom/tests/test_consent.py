"""Nobody is shown without a yes, for each purpose by itself; and what is taken back is gone from everywhere."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from folkmoot.journal.models import Line, Notice, Watch
from folkmoot.kit import search, work
from folkmoot.kit.links import sign
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.newsroom import jobs, publishing, stream
from folkmoot.newsroom.models import Piece, RoundUp, Subject
from folkmoot.newsroom.models.subject import CodeTaken
from folkmoot.newsroom.tests.made import kept

ALL = ["record", "wall", "onward"]
QUOTE = "Nobody asked us zyxomma before"


@pytest.fixture
def quote(village):
    piece = kept(village, QUOTE, kind="quote", people="some")
    piece.approve(village.emeka)
    return piece


@pytest.fixture
def joan(village, quote):
    return Subject.show(quote, "Joan", ALL, village.bram, slip="KWBH-7D3T", is_named=True)


@pytest.fixture
def round_up(village, quote, joan):
    made = RoundUp.begin("The week", village.emeka, desk=village.desk)
    made.add(village.emeka, piece=quote)
    publishing.publish(made, village.emeka)
    return made


def pages(village, round_up) -> dict[str, str]:
    """Every surface on which a report of the winter event can stand → its address."""
    desk = village.desk.get_absolute_url()
    return {
        "stream": desk,
        "atom": f"{desk}?as=atom",
        "csv": f"{desk}?as=csv",
        "json": f"{desk}?as=json",
        "excel": f"{desk}?as=xlsx",
        "wall": f"{desk}wall/",
        "live wall": f"{desk}wall/live/",
        "place": "/newsroom/places/thornbeck/",
        "place as feed": "/newsroom/places/thornbeck/?as=atom",
        "newsroom": "/newsroom/",
        "round-up": round_up.get_absolute_url(),
        "search": "/search/?q=zyxomma",
        "event": village.winter.get_absolute_url(),
        "record": f"/events/{village.winter.pk}/record/",
    }


def body(client, address: str) -> str:
    answer = client.get(address)
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return raw.decode(errors="replace")


def test_without_a_yes_it_shows_nowhere_and_with_one_only_where_it_was_said(village, quote):
    assert not Piece.objects.shown().filter(pk=quote.pk).exists()
    Subject.show(quote, "Joan", ["record"], village.bram)
    assert [purpose for purpose in ALL if Piece.objects.shown(purpose).filter(pk=quote.pk).exists()] == ["record"]
    Subject.show(quote, "Idris", [], village.bram)
    assert not Piece.objects.shown().filter(pk=quote.pk).exists(), "everybody in it has to agree"


def test_a_yes_for_the_page_of_the_event_is_one_for_no_other_page(client, village, quote, round_up):
    """ "On the page of the event" is what they were told: the newsroom, a place, a search and a file are elsewhere."""
    Subject.objects.get(piece=quote).answer(["record"], holds_slip=True)

    there = {name for name, at in pages(village, round_up).items() if QUOTE in body(client, at)}
    assert there == {"stream"}
    assert search.find("zyxomma", kinds=["newsroom.piece"]) == []

    Subject.objects.get(piece=quote).answer(["onward"], holds_slip=True)
    there = {name for name, at in pages(village, round_up).items() if QUOTE in body(client, at)}
    assert there >= {"newsroom", "place", "atom"} and "stream" not in there


def test_who_can_be_seen_has_to_be_said_first(village):
    piece = kept(village, "A quote", kind="quote", people="later")
    assert not Piece.objects.shown().filter(pk=piece.pk).exists()


def test_what_is_taken_back_is_gone_from_every_page_feed_file_and_search(client, village, joan, round_up):
    village.desk.wall_delay = 0
    village.desk.save()
    before = {
        name: QUOTE in body(client, at) or "zyxomma" in body(client, at)
        for name, at in pages(village, round_up).items()
    }
    seen = {name for name, there in before.items() if there}
    assert {"stream", "atom", "csv", "json", "wall", "live wall", "place", "newsroom", "round-up"} <= seen

    assert joan.withdraw() and not joan.withdraw()
    for name, address in pages(village, round_up).items():
        assert QUOTE not in body(client, address), name
    assert search.find("zyxomma", kinds=["newsroom.piece"]) == []
    assert client.get(joan.piece.get_absolute_url()).status_code == 404
    assert QUOTE not in json.dumps([line.title for line in Line.objects.all()])


def test_a_letter_on_its_way_leaves_it_out(village, joan, round_up):
    Watch.start(village.carys, village.winter, pace="daily")
    assert publishing.send(round_up, village.emeka) == 1
    joan.withdraw()
    work.drain(scheduled=False)
    letters = [one for one in outbox.outbox if one.to == [village.carys.email] and one.subject == "The week"]
    assert len(letters) == 1 and QUOTE not in letters[0].body


def test_it_can_be_given_again_for_a_week_and_is_erased_then(village, joan, settings, tmp_path):
    settings.FILES = tmp_path
    joan.withdraw()
    assert joan.give_again(["record"])
    assert Piece.objects.shown().filter(pk=joan.piece_id).exists()

    joan.withdraw()
    jobs.erase_what_was_taken_back.call()
    assert Piece.objects.get(pk=joan.piece_id).words == QUOTE
    Subject.objects.filter(pk=joan.pk).update(withdrawn_at=timezone.now() - timedelta(days=8))
    jobs.erase_what_was_taken_back.call()
    piece = Piece.objects.get(pk=joan.piece_id)
    assert piece.erased_at and piece.words == "" and Subject.objects.get(pk=joan.pk).name == ""
    joan.refresh_from_db()
    joan.piece.refresh_from_db()
    with pytest.raises(Refusal, match="erased"):
        joan.give_again(["record"])


def test_the_code_on_a_slip_opens_it_without_an_account(client, village, joan):
    wrong = client.post("/newsroom/slip/", {"code": "BBBB-BBBB"})
    assert wrong.status_code == 422 and "No report here has that code" in wrong.content.decode()
    right = client.post("/newsroom/slip/", {"code": "kwbh 7d3t"})
    page = client.get(right.url)
    assert QUOTE in page.content.decode()

    client.post(right.url, {"purposes": ["record"]})
    assert [one for one in ALL if Piece.objects.shown(one).filter(pk=joan.piece_id).exists()] == ["record"]
    client.post(right.url, {"all": "back"})
    assert not Piece.objects.shown().filter(pk=joan.piece_id).exists()


def test_looking_at_a_slips_link_changes_nothing(client, joan):
    client.get(f"/newsroom/slip/{sign('slip', joan.pk)}/")
    joan.refresh_from_db()
    assert joan.withdrawn_at is None


def test_one_slip_is_one_persons(village, quote, joan):
    other = kept(village, "Another quote", kind="quote", people="some")
    with pytest.raises(CodeTaken):
        Subject.show(other, "Idris", ALL, village.bram, slip="kwbh7d3t")


def test_somebody_with_an_account_takes_it_back_as_themselves_and_no_other_does(village, quote):
    subject = Subject.show(quote, "Carys", ALL, village.bram, person=village.carys)
    with pytest.raises(NotYours):
        subject.answer([], village.dilys)
    subject.answer([], village.carys)
    assert not Piece.objects.shown().filter(pk=quote.pk).exists()


def test_a_duplicate_merged_into_another_takes_its_no_along(village, joan, quote):
    twin = kept(village, "Nobody asked us zyxomma before!", kind="quote", people="some")
    Subject.show(twin, "Joan", ALL, village.bram)
    twin.merge(quote, village.emeka)
    assert Piece.objects.shown().filter(pk=quote.pk).exists()
    twin.subjects.get().withdraw()
    assert not Piece.objects.shown().filter(pk=quote.pk).exists()


def test_the_wall_waits_and_wants_an_editor(village):
    piece = kept(village, "Just now")
    now = timezone.now()
    assert stream.wall(village.desk, now + timedelta(seconds=61)) == []
    piece.approve(village.emeka)
    assert stream.wall(village.desk, now + timedelta(seconds=50)) == []
    assert [entry.piece for entry in stream.wall(village.desk, now + timedelta(seconds=61))] == [piece]


def test_what_the_desk_wrote_down_wrongly_is_put_right_and_nothing_is_erased(client, village, quote):
    subject = Subject.show(quote, "Joan", ALL, village.bram, slip="KWBH-7D3T", is_named=True)
    client.force_login(village.bram)
    address = f"{quote.get_absolute_url()}people/{subject.pk}/edit/"
    assert "Nothing is erased" in client.get(address).content.decode()

    client.post(address, {"name": "Jean", "purposes": ["record"], "email": village.carys.email})

    subject.refresh_from_db()
    assert (subject.name, subject.is_named, subject.person) == ("Jean", False, village.carys)
    assert [one for one in ALL if Piece.objects.shown(one).filter(pk=quote.pk).exists()] == ["record"]
    assert Notice.objects.filter(person=village.carys, words__contains="You are shown").count() == 1
    client.post(address, {"name": "Jean", "purposes": [], "not_theirs": "on"})
    subject.refresh_from_db()
    assert subject.person is None and subject.withdrawn_at is None and Piece.objects.get(pk=quote.pk).words == QUOTE


def test_the_same_slip_again_says_how_it_is_now(village, quote, joan):
    again = Subject.show(quote, "Joan", ["record"], village.bram, slip="kwbh 7d3t", is_named=False, guardian="Ada")
    assert again == joan and (again.is_named, again.guardian, again.agreed_now()) == (False, "Ada", ["record"])


def test_the_desk_adds_nothing_to_what_somebody_said_themselves_and_brings_nothing_back(village, joan):
    joan.answer(["record"], holds_slip=True)
    with pytest.raises(Refusal, match="take away"):
        joan.put_right("Joan", ALL, village.bram)
    joan.put_right("Joan", [], village.bram)
    joan.withdraw()
    with pytest.raises(Refusal, match="took it back"):
        joan.put_right("Joan", ["record"], village.bram)


def card(village, *people: dict, **more) -> dict:
    """An interview as the form sends it."""
    said = {"answer_0": "My neighbour asked me.", "answer_2": "A rota, with Idris.", "once": "card 1"} | more
    said |= {"who-TOTAL_FORMS": "4", "who-INITIAL_FORMS": "0"}
    for number, person in enumerate(people):
        said |= {f"who-{number}-{name}": value for name, value in person.items()}
    return said


def test_an_interview_is_kept_with_the_yes_of_each_person(client, village):
    client.force_login(village.bram)
    address = f"/newsroom/events/{village.winter.pk}/interview/"
    assert "What brought you here?" in client.get(address).content.decode()
    joan = {"name": "Joan", "slip": "KWBH-7D3T", "purposes": ALL, "is_named": "on"}
    idris = {"name": "Idris", "slip": "KWBH-7D3V", "purposes": ["record"], "guardian": "His mother"}

    for _twice in range(2):
        client.post(address, card(village, joan, idris))

    piece = Piece.objects.get(kind="interview", desk=village.desk)
    assert piece.words == "What brought you here?\nMy neighbour asked me.\n\n" + (
        "What will you do next, and with whom?\nA rota, with Idris."
    )
    named = [(one.name, one.is_named, one.guardian, sorted(one.agreed_now())) for one in piece.subjects.all()]
    assert named == [("Joan", True, "", sorted(ALL)), ("Idris", False, "His mother", ["record"])]
    assert [one for one in ALL if Piece.objects.shown(one).filter(pk=piece.pk).exists()] == ["record"]


def test_an_interview_without_a_name_or_with_a_slip_that_is_anothers_says_so_and_keeps_nothing(client, village, joan):
    client.force_login(village.bram)
    address = f"/newsroom/events/{village.winter.pk}/interview/"
    nameless = client.post(address, card(village, {"slip": "KWBH-7D3V"})).content.decode()
    assert "Write whose slip" in nameless and "My neighbour asked me." in nameless
    taken = client.post(address, card(village, {"name": "Idris", "slip": "KWBH-7D3T", "purposes": ["record"]}))
    assert taken.status_code == 422 and not Piece.objects.filter(kind="interview", desk=village.desk).exists()


def test_cards_to_print_have_the_questions_and_slips_that_nobody_has(client, village):
    client.force_login(village.bram)
    page = client.get(f"/newsroom/events/{village.winter.pk}/cards/")
    told = page.content.decode()
    assert (
        "What will you do next" in told
        and "On the big screen of the day" in told
        and "no-store" in page["Cache-Control"]
    )
    codes = re.findall(r'<p class="code">([^<]+)</p>', told)
    assert len(codes) == len(set(codes)) == 4 and not any(Subject.by_code(code) for code in codes)


def test_a_phone_says_whether_a_name_may_stand_beside_it(client, village):
    client.force_login(village.bram)
    said = {"kind": "quote", "words": "We were three.", "people": "some", "name": "Joan", "purposes": ["record"]}
    client.post(f"/newsroom/events/{village.winter.pk}/new/", said | {"is_named": "on", "once": "phone 1"})
    assert Subject.objects.get(piece__words="We were three.").is_named

"""A report is kept once, by those on the rota alone, and shows when it may."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.kit import search
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.newsroom import keeping
from folkmoot.newsroom.models import Desk, Piece
from folkmoot.newsroom.models.piece import PieceRefused
from folkmoot.newsroom.tests.made import kept, picture_file
from tests.access_asking import sign_in


def shown(piece: Piece, purpose: str = "record") -> bool:
    return Piece.objects.shown(purpose).filter(pk=piece.pk).exists()


def test_the_same_word_is_the_same_report(village):
    one = kept(village, once="a")
    two = kept(village, "Other words", once="a")

    assert one.pk == two.pk and Piece.objects.get(pk=one.pk).words == "The hall is full."
    assert kept(village, "Other words", once="b").pk != one.pk


def test_it_refuses_who_is_not_on_the_rota(village):
    with pytest.raises(NotYours):
        Piece.keep(village.desk, village.dilys, "words", words="x", once="a")


@pytest.mark.parametrize(
    "facts", [{"words": " "}, {"kind": "link", "words": "x"}, {"kind": "picture"}, {"kind": "song"}]
)
def test_it_refuses_what_has_nothing_in_it(village, facts):
    with pytest.raises(PieceRefused):
        kept(village, facts.pop("words", ""), once="a", **facts)


def test_it_refuses_a_session_of_another_event(village):
    other = village.autumn.sessions.first()
    with pytest.raises(PieceRefused, match="session of this event"):
        kept(village, session=other)


def test_a_clock_that_is_wrong_is_not_believed(village):
    now = timezone.now()
    assert abs(kept(village, "a", happened_at=now + timedelta(days=2)).happened_at - now) < timedelta(minutes=1)
    late = now - timedelta(hours=5)
    assert kept(village, "b", happened_at=late).happened_at == late


def test_it_shows_at_once_or_when_an_editor_has_looked(village):
    piece = kept(village)
    assert shown(piece)
    Desk.open(village.winter, village.amina, tag="x", shows="checked")
    assert not shown(piece)
    with pytest.raises(NotYours):
        piece.approve(village.bram)
    assert piece.approve(village.emeka) and not piece.approve(village.emeka)
    assert shown(piece)


def test_it_is_found_by_search_while_it_shows(village):
    piece = kept(village, "Lanterns by the beck")
    assert [hit.key for hit in search.find("lanterns beck", kinds=["newsroom.piece"])] == [str(piece.pk)]
    piece.hide(village.bram)
    assert search.find("lanterns beck", kinds=["newsroom.piece"]) == []
    assert piece.show_again(village.bram) and shown(piece)
    assert search.find("lanterns beck", kinds=["newsroom.piece"])


def test_two_reports_of_one_thing_become_one_and_two_again(village):
    one, two = kept(village, "Mrs Kaur asked who drives"), kept(village, "Mrs Kaur asked: who drives?")
    pairs = keeping.waiting(village.desk)["pairs"]
    assert [{a.pk, b.pk} for a, b in pairs] == [{one.pk, two.pk}]

    assert two.merge(one, village.emeka) and not two.merge(one, village.emeka)
    assert shown(one) and not shown(two)
    assert two.apart(village.emeka) and shown(two)


def test_a_report_is_not_merged_with_itself_or_by_a_writer(village):
    one, two = kept(village, "a"), kept(village, "b")
    with pytest.raises(Refusal):
        one.merge(one, village.emeka)
    with pytest.raises(NotYours):
        one.merge(two, village.bram)


@pytest.fixture
def bram(client, village):
    sign_in(client, village.bram)
    return client


def test_a_phone_sends_a_picture_and_is_told_what_is_still_wanted(bram, village, settings, tmp_path):
    settings.FILES = tmp_path
    address, sent = f"/newsroom/events/{village.winter.pk}/new/", {"kind": "picture", "once": "p1", "words": "The hall"}
    told = bram.post(address, sent | {"picture": picture_file()}, headers={"accept": "application/json"})
    again = bram.post(address, sent | {"picture": picture_file()}, headers={"accept": "application/json"})

    assert told.status_code == 200 and json.loads(told.content)["address"] == json.loads(again.content)["address"]
    assert len(json.loads(told.content)["still"]) == 2
    assert (
        len(list(tmp_path.rglob("*.png"))) + len(list(tmp_path.rglob("*.jpg"))) + len(list(tmp_path.rglob("*.webp")))
        == 2
    )
    piece = Piece.objects.get(once__endswith="p1")
    assert not shown(piece)
    bram.post(f"/newsroom/pieces/{piece.pk}/edit/", {"words": "The hall", "alt": "Thirty chairs", "people": "nobody"})
    assert shown(piece)


def test_a_picture_is_given_to_those_alone_who_may_see_it_now(bram, village, settings, tmp_path, client):
    settings.FILES = tmp_path
    address = f"/newsroom/events/{village.winter.pk}/new/"
    bram.post(address, {"kind": "picture", "once": "p", "alt": "x", "people": "nobody", "picture": picture_file()})
    piece = Piece.objects.get(once__endswith=":p")
    file = f"/newsroom/pieces/{piece.pk}/picture/whole/"
    stranger = type(client)()
    assert stranger.get(file).status_code == 200
    piece.hide(village.bram)
    assert stranger.get(file).status_code == 404
    assert bram.get(file).status_code == 200


def test_a_bad_line_says_what_is_wrong_and_loses_nothing(bram, village):
    address = f"/newsroom/events/{village.winter.pk}/new/"
    told = bram.post(address, {"kind": "words", "words": "", "once": "x"}, headers={"accept": "application/json"})
    assert told.status_code == 422 and json.loads(told.content)["words"] == "Write something first."


def test_points_of_an_interview_have_their_times(bram, village):
    piece = kept(village, "A driver speaks", kind="interview", people="nobody")
    address = f"/newsroom/pieces/{piece.pk}/edit/"
    bram.post(address, {"words": "A driver speaks", "people": "nobody", "moments": "1:05 The bus\n1:02:03 Insurance"})
    assert [(one.seconds, one.clock()) for one in piece.moments.all()] == [(65, "1:05"), (3723, "1:02:03")]
    wrong = bram.post(address, {"words": "x", "people": "nobody", "moments": "soon: a thing"})
    assert "does not begin with a time" in wrong.content.decode() and piece.moments.count() == 2

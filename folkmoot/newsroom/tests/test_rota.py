"""The rota is asked, the board says what has no notes, the brief prints."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.events.models import Note, TableCode
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.newsroom import coverage
from folkmoot.newsroom.models import Desk, Reporter
from folkmoot.newsroom.tests.made import kept
from folkmoot.requests.models import Request
from tests.access_asking import sign_in


def waits(person) -> list[str]:
    rows = Request.objects.waiting_for(person).filter(kind=Reporter.ASKED)
    return [one.words for one in rows]


def test_somebody_is_asked_and_says_yes_once(village):
    asked = Reporter.ask(village.desk, village.dilys, "writer", village.amina, [village.sessions[0]])
    Reporter.ask(village.desk, village.dilys, "writer", village.amina, [village.sessions[1]])
    assert len(waits(village.dilys)) == 1 and not village.desk.may_be_written_by(village.dilys)

    assert asked.answer(village.dilys, True) and not asked.answer(village.dilys, True)
    assert waits(village.dilys) == [] and village.desk.may_be_written_by(village.dilys)
    assert [beat.session for beat in asked.beats.all()] == [village.sessions[1]]


def test_a_no_can_be_asked_again_and_a_yes_can_leave(village):
    asked = Reporter.ask(village.desk, village.dilys, "pictures", village.amina)
    asked.answer(village.dilys, False, "Away that day")
    again = Reporter.ask(village.desk, village.dilys, "pictures", village.amina)
    assert again.pk == asked.pk and len(waits(village.dilys)) == 1
    again.answer(village.dilys, True)
    assert again.leave(village.dilys) and not again.leave(village.dilys)
    assert not village.desk.may_be_written_by(village.dilys)


def test_oneself_needs_no_asking(village):
    assert Reporter.ask(village.desk, village.amina, "editor", village.amina).accepted_at


def test_strangers_make_no_rota_and_answer_for_nobody(village):
    with pytest.raises(NotYours):
        Reporter.ask(village.desk, village.carys, "writer", village.bram)
    with pytest.raises(NotYours):
        village.desk.reporters.get(person=village.carys).answer(village.dilys, True)
    with pytest.raises(Refusal):
        Reporter.ask(village.desk, village.carys, "writer", village.amina, [village.autumn.sessions.first()])


def test_a_tag_belongs_to_one_event(village):
    with pytest.raises(Refusal, match="another event|Another event"):
        Desk.open(village.winter, village.amina, tag="thornbecksundays")


def test_the_board_names_the_sessions_that_have_no_notes(village):
    first, second, third, fourth = village.sessions
    Note.jot(TableCode.make(village.winter, session=first), "point", "Three halls are warm", once="a")
    Note.jot(TableCode.make(village.winter, session=second), "who", "12", once="b")
    kept(village, "The bus stops at six", session=second)

    before = coverage.board(village.winter, village.winter.starts_at - timedelta(days=1), village.desk)
    assert before.unnoted == []
    after = coverage.board(village.winter, village.winter.ends_at + timedelta(hours=1), village.desk)
    assert {row.session for row in after.unnoted} == {second, third, fourth}, "a count of heads is no note"
    assert {row.session for row in after.bare} == {third, fourth}
    assert "1 of 4 sessions have notes" in after.sentence() and f"“{second}”" in after.sentence()
    row = next(row for row in after.rows if row.session == second)
    assert [cell["kept"] for cell in row.cells if cell["person"] == village.bram] == [1]


def test_what_was_struck_out_is_no_note(village):
    line = Note.jot(TableCode.make(village.winter, session=village.sessions[0]), "point", "x", once="a")
    line.strike()
    board = coverage.board(village.winter, village.winter.ends_at, village.desk)
    assert village.sessions[0] in {row.session for row in board.unnoted}


def test_the_board_costs_the_same_however_many_sessions(village, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        coverage.board(village.winter, timezone.now(), village.desk)


@pytest.mark.parametrize(
    "page", ["", "board/", "brief/", "slips/", "rota/", "look/", "settings/", "new/", "elsewhere/"]
)
def test_the_pages_of_the_desk_are_drawn(client, village, page):
    sign_in(client, village.amina)
    answer = client.get(f"/newsroom/events/{village.winter.pk}/{page}")
    assert answer.status_code == 200 and village.winter.title in answer.content.decode()


def test_a_host_opens_a_desk_and_others_do_not(client, village):
    Desk.objects.filter(event=village.winter).delete()
    address = f"/newsroom/events/{village.winter.pk}/settings/"
    facts = {"tag": "w26", "consent": "Ask.", "questions": "Why?", "licence": "cc-by", "shows": "checked"}
    facts |= {"posts": "known", "wall_delay": "30"}
    sign_in(client, village.bram)
    assert client.post(address, facts).status_code == 403
    sign_in(client, village.amina)
    assert client.post(address, facts).status_code == 302
    assert Desk.objects.get(event=village.winter).tag == "w26"


def test_the_record_names_what_nobody_kept(client, village):
    session = village.autumn.sessions.last()
    session.notes.all().delete()
    page = client.get(f"/events/{village.autumn.pk}/record/").content.decode()
    assert "Nothing was kept of one session" in page and f"“{session}”" in page
    assert "Thirty-one people and one van" in page and "Mentioned by" in page and "Also at" in page

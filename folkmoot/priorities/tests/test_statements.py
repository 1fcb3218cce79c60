"""Statements put by people: looked at by published rules before they are shown, and told why."""

from __future__ import annotations

import pytest

from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Ruling
from folkmoot.points.models import Theming
from folkmoot.points.reach import Reach, open_here
from folkmoot.priorities import ideas
from folkmoot.priorities.models import Question, Result, Statement
from folkmoot.requests.models import Request


@pytest.fixture
def put(village):
    return Statement.put(village.square, "The square should be swept on Sundays", village.bram, once="t")


def test_it_is_held_until_a_moderator_has_looked(client, village, put):
    assert put not in village.square.statements.shown() and put in village.square.statements.waiting()
    assert "swept" not in client.get(f"/questions/{village.square.pk}/statements/").content.decode()
    assert Request.objects.open().filter(kind="statement", once=f"statement {put.pk}").exists()


def test_let_in_it_can_be_voted_on_and_whoever_put_it_is_told(client, village, put):
    put.let_in(village.kofi)
    put.let_in(village.kofi)
    assert put in village.square.statements.shown() and put.option.round == village.square.round
    assert not Request.objects.open().filter(once=f"statement {put.pk}").exists()
    assert Notice.objects.filter(person=village.bram, words__contains="swept").exists()


def test_left_out_it_stays_out_by_a_named_rule(village, put):
    with pytest.raises(Refusal):
        put.leave_out(village.kofi, "because I say so")
    put.leave_out(village.kofi, "one-thing", "Two things in one.")
    assert put not in village.square.statements.shown() and put not in village.square.statements.waiting()
    assert "one thing" in Ruling.objects.get(standing=put.point.standing).because


def test_those_who_ask_and_strangers_do_not_choose_the_answers(village, put):
    for person in (village.bram, village.dilys):
        with pytest.raises(NotYours):
            put.let_in(person)


def test_the_same_words_twice_are_said_so(village, put):
    with pytest.raises(Refusal):
        Statement.put(village.square, "the square should be swept on sundays", village.emeka)


def test_sent_twice_it_is_one(village, put):
    again = Statement.objects.filter(point__once__endswith=":t").count()
    assert again == 1


def test_nobody_puts_a_statement_where_none_are_asked_for(village):
    with pytest.raises(Refusal):
        Statement.put(village.choosing, "A wall", village.bram)


def test_an_author_is_named_only_if_they_sign(client, village):
    signed = Statement.put(village.square, "Benches with backs", village.bram, signed=True)
    unsigned = Statement.put(village.square, "Benches with arms", village.bram)
    for one in (signed, unsigned):
        one.let_in(village.kofi)
    page = client.get(f"/questions/{village.square.pk}/statements/").content.decode()
    assert page.count("Bram de Wit") == 1


def test_bringing_in_says_from_where_nothing_has_come_and_offers_statements_put_there(client, village):
    asked = Question.ask("What about the ford?", village.amina, place=village.mill_lane)
    Statement.seed_with(asked, "A rail at the ford", village.amina)
    held = Statement.put(asked, "A bridge at the ford", village.bram)
    town = Theming.begin("Thornbeck, everything", village.emeka, place=village.thornbeck)

    offered = open_here(town, village.emeka)

    words = {point.words for point in offered}
    assert "A rail at the ford" in words and held.point.words not in words
    before = {row.place: (row.taken, row.more) for row in Reach(town, offered).parts}
    assert before[village.mill_lane][0] == 0 < before[village.mill_lane][1]
    client.force_login(village.emeka)
    page = client.get(f"/themes/{town.pk}/take/").content.decode()
    assert "Who is missing where" in page and "Nothing from these parts yet" in page and held.point.words not in page
    town.take(offered, village.emeka)
    after = {row.place: row.taken for row in Reach(town, open_here(town, village.emeka)).parts}
    assert after[village.mill_lane] == before[village.mill_lane][1]


def test_a_statement_may_be_about_a_part_of_the_place_and_no_other(client, village):
    client.force_login(village.bram)
    sent = {"do": "put", "words": "A rail at the ford", "place": "Castle Hill", "once": "part"}
    here = f"/questions/{village.square.pk}/say/"
    assert client.post(here, sent).status_code == 302
    put = Statement.objects.get(point__words="A rail at the ford")
    assert put.point.place == village.castle_hill
    assert "A rail" not in client.get("/questions/ideas/").content.decode()

    elsewhere = Question.ask("And there?", village.amina, place=village.mill_lane)
    with pytest.raises(Refusal, match="does not lie in Mill Lane"):
        Statement.put(elsewhere, "A rail", village.bram, place=village.castle_hill)
    answer = client.post(here, sent | {"words": "A roof", "place": "Nowhere at all", "once": "two"})
    assert answer.status_code == 409 and "We do not know a place" in answer.content.decode()


def test_ideas_stand_on_a_map_and_in_a_table_with_their_support(client, village):
    found = {one.words: one for one in ideas.shown()}
    row = village.buildings.result().found["statements"][0]
    first = Statement.objects.get(option=row["statement"])
    assert found[str(first)].support == f"{row['agree']} of {row['voted']} agree"
    assert found["A bench at every bend"].support == "not counted yet"
    page = client.get("/questions/ideas/").content.decode()
    assert page.count("<table") == 2 and str(village.way_home) in page and str(village.floodlights) in page
    hill = client.get("/questions/ideas/?place=castle-hill").content.decode()
    assert str(first) not in hill
    hidden = village.choosing
    Result.objects.create(question=hidden, voices=12, found={"hidden": True})
    assert {one.support for one in ideas.shown() if one.whence == str(hidden)} == {"not counted yet"}

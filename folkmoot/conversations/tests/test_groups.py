"""A group: begun, changed with a reason, joined by its rules, left, and its agreement asked for again."""

from __future__ import annotations

import re

import pytest
from django.core import mail as outbox
from django.utils import timezone

from folkmoot.conversations import founding, joining, speaking
from folkmoot.conversations.models import AgreementAsked, Group, LogRow, Member
from folkmoot.conversations.speaking import Said
from folkmoot.journal.models import Line, Watch
from folkmoot.kit import search
from folkmoot.kit.links import LinkRanOut
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.kit.work import drain
from folkmoot.requests.models import Request

FACTS = {"name": "Repair café", "about": "Toasters and bicycles.", "way_in": "open", "readers": "everyone"}


@pytest.fixture
def cafe(village):
    return founding.begin(village.bram, FACTS | {"place": village.thornbeck}, agreement="Be kind.", once="cafe")


def test_whoever_begins_a_group_looks_after_it_and_it_can_be_found(village, cafe):
    assert cafe.is_moderated_by(village.bram) and not cafe.is_moderated_by(village.carys)
    assert [hit.title for hit in search.find("toasters", kinds=["conversations.group"])] == ["Repair café"]
    assert founding.begin(village.bram, FACTS, once="cafe") == cafe


def test_two_groups_of_one_name_have_two_addresses_and_no_group_takes_a_page(village, cafe):
    other = founding.begin(village.amina, FACTS)
    talk = founding.begin(village.amina, FACTS | {"name": "Talk"})
    assert {cafe.slug, other.slug, talk.slug} == {"repair-cafe", "repair-cafe-2", "group-talk"}


def test_a_change_needs_a_reason_and_stands_in_the_log_with_before_and_after(village, cafe):
    with pytest.raises(Refusal, match="Say why"):
        founding.change(cafe, village.bram, {"way_in": "request"}, " ")
    with pytest.raises(NotYours):
        founding.change(cafe, village.carys, {"way_in": "request"}, "x")

    assert founding.change(cafe, village.bram, {"way_in": "request", "name": "Repair café"}, "Too many") == ["way_in"]

    row = cafe.log.first()
    assert (row.what, row.because) == (LogRow.What.CHANGED, "Too many")
    assert "Anyone can join → Anyone can ask to join" in row.words
    assert founding.change(cafe, village.bram, {"way_in": "request"}, "again") == []


def test_a_group_is_no_part_of_its_own_parts(village, cafe):
    part = founding.begin(village.bram, FACTS | {"name": "Toasters", "parent": cafe})
    with pytest.raises(Refusal, match="part of itself"):
        founding.change(cafe, village.bram, {"parent": part}, "x")


def test_made_private_it_is_gone_from_search_and_journal_and_comes_back(village, cafe):
    talk = speaking.begin(cafe, village.bram, Said("The kettle hums", title="Kettles"))
    assert search.find("kettle") and Line.objects.public().about("conversations.post", talk.post_at(1).pk).exists()

    founding.change(cafe, village.bram, {"readers": "hidden"}, "It got personal")
    assert not search.find("kettle") and not search.find("toasters")
    assert not Line.objects.public().about("conversations.post", talk.post_at(1).pk).exists()
    assert not Group.objects.shown().visible_to(village.carys).filter(pk=cafe.pk).exists()

    founding.change(cafe, village.bram, {"readers": "everyone"}, "Settled")
    assert search.find("kettle")


def test_joining_needs_a_yes_to_the_agreement_and_is_safe_twice(village, cafe):
    with pytest.raises(Refusal, match="house agreement"):
        joining.join(cafe, village.dilys, accepts=False)
    first = joining.join(cafe, village.dilys, accepts=True, pace="daily")
    assert joining.join(cafe, village.dilys, accepts=True) == first
    assert Watch.objects.get(person=village.dilys, kind="conversations.group").pace == "daily"


def test_a_new_agreement_asks_again_before_the_next_word(village, cafe):
    joining.join(cafe, village.dilys, accepts=True)
    founding.write_agreement(cafe, village.bram, "Be kind, and brief.", because="Long evenings")
    with pytest.raises(AgreementAsked):
        speaking.begin(cafe, village.dilys, Said("Hello", title="Hello"))

    cafe.agreement().accept(village.dilys)
    assert speaking.begin(cafe, village.dilys, Said("Hello", title="Hello"))
    assert [one.version for one in cafe.agreements.all()] == [2, 1]


def test_asking_waits_for_an_answer_with_a_reason(village, cafe):
    founding.change(cafe, village.bram, {"way_in": "request"}, "x")
    with pytest.raises(NotYours):
        joining.join(cafe, village.emeka, accepts=True)
    asked = joining.ask(cafe, village.emeka, "I mend radios.", accepts=True, wishes={"pace": "weekly"})
    assert joining.ask(cafe, village.emeka, "again", accepts=True) == asked
    assert list(Request.objects.waiting_for(village.bram)) == [asked]

    with pytest.raises(Refusal, match="Say why"):
        joining.answer(asked, village.bram, False)
    joining.answer(asked, village.bram, True)
    joining.answer(asked, village.bram, True)

    member = cafe.members.get(person=village.emeka)
    assert (member.came, member.until) == (Member.Came.ASKED, None)


def test_an_invitation_counts_once_and_its_address_goes(village, cafe):
    founding.change(cafe, village.bram, {"way_in": "invite"}, "x")
    made = joining.invite(cafe, village.bram, "Carys@thornbeck.example", "Come!")
    assert joining.invite(cafe, village.bram, "carys@thornbeck.example") == made
    drain(scheduled=False)
    token = re.search(r"/groups/invited/([^/]+)/", outbox.outbox[-1].body)[1]

    joining.come_by(joining.invited_by(token), village.carys, accepts=True)

    with pytest.raises(LinkRanOut):
        joining.invited_by(token)
    made.refresh_from_db()
    assert cafe.member(village.carys) and made.email == ""


def test_strangers_invite_nobody(village, cafe):
    with pytest.raises(NotYours):
        joining.invite(cafe, village.carys, "x@thornbeck.example")


def test_the_last_who_looks_after_it_finds_another_first(village, cafe):
    other = joining.join(cafe, village.dilys, accepts=True)
    with pytest.raises(Refusal, match="last who looks after"):
        joining.leave(cafe, village.bram)
    joining.set_role(other, village.bram, "moderator")
    assert joining.leave(cafe, village.bram) is True and joining.leave(cafe, village.bram) is False
    roles = list(cafe.members.filter(person=village.dilys).order_by("pk").values_list("role", "until"))
    assert roles == [("member", timezone.localdate()), ("moderator", None)]


def test_whoever_is_put_out_reads_why_and_asks_to_come_back(village, cafe):
    member = joining.join(cafe, village.carys, accepts=True)
    with pytest.raises(Refusal, match="Say why"):
        joining.put_out(member, village.bram, "")
    joining.put_out(member, village.bram, "Shouting at the cook.")

    assert village.carys.notices.filter(words__contains="Shouting").exists()
    assert "Carys" not in cafe.log.first().words
    with pytest.raises(NotYours):
        joining.join(cafe, village.carys, accepts=True)


def test_keepers_look_after_a_group_that_nobody_does(village, cafe):
    assert not cafe.is_moderated_by(village.kofi)
    cafe.members.update(until=timezone.localdate())
    assert cafe.is_moderated_by(village.kofi)

"""A proposition: written by those who ask, put once to whoever can decide, never changed behind anybody's back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from folkmoot.decisions import checking, jobs
from folkmoot.decisions.models import CoSignature, Ground, NotReady, Pause, Paused, Proposition, Response, Way
from folkmoot.directory.models import Post, Term
from folkmoot.journal.models import Line, Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.promises.models import Outcome
from folkmoot.requests.models import Request

pytestmark = pytest.mark.django_db
WORDS = "The council mends the gate of the park by 1 March 2027."


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-20 12:00Z")
    return time_machine


@pytest.fixture
def ward(village) -> Post:
    return Post.objects.get(organisation=village.council, name="Councillor for Mill Lane")


@pytest.fixture
def gate(village, ward) -> Proposition:
    due = timezone.localdate() + timedelta(days=21)
    return Proposition.begin(
        "A gate that shuts", village.bram, words=WORDS, post=ward, due_on=due, place=village.mill_lane
    )


def test_a_draft_is_seen_by_those_who_ask_alone(village, gate):
    day = timezone.localdate()
    assert gate.is_visible_to(village.bram, day)
    assert not any(gate.is_visible_to(who, day) for who in (None, village.carys, village.dilys, village.kofi))
    assert gate not in Proposition.objects.visible_to(village.carys, day)


def test_begun_twice_with_one_word_is_one_draft(village):
    first = Proposition.begin("A bench", village.bram, "x")
    assert Proposition.begin("A bench", village.bram, "x") == first
    assert Proposition.begin("A bench", village.amina, "x") != first


def test_put_it_is_public_and_whoever_holds_the_post_is_asked_once(village, gate):
    gate.put(village.bram)
    gate.put(village.bram)
    asked = Request.objects.filter(kind="proposition", about_key=str(gate.pk))
    assert asked.count() == 1 and asked.get() in Request.objects.waiting_for(village.dilys)
    assert gate.term.person == village.dilys
    assert Proposition.objects.shown().filter(pk=gate.pk).exists()
    line = Line.objects.newest_first().first()
    assert (line.verb, line.title) == ("asked for", "A gate that shuts")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"words": " "}, "the exact words"),
        ({"post": None}, "who can decide"),
        ({"due_on": None}, "the day by which"),
        ({"due_on": date(2026, 11, 21)}, "at least two days"),
    ],
)
def test_it_refuses_to_be_put_before_somebody_could_say_yes(village, gate, change, said):
    gate.change(village.bram, **change)
    with pytest.raises(NotReady, match=said):
        gate.put(village.bram)
    assert not Request.objects.filter(kind="proposition", about_key=str(gate.pk)).exists()


def test_once_put_its_words_stand(village, gate):
    gate.put(village.bram)
    with pytest.raises(Refusal, match="its words stand"):
        gate.change(village.bram, words="Something else")


@pytest.mark.parametrize("verb", ["put", "withdraw", "change", "ask_again"])
def test_a_stranger_changes_nothing_of_it(village, gate, verb):
    arguments = {"put": (), "withdraw": ("x",), "change": (), "ask_again": ("again",)}[verb]
    with pytest.raises(NotYours):
        getattr(gate, verb)(village.carys, *arguments)


def test_withdrawn_it_waits_for_nobody_and_says_why(village, gate):
    gate.put(village.bram)
    assert gate.withdraw(village.bram, "The park is closed") and not gate.withdraw(village.bram, "The park is closed")
    assert gate.state(timezone.localdate()) == "withdrawn"
    assert gate.request().closed_at and gate.request() not in Request.objects.waiting_for(village.dilys)
    with pytest.raises(Refusal, match="not put to anybody"):
        Response.give(gate, village.dilys, "yes")


def test_before_an_election_nothing_new_is_put_to_who_stands(village, gate):
    Pause.enter(village.council, date(2026, 11, 1), date(2026, 12, 3), "the by-election of 3 December", village.kofi)
    with pytest.raises(Paused, match="3 December"):
        gate.put(village.bram)
    assert gate.put_at is None
    officer = Post.objects.create(organisation=village.council, name="Parks officer", decides="gates")
    gate.change(village.bram, post=officer)
    assert gate.put(village.bram).put_at


def test_a_leader_who_holds_a_seat_waits_too_and_so_do_candidates_known_by_name(village, gate, ward):
    days = (village.council, date(2026, 11, 1), date(2026, 12, 3), "the by-election of 3 December", village.kofi)
    leader = Post.objects.create(organisation=village.council, name="Head of the cabinet")
    held = ward.terms.get(person=village.dilys)
    Term.objects.create(post=leader, person=village.dilys, name=held.name)
    gate.change(village.bram, post=leader)
    Pause.enter(*days)
    with pytest.raises(Paused):
        gate.put(village.bram)
    gate.change(village.bram, post=None, decider_words="Nia Roberts, who stands for Mill Lane")
    assert Pause.of(gate, timezone.localdate()) is None
    assert Pause.enter(*days, "Nia Roberts\nOwen Pugh").names == "Nia Roberts\nOwen Pugh"
    with pytest.raises(Paused):
        gate.put(village.bram)
    gate.change(village.bram, decider_words="Dania Robertson, at the water works")
    assert gate.put(village.bram).put_at


def test_somebody_who_holds_a_seat_waits_where_they_are_asked_by_name(village, gate, ward):
    Pause.enter(village.council, date(2026, 11, 1), date(2026, 12, 3), "the by-election", village.kofi)
    gate.change(village.bram, post=None, decider_words=f"Cllr {ward.terms.get(person=village.dilys).name}")
    with pytest.raises(Paused):
        gate.put(village.bram)


def test_a_stranger_enters_no_pause(village):
    with pytest.raises(NotYours):
        Pause.enter(village.council, date(2026, 11, 1), date(2026, 12, 3), "x", village.bram)


def test_after_an_election_the_new_holder_answers_and_the_old_one_does_not(village, gate, ward, clock):
    gate.put(village.bram)
    Term.objects.filter(post=ward).update(until=date(2027, 5, 6))
    Term.objects.create(post=ward, person=village.emeka, name="Emeka Obi", since=date(2027, 5, 7))
    village.council.memberships.filter(person=village.dilys).update(until=date(2027, 5, 6))
    clock.move_to("2027-05-10 12:00Z")
    day = timezone.localdate()
    assert gate.may_be_answered_by(village.emeka, day) and not gate.may_be_answered_by(village.dilys, day)
    assert gate.holder(day).name == "Emeka Obi" and gate.term.name == "Dilys Price"


def test_silence_is_told_once_and_is_no_no(village, gate, clock):
    gate.put(village.bram)
    clock.move_to("2026-12-20 12:00Z")
    jobs.tell_silence.call()
    jobs.tell_silence.call()
    assert gate.state(timezone.localdate()) == "silent"
    told = Notice.objects.filter(person=village.bram, words__contains="No answer came by the day: A gate")
    assert told.count() == 1
    assert gate in Proposition.objects.overdue(timezone.localdate())


def test_asked_again_it_keeps_its_reasons_and_leads_back(village, gate):
    Ground.lay(gate, village.bram, "evidence", "Three dogs ran out")
    gate.put(village.bram)
    Response.give(gate, village.dilys, "not-mine", "Parks are the county's", other_words="The county’s parks officer")
    again = gate.ask_again(village.bram, "passed-on", "once")
    assert gate.ask_again(village.bram, "passed-on", "once") == again
    assert (again.follows, again.decider_words, again.put_at) == (gate, "The county’s parks officer", None)
    assert [ground.title for ground in again.grounds.all()] == ["Three dogs ran out"]


def test_the_checker_says_what_is_missing_for_a_plain_yes(village, gate):
    day = timezone.localdate()
    before = checking.missing(gate, day)
    asks = {words for check in checking.checks(gate, day) for words, _step in check.missing}
    assert (
        "Say what it costs, if only roughly." in asks and "Find a fair standard, or a place where it was done." in asks
    )
    gate.change(village.bram, cost_low_pence=0, cost_high_pence=20_000, payer="the parks money")
    Ground.lay(gate, village.bram, "standard", "The park's own rules")
    assert checking.missing(gate, day) == before - 3


def test_a_whole_proposition_passes_all_four(village, gate):
    gate.change(
        village.bram,
        interest="Dogs run out",
        good_enough="A latch",
        affected="Two blind walkers",
        cost_low_pence=0,
        payer="nobody",
        gain_decider="No more letters",
        first_step="A latch",
        if_no="We tie it",
    )
    for sort in ("said", "precedent"):
        Ground.lay(gate, village.bram, sort, sort)
    for words in ("A latch", "A spring"):
        Way.add(gate, village.bram, words)
    CoSignature.objects.create(proposition=gate, organisation=village.choir)
    assert [check.name for check in checking.checks(gate, timezone.localdate()) if not check.ok] == []


def test_only_one_way_is_chosen(village, gate):
    one, other = Way.add(gate, village.bram, "A latch"), Way.add(gate, village.bram, "A spring")
    one.choose(village.bram)
    other.choose(village.bram)
    assert list(gate.ways.filter(chosen=True)) == [other]


def test_it_is_done_when_what_was_promised_is_kept(village):
    day = timezone.localdate()
    assert village.crossing.state(day) == "yes-if"
    for each in village.crossing.answer().commitments.all():
        Outcome.objects.get_or_create(
            promise=each.promise, defaults={"state": "kept", "words": "x", "by": village.dilys}
        )
    assert village.crossing.state(day) == "done"

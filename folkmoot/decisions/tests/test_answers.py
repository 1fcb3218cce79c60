"""What whoever can decide says: in public, with reasons, conditions as promises, a decision once the record is linked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from folkmoot.decisions import jobs
from folkmoot.decisions.forms.answering import DeedForm
from folkmoot.decisions.models import Carrying, CoSignature, Ground, Proposition, Response, WordBack
from folkmoot.decisions.models.signing import ask_to_sign, decline
from folkmoot.directory.models import Post
from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.points.models import Point, Theme
from folkmoot.promises.models import Promise
from folkmoot.requests.models import Request

pytestmark = pytest.mark.django_db
SOON = date(2027, 2, 1)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-20 12:00Z")
    return time_machine


@pytest.fixture
def gate(village) -> Proposition:
    post = Post.objects.get(organisation=village.council, name="Councillor for Mill Lane")
    due = timezone.localdate() + timedelta(days=21)
    one = Proposition.begin("A gate that shuts", village.bram, words="The council mends it.", post=post, due_on=due)
    return one.put(village.bram)


def test_a_plain_yes_is_one_word_and_tells_those_who_asked(village, gate):
    CoSignature.sign(gate, village.emeka)
    given = Response.give(gate, village.dilys, "yes")
    assert Response.give(gate, village.dilys, "yes") == given
    assert gate.state(timezone.localdate()) == "yes" and not given.is_decision()
    assert gate.request().closed_at
    for person in (village.bram, village.emeka):
        assert Notice.objects.filter(person=person, words__contains="on “A gate that shuts”: Yes").count() == 1


@pytest.mark.parametrize("choice", ["no", "yes-if", "not-mine", "see-me"])
def test_any_other_answer_gives_its_reason(village, gate, choice):
    with pytest.raises(Refusal, match="Give the reason"):
        Response.give(gate, village.dilys, choice)


def test_not_mine_says_whose(village, gate):
    with pytest.raises(Refusal, match="whose it is"):
        Response.give(gate, village.dilys, "not-mine", "It is the county's")


@pytest.mark.parametrize("who", ["bram", "carys", "amina", "kofi"])
def test_nobody_else_answers(village, gate, who):
    with pytest.raises(NotYours):
        Response.give(gate, getattr(village, who), "yes")
    assert gate.answer() is None


def test_another_answer_takes_its_place_and_the_first_stays_in_the_history(village, gate):
    Response.give(gate, village.dilys, "see-me", "On Tuesday")
    Response.give(gate, village.dilys, "no", "There is no money")
    assert gate.answer().choice == "no"
    assert gate.responses.exclude(undone_at=None).get().choice == "see-me"


def test_there_is_one_standing_answer_whatever_the_code_does(village, gate):
    Response.objects.create(proposition=gate, choice="yes", name="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(proposition=gate, choice="no", name="y")


def test_an_answer_given_elsewhere_has_a_source_and_gives_way_to_their_own(village, gate):
    with pytest.raises(Refusal, match="where the answer was given"):
        Response.tell(gate, village.bram, "no", "No money", "")
    told = Response.tell(gate, village.bram, "no", "No money", "a letter of 12 November")
    assert (told.told_by, gate.state(timezone.localdate())) == (village.bram, "no")
    assert gate.request().closed_at is None, "They have not answered here, so they are still asked."
    Response.give(gate, village.dilys, "yes")
    assert gate.answer().choice == "yes"
    with pytest.raises(Refusal, match="answered here themselves"):
        Response.tell(gate, village.bram, "no", "No money", "a letter")


def test_it_is_a_decision_once_the_record_is_linked_and_then_it_stands(village, gate):
    given = Response.give(gate, village.dilys, "yes")
    with pytest.raises(NotYours):
        given.link_minute(village.carys, "Cabinet, item 7", "https://council.example/7")
    given.link_minute(village.bram, "Cabinet, item 7", "https://council.example/7")
    assert given.is_decision()
    with pytest.raises(Refusal, match="record of the decision is linked"):
        given.undo(village.dilys)


def test_taken_back_it_waits_again(village, gate):
    given = Response.give(gate, village.dilys, "yes")
    with pytest.raises(NotYours):
        given.undo(village.bram)
    assert given.undo(village.dilys) and not given.undo(village.dilys)
    assert gate.state(timezone.localdate()) == "waiting"


def test_a_condition_is_a_promise_that_is_put_to_those_who_asked(village, gate):
    given = Response.give(gate, village.dilys, "yes-if", "If somebody shuts it at night")
    made = given.commit(village.dilys, "Shut the gate each night", SOON, is_condition=True, holder=village.bram)
    assert given.commit(village.dilys, "Shut the gate each night", SOON, is_condition=True, holder=village.bram) == made
    assert made.promise.state(timezone.localdate()) == "asked"
    assert Request.objects.waiting_for(village.bram).filter(kind="promise").exists()
    made.promise.confirm(village.bram, True)
    assert given.conditions_met() == (0, 1)
    Promise.objects.get(pk=made.promise.pk).keep(village.bram)
    jobs.tell_conditions.call()
    jobs.tell_conditions.call()
    assert given.conditions_met() == (1, 1)
    met = Notice.objects.filter(words__startswith="The conditions are met: A gate")
    assert sorted(notice.person.name for notice in met) == ["Bram de Wit", "Dilys Price"]


def test_what_they_will_do_stands_at_once_as_their_bodys_promise(village, gate):
    given = Response.give(gate, village.dilys, "yes")
    made = given.commit(village.dilys, "Mend it", SOON, is_condition=False, organisation=village.council)
    assert made.promise.state(timezone.localdate()) == "open"
    with pytest.raises(NotYours):
        given.commit(village.bram, "Paint it too", SOON, is_condition=False, organisation=village.council)


def test_a_councillor_gives_a_view_which_decides_nothing(village):
    one = village.evening_hours
    Response.view(one, village.dilys, "yes", "I would use it")
    Response.view(one, village.dilys, "no", "It costs too much")
    assert one.answer() is None
    assert one.responses.filter(is_view=True, undone_at=None).get().choice == "no"
    with pytest.raises(NotYours):
        Response.view(one, village.bram, "yes", "x")


def test_in_planning_a_member_listens_and_promises_nothing(village):
    Proposition.objects.filter(pk=village.evening_hours.pk).update(matter="planning")
    with pytest.raises(Refusal, match="open mind"):
        Response.view(village.evening_hours, village.dilys, "yes", "x")
    assert Response.view(village.evening_hours, village.dilys, "see-me", "I listen").is_view


def test_in_planning_a_member_does_not_say_yes_or_no_by_their_own_post_either(village, gate):
    Proposition.objects.filter(pk=gate.pk).update(matter="planning")
    for choice in ("yes", "yes-if", "no"):
        with pytest.raises(Refusal, match="open mind"):
            Response.give(gate, village.dilys, choice, "x")
    assert Response.give(gate, village.dilys, "see-me", "I listen").choice == "see-me"


def test_what_was_promised_with_an_answer_falls_away_with_it(village, gate, client):
    first = Response.give(gate, village.dilys, "yes")
    open_one = first.commit(village.dilys, "Mend it", SOON, is_condition=False, organisation=village.council).promise
    kept = first.commit(village.dilys, "Look at it", SOON, is_condition=False, organisation=village.council).promise
    asked = first.commit(village.dilys, "Shut it at night", SOON, is_condition=True, holder=village.bram).promise
    kept.keep(village.dilys)
    first.undo(village.dilys)
    today = timezone.localdate()
    states = [Promise.objects.get(pk=one.pk).state(today) for one in (open_one, kept, asked)]
    assert states[:2] == ["dropped", "kept"] and not Promise.objects.open().filter(pk=open_one.pk).exists()
    assert not Request.objects.waiting_for(village.bram).filter(kind="promise").exists()
    assert "taken back" in client.get(open_one.get_absolute_url()).content.decode()
    assert not open_one.fall_away(village.dilys, "again")


def test_another_answer_lets_fall_what_was_promised_with_the_first(village, gate):
    first = Response.give(gate, village.dilys, "yes")
    promise = first.commit(village.dilys, "Mend it", SOON, is_condition=False, organisation=village.council).promise
    Response.give(gate, village.dilys, "no", "There is no money")
    assert Promise.objects.get(pk=promise.pk).outcome.state == "dropped"


def test_what_somebody_known_by_name_only_will_do_is_their_promise_and_not_the_askers(village):
    due = timezone.localdate() + timedelta(days=21)
    told = {"words": "The warden locks it.", "decider_words": "The park warden", "due_on": due}
    one = Proposition.begin("A lock", village.bram, **told).put(village.bram)
    Response.tell(one, village.bram, "yes", "", "on the phone, 12 November")
    form = DeedForm({"what": "Lock it at nine", "due_on": SOON.isoformat(), "whose": "us"})
    assert form.is_valid()
    made = form.commit(one.answer(), village.bram).promise
    assert (made.holder, made.whose()) == (None, "The park warden")


def test_carried_and_laid_down(village, gate):
    first = Carrying.take_up(gate, village.dilys)
    assert Carrying.take_up(gate, village.dilys) == first
    with pytest.raises(NotYours):
        Carrying.take_up(gate, village.bram)
    assert first.lay_down(village.dilys) and not first.lay_down(village.dilys)


def test_signed_once_for_each_body_and_person_and_taken_back(village, gate):
    mine = CoSignature.sign(gate, village.amina, village.voluntary_action)
    assert CoSignature.sign(gate, village.amina, village.voluntary_action) == mine
    CoSignature.sign(gate, village.amina)
    assert gate.signatures.count() == 2
    assert mine.take_back(village.amina) and not mine.take_back(village.amina)
    assert CoSignature.sign(gate, village.amina, village.voluntary_action).taken_back_at is None
    for who, body in ((village.carys, village.choir), (village.bram, None)):
        with pytest.raises(Refusal):
            CoSignature.sign(gate, who, body)


def test_a_body_that_is_asked_to_sign_says_no_in_private(village, gate):
    ask_to_sign(gate, village.voluntary_action, village.bram)
    ask_to_sign(gate, village.voluntary_action, village.bram)
    asked = Request.objects.get(kind="co-signature", about_key=str(gate.pk))
    with pytest.raises(NotYours):
        decline(gate, village.voluntary_action, village.carys)
    decline(gate, village.voluntary_action, village.amina, "Not our field")
    asked.refresh_from_db()
    assert asked.closed_at and not gate.signatures.exists()


def test_nobody_signs_what_is_settled(village, gate):
    Response.give(gate, village.dilys, "no", "No money")
    with pytest.raises(Refusal, match="settled or withdrawn"):
        CoSignature.sign(gate, village.amina)


def test_those_who_spoke_are_told_once_what_came_of_it(village, gate):
    where = {
        "source_kind": "events.event",
        "source_key": "1",
        "source_title": "A meeting",
        "source_address": "/events/1/",
    }
    theme = Theme.objects.create(name="Gates", place=village.thornbeck, **where)
    for who, words in ((village.carys, "It never shuts"), (village.bram, "I wrote this")):
        theme.place_point(Point.objects.create(words=words, person=who, **where), None)
    Ground.objects.create(proposition=gate, sort="said", title="Gates", kind="points.theme", key=str(theme.pk))
    CoSignature.sign(gate, village.emeka)
    with pytest.raises(NotYours):
        WordBack.send(gate, "It is mended", village.carys)
    with pytest.raises(Refusal, match="Nothing has come of it yet"):
        WordBack.send(gate, "It is mended", village.bram)
    Response.give(gate, village.dilys, "yes")
    made = WordBack.send(gate, "It is mended. Thank you.", village.bram)
    assert WordBack.send(gate, "It is mended. Thank you.", village.bram) == made and made.told == 2
    told = Notice.objects.filter(words__contains="It is mended")
    assert sorted(notice.person.name for notice in told) == ["Carys Hughes", "Emeka Obi"]
    with pytest.raises(Refusal, match="a few sentences"):
        WordBack.send(gate, " ", village.bram)

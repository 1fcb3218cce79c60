"""Convening in stages: what opens a stage, who may come, who is asked by name, who hosts, and who may do it while."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from folkmoot.events import convened, editing, inviting
from folkmoot.events.models import Convening, Event, Stage, StageNotOpen
from folkmoot.events.opening import open_stages
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Deputy
from folkmoot.requests.models import Request


@pytest.fixture
def convening(village):
    """Demo for the council, then a workshop for programme leads, then anybody."""
    made = Convening.objects.create(
        title="Who does what", purpose="x", by=village.amina, organisation=village.voluntary_action
    )
    made.add_stage(village.amina, "Demo", sectors=["council"], outputs="What each plans")
    made.add_stage(village.amina, "Workshop", roles=["programme-lead"], organisations=[village.choir], places_held=2)
    made.add_stage(village.amina, "Practitioners")
    return made


def test_the_first_opens_by_itself_and_the_others_wait(convening):
    demo, workshop, last = convening.stages.all()
    assert demo.opened_at and not workshop.opened_at and not last.opened_at
    assert convened.sentence(convening) == (
        "Stage 1 of 3 is open: “Demo”. “Workshop” opens once it has published what it brings."
    )


def test_publishing_what_came_out_opens_the_next_and_is_safe_twice(convening, village):
    demo, workshop, last = convening.stages.all()
    for _ in range(2):
        demo.publish_output(village.amina, "Three plans", "https://thornbeck.example/plans")
    for stage in (workshop, last):
        stage.refresh_from_db()
    assert workshop.opened_because == "“Demo” published what it brings." and last.opened_at is None
    assert demo.published.count() == 1
    told = Line.objects.about("events.convening", convening.pk).filter(verb="opened")
    assert [line.address for line in told] == [workshop.get_absolute_url()]


def test_nothing_comes_out_of_a_stage_that_is_not_open(convening, village):
    with pytest.raises(StageNotOpen, match="has not opened yet"):
        convening.stages.all()[1].publish_output(village.amina, "x")


def test_by_hand_it_opens_with_a_reason(convening, village):
    workshop = convening.stages.all()[1]
    with pytest.raises(Refusal, match="Say why"):
        workshop.open(village.amina, " ")
    workshop.open(village.amina, "The demo was called off.")
    workshop.open(village.amina, "Another reason.")
    assert workshop.opened_because == "The demo was called off."


@pytest.mark.parametrize("verb", ["open", "publish_output"])
def test_strangers_open_nothing(convening, village, verb):
    with pytest.raises(NotYours):
        getattr(convening.stages.all()[0], verb)(village.carys, "x")


def test_who_may_come_is_said_and_held_to(convening, village):
    demo, workshop, last = convening.stages.all()
    assert demo.welcomes(village.dilys) and not demo.welcomes(village.bram)
    assert demo.welcomes(None, sector="council") and not demo.welcomes(None, sector="business")
    assert "is for council or other public body" in demo.why_not(village.bram)
    assert "opens once “Demo” has published" in workshop.why_not(village.dilys)
    workshop.open(village.amina, "x")
    assert workshop.welcomes(village.bram, village.choir), "named by the organiser"
    assert not workshop.welcomes(village.bram)
    last.open(village.amina, "x")
    assert last.welcomes(None)


def test_programme_leads_are_those_who_speak_for_a_body_with_a_programme(convening, village):
    workshop = convening.stages.all()[1]
    workshop.open(village.amina, "x")
    led = [person for person in (village.dilys, village.emeka, village.bram) if workshop.welcomes(person)]
    assert village.bram not in led and led


def test_a_body_asked_by_name_may_come_and_answers_once(convening, village):
    workshop = convening.stages.all()[1]
    asked = [inviting.invite(workshop, village.council, village.amina) for _ in range(2)]
    assert asked[0] == asked[1] and "2 places are held for you." in asked[0].words
    waiting = Request.objects.waiting_for(village.dilys, [inviting.party(village.council)])
    assert waiting.filter(kind="stage").count() == 1
    with pytest.raises(NotYours):
        inviting.answer(asked[0], village.bram, "come")
    inviting.answer(asked[0], village.dilys, "come")
    card = convened.cards(convening, village.amina, timezone.localdate())[1]
    assert (village.council, "come") in card.asked
    workshop.open(village.amina, "x")
    assert workshop.welcomes(village.dilys)


def test_who_can_host_is_asked_of_all_and_one_of_those_who_offered_is_chosen(convening, village):
    workshop, last = convening.stages.all()[1:]
    inviting.invite(workshop, village.council, village.amina)
    asked = inviting.ask_for_host(last, village.amina)
    assert asked.recipients.filter(party=inviting.party(village.council)).exists()
    with pytest.raises(Refusal, match="has not offered"):
        inviting.choose_host(last, village.council, village.amina)
    inviting.answer(asked, village.dilys, "host", "The chamber, after six")
    assert inviting.choose_host(last, village.council, village.amina)
    assert not inviting.choose_host(last, village.council, village.amina)
    last.refresh_from_db()
    assert last.host == village.council and not Request.objects.open().filter(pk=asked.pk).exists()


def test_a_deputy_acts_while_they_stand_in_and_then_no_more(convening, village):
    """As in the autumn of 2009, when whoever convened was away from 27 August to 14 September."""
    demo = convening.stages.all()[0]
    Convening.objects.filter(pk=convening.pk).update(organisation=None)
    today = timezone.localdate()
    Deputy.appoint(village.amina, village.bram, (today, today + timedelta(days=18)), today)
    for days, may in ((0, True), (18, True), (19, False)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=True):
            assert Convening.objects.get(pk=convening.pk).may_be_run_by(village.bram, timezone.localdate()) is may
    fresh = Convening.objects.get(pk=convening.pk)
    assert not fresh.may_be_run_by(village.carys, date(2026, 11, 20))
    demo.convening = fresh
    demo.publish_output(village.bram, "While Amina was away")


def test_a_stage_may_have_several_events_side_by_side(convening, village, client):
    client.force_login(village.amina)
    demo = convening.stages.all()[0]
    for topic in ("Libraries", "Schools", "Libraries"):
        client.post(f"/events/stages/{demo.pk}/event/", {"topic": topic})
    made = list(Event.objects.filter(stage=demo).order_by("pk"))
    assert [str(event) for event in made] == ["Demo: Libraries", "Demo: Schools"]
    editing.revise(made[0], village.amina, {"when_said": "spring"})
    editing.publish(made[0], village.amina)
    client.logout()
    page = client.get(convening.get_absolute_url()).content.decode()
    assert "Demo: Libraries" in page and "Demo: Schools" not in page


def test_the_form_says_what_it_does_not_know(convening, village, client):
    client.force_login(village.amina)
    address = f"{convening.get_absolute_url()}stages/"
    page = client.post(address, {"title": "More", "named": "Thornbeck Council\nNobody of that name"})
    assert page.status_code == 400 and "We do not know: Nobody of that name." in page.content.decode()
    client.post(address, {"title": "More", "named": "Thornbeck Council", "sectors": ["funder"]})
    added = convening.stages.get(title="More")
    assert added.sectors == ["funder"] and added.organisations.get() == village.council and added.position == 4


def test_an_address_that_is_a_script_is_refused(convening, village, client):
    client.force_login(village.amina)
    sent = {"words": "x", "address": "javascript:alert(1)"}
    stage = convening.stages.all()[0]
    page = client.post(f"/events/stages/{stage.pk}/publish/", sent)
    assert page.status_code == 400 and "beginning with https://" in page.content.decode()
    assert not stage.published.exists()


def test_what_looks_personal_in_an_output_is_pointed_out_and_what_was_written_is_not_lost(convening, village, client):
    client.force_login(village.amina)
    stage = convening.stages.all()[0]
    sent, address = {"words": "Ring Joan on 01632 960 123."}, f"/events/stages/{stage.pk}/publish/"
    page = client.post(address, sent).content.decode()
    assert "01632 960 123.</textarea>" in page and 'name="anyway"' in page and not stage.published.exists()
    for _ in range(2):
        client.post(address, sent | {"anyway": "on"})
    assert stage.published.get().words == sent["words"]


def test_a_body_asked_by_name_has_its_places_held_until_a_week_before(convening, village):
    workshop, starts = convening.stages.all()[1], timezone.now() + timedelta(days=60)
    facts = {"stage": workshop, "starts_at": starts, "capacity": 3}
    event = editing.make("Workshop", village.amina, village.voluntary_action, **facts)
    for _ in range(2):
        inviting.invite(workshop, village.council, village.amina)
    held = event.helds.get()
    assert (held.organisation, held.places, held.until) == (village.council, 2, starts - timedelta(days=7))
    with pytest.raises(Refusal, match="not that many free"):
        inviting.invite(workshop, village.online, village.amina)
    assert not workshop.organisations.filter(pk=village.online.pk).exists()


def test_an_event_made_after_a_body_was_asked_holds_the_places_it_was_promised(convening, village):
    workshop, starts = convening.stages.all()[1], timezone.now() + timedelta(days=60)
    inviting.invite(workshop, village.council, village.amina)
    event = editing.make(
        "Workshop", village.amina, village.voluntary_action, stage=workshop, starts_at=starts, capacity=3
    )
    assert not event.helds.exists()
    editing.publish(event, village.amina)
    held = event.helds.get()
    assert (held.organisation, held.places) == (village.council, 2)


def test_without_an_account_a_stage_that_is_not_open_says_so_before_anything_is_typed(convening, village, client):
    later = convening.stages.all()[1]
    event = editing.make("Workshop", village.amina, stage=later, starts_at=timezone.now() + timedelta(days=60))
    editing.publish(event, village.amina)
    page = client.get(event.get_absolute_url()).content.decode()
    assert "opens once" in page and "Send my reply" not in page and "Watch this event" in page


def test_the_next_opens_with_the_last_of_what_was_planned_or_when_that_is_all(convening, village):
    demo, workshop, _last = convening.stages.all()
    demo.revise(village.amina, outputs="A list of plans\nA map\nA date")
    demo.publish_output(village.amina, "Three plans", of="A list of plans")
    demo.publish_output(village.amina, "Somebody cried.")
    workshop.refresh_from_db()
    assert workshop.opened_at is None and demo.still_to_come() == ["A map", "A date"]
    with pytest.raises(Refusal, match="Choose one of the outputs"):
        demo.publish_output(village.amina, "x", of="A film")
    demo.publish_output(village.amina, "The map", of="A map")
    demo.publish_output(village.amina, "9 May", of="A date")
    workshop.refresh_from_db()
    assert workshop.opened_at


def test_this_is_all_of_it_opens_the_next(convening, village, client):
    demo, workshop, _last = convening.stages.all()
    demo.revise(village.amina, outputs="A list of plans\nA map")
    client.force_login(village.amina)
    page = client.get(convening.get_absolute_url()).content.decode()
    assert "Which of what was planned is it?" in page
    client.post(f"/events/stages/{demo.pk}/publish/", {"words": "A list", "of": "A list of plans"})
    workshop.refresh_from_db()
    assert workshop.opened_at is None
    client.post(f"/events/stages/{demo.pk}/publish/", {"words": "No map", "whole": "on"})
    workshop.refresh_from_db()
    assert workshop.opened_at


def test_a_convening_and_its_stages_can_be_put_right(convening, village, client):
    demo = convening.stages.first()
    client.force_login(village.amina)
    address = f"/events/stages/{demo.pk}/edit/"
    assert "What each plans" in client.get(address).content.decode()
    sent = {
        "title": "Demonstration",
        "sectors": ["business"],
        "named": "Thornbeck Council",
        "host": "Thornbeck Council",
    }
    client.post(address, sent | {"outputs": "A list"})
    demo.refresh_from_db()
    assert (demo.title, demo.sectors, demo.host, demo.outputs) == (
        "Demonstration", ["business"], village.council, "A list",
    )  # fmt: skip
    assert list(demo.organisations.all()) == [village.council]
    client.post(f"/events/convenings/{convening.pk}/edit/", {"title": "Who does what", "purpose": "One list"})
    convening.refresh_from_db()
    assert convening.purpose == "One list" and convening.organisation == village.voluntary_action
    client.force_login(village.carys)
    assert client.post(address, sent).status_code == 403


def test_an_event_that_is_there_already_is_put_into_a_stage(convening, village, client):
    demo = convening.stages.first()
    event = editing.make("Supper", village.amina, starts_at=timezone.now() + timedelta(days=9))
    client.force_login(village.amina)
    assert "Where it belongs" in client.get(f"/events/{event.pk}/edit/").content.decode()
    client.post(f"/events/{event.pk}/belongs/", {"stage": demo.pk})
    event.refresh_from_db()
    assert event.stage == demo
    theirs = editing.make("Tea", village.carys, starts_at=timezone.now() + timedelta(days=9))
    with pytest.raises(NotYours):
        editing.put_into(theirs, village.carys, stage=demo, series=None)


def test_a_stage_whose_event_is_called_off_says_so(convening, village):
    demo = convening.stages.first()
    event = editing.make("Show", village.amina, stage=demo, starts_at=timezone.now() + timedelta(days=9))
    editing.publish(event, village.amina)
    editing.cancel(event, village.amina, "Snow.")
    assert "Its event was called off" in convened.sentence(convening)
    line = Line.objects.about("events.convening", convening.pk).get(verb="called off an event of")
    assert line.detail["because"] == "Snow."
    editing.publish(
        editing.make("Show again", village.amina, stage=demo, starts_at=timezone.now() + timedelta(days=19)),
        village.amina,
    )
    assert "called off" not in convened.sentence(convening)


def test_a_stage_opens_on_its_day_at_the_latest(convening, village):
    workshop, today = convening.stages.all()[1], timezone.localdate()
    workshop.revise(village.amina, opens_on=today + timedelta(days=3))
    open_stages.call()
    workshop.refresh_from_db()
    assert workshop.opened_at is None
    assert f"opens on {today + timedelta(days=3):%-d %B %Y}, or before" in workshop.why_not(village.bram)

    Stage.objects.filter(pk=workshop.pk).update(opens_on=today)
    for _ in range(2):
        open_stages.call()
    workshop.refresh_from_db()
    assert workshop.opened_at and workshop.opened_because.startswith("It was to open on")
    assert Line.objects.filter(verb="opened", kind="events.convening").count() == 1


def test_what_opened_before_its_day_is_not_opened_again(convening, village):
    demo, workshop = convening.stages.all()[:2]
    workshop.revise(village.amina, opens_on=timezone.localdate())
    demo.publish_output(village.amina, "A list of plans", whole=True)
    workshop.refresh_from_db()
    because = workshop.opened_because
    open_stages.call()
    workshop.refresh_from_db()
    assert workshop.opened_because == because and "published" in because


def test_a_day_that_has_passed_is_refused_and_a_day_that_stands_is_kept(convening, village, client):
    client.force_login(village.amina)
    workshop, today = convening.stages.all()[1], timezone.localdate()
    way = f"/events/stages/{workshop.pk}/edit/"
    sent = {"title": workshop.title, "opens_on": (today - timedelta(days=1)).isoformat()}
    page = client.post(way, sent)
    assert page.status_code == 400 and "That day has passed" in page.content.decode()
    client.post(way, sent | {"opens_on": (today + timedelta(days=9)).isoformat()})
    workshop.refresh_from_db()
    assert workshop.opens_on == today + timedelta(days=9)
    Stage.objects.filter(pk=workshop.pk).update(opens_on=today - timedelta(days=1))
    assert client.post(way, sent).status_code == 302, "it was said before that day"


def test_who_could_pay_for_the_next_stage_is_asked_with_who_could_host(convening, village, client):
    workshop, last = convening.stages.all()[1:]
    inviting.invite(workshop, village.council, village.amina)
    asked = inviting.ask_for_host(last, village.amina)
    assert "or pay towards it?" in asked.words
    client.force_login(village.dilys)
    assert "We could pay towards it" in client.get(convening.get_absolute_url()).content.decode()
    way = f"/events/stages/asked/{asked.pk}/"
    client.post(way, {"choice": "pay", "because": "The tea"})
    assert [one.because for one in inviting.payers(last)] == ["The tea"] and inviting.offers(last) == []
    with pytest.raises(Refusal, match="has not offered"):
        inviting.choose_host(last, village.council, village.amina)

    client.post(way, {"choice": "host and pay", "because": "The hall, and tea"})
    assert len(inviting.payers(last)) == len(inviting.offers(last)) == 1, "the later answer stands"
    client.force_login(village.amina)
    page = client.get(convening.get_absolute_url()).content.decode()
    assert "Could pay towards it" in page and page.count("The hall, and tea") == 2
    assert "The hall, and tea" not in Client().get(convening.get_absolute_url()).content.decode()
    assert client.post(way, {"choice": "everything"}).status_code == 409


def test_what_was_published_of_a_stage_is_put_right(convening, village, client):
    demo = convening.stages.all()[0]
    output = demo.publish_output(village.amina, "A lisst of plans", "https://example.org/", whole=True)
    demo.publish_output(village.amina, "A map")
    way = f"/events/stages/{demo.pk}/outputs/{output.pk}/"
    client.force_login(village.bram)
    assert client.post(way, {"words": "Mine"}).status_code == 403
    client.force_login(village.amina)
    assert "A lisst of plans</textarea>" in client.get(way).content.decode()
    assert client.post(way, {"words": "A list", "address": "javascript:alert(1)"}).status_code == 400
    assert client.post(way, {"words": "A map"}).status_code == 409
    for _ in range(2):
        client.post(way, {"words": "A list of plans", "address": ""})
    output.refresh_from_db()
    assert (output.words, output.address) == ("A list of plans", "") and demo.next().opened_at
    assert Line.objects.filter(verb="put right what came of").count() == 1

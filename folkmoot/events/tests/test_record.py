"""The record: woven from what happened, opened by its hosts, small numbers hidden, and what follows from it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.conversations.models import Discussion
from folkmoot.events import landing, recording
from folkmoot.events.figures import mixed
from folkmoot.events.models import CheckIn, FollowUp, Note, Output, Session, TableCode, WriteUp
from folkmoot.events.models.rsvp import Rsvp
from folkmoot.journal.models import Line, Notice
from folkmoot.kit.links import sign
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.points import counting
from folkmoot.points.models import Point, Theming
from folkmoot.points.models.regrouping import name
from folkmoot.points.reach import open_here

SEED_003 = (
    "The Partnership hosted a Big Society event attended by 117 people: 59% public sector, 35% voluntary, community "
    "and faith sector and 5 private sector. See more here."
)


@pytest.fixture
def event(village):
    return village.winter


def came(event, **sectors):
    for sector, many in sectors.items():
        for number in range(many):
            CheckIn.objects.create(event=event, name=f"{sector} {number}", sector=sector)


def record(event, person=None):
    return recording.record_for(event, person)


def page(event, person=None):
    browser = Client()
    if person:
        browser.force_login(person)
    return browser.get(f"/events/{event.pk}/record/").content.decode()


def opened(event, village, audience="everyone"):
    WriteUp.write(event, village.amina, "It went well.").publish(village.amina, audience)
    return event


def test_who_came_is_counted_and_few_are_hidden_by_subtraction_too(event):
    came(event, community=12, council=8, business=2, funder=6)
    found = record(event).came()

    assert found.total == 28
    assert {words: count for words, count in found.sectors if count} == {
        "Community or voluntary group": 12,
        "Council or other public body": 8,
    }
    assert found.hides


def test_those_who_did_not_say_are_a_row(event):
    CheckIn.objects.bulk_create(CheckIn(event=event, name=str(n)) for n in range(7))
    assert ("Not said", 7) in record(event).came().sectors


def test_a_room_of_four_is_not_counted_out(event):
    came(event, community=4)
    found = record(event).came()
    assert (found.total, [count for _words, count in found.sectors]) == (None, [None])


def test_where_nobody_counted_at_the_door_the_hosts_figure_is_told(event, village):
    WriteUp.write(event, village.amina, "", came_total=117)
    assert (record(event).came().total, record(event).came().told) == (117, True)


def test_nobody_reads_it_before_it_is_opened(event, village):
    WriteUp.write(event, village.amina, "Secret so far.")

    assert "Secret so far." not in page(event)
    assert "Secret so far." not in page(event, village.bram)
    assert "Secret so far." in page(event, village.amina)


def test_the_version_for_those_who_came_is_for_them_alone(event, village):
    opened(event, village, "came")
    CheckIn.objects.create(event=event, person=village.bram)
    stranger = CheckIn.objects.create(event=event, name="Joan")

    assert "It went well." in page(event, village.bram)
    assert "It went well." not in page(event, village.carys)
    assert "It went well." not in page(event)
    link = f"/events/record/{sign('record', stranger.pk)}/"
    assert "It went well." in Client().get(link).content.decode()
    assert Client().get(f"/events/record/{sign('swap', stranger.pk)}/").status_code == 404


def test_saying_yes_after_the_event_does_not_open_it(event, village):
    opened(event, village, "came")
    late = event.starts_at + timedelta(days=1)
    said = {"person": village.bram, "answer": "yes", "seat": "", "number": 901, "replied_at": late}
    Rsvp.objects.update_or_create(event=event, who=Rsvp.who_of(village.bram), defaults=said)

    assert "It went well." not in page(event, village.bram)


def test_the_public_version_leaves_out_names_and_what_is_for_those_who_came(event, village):
    card = TableCode.make(event, table="Window")
    Note.jot(card, "who", "Joan, Idris", once="1")
    Note.jot(card, "point", "Everyone may read this.", once="2")
    inside = Note.jot(card, "point", "Between us.", once="3")
    Note.objects.filter(pk=inside.pk).update(attendees_only=True)
    opened(event, village)
    CheckIn.objects.create(event=event, person=village.bram)

    everyone, guest = page(event), page(event, village.bram)
    assert "Everyone may read this." in everyone
    assert "Joan, Idris" not in everyone
    assert "Between us." not in everyone
    assert "Joan, Idris" in guest
    assert "Between us." in guest


def test_the_public_version_does_not_say_who_a_scribe_wrote_down(event, village):
    card = TableCode.make(event)
    Note.jot(card, "offer", "A van on Fridays", once="1", whose="Wilhelmina")
    opened(event, village)
    CheckIn.objects.create(event=event, person=village.bram)

    assert "A van on Fridays" in page(event)
    assert "Wilhelmina" not in page(event)
    assert "Wilhelmina" in page(event, village.bram)


@pytest.mark.parametrize("seat", ["waiting", "lapsed", "has", ""])
def test_who_said_yes_and_did_not_come_does_not_read_what_is_for_those_who_came(event, village, seat):
    opened(event, village, "came")
    came(event, community=1)
    before = {"answer": "yes", "seat": seat, "number": 901, "replied_at": event.starts_at - timedelta(days=9)}
    Rsvp.objects.update_or_create(
        event=event, who=Rsvp.who_of(village.bram), defaults=before | {"person": village.bram}
    )

    assert "It went well." not in page(event, village.bram)


@pytest.mark.parametrize(("seat", "reads"), [("has", True), ("remote", True), ("waiting", False), ("lapsed", False)])
def test_where_nobody_kept_the_door_a_seat_counts_as_having_come(event, village, seat, reads):
    opened(event, village, "came")
    event.check_ins.all().delete()
    before = {"answer": "yes", "seat": seat, "number": 901, "replied_at": event.starts_at - timedelta(days=9)}
    Rsvp.objects.update_or_create(
        event=event, who=Rsvp.who_of(village.bram), defaults=before | {"person": village.bram}
    )

    assert ("It went well." in page(event, village.bram)) is reads


def test_what_is_for_those_who_came_reaches_no_board_and_no_published_theme(event, village):
    card = TableCode.make(event)
    Note.jot(card, "point", "Everyone may read this.", once="1")
    inside, later = (Note.jot(card, "point", words, once=words) for words in ("Between us.", "Later between us."))
    Note.objects.filter(pk=inside.pk).update(attendees_only=True)
    browser = Client()
    browser.force_login(village.amina)
    browser.post(f"/events/{event.pk}/themes/sort/")
    theming = Theming.objects.about(event).get()
    assert set(theming.points.values_list("words", flat=True)) == {"Everyone may read this.", "Later between us."}
    elsewhere = Theming.begin("All of Thornbeck", village.bram, place=village.thornbeck)
    assert not {"Between us.", "Everyone may read this."} & {p.words for p in open_here(elsewhere, village.bram)}

    name(theming, "Warmth", [point.pk for point in theming.points.all()], village.amina)
    counting.publish(theming, village.amina, "We sorted the notes.")
    opened(event, village)
    address = theming.themes.get().get_absolute_url()
    assert "Later between us." in Client().get(address).content.decode()
    Note.objects.filter(pk=later.pk).update(attendees_only=True)
    words = Client().get(address).content.decode()
    assert "Everyone may read this." in words
    assert "Later between us." not in words


def test_opening_it_to_everyone_is_told_once(event, village):
    opened(event, village)
    opened(event, village)

    assert Line.objects.filter(verb="published the record of").count() == 1


def test_strangers_neither_write_nor_open_it(event, village):
    with pytest.raises(NotYours):
        WriteUp.write(event, village.bram, "Mine")
    page_of = WriteUp.write(event, village.amina, "Ours")
    with pytest.raises(NotYours):
        page_of.publish(village.bram, "everyone")
    assert WriteUp.objects.get(event=event).audience == "hosts"


def test_comments_close_on_the_day_the_hosts_set(event, village):
    event.talk = Discussion.objects.create(title=str(event), address=event.get_absolute_url())
    event.save()
    WriteUp.write(event, village.amina, "").publish(village.amina, "everyone", timezone.localdate() - timedelta(days=1))

    event.talk.refresh_from_db()
    assert "Comments closed on" in page(event)
    with pytest.raises(Refusal, match="closed"):
        event.talk.say(village.bram, "Late")


def test_an_output_shows_when_it_is_published(event, village):
    opened(event, village)
    output = Output.add(event, village.amina, "Map of warm rooms", link="https://example.org/map", once="a")
    assert Output.add(event, village.amina, "Map of warm rooms", link="https://example.org/map", once="a") == output
    assert "Map of warm rooms" not in page(event)

    assert output.publish(village.amina) is True
    assert output.publish(village.amina) is False
    assert "Map of warm rooms" in page(event)

    assert output.withdraw(village.amina) is True
    assert "Map of warm rooms" not in page(event)


def test_an_output_is_put_right_and_stays_published(event, village, client):
    output = Output.add(event, village.amina, "A lisst", words="One, two")
    output.publish(village.amina)
    way = f"/events/{event.pk}/record/outputs/{output.pk}/edit/"
    client.force_login(village.carys)
    assert client.post(way, {"title": "Mine", "words": "x"}).status_code == 403
    client.force_login(village.amina)
    assert 'value="A lisst"' in client.get(way).content.decode()
    assert client.post(way, {"title": "A list", "words": " "}).status_code == 409
    for _ in range(2):
        client.post(way, {"title": "A list", "words": "One, two, three"})
    output.refresh_from_db()
    assert (output.title, output.words) == ("A list", "One, two, three") and output.published_at


def test_an_output_needs_something_to_show(event, village):
    with pytest.raises(Refusal, match="its words or its address"):
        Output.add(event, village.amina, "Nothing")
    with pytest.raises(NotYours):
        Output.add(event, village.bram, "A list", words="One, two")


def test_a_gap_becomes_a_next_event_that_anybody_can_offer_to_host(event, village):
    opened(event, village)
    gap = Note.jot(TableCode.make(event), "gap", "Nobody drives on Sundays.", once="1")
    assert list(record(event).gaps()) == [gap]

    following = FollowUp.propose(event, village.amina, "A Sunday bus", note=gap)
    assert FollowUp.propose(event, village.amina, "A Sunday bus") == following
    assert not record(event).gaps().exists()

    offer = following.could_host(village.bram, "my kitchen")
    assert following.could_host(village.bram, "my kitchen and a urn") == offer
    assert Notice.objects.filter(person=village.amina, words__contains="Bram").count() == 1
    assert "my kitchen and a urn" in page(event)

    with pytest.raises(NotYours):
        offer.take_back(village.carys)
    assert offer.take_back(village.bram) is True
    assert "my kitchen" not in page(event)


def test_a_gap_that_was_asked_for_and_has_been_met_is_open_no_more(event, village):
    gap = Note.jot(TableCode.make(event), "gap", "Nobody drives on Sundays.", once="1")
    asked = landing.take_in(gap, village.amina)
    assert list(record(event).gaps()) == [gap]
    type(asked).objects.filter(pk=asked.pk).update(closed_at=timezone.now())
    assert not record(event).gaps().exists()


def test_nobody_offers_for_a_body_they_do_not_speak_for(event, village):
    following = FollowUp.propose(event, village.amina, "A Sunday bus")
    with pytest.raises(NotYours):
        following.could_host(village.bram, "", village.council)
    assert following.could_host(village.dilys, "", village.council).organisation == village.council


def test_promises_made_there_stand_with_what_came_of_them(event, village):
    opened(event, village)
    line = Note.jot(TableCode.make(event), "promise", "Bring the urn", once="1", whose="Joan", due_words="next time")
    promise = landing.take_in(line, village.amina)
    assert "0 of 1 promises are kept so far" in record(event).sentence()

    promise.keep(village.amina, "It stood there.")
    assert "1 of 1 promises are kept so far" in record(event).sentence()
    assert "Bring the urn" in page(event)


def test_a_theme_counts_groups_and_leads_to_its_points(event, village):
    one, other = TableCode.make(event, table="One"), TableCode.make(event, table="Two")
    lines = [Note.jot(one, "point", "Power", once="1"), Note.jot(one, "point", "Who decides?", once="2")]
    lines.append(Note.jot(other, "point", "We are never asked.", once="3"))
    points = list(Point.objects.filter(pk__in=[line.point_id for line in lines]))

    recording.name_theme(event, village.amina, "Power", points)
    theme = recording.name_theme(event, village.amina, " Power ", points)

    assert [(one["groups"], one["points"]) for one in recording.themes_of(event)] == [(2, 3)]
    lines[2].strike()
    assert [(one["groups"], one["points"]) for one in recording.themes_of(event)] == [(1, 2)]
    assert theme.points.distinct().count() == 3


def test_a_theme_that_was_only_told_keeps_the_count_that_was_told(event, village):
    recording.name_theme(event, village.amina, "Inclusion", [], groups_said=11)
    assert recording.themes_of(event)[0]["groups"] == 11


def test_a_text_that_mixes_shares_and_counts_is_flagged():
    assert mixed(SEED_003) == ["5 private sector"]
    assert mixed("117 people: 69 public, 41 voluntary and 7 private.") == []
    assert mixed("59% public. 5 groups met.") == []
    assert mixed("60% said yes on 7 March 2012.") == []


def test_a_mixed_story_says_so_on_the_record(event, village):
    WriteUp.write(event, village.amina, SEED_003).publish(village.amina, "everyone")
    assert "mixes shares and counts" in page(event)


def test_the_record_has_the_day_it_was_said(event, village):
    line = Note.jot(TableCode.make(event), "promise", "Print it", once="1", whose="Joan", due_on=date(2026, 12, 20))
    assert landing.take_in(line, village.amina).made_on == date(2026, 12, 5)


def test_a_session_shows_its_notes_once_the_record_is_open(event, village):
    session = Session.objects.create(event=event, title="Warm rooms")
    line = Note.jot(TableCode.make(event, session=session), "point", "Three rooms are warm.", once="1")
    address = session.get_absolute_url()
    assert "Three rooms are warm." not in Client().get(address).content.decode()

    opened(event, village)

    words = Client().get(address).content.decode()
    assert "Three rooms are warm." in words
    assert f'id="point-{line.point_id}"' in words, "A point's own address leads here."


def test_what_looks_personal_is_pointed_out_and_what_was_written_is_not_lost(village, client):
    event, phone = village.winter, "Ring Joan on 01632 960 123."
    client.force_login(village.amina)
    base = f"/events/{event.pk}/record/"
    for way, sent in (
        ("story/", {"story": phone}),
        ("outputs/", {"title": "A list", "words": phone}),
        ("next/", {"title": "A supper", "words": phone}),
    ):
        page = client.post(base + way, sent)
        assert page.status_code == 400 and "01632 960 123." in page.content.decode(), way
        assert client.post(base + way, sent | {"anyway": "on"}).status_code == 302, way
    assert event.write_up.story == phone and event.outputs.get(title="A list") and event.follow_ups.get(words=phone)
    again = client.post(base + "story/", {"story": f"{phone} And tea."})
    assert again.status_code == 302, "what stood there before is not pointed out again"

"""What follows from the record: the next event and the next stage, word to those who came, and their links."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from folkmoot.events import recording
from folkmoot.events.models import CheckIn, Convening, Event, FollowUp, Output, Photo, Rsvp, WriteUp
from folkmoot.journal.models import Notice
from folkmoot.kit import work
from folkmoot.kit.links import sign
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.kit.uploads import Picture

pytestmark = pytest.mark.django_db


def test_a_next_event_is_made_once_and_held_by_whoever_offered(village):
    following = FollowUp.propose(village.winter, village.amina, "Lifts on Sundays", "Who drives")
    offer = following.could_host(village.bram, "My kitchen")

    with pytest.raises(NotYours):
        following.become(village.carys, offer)
    made = following.become(village.amina, offer)

    assert following.become(village.amina).pk == made.pk
    assert (made.title, made.published_at, made.place) == ("Lifts on Sundays", None, village.winter.place)
    holding = {(host.person, host.role) for host in made.hosts.all()}
    assert holding == {(village.bram, "convenor"), (village.amina, "organiser")}
    assert Notice.objects.filter(person=village.bram, words__contains="You host it").count() == 1


def test_an_offer_that_was_taken_back_hosts_nothing(village):
    following = FollowUp.propose(village.winter, village.amina, "Lifts on Sundays")
    offer = following.could_host(village.bram)
    offer.take_back(village.bram)
    offer.refresh_from_db()
    with pytest.raises(Refusal, match="no longer offer"):
        following.become(village.amina, offer)


def test_what_came_out_of_an_event_opens_the_next_stage(village, client):
    convening = Convening.objects.get()
    stage, waiting = convening.stages.get(position=2), convening.stages.get(position=3)
    Event.objects.filter(pk=village.winter.pk).update(stage=stage)
    village.winter.refresh_from_db()
    output = Output.add(village.winter, village.amina, "The gaps, in a list", words="Three.", once="gaps")
    client.force_login(village.amina)
    assert "It opens “At the tables”" in client.get(f"/events/{village.winter.pk}/record/write/").content.decode()

    client.post(f"/events/{village.winter.pk}/record/outputs/{output.pk}/", {"do": "open"})

    waiting.refresh_from_db()
    output.refresh_from_db()
    assert waiting.opened_at and output.published_at
    assert stage.published.filter(address=output.get_absolute_url()).count() == 1
    inside = Output.add(village.winter, village.amina, "For us", words="x", attendees_only=True)
    with pytest.raises(Refusal, match="for everybody to read"):
        inside.open_next(village.amina)


def test_comments_close_on_the_day_also_where_nobody_has_spoken(village, client):
    Event.objects.filter(pk=village.winter.pk).update(talk=None)
    client.force_login(village.amina)
    until = timezone.localdate() + timedelta(days=1)
    client.post(f"/events/{village.winter.pk}/record/publish/", {"audience": "everyone", "comments_until": until})
    assert Event.objects.get(pk=village.winter.pk).talk.closes_on == until


def test_those_who_came_hear_once_that_it_is_open_and_without_an_account_by_a_link(village, client, mailoutbox):
    rsvp = Rsvp.objects.create(
        event=village.winter, who="mail:t", name="Tess", email="tess@x.example", answer="yes", number=800
    )
    CheckIn.let_in(rsvp)
    CheckIn.let_in(Rsvp.objects.filter(event=village.winter, person=village.bram).get())
    client.force_login(village.amina)
    for audience in ("came", "everyone", "came"):
        client.post(f"/events/{village.winter.pk}/record/publish/", {"audience": audience})
    work.drain(scheduled=False)
    client.logout()

    [letter] = [mail for mail in mailoutbox if mail.subject.startswith("What came of it")]
    assert letter.to == ["tess@x.example"]
    assert Notice.objects.filter(person=village.bram, words__startswith="What came of it can be read").count() == 1
    page = client.get(re.search(r"/events/reply/\S+/", letter.body).group()).content.decode()
    record, swap = re.search(r'"(/events/record/[^"]+)"', page), re.search(r'"(/events/swap/[^"]+)"', page)
    assert client.get(unescape(record.group(1))).status_code == client.get(unescape(swap.group(1))).status_code == 200


def test_a_photo_for_those_who_came_shows_to_whoever_holds_their_link(village, client, settings, tmp_path):
    settings.FILES = tmp_path
    seen = Picture("png", 1, 1, b"a", b"b")
    photo = Photo.add(village.winter, seen, "A wall", "nobody", by=village.amina, attendees_only=True)
    WriteUp.objects.create(event=village.winter, audience="came", published_at=timezone.now())
    came = CheckIn.walk_in(village.winter, "Tess")
    elsewhere = CheckIn.walk_in(village.autumn, "Una")
    page = client.get(f"/events/record/{sign('record', came.pk)}/").content.decode()
    address = unescape(re.search(rf'src="(/events/photo/{photo.pk}/small/[^"]+)"', page).group(1))
    assert client.get(address).status_code == 200
    for token in ("", "x", sign("record", elsewhere.pk), sign("swap", came.pk)):
        assert client.get(f"/events/photo/{photo.pk}/small/", {"came": token}).status_code == 404


def test_each_sector_has_its_share(village):
    rows = recording.record_for(village.autumn, None).came().rows()
    assert {"sector": "Community or voluntary group", "n": 14, "share": 45} in rows
    assert {"sector": "Funder", "n": None, "share": None} in rows


def test_the_page_of_an_event_that_is_over_leads_with_what_came_of_it(village, client):
    page = client.get(village.autumn.get_absolute_url()).content.decode()
    assert "31 people came" in page and "Read the record" in page
    assert not [words for words in ("nobody has replied yet", "Reply first", "Send my reply") if words in page]

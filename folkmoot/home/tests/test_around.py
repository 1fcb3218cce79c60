"""A programme's page, a place's page and the record of an event weave what every app knows of them."""

from __future__ import annotations

import pytest

from folkmoot.conversations import speaking
from folkmoot.conversations.speaking import Said
from folkmoot.directory.models import Activity, Programme, Tally
from folkmoot.events.models import Host, Photo
from folkmoot.events.talking import begun
from folkmoot.home import around, gathered
from folkmoot.journal.models import Notice
from folkmoot.library.models import Toolkit
from folkmoot.moderation.models import Report, Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(village) -> Programme:
    """Of a body that holds both events, and promised something."""
    found = Programme.objects.live().shown().first()
    body = found.organisation
    Host.objects.create(event=village.autumn, organisation=body, role=Host.Role.ORGANISER)
    Host.objects.create(event=village.winter, organisation=body, role=Host.Role.ORGANISER)
    return found


def names(told: dict) -> dict[str, list[str]]:
    return {each.key: [title for title, _address, _beside in each.rows] for each in told["around"]}


def test_a_programme_weaves_what_its_body_does(client, village, programme):
    told = names(around.of_programme(programme, None))
    assert str(village.winter) in told["events"] and "Paint the crossing at Mill Lane School" in told["promises"]
    assert any("Cake left" in title for title in told["reports"]) and str(village.round_up) in told["round-ups"]
    assert told["elsewhere"]
    page = client.get(programme.get_absolute_url()).content.decode()
    assert "Paint the crossing at Mill Lane School" in page and str(village.round_up) in page


def test_a_report_whose_people_said_yes_to_its_event_alone_stands_on_no_programme_or_place(village, programme):
    for told in (around.of_programme(programme, None), around.of_place(village.thornbeck, None)):
        assert not any("insurance" in title for title in names(told)["reports"])


def test_a_removed_event_takes_its_reports_off_these_pages(village, programme):
    Standing.of(village.autumn).rule("removed", "A loan.", village.kofi)
    assert not {"reports", "round-ups"} & set(names(around.of_programme(programme, None)))
    assert not {"reports", "round-ups"} & set(names(around.of_place(village.thornbeck, None)))


def test_a_place_weaves_its_reports_round_ups_and_toolkits(client, village):
    Toolkit.objects.live().shown().update(place=village.thornbeck)
    told = names(around.of_place(village.thornbeck, None))
    assert set(told) == {"reports", "round-ups", "toolkits"}
    assert str(village.round_up) in client.get(village.thornbeck.get_absolute_url()).content.decode()


def test_what_a_place_knows_stays_without_any_activity(client, village):
    """The library, offers and promises of a place are there though nobody has said what they do in it."""
    Activity.objects.all().delete()
    Tally.objects.all().delete()
    page = client.get(village.thornbeck.get_absolute_url()).content.decode()
    assert "Nobody has said yet what they do" in page
    assert "What people here know" in page and "Offered and asked for" in page


def test_the_record_gathers_photos_comments_and_talk_by_session(client, village):
    event = village.autumn
    session = event.sessions.filter(slot__isnull=False).first()
    facts = {"file": "x.jpg", "width": 1, "height": 1, "consent": "nobody", "shown_at": event.starts_at}
    Photo.objects.create(event=event, session=session, words="The long table", **facts)
    Photo.objects.create(event=event, session=session, words="For us alone", attendees_only=True, **facts)
    begun(event).say(village.bram, "Well done")
    speaking.say(village.heating, village.bram, Said(f"As I said at {event.title}, bring soup."))

    chapters = {each.session and each.session.pk: each.beside for each in gathered.record(event, None)["chapters"]}

    hung = [title for title, _address, sort in chapters[session.pk] if sort == "photo"]
    assert "The long table" in hung and "For us alone" not in hung
    sorts = [sort for _title, _address, sort in chapters[None]]
    assert "comments" in sorts and "said in a group" in sorts
    page = client.get(f"/events/{event.pk}/record/").content.decode()
    assert "The long table" in page and "For us alone" not in page


def test_a_mention_is_reported_from_the_page_of_its_place_as_itself(client, village):
    type(village.mention).objects.filter(pk=village.mention.pk).update(event=None, place=village.thornbeck)
    page = client.get("/newsroom/places/thornbeck/").content.decode()
    assert village.mention.key in page
    client.post("/report/", {"about": village.mention.get_absolute_url(), "reason": "spam", "words": "no"})
    standing = Report.objects.get().standing
    assert standing.thing() == village.mention
    standing.rule("removed", "Spam.", village.kofi)
    assert str(village.mention) not in client.get("/newsroom/places/thornbeck/").content.decode()


def test_only_keepers_are_offered_a_round_up_of_a_place(client, village):
    def offered(person) -> bool:
        client.force_login(person)
        return "Begin it" in client.get("/newsroom/places/thornbeck/").content.decode()

    assert offered(village.amina) and not offered(village.dilys)


def test_whoever_wrote_the_words_that_stand_there_now_is_told(client, village):
    page = village.tea_page
    client.post("/report/", {"about": page.get_absolute_url(), "reason": "wrong", "words": "first"})
    page.refresh_from_db()
    assert Report.objects.get(words="first").standing.author == village.bram
    page.write(f"{page.words}\n\nBuy my kettles.", village.carys, base=page.last.number)
    client.post("/report/", {"about": page.get_absolute_url(), "reason": "spam", "words": "second"})
    standing = Report.objects.get(words="second").standing
    ruling = standing.rule("removed", "Advertising.", village.kofi)
    assert standing.author == village.carys and ruling.may_be_appealed_by(village.carys)
    assert Notice.objects.filter(person=village.carys, address=ruling.get_absolute_url()).exists()
    assert not Notice.objects.filter(person=village.bram, address=ruling.get_absolute_url()).exists()


def test_an_event_says_how_to_follow_it(client, village):
    address = village.winter.get_absolute_url()
    page = client.get(address).content.decode()
    assert "Follow it:" in page and f"/feeds/follow/?about={address}".replace("/", "%2F") in page.replace("/", "%2F")

"""The morning page, what is new lately on the pages of places and programmes, the feed of a search, and badges."""

from __future__ import annotations

from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone
from icalendar import Calendar

from folkmoot.directory.models import Programme
from folkmoot.events.models import Event, Rsvp
from folkmoot.feeds import jobs, seeds
from folkmoot.home.notices import Morning
from folkmoot.journal.models import Line, Notice, Veil, Watch
from folkmoot.moderation.models import Standing
from folkmoot.promises.models import Promise
from folkmoot.requests.models import Request

pytestmark = pytest.mark.django_db
SURFACES = (
    "/feeds/news/?about=/places/thornbeck/",
    "/feeds/news/?about=/places/thornbeck/&as=atom",
    "/feeds/news/?about=/places/thornbeck/&as=feed",
    "/feeds/embed/list/?about=/places/thornbeck/",
    "/places/thornbeck/",
    "/journal/?as=atom",
    "/who/?as=atom",
    "/search/?q=social+media&as=atom",
)


@pytest.fixture(autouse=True)
def nothing_waits(village):
    """Whatever Thornbeck was planted with is read."""
    jobs.tell_watchers.call()
    Notice.objects.all().delete()
    Watch.objects.all().delete()


@pytest.fixture
def bram(client, village):
    client.force_login(village.bram)
    return client


def happens(village, thing=None) -> Line:
    return Line.record(village.amina, "changed", thing or village.drop_in, place=village.mill_lane)


def test_it_says_what_waits_what_is_due_where_i_go_and_what_is_new(bram, village):
    jobs.tell_watchers.call()
    today = timezone.localdate()
    Promise.objects.create(what="Mend the gate", holder=village.bram, due_on=today, accepted_at=timezone.now())
    Event.objects.filter(pk=village.winter.pk).update(starts_at=timezone.now() + timedelta(days=3), ends_at=None)
    facts = {"email": village.bram.email, "answer": "yes", "number": 901, "person": village.bram}
    Rsvp.objects.get_or_create(event=village.winter, who=Rsvp.who_of(person=village.bram), defaults=facts)
    Watch.start(village.bram, village.thornbeck)
    happens(village)
    jobs.tell_watchers.call()
    page = bram.get("/me/news/").content.decode()
    for words in (
        "1 thing is new",
        "Mend the gate",
        village.winter.title,
        village.drop_in.title,
        "Amina Yusuf changed",
    ):
        assert words in page, words
    bram.post("/me/news/seen/")
    assert "Nothing is new since you last looked" in bram.get("/me/news/").content.decode()


def test_it_counts_all_that_waits_and_all_that_is_late_and_shows_the_most_pressing(bram, village):
    before, today = Morning(village.bram, timezone.localdate()), timezone.localdate()
    had, was_late = before.waits, before.late
    for n in range(8):
        Request.put("ask", f"Question {n}", village.drop_in, to=[village.bram], asked_by=village.amina, once=f"q {n}")
    late = {"holder": village.bram, "due_on": today - timedelta(days=1), "accepted_at": timezone.now()}
    Promise.objects.bulk_create(Promise(what=f"Gate {n}", **late) for n in range(7))
    page = bram.get("/me/news/").content.decode()
    assert f"{had + 8} wait for your answer; {was_late + 7} promises are past their day." in page
    assert f"All {had + 8} that wait" in page and page.count("Question ") <= 5


def test_with_nothing_it_says_the_first_thing_to_do(bram, village):
    Notice.objects.all().delete()
    assert "Find your place" in bram.get("/me/news/").content.decode()


def test_my_events_are_a_calendar_and_my_notices_a_feed_for_me_alone(bram, village, client):
    Notice.tell(village.bram, "Quorra", "/waiting/")
    assert "Quorra" in [entry.title for entry in feedparser.parse(bram.get("/me/news/?as=atom").content).entries]
    Calendar.from_ical(bram.get("/me/news/?as=ics").content)
    assert type(client)().get("/me/news/?as=atom").status_code == 302


def test_what_is_held_back_is_not_on_the_morning_page(bram, village):
    jobs.tell_watchers.call()
    Watch.start(village.bram, village.thornbeck)
    happens(village)
    jobs.tell_watchers.call()
    village.drop_in.standing = Standing.objects.create(kind="directory.activity", key=village.drop_in.pk, state="held")
    village.drop_in.save()
    assert village.drop_in.title not in bram.get("/me/news/").content.decode()


def test_a_programmes_page_and_feed_hold_what_happened_to_its_activities(client, village):
    programme = Programme.objects.create(name="Better together", organisation=village.voluntary_action)
    type(village.drop_in).objects.filter(pk=village.drop_in.pk).update(programme=programme)
    happens(village)
    page = client.get(programme.get_absolute_url()).content.decode()
    assert "Lately" in page and "Amina Yusuf</a> changed" in page and 'type="application/atom+xml"' in page
    feed = client.get("/feeds/news/", {"about": programme.get_absolute_url(), "as": "atom"}).content
    (entry,) = feedparser.parse(feed).entries
    assert (
        entry.title == f"Amina Yusuf changed {village.drop_in.title}" and "Thornbeck Voluntary Action" in entry.summary
    )


@pytest.mark.parametrize("address", SURFACES)
def test_what_is_removed_is_gone_from_feeds_and_embeds_at_once(address, client, village):
    happens(village)
    assert village.drop_in.title in client.get(address).content.decode(), "the control"
    standing = Standing.of(village.drop_in, village.bram)
    standing.rule("removed", "An example.", village.kofi)
    assert village.drop_in.title not in client.get(address).content.decode()


def test_what_is_veiled_is_in_no_stream(client, village):
    happens(village)
    Veil.draw("directory.activity", village.drop_in.pk)
    assert village.drop_in.title not in client.get(SURFACES[1]).content.decode()


def test_a_badge_says_what_is_true_now_and_nothing_can_be_written_into_it(client, village):
    badge = client.get("/feeds/embed/badge.svg?about=/places/thornbeck/")
    assert badge.headers["Content-Type"].startswith("image/svg+xml") and "Thornbeck" in badge.content.decode()
    assert badge.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    Event.objects.filter(pk=village.winter.pk).update(title='"><script>alert(1)</script>')
    drawn = client.get(f"/feeds/embed/badge.svg?about={village.winter.get_absolute_url()}").content.decode()
    assert "<script" not in drawn
    assert client.get("/feeds/embed/badge.svg?about=/me/").status_code == 404


def test_the_seeds_make_news(village):
    seeds.plant(village)
    seeds.plant(village)
    assert Watch.objects.count() >= 6
    assert Notice.objects.filter(person=village.bram).exists()


def test_a_keeper_sees_what_a_follower_would_get(client, village):
    happens(village)
    client.force_login(village.kofi)
    page = client.get("/feeds/preview/?about=/places/thornbeck/").content.decode()
    assert village.drop_in.title in page and "As plain text" in page

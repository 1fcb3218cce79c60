"""Help sessions: walk in, be helped, come back, help; nobody is kept waiting for who does not come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from folkmoot.events import editing
from folkmoot.events.help_figures import figures, of_session
from folkmoot.events.models import Event, Helper, Series, Visit
from folkmoot.events.models.helping import NotFree, let_go, start_helping
from folkmoot.kit.refusals import NotYours, Refusal


@pytest.fixture
def session(village):
    """The December session, with nothing in it yet."""
    return village.help_days[2]


@pytest.fixture
def emeka(village, session):
    helper = Helper.objects.get(series=session.series, person=village.emeka)
    helper.arrive(session)
    return helper


def began(session, minutes_ago: int) -> None:
    Event.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(minutes=minutes_ago), ends_at=None)
    session.refresh_from_db()


def test_walking_in_needs_a_first_name_and_nothing_else(session):
    visit = Visit.walk_in(session, "Joan", once="1")
    assert Visit.walk_in(session, "Joan", once="1") == visit
    assert (visit.state, session.visits.count()) == ("waiting", 1)
    with pytest.raises(Refusal, match="first name"):
        Visit.walk_in(session, "  ", once="2")


def test_who_says_what_about_has_somebody_kept_softly(session, emeka):
    visit = Visit.expect(session, "Joan", once="1", topic="photos")
    assert visit.kept_for == emeka
    assert Visit.expect(session, "Idris", once="2", topic="knitting").kept_for is None


def test_a_kept_helper_is_let_go_when_nobody_comes(session, emeka):
    visit = Visit.expect(session, "Joan", once="1", topic="photos")
    began(session, 14)
    assert let_go(session) == 0
    began(session, 16)

    assert let_go(session) == 1
    assert let_go(session) == 0
    visit.refresh_from_db()
    assert (visit.kept_for, visit.state) == (None, "coming")


def test_a_kept_helper_is_never_kept_from_others(session, emeka):
    Visit.expect(session, "Joan", once="1", topic="photos")
    other = Visit.walk_in(session, "Idris", once="2")
    assert other.begin(emeka).helper == emeka


def test_who_comes_late_still_waits_like_everybody(session, emeka):
    visit = Visit.expect(session, "Joan", once="1", topic="photos")
    began(session, 30)
    let_go(session)

    assert visit.arrive() is True
    assert visit.arrive() is False
    assert visit.state == "waiting"


def test_one_helper_helps_one_at_a_time(session, emeka):
    one, other = Visit.walk_in(session, "Joan", once="1"), Visit.walk_in(session, "Idris", once="2")
    one.begin(emeka)
    assert one.begin(emeka) == one
    with pytest.raises(NotFree, match="with somebody"):
        other.begin(emeka)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=other.pk).update(state="helped", helper=emeka)


def test_a_helper_who_is_not_here_helps_nobody(village, session):
    bram = Helper.objects.get(series=session.series, person=village.bram)
    with pytest.raises(NotFree, match="not here"):
        Visit.walk_in(session, "Joan", once="1").begin(bram)


def test_what_was_done_is_written_down_and_can_be_changed(session, emeka):
    visit = Visit.walk_in(session, "Joan", once="1", group="Sewing Circle").begin(emeka)
    with pytest.raises(Refusal, match="what was done"):
        visit.finish(" ")
    visit.finish("A page", link="https://example.org/", next_step="Write the second")
    ended = visit.ended_at
    visit.finish("A page with two posts")

    assert (visit.state, visit.done, visit.ended_at) == ("done", "A page with two posts", ended)
    assert visit.finish("Again") is None


def test_who_leaves_before_their_turn_is_no_visit(session):
    visit = Visit.walk_in(session, "Joan", once="1")
    assert visit.leave() is True
    assert visit.leave() is False
    assert (visit.state, of_session(session)["groups"]) == ("left", 0)
    assert Visit.expect(session, "Idris", once="2").leave()
    assert session.visits.get(name="Idris").state == "absent"


def test_a_group_helped_by_many_is_counted_once(session, emeka):
    for number, name in enumerate(("Joan", "Idris")):
        visit = Visit.walk_in(session, name, once=str(number), group=("Sewing Circle", "sewing  circle")[number])
        visit.begin(emeka).finish("A page")
    assert of_session(session)["groups"] == 1


def test_what_is_not_for_the_session_is_shown_where_to_go_and_not_counted(session, emeka):
    Visit.walk_in(session, "Ada", once="1").begin(emeka).finish("Shown the advice desk", signposted=True)
    told = of_session(session)
    assert (told["groups"], told["signposted"]) == (0, 1)


def test_the_headline_is_who_came_for_help_and_helps_now(village):
    told = figures(village.help_series)
    assert (told.became_helpers, told.groups, told.came_back, told.visits) == (1, 2, 1, 4)
    assert told.nobody_knows == [("benefits", 1), ("spreadsheets", 1)]


def test_somebody_without_an_account_becomes_a_helper_by_name(village, session, emeka):
    before = figures(village.help_series).became_helpers
    visit = Visit.walk_in(session, "Joan", once="1", topic="photos")
    visit.begin(emeka).finish("Pictures")
    with pytest.raises(NotYours):
        start_helping(visit, village.bram)

    helper = start_helping(visit, village.amina, "photos, forms")
    Helper.objects.filter(pk=helper.pk).update(since=date(2026, 12, 10))

    assert helper.knows == ["photos", "forms"]
    assert figures(village.help_series).became_helpers == before + 1
    assert Helper.begin(village.help_series, "joan") == helper


def test_somebody_who_always_helped_is_not_in_the_headline(village):
    Helper.begin(village.help_series, "Priya", knows=["blogs"])
    assert figures(village.help_series).became_helpers == 1


def test_strangers_see_no_board(village, session):
    browser = Client()
    browser.force_login(village.bram)
    assert browser.get(f"/events/{session.pk}/board/").status_code == 403


def test_the_board_is_sent_again_when_something_happened(village, session):
    browser = Client()
    browser.force_login(village.amina)
    live = f"/events/{session.pk}/board/live/"
    mark = browser.get(live).headers["ETag"]
    assert browser.get(live, headers={"If-None-Match": mark}).status_code == 304

    browser.post(f"/events/{session.pk}/board/walk-in/", {"name": "Joan", "once": "w"})

    answer = browser.get(live, headers={"If-None-Match": mark})
    assert (answer.status_code, "Joan" in answer.content.decode()) == (200, True)


def test_an_event_that_is_no_help_session_has_no_board(village):
    browser = Client()
    browser.force_login(village.amina)
    assert browser.get(f"/events/{village.winter.pk}/board/").status_code == 409


def test_what_somebody_wants_is_seen_by_the_hosts_alone(village, session):
    phone = Client()
    sent = {"name": "Joan", "topic": "photos", "wanted": "Zyxomma pictures", "once": "k"}
    phone.post(f"/events/{session.pk}/come/", sent)
    phone.post(f"/events/{session.pk}/come/", sent)

    assert Visit.objects.filter(event=session).count() == 1
    for page in (f"/events/help/{session.series_id}/", session.get_absolute_url(), "/events/help/"):
        assert "Zyxomma" not in phone.get(page).content.decode()


def test_somebody_with_an_account_puts_themselves_forward_and_stops(village, client):
    series = Series.objects.filter(is_help=True, story=False).first()
    address = f"/events/help/{series.pk}/"
    assert "I can help" not in client.get(address).content.decode()
    client.force_login(village.carys)
    for _ in range(2):
        client.post(f"{address}i-can/", {"knows": "spreadsheets, zines"})
    helper = Helper.objects.get(series=series, person=village.carys)
    assert helper.knows == ["spreadsheets", "zines"]
    page = client.get(address).content.decode()
    assert "You help here" in page and "zines" in page
    client.post(f"{address}i-can/", {"stop": "yes"})
    helper.refresh_from_db()
    assert helper.until and "zines" not in client.get(address).content.decode()


def test_what_was_done_is_told_only_where_they_agreed_and_never_by_whom(village, client):
    series = Series.objects.filter(is_help=True, story=False).first()
    event = series.events.first()
    for name, agreed in (("Wilhelmina", True), ("Ottoline", False)):
        visit = Visit.walk_in(event, name, once=name, group=f"Friends of {name[:3]}")
        visit.finish(f"A page for {name[:3]}", told=agreed)
    words = client.get(f"/events/help/{series.pk}/").content.decode()
    assert "A page for Wil" in words and "Friends of Wil" in words
    assert "A page for Ott" not in words and "Wilhelmina" not in words


def test_an_event_becomes_a_help_session_by_its_edit_page(village, client):
    series = Series.objects.filter(is_help=True, story=False).first()
    event = editing.make("Surgery", village.amina, starts_at=timezone.now() + timedelta(days=99))
    client.force_login(village.amina)
    assert "under Edit" in client.get(f"/events/{event.pk}/board/").content.decode()
    editing.put_into(event, village.amina, stage=None, series=series)
    assert client.get(f"/events/{event.pk}/board/").status_code == 200

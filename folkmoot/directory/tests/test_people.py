"""Who belongs to a body and between which days, and who holds its posts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from folkmoot.directory.models import Membership, Post, Term
from folkmoot.directory.models.suggesting import accept, claim, take_back
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.requests.models import Request

NAMED = {"post": "Chair", "name": "Jean Archer", "since": "2026-01-10", "source": "minute of 10 January 2026"}


@pytest.fixture
def theirs(village, client):
    client.force_login(village.emeka)
    return f"/organisations/{village.online.pk}/people/"


def today() -> date:
    return timezone.localdate()


def test_a_body_names_who_holds_its_posts_and_its_page_shows_it(client, village, theirs):
    assert client.post(theirs, NAMED).status_code == 302
    assert client.post(theirs, NAMED).status_code == 302
    assert Term.objects.filter(post__organisation=village.online).count() == 1
    assert "Jean Archer" in client.get(village.online.get_absolute_url()).text


def test_whoever_comes_next_ends_whoever_held_it(client, village, theirs):
    client.post(theirs, NAMED)
    client.post(theirs, NAMED | {"name": "Omar Said", "since": "2026-06-01", "source": "minute of 1 June 2026"})
    first, second = Term.objects.filter(post__organisation=village.online).order_by("since")
    assert (first.until, second.until) == (date(2026, 5, 31), None)
    page = client.get(village.online.get_absolute_url()).text
    assert "Omar Said" in page and "Jean Archer" not in page


def test_it_wants_a_source_and_a_day(client, village, theirs):
    page = client.post(theirs, NAMED | {"source": "", "since": ""})
    assert page.status_code == 422 and not Term.objects.filter(post__organisation=village.online).exists()


def test_strangers_name_nobody(client, village, theirs):
    client.force_login(village.bram)
    assert client.get(theirs).status_code == client.post(theirs, NAMED).status_code == 403
    with pytest.raises(NotYours):
        Post.found(village.online, village.bram, "Chair", None)


def test_a_term_ends_or_is_taken_out(client, village, theirs):
    client.post(theirs, NAMED)
    term = Term.objects.get(post__organisation=village.online)
    assert client.post(f"/terms/{term.pk}/end/", {"until": "2025-01-01"}).status_code == 409
    client.post(f"/terms/{term.pk}/end/", {"until": "2026-03-01"})
    term.refresh_from_db()
    assert term.until == date(2026, 3, 1)
    client.post(f"/terms/{term.pk}/end/", {"do": "take out"})
    assert not Term.objects.filter(pk=term.pk).exists()


def belonging(village, **more) -> Membership:
    asked = claim(village.online, village.bram, "volunteer", "Emeka knows me", "this", **more)
    accept(asked, village.emeka)
    return Membership.objects.get(person=village.bram, organisation=village.online)


def test_somebody_belongs_without_speaking_since_the_day_they_came(village):
    held = belonging(village, speaks=False, since=date(2024, 2, 3))
    assert (held.speaks_for, held.since) == (False, date(2024, 2, 3))
    assert not village.online.speakers(today()).filter(pk=village.bram.pk).exists()


def test_the_form_asks_whether_they_speak_for_it(client, village):
    client.force_login(village.bram)
    said = {"as_what": "volunteer", "evidence": "Emeka knows me", "once": "that", "since": "2024-02-03"}
    client.post(f"/organisations/{village.online.pk}/this-is-us/", said)
    asked = Request.objects.get(kind="claim", asked_by=village.bram)
    assert (asked.payload["speaks"], asked.payload["since"]) == (False, "2024-02-03")
    assert "without speaking for it" in client.get(asked.address).text


def test_leaving_ends_it_at_once_and_is_safe_twice(client, village):
    held = belonging(village)
    client.force_login(village.bram)
    assert village.online.speakers(today()).filter(pk=village.bram.pk).exists()
    for _ in range(2):
        client.post(f"/memberships/{held.pk}/leave/")
    held.refresh_from_db()
    assert held.until == today() - timedelta(days=1)
    assert not village.online.speakers(today()).filter(pk=village.bram.pk).exists()


def test_dates_are_theirs_to_set_and_what_is_over_stays_over(client, village):
    held = belonging(village)
    client.force_login(village.bram)
    page = f"/memberships/{held.pk}/"
    client.post(page, {"as_what": "treasurer", "since": "2023-09-01", "until": ""})
    held.refresh_from_db()
    assert (held.as_what, held.since) == ("treasurer", date(2023, 9, 1))
    assert client.post(page, {"since": "2999-01-01"}).status_code == 422
    held.end(village.bram, today())
    with pytest.raises(Refusal, match="This is us"):
        held.tell(village.bram, today(), "treasurer", date(2023, 9, 1), None)


def test_others_see_and_change_nothing_of_it(client, village):
    held = belonging(village)
    client.force_login(village.carys)
    assert client.get(f"/memberships/{held.pk}/").status_code == 403
    assert client.post(f"/memberships/{held.pk}/leave/").status_code == 403
    held.refresh_from_db()
    assert held.until is None


def test_a_claim_taken_back_ends_the_belonging_too(village):
    held = belonging(village)
    asked = Request.objects.get(kind="claim", asked_by=village.bram)
    for _ in range(2):
        take_back(asked, village.emeka, today())
    held.refresh_from_db()
    assert held.until is not None and held.is_over(today())
    belonging_again = claim(village.online, village.bram, "volunteer", "x", "again")
    accept(belonging_again, village.emeka)
    assert Membership.objects.filter(person=village.bram, organisation=village.online, until=None).exists()

"""Sources at an address: fetched, read again when due, and only the difference shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from folkmoot.exchange import jobs, linked, outcome
from folkmoot.exchange.models import Intake, Link
from folkmoot.exchange.reading.columns import MEANINGS
from folkmoot.exchange.saying import noticed
from folkmoot.exchange.tests.sheets import csv_of, ordinary
from folkmoot.journal.models import Notice
from folkmoot.kit import fetch
from folkmoot.kit.work import drain

from .bringing import taken

pytestmark = pytest.mark.django_db
ADDRESS = "https://lists.thornbeck.example/groups.csv"


class Web:
    """What stands at the address, and what was asked."""

    def __init__(self) -> None:
        self.body, self.status, self.headers, self.asked = csv_of(ordinary()), 200, {"etag": '"one"'}, []

    def get(self, url, *, limit=0, seconds=0, known=None):
        self.asked.append(known)
        if known and known.get("If-None-Match") == self.headers["etag"]:
            return fetch.Answer(url, 304, self.headers, b"")
        if self.status == 0:
            raise fetch.FetchFailed("lists.thornbeck.example took too long to answer.")
        return fetch.Answer(url, self.status, self.headers, self.body)


@pytest.fixture(autouse=True)
def web(monkeypatch, settings, tmp_path):
    settings.FILES = tmp_path
    web = Web()
    monkeypatch.setattr(fetch, "get", web.get)
    return web


@pytest.fixture
def linked_list(village):
    """A source that was taken from its address, due again tomorrow."""
    intake = taken(village.amina, ordinary(), "Linked")
    linked.link_to(intake.source, ADDRESS, "daily")
    return intake.source


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def test_an_address_is_fetched_and_read(client, village, web):
    client.force_login(village.amina)
    answer = client.post(reverse("exchange:begin"), {"address": ADDRESS, "pace": "daily"})
    drain(scheduled=False)
    assert "What your columns hold" in client.get(answer.url).text
    assert Link.objects.get(address=ADDRESS).pace == "daily"


def test_an_address_that_gives_nothing_says_so(client, village, web):
    web.status = 404
    client.force_login(village.amina)
    answer = client.post(reverse("exchange:begin"), {"address": ADDRESS})
    drain(scheduled=False)
    assert "answered 404 instead of a file" in client.get(answer.url).text


def test_nothing_is_read_when_nothing_has_changed(linked_list, web):
    Link.objects.update(etag='"one"')
    assert list(linked.read_due(tomorrow())) == []
    assert web.asked == [{"If-None-Match": '"one"'}]
    assert Intake.objects.filter(source=linked_list).count() == 1


def test_a_changed_list_shows_its_difference_and_waits(linked_list, web, village):
    web.body = csv_of([*ordinary(), ordinary()[1] | {"Group name": "A new group"}])
    (intake,) = linked.read_due(tomorrow())
    jobs.go_on(intake)
    drain(scheduled=False)
    intake.refresh_from_db()
    assert (intake.state, intake.counts["new"], intake.counts["same"]) == (Intake.State.CHECK, 1, 79)
    assert list(linked.read_due(timezone.localdate())) == []


def test_trouble_is_told_once_and_tried_again(linked_list, web, village):
    web.status = 0
    before = Notice.objects.filter(person=village.amina).count()
    for day in (1, 2):
        assert list(linked.read_due(timezone.localdate() + timedelta(days=day))) == []
    assert Notice.objects.filter(person=village.amina).count() == before + 1
    assert "took too long" in Link.objects.get().trouble


def test_links_that_do_not_answer_are_told(web, monkeypatch):
    from folkmoot.exchange.reading.rows import Row

    def get(url, **more):
        if "gone" in url:
            return fetch.Answer(url, 404, {}, b"")
        return fetch.Answer(url, 200, {}, b"")

    monkeypatch.setattr(fetch, "get", get)
    rows = [Row(n, "", {"Web": f"https://{word}.example.org"}) for n, word in enumerate(("here", "gone"))]
    dead = {"https://gone.example.org": "answered 404"}
    assert outcome.dead_links(rows, {"Web": ("website", "shown")}) == (dead, 0)
    assert "website" in MEANINGS


def test_when_nothing_answers_it_is_we_who_are_away(web, monkeypatch):
    from folkmoot.exchange.reading.rows import Row

    def get(url, **more):
        raise fetch.FetchFailed("There is no such host.")

    monkeypatch.setattr(fetch, "get", get)
    rows = [Row(n, "", {"Web": f"https://site{n}.example.org"}) for n in range(5)]
    assert outcome.dead_links(rows, {"Web": ("website", "shown")}) == ({}, 5)


def test_every_link_of_a_long_sheet_is_tried_and_those_left_over_are_counted(web, monkeypatch):
    from folkmoot.exchange.reading.rows import Row

    monkeypatch.setattr(outcome, "LINKS_TRIED", 60)
    web.headers = {"etag": ""}
    rows = [Row(n, "", {"Web": f"https://site{n}.example.org"}) for n in range(70)]
    assert outcome.dead_links(rows, {"Web": ("website", "shown")}) == ({}, 10)
    assert "10 web pages were not tried" in noticed({"untried": 10})


def test_reading_it_now_is_left_to_the_worker(client, linked_list, web, village):
    client.force_login(village.amina)
    first = Intake.objects.get(source=linked_list)
    web.body = csv_of([*ordinary(), ordinary()[1] | {"Group name": "A new group"}])
    answer = client.post(reverse("exchange:link", args=[first.key]), {"now": "yes"})
    assert web.asked == [] and "We are reading your list" in client.get(answer.url).text
    assert client.post(reverse("exchange:link", args=[first.key]), {"now": "yes"}).status_code == 409
    drain(scheduled=False)
    second = Intake.objects.get(key=answer.url.split("/")[-2])
    assert (second.state, second.counts["new"]) == (Intake.State.CHECK, 1)


def test_reading_it_now_says_when_nothing_is_new(client, linked_list, web, village):
    client.force_login(village.amina)
    Link.objects.update(etag='"one"')
    before = Notice.objects.count()
    first = Intake.objects.get(source=linked_list)
    answer = client.post(reverse("exchange:link", args=[first.key]), {"now": "yes"})
    drain(scheduled=False)
    page = client.get(answer.url).text
    assert "Nothing new" in page and "could not be read" not in page
    assert Notice.objects.count() == before

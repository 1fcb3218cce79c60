"""Pictures of very many activities: counted by the worker, shown as of then, and nothing hidden since is shown."""

from __future__ import annotations

import time

import pytest
from django.core.cache import caches
from django_tasks_db.models import DBTaskResult

from folkmoot.directory import money, pictures
from folkmoot.directory.models import Activity

PAGES = [
    "/who/matrix/",
    "/who/matrix/?rows=place&columns=organisation",
    "/who/matrix/?rows=organisation&columns=place",
    "/who/map/",
    "/who/map/data/",
    "/who/money/",
]


@pytest.fixture(autouse=True)
def many(monkeypatch):
    """As on a site with many; nothing kept by one test is met by another."""
    monkeypatch.setattr(pictures, "MANY", 3)
    caches["kept"].clear()
    yield
    caches["kept"].clear()


def work() -> int:
    """Do what the pages asked the worker for; how much that was."""
    asked = DBTaskResult.objects.filter(task_path="folkmoot.directory.pictures.count", status="READY")
    for each in asked:
        pictures.count.call(*each.args_kwargs["args"])
    return asked.delete()[0]


def words(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_picture_nobody_saw_before_is_there_once_the_worker_counted_it(client, village, page):
    first = client.get(page)
    assert first.status_code == 503 and first.headers["Retry-After"]
    assert work() == 1
    assert client.get(page).status_code == 200 and "no-cache" not in client.get(page).get("Cache-Control", "")


@pytest.mark.parametrize("page", PAGES)
def test_it_is_the_same_as_if_it_were_counted_at_once(client, village, monkeypatch, page):
    client.get(page)
    work()
    kept = client.get(page)
    monkeypatch.setattr(pictures, "MANY", 1000)
    assert client.get(page).content == kept.content


def test_after_a_change_the_last_is_shown_with_its_time_until_it_is_counted_anew(client, village, monkeypatch):
    pictures.count_all()
    before = client.get("/who/matrix/").context["grid"].entries
    Activity.enter(village.amina, {"title": "One more", "types": ["train"]})
    stale = client.get("/who/matrix/")
    assert stale.context["grid"].entries == before and "As of" in words(stale)
    assert "s-maxage=10" in stale.headers["Cache-Control"], "or a kept page would stay behind"
    assert work() == 1
    later = time.monotonic() + 11
    monkeypatch.setattr(time, "monotonic", lambda: later)
    fresh = client.get("/who/matrix/")
    assert fresh.context["grid"].entries == before + 1 and "As of" not in words(fresh)


def test_however_many_ask_it_is_counted_once(client, village):
    for _ in range(3):
        client.get("/who/money/")
    assert work() == 1


def test_whoever_hides_an_address_since_then_has_no_pin(client, village):
    pictures.count_all()
    assert "Mill Lane Library" in words(client.get("/who/map/"))
    village.library.revise(village.kofi, {"hides_address": True})
    assert "14 Mill Lane" not in words(client.get("/who/map/")) + words(client.get("/who/map/data/"))


def test_what_moderators_removed_since_then_is_named_nowhere(client, village):
    from folkmoot.moderation.models import Standing

    pictures.count_all()
    page = "/who/matrix/?rows=organisation&columns=type"
    assert "Mill Lane Library" in words(client.get(page))
    Standing.of(village.library).rule("removed", "not a body at all", village.kofi)
    assert "Mill Lane Library</th>" not in words(client.get(page))


def test_whoever_has_private_plans_sees_them_counted_at_once(client, village):
    pictures.count_all()
    village.course.revise(village.emeka, {"private_for_now": True})
    client.force_login(village.emeka)
    seen = client.get("/who/matrix/")
    assert seen.context["as_of"] is None
    client.force_login(village.carys)
    work()
    pictures.count_all()
    private = Activity.objects.live().filter(private_for_now=True).count()
    assert private and client.get("/who/matrix/").context["grid"].entries == seen.context["grid"].entries - private


def test_what_the_worker_keeps_holds_no_private_plan(village):
    village.course.revise(village.emeka, {"private_for_now": True})
    pictures.count_all()
    kept = caches["kept"].get(pictures._key("money", "", ()))
    assert village.course.pk not in {link.activity.pk for link in money.drawn(kept.value).links}


def test_only_what_changed_is_counted_anew(village):
    assert pictures.count_all() == 8
    assert pictures.count_all() == 0
    Activity.enter(village.amina, {"title": "One more"})
    assert pictures.count_all() == 8


def test_few_are_never_left_to_the_worker(village, monkeypatch, client):
    monkeypatch.setattr(pictures, "MANY", 1000)
    assert pictures.count_all() == 0
    assert client.get("/who/matrix/").status_code == 200 and work() == 0

"""Links to the world outside: looked at within budgets, and what is wrong said in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.kit import fetch
from folkmoot.library import checking
from folkmoot.library.models import OutsideLink, Page

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def answers(asked: list, **by_host):
    def get(address, **_limits):
        asked.append(address)
        said = by_host.get(address.split("/")[2].split(".")[0], 200)
        if isinstance(said, Exception):
            raise said
        return fetch.Answer(address, said, {}, b"")

    return get


def page_with(village, *addresses: str) -> Page:
    words = "\n".join(f"[x]({address})" for address in addresses)
    return Page.begin(village.howtos, f"Links {Page.objects.count()}", words, village.bram)


def test_what_is_gone_is_said_with_since_when_and_where_an_archive_may_have_it(village, client):
    page = page_with(village, "http://gone.example/a", "http://fine.example/", "http://dead.example/")
    get = answers([], gone=404, dead=fetch.FetchFailed("dead.example took too long to answer."))
    assert checking.check(NOW, get) == 3
    states = dict(page.outside.values_list("address", "state"))
    assert states == {"http://gone.example/a": "gone", "http://fine.example/": "fine", "http://dead.example/": "silent"}
    shown = client.get("/library/broken/").content.decode()
    assert "http://gone.example/a" in shown and "web.archive.org/web/" in shown and "fine.example" not in shown
    assert "dead.example took too long to answer." in shown


def test_an_address_on_two_pages_is_looked_at_once_and_again_only_after_two_weeks(village):
    one, other = (page_with(village, "http://a.example/x") for _ in range(2))
    asked: list = []
    checking.check(NOW, answers(asked, a=410))
    assert asked == ["http://a.example/x"] and one.outside.get().state == other.outside.get().state == "gone"
    checking.check(NOW + timedelta(days=13), answers(asked))
    assert len(asked) == 1
    checking.check(NOW + timedelta(days=15), answers(asked))
    assert len(asked) == 2 and one.outside.get().broken_since is None


def test_one_host_never_takes_the_whole_run(village):
    page_with(village, *(f"http://slow.example/{n}" for n in range(80)), "http://other.example/")
    asked: list = []
    checking.check(NOW, answers(asked))
    assert sum("slow" in address for address in asked) == checking.A_HOST and "http://other.example/" in asked


def test_a_slow_run_stops_in_time(village, monkeypatch):
    page_with(village, *(f"http://h{n}.example/" for n in range(9)))
    clock = iter(range(0, 10_000, 50))
    monkeypatch.setattr(checking.time, "monotonic", lambda: next(clock))
    assert checking.check(NOW, answers([])) < 4


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://localhost:8000/", "http://169.254.169.254/", "http://Who%27s+who", "http://[::1]/"],
)
def test_inside_our_walls_is_never_asked(village, address, monkeypatch):
    monkeypatch.setattr(fetch.socket, "create_connection", lambda *a, **k: pytest.fail("connected"))
    page = page_with(village, address)
    row = OutsideLink.objects.filter(page=page).first()
    assert row, "the link is kept as it was written"
    checking.check(NOW)
    row.refresh_from_db()
    assert row.state in ("none", "silent") and row.said

"""A list is fifty a page on the screen and whole as a file, and its filters stay in the address."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from folkmoot.kit import lists

COLUMNS = (("name", "Name", "name"), ("where", "Where", lambda row: row.where))
ROWS = [
    SimpleNamespace(name=f"Group {n}", where="=Mill Lane", changed_at=datetime(2026, 11, 1, tzinfo=UTC))
    for n in range(120)
]


@pytest.fixture
def ask(rf: RequestFactory, monkeypatch):
    seen = {}
    monkeypatch.setattr(lists, "render", lambda request, template, context: seen.update(context, template=template))

    def ask(query: str):
        answer = lists.answer(rf.get(f"/who/?{query}"), "Who does what", ROWS, COLUMNS, "x.html", extra=1)
        return answer or seen

    return ask


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_screen_shows_fifty_and_says_how_many(ask):
    seen = ask("page=2&q=a")
    assert [cells[0] for _, cells in seen["table"]][0] == "Group 50"
    assert (len(seen["table"]), seen["page"].paginator.count, seen["extra"]) == (50, 120, 1)


@pytest.mark.parametrize("page", ["9999", "-1", "x", ""])
def test_a_page_that_is_not_there_still_answers(ask, page):
    assert ask(f"page={page}")["page"].number in (1, 3)


def test_files_are_offered_with_the_filters_and_without_the_page(ask):
    assert ask("page=2&q=a")["downloads"][0] == ("CSV", "?q=a&as=csv")


def test_csv_has_every_row_and_no_live_formula(ask):
    answer = ask("as=csv&page=2")
    lines = body(answer).decode("utf-8-sig").splitlines()
    assert (len(lines), lines[1]) == (121, '"Group 0","\'=Mill Lane"')
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="who-does-what-20')


def test_json_has_keys_and_says_where_it_came_from(ask):
    found = json.loads(body(ask("as=json&q=a")))
    assert found["rows"][0] == {"name": "Group 0", "where": "=Mill Lane"}
    assert found["about"]["address"] == "http://localhost:8000/who/?q=a"


def test_xlsx_is_a_workbook(ask):
    assert body(ask("as=xlsx"))[:2] == b"PK"


def test_atom_has_the_first_fifty(ask):
    feed = body(ask("as=atom")).decode()
    assert feed.count("<entry>") == 50
    assert "Where: =Mill Lane" in feed and "2026-11-01" in feed


def test_a_kind_of_file_we_do_not_make_is_the_page(ask):
    assert ask("as=exe")["title"] == "Who does what"

"""Everything that was kept can be read, however much it is, and a page of it costs what a page costs."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.newsroom import planet, stream
from folkmoot.newsroom.models import Piece

MANY = 700


@pytest.fixture
def many(village):
    """Seven hundred reports of one session and two of none."""
    now, session = timezone.now() - timedelta(days=1), village.sessions[0]
    rows = [
        Piece(desk=village.desk, by=village.bram, words=f"Line {n}.", once=f"m{n}", session=session,
              happened_at=now + timedelta(seconds=n))
        for n in range(MANY)
    ]  # fmt: skip
    Piece.objects.bulk_create(rows)
    village.desk.pieces.filter(words__in=["Line 0.", "Line 1."]).update(session=None)
    return village


def test_every_report_is_on_some_page_and_in_the_file(client, many):
    desk = many.desk.get_absolute_url()
    rows = list(csv.reader(io.StringIO(client.get(f"{desk}?as=csv").getvalue().decode("utf-8-sig"))))
    assert len([row for row in rows if row[0].startswith("Line ")]) == MANY
    last = client.get(f"{desk}?page=999").content.decode()
    assert "Line 0." in last and "Line 699." not in last
    assert "Line 699." in client.get(desk).content.decode()


def test_the_record_holds_each_session_with_the_way_to_the_rest(client, many):
    chapters = stream.by_session(many.desk, timezone.now(), {})
    there = {chapter.session and chapter.session.pk: (len(chapter.entries), chapter.more) for chapter in chapters}
    assert there[None] == (2, 0) and there[many.sessions[0].pk] == (stream.A_CHAPTER, MANY - 2 - stream.A_CHAPTER)
    some = next(chapter for chapter in chapters if chapter.session == many.sessions[0])
    assert [entry.words for entry in some.entries[-2:]] == ["Line 698.", "Line 699."], "in the order it happened"
    rest = client.get(f"{many.desk.get_absolute_url()}?session={some.key}&page=2").content.decode()
    assert "Line 640." in rest
    none = client.get(f"{many.desk.get_absolute_url()}?session=0").content.decode()
    assert "Line 0." in none and "Line 5." not in none


def test_a_page_costs_the_same_however_much_there_is(many, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert len(stream.kept(many.desk)[:50]) == 50
    with django_assert_max_num_queries(12):
        found = planet.entries(many.thornbeck)
        assert len(found) > MANY and len(found[650:700]) == 50


@pytest.mark.parametrize("session", ["x", "-1", "9" * 30, "²"])
def test_a_session_that_is_none_narrows_nothing(client, many, session):
    assert client.get(many.desk.get_absolute_url(), {"session": session}).status_code == 200

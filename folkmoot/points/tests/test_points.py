"""What was said keeps its words and its source; themes hold points, each once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from folkmoot.kit.refusals import Refusal
from folkmoot.moderation.models import Standing
from folkmoot.points.models import Point, Theme, Theming


@pytest.fixture
def point(village):
    return Point.note("Nobody runs a Sunday bus.", village.thornbeck, kind="gap", once="a", place=village.mill_lane)


def test_a_point_keeps_where_it_was_said(village, point):
    assert (point.source_kind, point.source_key) == ("places.place", str(village.thornbeck.pk))
    assert point.source_title == "Thornbeck"
    assert point.get_absolute_url() == f"{village.thornbeck.get_absolute_url()}#point-{point.pk}"


def test_the_same_word_is_the_same_point_with_its_last_words(village, point):
    again = Point.note("Nobody runs a Sunday bus any more.", village.thornbeck, kind="gap", once="a")

    assert again.pk == point.pk
    assert Point.objects.get(pk=point.pk).words == "Nobody runs a Sunday bus any more."
    assert Point.objects.get(pk=point.pk).changed_at > point.changed_at


def test_the_same_word_about_another_thing_is_another_point(village, point):
    assert Point.note("Nobody runs a Sunday bus.", village.mill_lane, once="a").pk != point.pk


def test_nothing_and_too_much_are_refused_in_words(village):
    with pytest.raises(Refusal, match="Write what was said"):
        Point.note("   ", village.thornbeck)
    with pytest.raises(Refusal, match="over 4,000 letters"):
        Point.note("x" * 4001, village.thornbeck)
    assert not Point.objects.filter(source_key=str(village.thornbeck.pk), words__startswith="xxx").exists()


def test_what_is_taken_back_is_shown_nowhere_and_only_once(village, point):
    assert Point.objects.shown().of(village.thornbeck).filter(pk=point.pk).exists()

    assert point.take_back() is True
    assert point.take_back() is False

    assert not Point.objects.shown().of(village.thornbeck).filter(pk=point.pk).exists()


def test_what_moderators_remove_is_not_shown(village, point):
    Standing.of(point, village.bram).rule("removed", "An example.", village.kofi)

    assert not Point.objects.shown().filter(pk=point.pk).exists()


def test_points_are_found_by_their_place_and_those_around_it(village, point):
    assert point in Point.objects.at(village.thornbeck)
    assert point not in Point.objects.at(village.riverside)


def test_a_theme_holds_a_point_once_for_each_who_put_it_there(village, point):
    theme = _theme(village)
    theme.place_point(point, village.amina)
    theme.place_point(point, village.amina)
    theme.place_point(point, village.bram)

    assert theme.placings.count() == 2
    assert theme.points.distinct().count() == 1


def test_a_source_has_each_theme_once(village):
    _theme(village)
    with pytest.raises(IntegrityError), transaction.atomic():
        _theme(village)


def _theme(village) -> Theme:
    where = {"source_kind": "places.place", "source_key": str(village.thornbeck.pk)}
    return Theme.objects.create(name="Getting about", source_title="Thornbeck", source_address="/", **where)


def test_a_point_is_seen_only_where_its_source_shows_it(village):
    day = timezone.localdate()
    theming = Theming.begin("Mill Lane", village.amina)
    said, unknown = Point.note("We all may read this.", theming), Point.note("Where was that?", village.thornbeck)
    private = Point.note("Between us.", theming, private=True)

    assert said.is_visible_to(village.amina, day)
    assert not said.is_visible_to(village.bram, day)
    Theming.objects.filter(pk=theming.pk).update(published_at=timezone.now())
    assert said.is_visible_to(None, day)
    assert not unknown.is_visible_to(None, day)
    assert not private.is_visible_to(village.amina, day)
    Point.objects.filter(pk=said.pk).update(source_kind="gone.thing")
    assert not Point.objects.get(pk=said.pk).is_visible_to(None, day)

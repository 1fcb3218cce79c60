"""Long counts are kept, and never told when they are stale."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from folkmoot.directory.models import Activity
from folkmoot.directory.models import entry as entry_module


@pytest.fixture(autouse=True)
def empty_cache():
    """Nothing kept by one test is met by another."""
    cache.clear()
    yield
    cache.clear()


def test_a_kept_count_is_counted_anew_after_anything_is_written(village, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(entry_module, "FEW", 1)
    rows = Activity.objects.live().with_kept_count()
    before = rows.count()
    with django_assert_num_queries(1):
        assert rows.all().count() == before
    Activity.enter(village.amina, {"title": "One more"})
    assert rows.all().count() == before + 1


def test_what_one_person_sees_is_kept_for_nobody_else(village, monkeypatch):
    monkeypatch.setattr(entry_module, "FEW", 1)
    seen = {
        who: Activity.objects.live().visible_to(getattr(village, who), village.course.confirmed_on).with_kept_count()
        for who in ("emeka", "carys")
    }
    assert seen["emeka"].count() == seen["carys"].count() + 1


def test_a_short_count_is_not_kept(village, django_assert_num_queries):
    rows = Activity.objects.live().with_kept_count()
    rows.count()
    with django_assert_num_queries(2):
        rows.count()

"""Rows deleted at once take with them just what the ORM's own `delete` takes."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import ProtectedError

from folkmoot.directory.models import Activity, Ask, Need, Offer, Organisation, Party, Programme
from folkmoot.kit.uprooting import among, uproot

pytestmark = pytest.mark.django_db


def world() -> dict[str, set]:
    """Every row of every table, whole."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {model._meta.label: set(map(str, model._base_manager.values_list())) for model in models}


@pytest.mark.parametrize("model", [Activity, Organisation])
def test_it_leaves_what_the_orm_leaves(village, model):
    """Half of the village's: some are absorbed, have findings, promises, events and answers hanging on them."""
    owned = set(Programme.objects.values_list("organisation", flat=True)) if model is Organisation else set()
    keys = [pk for pk in model.objects.order_by("pk").values_list("pk", flat=True)[::2] if pk not in owned]
    kept = []
    for drop in (lambda: uproot(model, keys), lambda: model._base_manager.filter(pk__in=keys).delete()):
        with transaction.atomic():
            drop()
            kept.append(world())
            transaction.set_rollback(True)
    assert kept[0] == kept[1]
    assert len(kept[0][model._meta.label]) == len(world()[model._meta.label]) - len(keys) > 0


def test_what_is_still_named_stays(village):
    named = Programme.objects.values_list("organisation", flat=True)[0]
    with pytest.raises(ProtectedError):
        uproot(Organisation, [named])
    assert Organisation.objects.filter(pk=named).exists()


def test_among_finds_numbers_texts_and_nothing(village):
    keys = list(Organisation.objects.values_list("pk", flat=True)[:3])
    assert set(Organisation.objects.filter(pk__in=among(keys)).values_list("pk", flat=True)) == set(keys)
    names = ["O’Hare & “Sons”, 100%", village.voluntary_action.name]
    assert Organisation.objects.filter(name__in=among(names, of=str)).count() == 1
    assert not Party.objects.filter(organisation__in=among([])).exists()
    assert not Organisation.objects.filter(name__in=among([], of=str)).exists()


@pytest.mark.parametrize("model", [Activity, Organisation, Programme, Offer, Ask, Need])
def test_who_was_absorbed_by_one_is_found_without_reading_all(village, model):
    """Whoever deletes a row, or opens a page, asks this: without its index each asks the whole table."""
    if connection.vendor != "sqlite":
        pytest.skip("a small table is read whole on PostgreSQL")
    assert "absorbed" in model.objects.filter(same_as=5).order_by().values("pk").explain()

"""The money chain: amounts as told, what nobody said as a row, and money passed on counted once."""

from __future__ import annotations

import pytest

from folkmoot.directory.models import Activity, Party
from folkmoot.directory.money import chain_of, flow


@pytest.fixture
def paid(village):
    """Adds an activity of these parties: paid(title, types, cost in pence, [body, role, pence], ...)."""
    Activity.objects.all().delete()

    def add(title, types, cost, *parties):
        facts = {"title": title, "types": types, "money_pence": cost, "served": [village.mill_lane.pk]}
        return Activity.enter(village.amina, facts | {"parties": [[body.pk, *rest] for body, *rest in parties]})

    return add


def chain(**how):
    return chain_of(Activity.objects.all(), **how)


def test_money_that_is_passed_on_is_counted_once(village, paid):
    v = village
    paid("Street grants", ["fund"], None, (v.voluntary_action, "delivers", None), (v.foundation, "funds", 100_00))
    paid("Supper", ["events"], None, (v.youth, "delivers", None), (v.voluntary_action, "funds", 30_00))
    paid("Doors", ["research"], None, (v.tenants, "delivers", None), (v.voluntary_action, "funds", 80_00))
    told = chain()
    assert (told.total, told.passed_on, told.once) == (210_00, 100_00, 110_00)


def test_what_a_body_adds_of_its_own_is_not_taken_off(village, paid):
    paid("Supper", ["events"], None, (village.youth, "delivers", None), (village.voluntary_action, "funds", 30_00))
    assert chain().once == 30_00


def test_a_cost_beyond_what_is_said_to_be_given_stands_as_not_said(village, paid):
    paid("Fair", ["events"], 50_00, (village.council, "funds", 20_00))
    assert [(str(link.funder), link.pence) for link in chain().links] == [("Thornbeck Council", 20_00), ("None", 30_00)]
    assert chain().total == 50_00


def test_a_funder_who_does_not_say_how_much_is_a_row(village, paid):
    paid("Club", ["train"], None, (village.council, "funds", None))
    assert (chain().links[0].pence, chain().unsaid, chain().total) == (None, 1, 0)


def test_one_funder_of_a_known_cost_gives_it(village, paid):
    paid("Club", ["train"], 40_00, (village.council, "funds", None))
    assert [(link.funder, link.pence) for link in chain().links] == [(village.council, 40_00)]


def test_two_bodies_that_became_one_pay_as_one(village, paid):
    paid("Club", ["train"], None, (village.twin, "funds", 10_00))
    assert chain().links[0].funder == village.voluntary_action


def test_the_picture_holds_every_penny_in_each_column(village):
    told = chain(most=3)
    columns, bands = flow(told)
    assert [sum(pence for _name, pence in column) for column in columns] == [told.total] * 4
    for step in range(3):
        assert sum(pence for place, _a, _b, pence in bands if place == step) == told.total


def test_an_activity_without_money_is_no_link(village, paid):
    paid("Walk", ["events"], None, (village.council, "delivers", None))
    assert list(chain().links) == [] and Party.objects.filter(role="delivers").exists()

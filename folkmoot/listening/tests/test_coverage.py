"""Nobody can be picked out of what is shown: small numbers are hidden, by subtraction and over time too."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from django.test import Client

from folkmoot.listening import coverage as counted
from folkmoot.listening import sums
from folkmoot.listening.coverage import coverage, district_of, settle
from folkmoot.listening.keeping import keep
from folkmoot.listening.models import Heard, Listening, Organiser, Patch, Profile, Slip

from .conftest import INDEPENDENT, everything_kept, said


def fill(village, place, many: int, age: str = "", mark: str = "") -> list[Heard]:
    """So many people heard at a place, of an age; straight into the tables."""
    patch = Patch.make(f"{place} patch", place, village.voluntary_action, village.amina)
    organiser = Organiser.name(village.emeka, patch, INDEPENDENT, village.amina)
    facts = {"patch": patch, "organiser": organiser, "kept_by": organiser}
    slips = Slip.make(patch, village.emeka, many)
    return [
        Heard.objects.create(listening=Listening.objects.create(**facts), slip=slip, age=age, group=mark)
        for slip in slips
    ]


@pytest.fixture
def empty(village):
    """Thornbeck with nobody heard yet."""
    for heard in Heard.objects.filter(withdrawn_at=None):
        heard.withdraw()
    counted.Published.objects.all().delete()
    return village


def shown(village) -> tuple[dict, int | None]:
    found = coverage(village.thornbeck)
    return {row.label: row.heard for row in found.tables["place"]}, found.total


def test_heard_stands_beside_who_lives_here(empty):
    Profile.objects.filter(place=empty.thornbeck).delete()
    Profile.objects.create(
        place=empty.thornbeck, sort="age", label="65 to 79", many=4000, year=2021, source="made up for Thornbeck"
    )
    Profile.objects.create(
        place=empty.thornbeck, sort="age", label="18 to 29", many=4000, year=2021, source="made up for Thornbeck"
    )
    fill(empty, empty.mill_lane, 40, "65 to 79")
    settle(empty.thornbeck)
    found = coverage(empty.thornbeck)
    ages = {row.label: (row.heard, row.lives, row.unheard) for row in found.tables["age"]}
    assert ages == {"18 to 29": (0, 4000, True), "65 to 79": (40, 4000, False)}
    assert found.total == 40
    assert set(found.unheard()) >= {"18 to 29", "Castle Hill", "Riverside", "Northfield"}


def test_the_district_is_found_from_any_part(village):
    assert district_of(village.mill_lane) == village.thornbeck
    assert district_of(village.thornbeck) == village.thornbeck


@pytest.mark.once
def test_under_ten_are_hidden_and_so_is_what_gives_them_away(empty):
    fill(empty, empty.mill_lane, 30)
    fill(empty, empty.riverside, 14)
    fill(empty, empty.northfield, 4)
    settle(empty.thornbeck)
    assert shown(empty) == ({"Castle Hill": 0, "Mill Lane": 30, "Northfield": None, "Riverside": None}, 48)


@pytest.mark.once
def test_fewer_than_ten_in_all_are_not_shown(empty):
    fill(empty, empty.mill_lane, 9, "65 to 79")
    settle(empty.thornbeck)
    parts, total = shown(empty)
    assert total is None and parts["Mill Lane"] is None
    assert all(row.heard is None or row.heard == 0 for row in coverage(empty.thornbeck).tables["age"])


@pytest.mark.once
def test_two_days_never_differ_by_one_to_nine(empty):
    fill(empty, empty.mill_lane, 30)
    settle(empty.thornbeck)
    before = shown(empty)
    fill(empty, empty.mill_lane, 9)
    settle(empty.thornbeck)
    assert shown(empty) == before
    fill(empty, empty.mill_lane, 1)
    settle(empty.thornbeck)
    assert shown(empty)[1] == 40


@pytest.mark.once
def test_nobody_can_be_picked_out_by_watching_when_they_withdraw(empty):
    people = fill(empty, empty.mill_lane, 30, "65 to 79")
    settle(empty.thornbeck)
    before = page_of(empty)
    for one in people[:9]:
        one.withdraw()
        assert page_of(empty) == before
        settle(empty.thornbeck)
        assert page_of(empty) == before
    people[9].withdraw()
    assert shown(empty)[1] == 20
    for one in people[10:21]:
        one.withdraw()
    assert shown(empty) == ({"Castle Hill": 0, "Mill Lane": None, "Northfield": 0, "Riverside": 0}, None)


def page_of(village) -> dict:
    found = coverage(village.thornbeck)
    return {sort: [(row.label, row.heard) for row in rows] for sort, rows in found.tables.items()} | {"n": found.total}


def test_what_few_call_themselves_is_neither_named_in_public_nor_readable_in_the_database(empty):
    fill(empty, empty.mill_lane, 30, "65 to 79", "Weavers of the Weir")
    fill(empty, empty.riverside, 12, "18 to 29", "Canalboaters")
    fill(empty, empty.northfield, 3, "under 18", "Quillwrights")
    settle(empty.thornbeck)
    for address in ("/listening/heard/thornbeck/", "/listening/"):
        page = Client().get(address).content.decode()
        assert "Quillwrights" not in page
    assert "Weavers of the Weir" in Client().get("/listening/heard/thornbeck/").content.decode()
    kept = everything_kept()
    assert "Quillwrights" not in kept and "Weavers of the Weir" not in kept and '"under 18"' not in kept
    Profile.objects.create(place=empty.thornbeck, sort="group", label="Quillwrights", many=9, year=2021, source="x")
    rows = {row.label: row.heard for row in coverage(empty.thornbeck).tables["group"]}
    assert rows["Quillwrights"] is None, "where a source names it, it stands there, its count hidden"


def test_the_page_is_for_everybody_and_shows_no_words(empty, patch, emeka):
    keep(patch, empty.emeka, said("page", answers={"worry": "Canaryword"}))
    for address in ("/listening/", "/listening/heard/mill-lane/", "/listening/heard/thornbeck/"):
        page = Client().get(address)
        assert page.status_code == 200
        assert "Canaryword" not in page.content.decode()


# The attack: everything shown is added and subtracted in every way; no count of one to nine may come out that is true.


def attack(parts: dict[str, int | None], total: int | None, truth: dict[str, int], known: list[str]) -> list[str]:
    """The groups of parts of one to nine people whose number can be reckoned exactly from what is shown."""
    open_ones = {name: count for name, count in parts.items() if count is not None}
    open_ones |= {name: truth[name] for name in known if truth[name] >= sums.LEAST}
    found = [name for name, count in open_ones.items() if 0 < count < sums.LEAST]
    hidden = [name for name in truth if name not in open_ones and truth[name]]
    if total is not None and hidden:
        rest = total - sum(open_ones.values())
        if len(hidden) == 1 or rest < sums.LEAST:
            found += hidden
    return found


def test_ten_thousand_pictures_give_nobody_away():
    dice = random.Random(41)
    for _ in range(10_000):
        truth = {f"part {n}": dice.choice((0, 1, 3, 5, 9, 10, 11, 14, 30, 200)) for n in range(dice.randint(1, 6))}
        known = [name for name in truth if dice.random() < 0.3]
        parts, total = sums.parts(truth, known)
        assert attack(parts, total, truth, known) == [], (truth, known, parts, total)


def test_without_the_second_hiding_the_attack_finds_them():
    """The control: hiding the small alone, the sum gives one away."""
    truth = {"a": 30, "b": 14, "c": 4}
    naive = {name: count if count >= 10 else None for name, count in truth.items()}
    assert attack(naive, 48, truth, []) == ["c"]


@pytest.mark.once
def test_no_sum_of_shown_parts_lies_closer_than_ten_to_another_day(empty):
    dice = random.Random(7)
    seen = []
    for _day in range(12):
        for place in (empty.mill_lane, empty.riverside):
            fill(empty, place, dice.randint(0, 6))
        settle(empty.thornbeck)
        seen.append({name: count for name, count in shown(empty)[0].items() if count})
    for one, other in combinations(seen, 2):
        for name in one.keys() & other.keys():
            assert abs(one[name] - other[name]) == 0 or abs(one[name] - other[name]) >= 10

"""Counts that are kept agree with counting everything, whatever happened in between."""

from __future__ import annotations

import os
import random
from itertools import product

import pytest

from folkmoot.directory.models import Activity, Counted, Party, Presence, Served, Tally, TypeOfHelp
from folkmoot.moderation.models import Standing
from folkmoot.places.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counted(village):
    """Three activities of two bodies are left, so that a person can count them."""
    three = (village.drop_in, village.course, village.lunches)
    Activity.objects.exclude(pk__in=[activity.pk for activity in three]).delete()
    Party.objects.exclude(role=Party.Role.DELIVERS).delete()
    Tally.recount()


def everything():
    tallies = Tally.objects.filter(activities__gt=0).values_list(
        "place", "type", "people", "activities", "bodies", "pence"
    )
    present = Presence.objects.values_list("place", "organisation", "activities")
    return (
        sorted(tallies),
        sorted(present),
        sorted(map(str, Counted.objects.exclude(marks={}).values_list("pk", "marks"))),
    )


def test_a_place_counts_all_inside_it_once(village):
    counts = Tally.objects.of(village.thornbeck)
    assert (counts.activities, counts.bodies) == (3, 2)
    assert counts.by_type == {"train": 2, "events": 1}
    assert counts.by_people == {"new-groups": 2, "older-people": 1}
    assert counts.by_both == {("train", "new-groups"): 2, ("events", "older-people"): 1}
    assert Tally.objects.of(village.mill_lane).activities == 2
    assert Tally.objects.of(village.farmoor).activities == 0
    assert Tally.objects.totals()[village.thornbeck.pk] == 3


def test_money_is_added_up_and_says_of_how_many(village):
    Activity.objects.filter(pk=village.course.pk).update(money_pence=120_000)
    Tally.refresh([Activity.objects.get(pk=village.course.pk)])
    counts = Tally.objects.of(village.thornbeck)
    assert (counts.pence, counts.priced) == (120_000, 1)


def test_serving_a_place_and_a_part_of_it_counts_once(village):
    Served.objects.create(activity=village.lunches, place=village.thornbeck)
    Tally.refresh([village.lunches])
    Tally.refresh([village.lunches])
    assert Tally.objects.of(village.thornbeck).activities == 3


def test_what_says_nothing_of_its_type_is_a_row_of_its_own(village):
    village.lunches.types.clear()
    Tally.refresh([Activity.objects.get(pk=village.lunches.pk)])
    assert Tally.objects.of(village.thornbeck).by_type == {"train": 2, "-": 1}


@pytest.mark.parametrize(
    "change",
    [
        {"private_for_now": True},
        {"stage": "ended"},
        {"same_as": "drop_in"},
        {"standing": "held"},
        {"standing": "removed"},
    ],
)
def test_what_the_public_does_not_see_is_not_counted(village, change):
    lunches = village.lunches
    if "standing" in change:
        state = Standing.objects.create(
            state=change["standing"], kind="directory.activity", key="1", title="", address=""
        )
        lunches.standing = state
    elif "same_as" in change:
        lunches.same_as = village.drop_in
    else:
        vars(lunches).update(change)
    lunches.save()
    Tally.refresh([Activity.objects.get(pk=lunches.pk)])
    assert Tally.objects.of(village.thornbeck).activities == 2
    assert Tally.objects.of(village.thornbeck).by_people == {"new-groups": 2}


def test_the_directory_keeps_them_as_it_writes(village):
    facts = {"title": "Repair cafe", "types": ["events"], "served": [village.riverside.pk]}
    made = Activity.enter(village.amina, facts)
    assert Tally.objects.of(village.riverside).activities == 1
    made.set_down({"served": [village.northfield.pk]}, village.amina)
    assert Tally.objects.of(village.riverside).activities == 0
    assert Tally.objects.of(village.northfield).by_type == {"events": 1}
    Tally.forget(made)
    assert Tally.objects.of(village.northfield).activities == 0


def test_the_story_and_the_living_are_counted_apart(village):
    told = Place.objects.create(name="Thornbeck then", slug="then", kind="district", story=True)
    Served.objects.create(activity=village.lunches, place=told)
    Tally.refresh([village.lunches])
    assert Tally.objects.of(told).activities == 0


@pytest.mark.parametrize("seed", range(30 if os.environ.get("FOLKMOOT_FULL") else 3))
def test_any_history_ends_with_the_counts_of_counting_anew(village, seed):
    dice = random.Random(seed)
    parts = [village.thornbeck, village.mill_lane, village.riverside, village.farmoor, village.castle_hill]
    bodies = [village.voluntary_action, village.online, village.choir, village.council]
    activities = list(Activity.objects.all()) + [Activity.objects.create(title=f"Thing {n}") for n in range(6)]
    for _ in range(25):
        some = dice.sample(activities, dice.choice((1, 1, 2, 4)))
        for one in some:
            Activity.objects.filter(pk=one.pk).update(
                stage=dice.choice(("running", "planned", "ended")),
                private_for_now=dice.random() < 0.2,
                money_pence=dice.choice((None, 0, 5_000, 120_000)),
            )
            one.types.set(dice.sample(("train", "fund", "events"), dice.choice((0, 1, 2))))
            one.people.set(dice.sample(("everyone", "young-people"), dice.choice((0, 1, 2))))
            one.take_served([place.pk for place in dice.sample(parts, dice.choice((0, 1, 2)))])
            one.take_parties([[b.pk, dice.choice(Party.Role.values), None] for b in dice.sample(bodies, 2)])
        Tally.refresh(Activity.objects.filter(pk__in=[one.pk for one in some]))
    kept = everything()
    assert kept[0] == by_asking_the_database()
    Tally.recount()
    assert kept == everything()


def by_asking_the_database():
    """The slow, obvious way: each cell of each place is asked for by itself."""
    kinds = [
        ("", {}),
        ("-", {"types": None}),
        *((c, {"types": c}) for c in TypeOfHelp.objects.values_list("pk", flat=True)),
    ]
    whom = [
        ("", {}),
        ("-", {"people": None}),
        *((c, {"people": c}) for c in ("everyone", "young-people", "older-people", "new-groups", "councillors")),
    ]
    cells = []
    for place in Place.objects.live():
        here = Activity.objects.live().shown().public().exclude(stage="ended").at(place)
        if not here.exists():
            continue
        for (kind, of_kind), (people, for_people) in product(kinds, whom):
            some = here.filter(**of_kind).filter(**for_people)
            if n := some.distinct().count():
                bodies = (
                    Party.objects.filter(activity__in=some, role__in=Party.OWNERS).values("organisation").distinct()
                )
                pence = sum(filter(None, some.values_list("money_pence", flat=True)))
                total = not kind and not people
                cells.append((place.pk, kind, people, n, bodies.count() if total else 0, pence if total else 0))
    return sorted(cells)


def test_refreshing_takes_a_constant_number_of_queries(village, django_assert_max_num_queries):
    activity = Activity.objects.get(pk=village.lunches.pk)
    activity.types.add("fund")
    with django_assert_max_num_queries(18):
        Tally.refresh([activity])
    with django_assert_max_num_queries(24):
        Tally.refresh(Activity.objects.all())

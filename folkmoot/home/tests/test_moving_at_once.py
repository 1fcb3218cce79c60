"""Two keepers move places at one moment: no circle, every path true, and whoever follows a place goes with it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection, models
from django.test import Client

from folkmoot.directory.models import Activity, Served, Tally
from folkmoot.home import jobs, place_care
from folkmoot.journal.models import Line, Watch
from folkmoot.kit import search
from folkmoot.kit.work import drain
from folkmoot.people.models import Person, Role
from folkmoot.places.models import Place
from folkmoot.places.models import place as nouns
from folkmoot.places.models.place import PlaceRefused

A_WHILE = 0.4


@pytest.fixture
def tree(transactional_db) -> dict[str, Place]:
    """Two towns, each with a quarter, each of these with a street."""
    made: dict[str, Place] = {}
    for name, kind, inside in (
        ("Up", "town", None),
        ("Down", "town", None),
        ("Mill", "neighbourhood", "Up"),
        ("Quay", "neighbourhood", "Down"),
        ("Mill Row", "street", "Mill"),
        ("Quay Row", "street", "Quay"),
    ):
        slug = name.lower().replace(" ", "-")
        made[name] = Place.objects.create(name=name, slug=slug, kind=kind, parent=made.get(inside))
    return made


@pytest.fixture
def keepers(transactional_db) -> list[Person]:
    made = [Person.objects.create_user(f"k{n}@thornbeck.example", name=f"Keeper {n}") for n in range(2)]
    for person in made:
        Role.objects.create(person=person, kind="keeper")
    return made


@pytest.fixture
def both_have_looked(monkeypatch):
    """Each move waits, once it has looked whether it may, until the other has looked too, or a while.

    With the lock the other cannot look yet, so the first goes on alone; without it both have seen the same.
    """
    start, check = Barrier(2), nouns._check_depth

    def after_looking(place, more):
        try:
            start.wait(A_WHILE)
        except BrokenBarrierError:
            pass
        check(place, more)

    monkeypatch.setattr(nouns, "_check_depth", after_looking)


def without_the_lock(monkeypatch) -> None:
    """Nothing is locked, and each statement is its own transaction."""
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda self, **options: self)
    monkeypatch.setattr(nouns, "lock_tree", lambda: None)
    monkeypatch.setattr(Place, "move_to", Place.move_to.__wrapped__)


def at_once(*deeds) -> list:
    """What came of each of these, done at one moment; an error stands for itself."""
    start = Barrier(len(deeds))

    def one(deed):
        start.wait()
        try:
            return deed()
        except Exception as wrong:  # noqa: BLE001 - it is looked at by whoever asks
            return wrong
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as crowd:
        return list(crowd.map(one, deeds))


def untrue() -> list[str]:
    """Places whose path is not that of what they lie in and then their own, or that lie in a circle."""
    places, wrong = Place.objects.in_bulk(), []
    for place in places.values():
        line, above = [place.pk], place.parent_id
        while above and above not in line:
            line.append(above)
            above = places[above].parent_id
        if above or place.path != f"/{'/'.join(map(str, reversed(line)))}/":
            wrong.append(f"{place}: {place.path}")
    return wrong


def moving(tree, name: str, into: str):
    return lambda: Place.objects.get(pk=tree[name].pk).move_to(Place.objects.get(pk=tree[into].pk))


def test_of_two_moves_into_each_other_one_is_refused_in_words(tree, both_have_looked):
    came = at_once(moving(tree, "Mill", "Quay"), moving(tree, "Quay", "Mill"))

    assert sorted(type(one) for one in came if one) == [PlaceRefused], came
    assert untrue() == []


def test_without_the_lock_two_moves_make_a_circle(tree, both_have_looked, monkeypatch):
    without_the_lock(monkeypatch)
    came = at_once(moving(tree, "Mill", "Quay"), moving(tree, "Quay", "Mill"))
    assert came == [None, None] and untrue()


def test_one_place_moved_two_ways_lies_whole_in_one_of_them(tree, both_have_looked):
    came = at_once(moving(tree, "Mill", "Down"), moving(tree, "Mill", "Quay"))

    assert came == [None, None] and untrue() == []
    mill = Place.objects.get(pk=tree["Mill"].pk)
    assert mill.parent in (tree["Down"], tree["Quay"])
    # Both ways it lay by are kept, so that what the journal said of it then is found.
    assert mill.other_paths.filter(path=tree["Mill"].path).exists()


def test_without_the_lock_a_place_moved_two_ways_lies_elsewhere_than_it_says(tree, both_have_looked, monkeypatch):
    """It depends on which of the two writes last, so it is tried until it goes wrong."""
    without_the_lock(monkeypatch)
    for _ in range(12):
        at_once(moving(tree, "Mill", "Down"), moving(tree, "Mill", "Quay"))
        if untrue():
            return
        moving(tree, "Mill", "Up")()
    pytest.fail("nothing went wrong")


def test_a_circle_is_seen_though_both_were_read_before_a_third_move(tree, both_have_looked):
    """Each keeper's page was opened before the street went from one quarter to the other's."""
    stale = {name: Place.objects.get(pk=place.pk) for name, place in tree.items()}
    moving(tree, "Mill Row", "Quay")()
    moving(tree, "Quay Row", "Mill")()

    came = at_once(
        lambda: stale["Mill"].move_to(stale["Mill Row"]),
        lambda: stale["Quay"].move_to(stale["Quay Row"]),
    )
    assert untrue() == []
    assert sum(isinstance(one, PlaceRefused) for one in came) == 1, came


def test_a_place_named_in_one_that_moves_lies_where_that_lies(tree, both_have_looked):
    looked = Barrier(2)

    def name():
        inside = Place.objects.get(pk=tree["Mill"].pk)
        looked.wait()
        return Place.objects.create(name="New Court", slug="new-court", kind="street", parent=inside) and None

    def move():
        looked.wait()
        return moving(tree, "Mill", "Down")()

    for _ in range(3):
        came = at_once(name, move)
        assert came == [None, None] and untrue() == [], came
        Place.objects.get(slug="new-court").delete()
        moving(tree, "Mill", "Up")()


def test_two_keepers_by_their_pages_and_all_follows(tree, keepers):
    watch = Watch.start(keepers[0], tree["Mill Row"])
    lunches = Activity.objects.create(title="Lunches")
    Served.objects.create(activity=lunches, place=tree["Mill Row"])
    Tally.refresh([lunches])

    def posting(keeper: Person, into: str):
        page = Client()
        page.force_login(keeper)
        return lambda: page.post(f"/places/{tree['Mill'].slug}/care/", {"do": "move", "parent": into}).status_code

    came = at_once(posting(keepers[0], "Down"), posting(keepers[1], "Quay"))
    drain(scheduled=False)

    assert came == [302, 302] and untrue() == []
    row = Place.objects.get(pk=tree["Mill Row"].pk)
    assert Watch.objects.get(pk=watch.pk).place_path == row.path
    counted = {pk for pk, n in Tally.objects.totals().items() if n}
    assert counted == set(row.line())
    assert search.find("Row", place=Place.objects.get(pk=tree["Down"].pk).path, kinds=["places.place"])
    assert not search.find("Mill", place=tree["Up"].path, kinds=["places.place"])
    assert Line.objects.filter(verb="moved").count() == 2 and Line.check_chain() is None


def test_whoever_began_to_follow_it_while_it_moved_follows_it_where_it_lies(tree, keepers):
    watch = Watch.start(keepers[0], tree["Mill Row"])
    moving(tree, "Mill", "Down")()
    assert Watch.objects.get(pk=watch.pk).place_path == tree["Mill Row"].path
    for _ in range(2):
        jobs.count_moved.call(tree["Mill"].pk)
    assert Watch.objects.get(pk=watch.pk).place_path == Place.objects.get(pk=tree["Mill Row"].pk).path


@pytest.mark.parametrize("name", ["Mill", "Mill Row"])
def test_the_job_touches_only_what_lies_in_what_was_moved(tree, name, monkeypatch):
    """What stands elsewhere in the index is left as it is, though it were wrong."""
    search.put("places.place", tree["Quay Row"].pk, "Nonsense", "", tree["Quay Row"].path)
    put = []
    monkeypatch.setattr(search.keeping, "pour", _counting(search.keeping.pour, put))
    place_care.move_place(Place.objects.get(pk=tree[name].pk), tree["Down"])
    put.clear()
    jobs.count_moved.call(tree[name].pk)

    inside = {str(one.pk) for one in Place.objects.filter(path__contains=f"/{tree[name].pk}/")}
    assert {row[1] for row in put} == inside
    assert search.find("Nonsense")


def _counting(pour, put: list):
    def counted(model, names, rows, **how):
        rows = list(rows)
        put.extend(rows)
        return pour(model, names, rows, **how)

    return counted

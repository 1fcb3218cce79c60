"""Many rows that add to what is here: the same in chunks of any size as by hand, and no dearer for being many."""

from __future__ import annotations

import json
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.directory.models import Activity, Membership, Organisation, Party, PeopleServed, Revision, Tally
from folkmoot.exchange import taking, undoing
from folkmoot.exchange.models import Intake
from folkmoot.exchange.owning import Owning

from .bringing import checked, taken
from .test_additions import as_it_stands, parts, rows, undo
from .test_grants import GRANT

pytestmark = pytest.mark.django_db
CODES = ("TB1 1AA", "TB1 2BB", "TB2 1CC", "TB2 2DD")
FUNDERS = ("Barnwood Trust", "Beck Trust", "Mill Fund")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


def clubs(n: int, name: str = "Club") -> list[Activity]:
    """As many groups, each with one lunch that is here already."""
    made = []
    for at in range(n):
        body = Organisation.objects.create(name=f"{name} {at}", postcode=CODES[at % 4])
        deed = Activity.objects.create(title=f"Lunch at {name} {at}")
        Party.objects.create(activity=deed, organisation=body)
        deed.count_facts()
        made.append(deed)
    Tally.refresh(made)
    return made


def row(at: int, *more: str, name: str = "Club") -> tuple:
    return (f"{name} {at}", CODES[at % 4], f"Lunch at {name} {at}", *more)


def queries_of(step) -> int:
    with CaptureQueriesContext(connection) as asked:
        step()
    return len(asked)


def test_a_chunk_of_many_rows_asks_no_more_than_one_of_few(village):
    costs = []
    for n in (4, 60):
        made = clubs(n, f"Club of {n}")
        said = [row(at, FUNDERS[at % 3], "£500", "older people", "Mill Lane", name=f"Club of {n}") for at in range(n)]
        intake = checked(village.amina, rows(*said), f"List of {n}").take(village.amina)
        taking_costs = queries_of(lambda intake=intake: taking.take_some(intake))
        assert all(len(parts(deed)) == 2 for deed in made)
        taking.take_all(intake)
        Intake.objects.get(pk=intake.pk).undo(village.amina)
        undoing_costs = queries_of(lambda intake=intake: undoing.undo_some(intake))
        assert all(len(parts(deed)) == 1 for deed in made)
        costs.append((taking_costs, undoing_costs))
    assert costs[0] == costs[1]


def by_hand(deeds: list[Activity], said: list[tuple], source) -> list[tuple]:
    """Row after row: (parts, people) of each activity. A part that nobody told is begun, one of which people told no
    pence gets it; groups of people are only ever added."""
    found = [({one[:2]: one[2:] for one in parts(deed)}, set(map(str, deed.people.all()))) for deed in deeds]
    for group, _code, _what, funder, amount, people in said:
        told, served = found[int(group.split()[-1])]
        pence = int(amount) * 100 if amount else None
        if funder and (funder, "funds") not in told:
            told[funder, "funds"] = (pence, source)
        elif funder and told[funder, "funds"] == (None, None):
            told[funder, "funds"] = (pence, None)
        served |= {people} if people else set()
    return found


# How many rows make a chunk is the site's own matter, so most sizes are tried on one database.
CHUNKS = [(3, 0), (2_000, 1), *(pytest.param(*each, marks=pytest.mark.once) for each in ((1, 0), (2_000, 0), (3, 1)))]


@pytest.mark.parametrize(("chunk", "seed"), CHUNKS)
def test_rows_of_one_activity_see_what_those_before_them_added(village, monkeypatch, chunk, seed):
    monkeypatch.setattr(taking, "CHUNK", chunk)
    monkeypatch.setattr(undoing, "CHUNK", chunk)
    dice, deeds = random.Random(seed), clubs(3)
    for name in FUNDERS:
        body = Organisation.objects.create(name=name)
        Party.objects.create(activity=dice.choice(deeds), organisation=body, role="funds")
    names = [str(group) for group in PeopleServed.objects.order_by("name")[:4]]
    said = [row(dice.randrange(3), dice.choice((*FUNDERS, "")), "", dice.choice((*names, ""))) for _ in range(20)]
    said = [(*one[:4], str(dice.randrange(1, 900)) if one[3] and dice.random() < 0.6 else "", one[5]) for one in said]
    for deed in deeds:
        deed.count_facts()
    before = [as_it_stands(deed) for deed in deeds]

    intake = checked(village.amina, rows(*said))
    expected = by_hand(deeds, said, intake.source)
    intake.take(village.amina)
    taking.take_all(intake)

    assert [({p[:2]: p[2:] for p in parts(deed)}, set(map(str, deed.people.all()))) for deed in deeds] == expected
    assert Activity.objects.filter(title__startswith="Lunch at Club").count() == 3
    for deed, stood in zip(deeds, before):
        assert as_it_stands(deed)[2] == sum(Activity.objects.get(pk=deed.pk).known().values())
        assert told_in_turn(deed, stood[0]) == as_it_stands(deed)[0]
    undo(intake, village.amina)
    assert [as_it_stands(deed) for deed in deeds] == before


def told_in_turn(deed: Activity, facts: dict) -> dict:
    """Where the history of a list's changes leads from these facts, each of which must begin where the last one ended."""
    for revision in reversed(Revision.objects.of(deed).exclude(source="")):
        assert {name: facts[name] for name in revision.changes} == {n: old for n, (old, _) in revision.changes.items()}
        facts = facts | {name: new for name, (_, new) in revision.changes.items()}
    return facts


@pytest.mark.parametrize("chunk", [1, 2_000])
def test_rows_that_say_the_very_same_are_one_activity_whatever_the_chunk(village, monkeypatch, chunk):
    monkeypatch.setattr(taking, "CHUNK", chunk)
    lunch = ("Weir Hall", "TB1 1AA", "Tuesday lunch club")
    other = ("Weir Hall", "TB1 1AA", "Tuesday lunch club", "", "", "carers")

    intake = taken(village.amina, rows(lunch, (*lunch, "Beck Trust"), other, (*lunch, "Barnwood Trust")))

    first, second = Activity.objects.filter(title="Tuesday lunch club").order_by("pk")
    assert {one[0] for one in parts(first)} == {"Weir Hall", "Beck Trust", "Barnwood Trust"}
    assert {one[0] for one in parts(second)} == {"Weir Hall"}
    undo(intake, village.amina)
    assert not Activity.objects.filter(title="Tuesday lunch club").exists()


@pytest.mark.parametrize("chunk", [1, 2_000])
def test_what_a_list_says_of_a_body_somebody_speaks_for_is_one_activity_with_all_its_funders(
    village, monkeypatch, chunk
):
    monkeypatch.setattr(taking, "CHUNK", chunk)
    body = Organisation.objects.create(name="Weir Hall", postcode="TB1 1AA")
    Membership.objects.create(organisation=body, person=village.emeka, speaks_for=True, accepted_at=timezone.now())
    lunch = ("Weir Hall", "TB1 1AA", "Tuesday lunch club")
    taken(village.bram, rows(lunch, (*lunch, "Beck Trust")))
    assert {one[0] for one in parts(Activity.objects.get(title="Tuesday lunch club"))} == {"Weir Hall", "Beck Trust"}


@pytest.mark.parametrize("chunk", [1, 2_000])
def test_of_two_grants_of_one_name_the_first_adds_and_the_second_is_its_own(village, monkeypatch, chunk):
    monkeypatch.setattr(taking, "CHUNK", chunk)
    body = Organisation.objects.create(name="Age Well")
    body.set_down({"identifiers": [["GB-CHC", "1234567"]]}, None)
    deed = Activity.objects.create(title="Lunch Club")
    Party.objects.create(activity=deed, organisation=body)
    raw = json.dumps({"grants": [GRANT, GRANT | {"id": "360G-thornbeck-2", "amountAwarded": 70}]}).encode()

    taken(village.amina, raw, name="Grants")

    found = Activity.objects.filter(title__iexact="lunch club").order_by("pk")
    assert [{one[2] for one in parts(each)} - {None} for each in found] == [{250050}, {7000}]


@pytest.mark.parametrize("chunk", [1, 2_000])
def test_a_body_that_is_only_found_when_it_is_taken_has_its_activity_once(village, monkeypatch, chunk):
    """Two lists were looked at before either was taken: to both dry runs the group was new."""
    monkeypatch.setattr(taking, "CHUNK", chunk)
    lunch = ("Weir Hall", "TB1 1AA", "Tuesday lunch club")
    lists = [checked(village.amina, rows((*lunch, funder)), f"List of {funder}") for funder in FUNDERS[:2]]
    assert not any(each.rows.filter(answer="exact").exists() for each in lists)

    for each in lists:
        each.take(village.amina)
        taking.take_all(each)

    deed = Activity.objects.get(title="Tuesday lunch club")
    assert {one[0] for one in parts(deed)} == {"Weir Hall", *FUNDERS[:2]}
    undo(lists[1], village.amina)
    assert {one[0] for one in parts(deed)} == {"Weir Hall", FUNDERS[0]}


def test_who_may_change_an_entry_is_the_same_asked_of_many_as_asked_of_one(village):
    """Owners, keepers, whoever entered it, and nobody at all; public ones and plans that are private."""
    day = timezone.localdate()
    Activity.objects.filter(pk=village.course.pk).update(private_for_now=True)
    mine = Activity.objects.create(title="Mine alone", entered_by=village.bram, private_for_now=True)
    seen = set()
    for person in (village.amina, village.bram, village.carys, village.dilys, village.emeka):
        bodies, deeds = list(Organisation.objects.all()), [*Activity.objects.exclude(pk=mine.pk), mine]
        owning = Owning(Intake(by=person), bodies, deeds)
        quick = [owning._may_edit(entry) for entry in (*bodies, *deeds)]
        assert quick == [entry.may_be_edited_by(person, day) for entry in (*bodies, *deeds)]
        seen |= set(quick)
    assert seen == {True, False}

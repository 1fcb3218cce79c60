"""A programme is what its activities say together, private ones left out; and is compared as an activity is."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reckon.overlap import Activity, duplications, gathered
from reckon.overlap.ranking import stage_of
from reckon.tests import oracles_overlap as oracle
from reckon.tests.sizes import some
from reckon.tests.test_overlap import ATLAS, SAYS, activities


@settings(deadline=None, max_examples=some(500))
@given(st.sampled_from(SAYS), activities())
def test_a_programme_says_what_its_activities_say(words, parts):
    whole = Activity(id="p", text=words, organisations=frozenset({"lead"}))

    found, expected = gathered(whole, parts), oracle.gathered(whole, parts)

    assert (found.kinds, found.topics, found.people) == (expected["kinds"], expected["topics"], expected["people"])
    assert list(found.places) == expected["places"] and found.guessed == expected["guessed"]
    assert (found.text, found.organisations) == (expected["text"], whole.organisations)
    assert (found.starts.earliest if found.starts else None) == expected["begins"]
    assert (found.ends.latest if found.ends else None) == expected["ends"]
    assert not found.dates.sure and (stage_of(found, None) == 3) == expected["plan"]


@settings(deadline=None, max_examples=some(200))
@given(activities(), st.integers(0, 9))
def test_a_private_plan_says_nothing_through_its_programme(parts, n):
    whole, n = Activity(id="p"), n % len(parts)
    hidden = [replace(part, private=True) if i == n else part for i, part in enumerate(parts)]

    assert gathered(whole, hidden) == gathered(whole, [part for i, part in enumerate(parts) if i != n])


def test_two_programmes_can_be_alike_where_no_two_of_their_activities_are():
    def part(known_as, **said):
        return Activity(id=known_as, stage="planned", **said)

    young = frozenset({"young people"})
    one = [part("1", kinds=frozenset({"train"}), places=("town",)), part("2", people=young, text="Growing food")]
    other = [part("3", kinds=frozenset({"train"}), people=young), part("4", places=("town",), text="Growing food")]
    wholes = [
        gathered(Activity(id="a", organisations=frozenset({"x"})), one),
        gathered(Activity(id="b", organisations=frozenset({"y"})), other),
    ]

    assert not duplications([*one, *other], ATLAS)
    assert [(pair.a, pair.b) for pair in duplications(wholes, ATLAS)] == [("a", "b")]

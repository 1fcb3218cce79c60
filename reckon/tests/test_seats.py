"""Promises about seats: what each sum says, and that the quick ones equal the slow."""

import doctest
from fractions import Fraction
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reckon.seats import Hold, Party, Possible, allot, expected, load, options, promote, show_rate, shrink, still_held
from reckon.seats.line import standing
from reckon.seats.party import in_order
from reckon.seats.themes import capped, loosest_cap, split
from reckon.tests import oracles_seats as oracle
from reckon.tests.sizes import some

NAMES = st.sampled_from(["", "a", "b"])


@st.composite
def lines(draw, answers=("yes", "waiting")):
    many = draw(st.integers(0, 8))
    return [
        Party(
            f"p{n}",
            draw(st.integers(1, 4)),
            draw(st.sampled_from(answers)),
            draw(NAMES),
            draw(NAMES),
            topics=tuple(draw(st.lists(st.sampled_from("xyzw"), unique=True, max_size=3))),
            remote=draw(st.sampled_from([None, True, False])),
            dates=draw(st.sampled_from([None, frozenset(), frozenset({"1"}), frozenset({"2"}), frozenset({"1", "2"})])),
            replied=draw(st.integers(0, 5)),
            host=draw(st.integers(0, 6)) == 0,
            moved=draw(st.integers(0, 6)) == 0,
        )
        for n in range(many)
    ]


HOLDS = st.lists(
    st.builds(Hold, st.sampled_from(["organisation", "sector"]), st.sampled_from("ab"), st.integers(0, 3)),
    max_size=3,
    unique_by=lambda hold: hold.key,
)
many_cases = settings(deadline=None, max_examples=some(300))


@pytest.mark.parametrize("name", ["", ".party", ".line", ".sectors", ".expected", ".themes", ".options"])
def test_its_examples_are_true(name):
    tried = doctest.testmod(import_module(f"reckon.seats{name}"))
    assert tried.failed == 0 and tried.attempted > 0


@many_cases
@given(lines(("yes", "waiting", "maybe", "no")), st.integers(0, 14), HOLDS)
def test_seats_go_in_order_to_whoever_fits(parties, capacity, holds):
    if sum(hold.places for hold in holds) > capacity:
        with pytest.raises(ValueError, match="places are held in a room"):
            allot(parties, capacity, holds)
        return

    found = allot(parties, capacity, holds)

    assert [party.id for party in found.seated] == oracle.allot(parties, capacity, holds)
    assert load(found.seated, holds) == oracle.load(found.seated, holds) == capacity - found.free
    assert list(found.held) == still_held(found.seated, holds)
    assert {*found.seated, *found.waiting} == {party for party in parties if party.wants_a_seat}


@many_cases
@given(lines(), st.integers(0, 12), HOLDS)
def test_when_the_room_shrinks_the_latest_move_first_and_nobody_is_dropped(parties, capacity, holds):
    if oracle.load([party for party in parties if party.host], holds) > capacity:
        with pytest.raises(ValueError, match="Hosts, speakers and held places need"):
            shrink(parties, capacity, holds)
        return

    found = shrink(parties, capacity, holds)

    assert [party.id for party in found.seated] == oracle.shrink(parties, capacity, holds)
    assert sorted([*found.seated, *found.waiting], key=lambda p: p.stands) == in_order(parties)
    assert not any(party.host for party in found.waiting)


@many_cases
@given(lines(), lines(), st.integers(0, 14), HOLDS)
def test_what_is_offered_next_is_who_would_fit_beside_those_who_are_in(inside, waiting, capacity, holds):
    waiting = [Party("w" + p.id, p.people, "waiting", p.sector, p.organisation, replied=p.replied) for p in waiting]
    taken = oracle.load(inside, holds)
    if taken > capacity:
        return

    offered = promote(waiting, capacity - taken, still_held(inside, holds))

    now = list(inside)
    for party in sorted(waiting, key=oracle.place):
        if oracle.load([*now, party], holds) <= capacity:
            now.append(party)
    assert list(offered) == now[len(inside) :]


def test_a_party_too_big_is_passed_over_and_keeps_its_place():
    line = [Party("Ann", 3, "waiting", replied=1), Party("Bo", 1, "waiting", replied=2), Party("Cy", 1, replied=3)]

    assert [p.id for p in promote(line, 1)] == ["Bo"]
    assert [p.id for p in promote([line[0], line[2]], 3)] == ["Ann"]


def test_whoever_was_moved_out_stands_before_all_others_who_wait():
    line = [Party("Ann", answer="waiting", replied=1), Party("Bo", answer="waiting", replied=9, moved=True)]

    assert [p.id for p in promote(line, 1)] == ["Bo"]


def test_held_places_wait_for_those_they_are_for_until_their_time():
    hold = Hold("sector", "charity", 2, until=10)
    line = [Party("Ann", 2, replied=1), Party("Bo", 1, sector="charity", replied=2)]

    assert [p.id for p in allot(line, 3, standing([hold], 9)).seated] == ["Bo"]
    assert [p.id for p in allot(line, 3, standing([hold], 10)).seated] == ["Ann", "Bo"]


def test_a_party_larger_than_its_held_places_takes_the_rest_from_the_others():
    guild = Hold("organisation", "Guild", 1)

    assert not allot([Party("Ann", 2, organisation="Guild")], 1, [guild]).seated
    assert allot([Party("Ann", 2, organisation="Guild")], 2, [guild]).seated


@many_cases
@given(
    st.integers(0, 30), st.integers(0, 25), st.integers(0, 20), st.integers(0, 20), st.sampled_from([0.5, 0.8, 0.95])
)
def test_the_range_is_the_middle_of_the_exact_chances(yes, maybe, said, came, sure):
    came = min(came, said)
    rate = show_rate([(said, came)])
    share = Fraction(rate.p)
    a, b = Fraction(came + 5), Fraction(said - came + 5)
    tail = (1 - Fraction(sure)) / 2

    for p, chances in ((rate, oracle.chances(maybe, a, b, True)), (rate.p, oracle.chances(maybe, share, None, False))):
        found = expected(yes, maybe, p, sure)
        assert sum(chances) == 1
        assert found.mean == pytest.approx(yes + rate.p * maybe)
        assert float(sum(chances[: found.low - yes])) <= tail + 1e-9
        assert float(sum(chances[: found.low - yes + 1])) >= tail - 1e-9
        assert float(sum(chances[found.high - yes + 1 :])) <= tail + 1e-9
        assert float(sum(chances[found.high - yes :])) >= tail - 1e-9


def test_little_history_leans_to_the_starting_guess_and_says_how_much_there_is():
    assert show_rate([], 0.3).p == 0.3
    assert show_rate([(2, 2)]).p == pytest.approx(7 / 12)
    assert show_rate([(1000, 900)]).p == pytest.approx(905 / 1010)
    assert (show_rate([(3, 2), (4, 0)]).said, show_rate([(3, 2), (4, 0)]).came) == (7, 2)


@many_cases
@given(lines(), st.integers(0, 12))
def test_the_cap_is_the_loosest_under_which_all_it_lets_in_fit(parties, capacity):
    line = in_order(parties)
    if len(allot(line, capacity).waiting) == 0:
        return

    most = loosest_cap(line, capacity)

    assert most == oracle.cap(line, capacity, [])
    if most is not None:
        sent = {}
        for party in capped(line, most):
            if not party.host:
                sent[party.organisation] = sent.get(party.organisation, 0) + party.people
        assert all(people <= most for name, people in sent.items() if name)


@many_cases
@given(lines(), st.integers(1, 12))
def test_the_split_is_the_one_with_fewest_over_then_fewest_torn(parties, capacity):
    line = in_order(parties)
    topics = sorted({topic for party in line for topic in party.topics})
    found = split(line, capacity)
    if len(topics) < 2:
        assert found is None
        return

    sides = [{*side} for side in found.topics]
    least = oracle.torn_and_over(line, topics, capacity)
    torn = sum(p.people for p in line if all(side & {*p.topics} for side in sides))
    assert sides[0] | sides[1] == {*topics} and not sides[0] & sides[1]
    assert torn == least[1]
    for side in found.seated:
        assert sum(party.people for party in side) <= capacity


def test_many_topics_keep_the_least_wanted_together():
    line = [Party(f"p{n}", 20 - n, topics=(f"t{n:02}",), replied=n) for n in range(16)]

    found = split(line, 200)

    assert any({"t11", "t12", "t13", "t14", "t15"} <= {*side} for side in found.topics)


@many_cases
@given(lines(("yes", "waiting", "maybe", "no")), st.integers(0, 12))
def test_every_option_accounts_for_everybody(parties, capacity):
    line = in_order(parties)
    possible = Possible([("hall", capacity + 3), ("barn", capacity + 9)], ("1", "2"), screens=None)

    found = options(parties, capacity, possible, 0.5)

    assert [o.squeezed_people for o in found] == sorted(o.squeezed_people for o in found)
    assert "keep" in [o.kind for o in found]
    for option in found:
        assert sorted(option.seated + option.squeezed) == sorted(party.id for party in line)
        assert sum(row.squeezed for row in option.by_sector) == option.squeezed_people
        assert all(row.before == row.after + row.squeezed for row in option.by_sector)
        assert sum(row.before for row in option.by_sector) == sum(party.people for party in line)
        same = {o.kind for o in found if o.squeezed_people == option.squeezed_people} - {option.kind}
        assert {*option.tied} == same
    by_kind = {option.kind: option for option in found}
    assert [*by_kind["keep"].seated] == oracle.allot(parties, capacity, [])


def test_only_what_is_possible_and_would_help_is_offered():
    fits = [Party("Ann", topics=("x",)), Party("Bo", topics=("y",), remote=True, replied=1)]

    assert [o.kind for o in options(fits, 2, Possible([("hall", 9)], ("1", "2"), None))] == ["keep"]
    assert [o.kind for o in options(fits, 1, Possible([("cupboard", 1)]))] == ["split by theme", "keep"]


def test_the_smallest_room_that_holds_all_is_the_one_offered():
    line = [Party(f"p{n}", replied=n) for n in range(40)]

    found = options(line, 30, Possible([("barn", 90), ("hall", 45), ("loft", 35)]))

    assert found[0].title == "Move to hall, 45 seats" and found[0].squeezed == ()
    assert found[-1].kind == "keep" and found[-1].squeezed_people == 10 and found[-1].short == 10


def test_seats_by_screen_go_to_those_who_would_and_no_others():
    line = [Party("Ann", remote=True, replied=1), Party("Bo", replied=2), Party("Cy", remote=False, replied=3)]

    remote = options(line, 2, Possible(screens=None))[0]

    assert (remote.kind, remote.squeezed_people) == ("remote", 0)
    assert "by screen: 1 not known" in remote.reasons


def test_nobody_asked_about_the_second_date_is_told_so():
    line = [Party("Ann", 2, replied=1), Party("Bo", 2, dates=frozenset({"1"}), replied=2)]

    second = next(o for o in options(line, 2, Possible(dates=("1", "2"))) if o.kind == "second date")

    assert second.squeezed == ()
    assert "not asked yet which day they could come, so counted as free on both: 2 people" in second.reasons


@pytest.mark.parametrize(
    "wrong, said",
    [
        (lambda: Party("Ann", -1), "Ann: a party of -1"),
        (lambda: Party("Ann", answer="perhaps"), "the answer “perhaps”"),
        (lambda: allot([], -1), "A room of -1 seats"),
        (lambda: allot([Party("Ann"), Party("Ann")], 2), "Ann replied twice"),
        (lambda: allot([], 5, [Hold("sector", "a", 1), Hold("sector", "a", 2)]), "held twice for the sector a"),
        (lambda: Hold("sector", "a", -1), "-1 places held"),
        (lambda: Hold("sector", "", 1), "the name is empty"),
        (lambda: promote([], -2), "2 more are in the room than it seats"),
        (lambda: show_rate([(2, 3)]), "3 came of 2"),
        (lambda: show_rate([], 1.5), "A share of 1.5"),
        (lambda: expected(-1, 0, 0.5), "Count people from 0 up"),
        (lambda: expected(1, 1, float("nan")), "A share of nan"),
        (lambda: expected(1, 1, 0.5, 1), "sure to 1"),
        (lambda: Possible([("hall", -1)]), "fewer than 0 places"),
    ],
)
def test_what_cannot_be_is_said_in_words(wrong, said):
    with pytest.raises(ValueError, match=said):
        wrong()

import doctest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reckon import ties
from reckon.tests import oracles_overlap as oracle
from reckon.ties import Network

NODES = list("abcdefg")
EDGES = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=12)


def test_its_examples_are_true():
    assert doctest.testmod(ties).failed == 0


def islands(edges, nodes=NODES):
    return oracle.islands(list(nodes), edges)


@settings(deadline=None)
@given(EDGES)
def test_islands_are_who_can_reach_each_other(edges):
    assert sorted(Network(NODES, edges).islands()) == islands(edges)


@settings(deadline=None)
@given(EDGES)
def test_a_bridge_is_a_tie_without_which_there_is_one_island_more(edges):
    ties = {(min(a, b), max(a, b)) for a, b in edges if a != b}
    expected = [tie for tie in sorted(ties) if len(islands(ties - {tie})) > len(islands(ties))]
    assert Network(NODES, edges).bridges() == expected


@settings(deadline=None)
@given(EDGES)
def test_a_connector_is_one_without_whom_there_are_more_islands_of_the_others(edges):
    def without(node):
        rest = [n for n in NODES if n != node]
        return len(islands([(a, b) for a, b in edges if node not in (a, b)], rest))

    now = {node: len(islands(edges)) - ([node] in islands(edges)) for node in NODES}
    assert Network(NODES, edges).connectors() == [node for node in NODES if without(node) > now[node]]


@settings(deadline=None)
@given(EDGES)
def test_standing_between_is_the_share_of_shortest_ways(edges):
    assert Network(NODES, edges).between() == pytest.approx(oracle.betweenness(NODES, edges), abs=1e-6)


@settings(deadline=None)
@given(EDGES, st.sampled_from(NODES), st.sampled_from(NODES))
def test_an_introduction_links_as_many_as_the_new_tie_does(edges, a, b):
    network = Network(NODES, edges)
    if a == b:
        with pytest.raises(ValueError, match="no introduction"):
            network.joins(a, b)
        return

    def linked(ties):
        return sum(len(group) * (len(group) - 1) // 2 for group in islands(ties))

    found = network.joins(a, b)
    assert found.newly_linked == linked([*edges, (a, b)]) - linked(edges)
    assert (found.steps is None) == (found.newly_linked > 0)
    assert found == network.joins(b, a) or found.newly_linked


@settings(deadline=None)
@given(EDGES, st.sets(st.sampled_from(NODES)), st.sets(st.sampled_from(NODES)))
def test_a_way_goes_along_ties_and_none_is_shorter(edges, some, others):
    way = Network(NODES, edges).way(some, others)
    far = oracle.steps(NODES, edges)
    known = [far[a, b] for a in some for b in others if far[a, b] is not None]
    if not known or some & others:
        assert way == []
        return
    assert way[0] in some and way[-1] in others and len(way) == min(known) + 1
    assert all((a, b) in edges or (b, a) in edges for a, b in zip(way, way[1:]))


def test_of_ways_as_long_the_first_by_name_is_told_and_a_stranger_to_the_network_has_none():
    network = Network([], [("a", "y"), ("a", "x"), ("x", "c"), ("y", "c")])
    assert network.way(["a"], ["c"]) == ["a", "x", "c"]
    assert network.way(["c"], ["a", "nobody"]) == ["c", "x", "a"]
    assert network.way(["nobody"], ["a"]) == network.way([], ["a"]) == []


def test_it_says_what_an_introduction_joins():
    network = Network(["h", "i"], [("a", "b"), ("b", "c"), ("c", "d"), ("e", "f"), ("a", "x"), ("x", "c")])
    assert network.joins("a", "e").words == "joins two islands, of 5 and 2"
    assert network.joins("a", "h").words == "brings in h, of whom we know no link yet"
    assert network.joins("h", "i").words == "links two of whom we know no link yet"
    assert network.joins("a", "b").words == "joins nothing new: the two are linked already"
    assert network.joins("a", "c").words == "brings together two who have 2 in common"
    assert network.joins("b", "d").words == "brings together two who have c in common"
    assert network.joins("a", "d").words == "shortens the way between two who are 3 steps apart"


def test_a_long_chain_is_no_trouble_and_a_stranger_is_named():
    chain = Network([], [(n, n + 1) for n in range(20_000)])
    assert len(chain.bridges()) == 20_000 and len(chain.connectors()) == 19_999
    with pytest.raises(ValueError, match="nobody is not in this network"):
        Network(["a"], []).joins("a", "nobody")

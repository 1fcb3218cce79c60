"""A network shows every tie, and its words can be read."""

import pytest

from folkmoot.kit.pictures.networks import HEIGHT, WIDTH, network

NODES = [
    {"key": "a", "label": "Thornbeck Voluntary Action", "x": 0, "y": 0, "kind": "group"},
    {"key": "b", "label": "Town Fund", "x": 10, "y": 0, "kind": "funder"},
    {"key": "c", "label": "Riverside Choir", "x": 10, "y": 5, "kind": "group"},
]
EDGES = [{"from": "a", "to": "b", "kind": "funds"}, {"from": "a", "to": "c", "label": "shares a hall"}]


def test_everything_lies_inside_the_picture():
    drawn = network(NODES, EDGES)
    assert all(0 < node["x"] < WIDTH and 0 < node["y"] < HEIGHT for node in drawn["nodes"])


def test_the_table_tells_every_tie_from_both_ends():
    ties = {
        tie["node"]["label"]: [(o["label"], words) for o, words in tie["others"]]
        for tie in network(NODES, EDGES)["ties"]
    }
    assert ties["Thornbeck Voluntary Action"] == [("Town Fund", "funds"), ("Riverside Choir", "shares a hall")]
    assert ties["Town Fund"] == [("Thornbeck Voluntary Action", "funds")]


def test_kinds_differ_in_shape_as_well_as_colour():
    kinds = network(NODES, EDGES)["kinds"]
    assert len({(one["shape"]) for one in kinds}) == 2 and len({one["k"] for one in kinds}) == 2


def test_labels_of_near_nodes_do_not_lie_on_each_other():
    near = [{"key": n, "label": "A name of some length", "x": 0, "y": n} for n in range(8)]
    places = {(node["tx"], node["ty"]) for node in network(near, [])["nodes"]}
    assert len(places) == 8


def test_words_keep_clear_of_the_lines():
    hub = [
        {"key": "a", "label": "A name", "x": 0, "y": 0, "size": 3},
        {"key": "b", "label": "Below it", "x": 0, "y": 9},
    ]
    far = [{"key": "c", "label": "Far left", "x": -9, "y": 9}, {"key": "d", "label": "Far right", "x": 9, "y": 0}]
    drawn = network([*hub, *far], [{"from": "a", "to": "b"}])["nodes"]
    assert drawn[0]["anchor"] != "middle" or drawn[0]["ty"] < drawn[0]["y"]


def test_of_very_many_the_largest_are_named_and_all_are_in_the_table():
    many = [{"key": n, "label": f"Group {n}", "x": n % 20, "y": n // 20, "size": 3 if n < 5 else 1} for n in range(200)]
    drawn = network(many, [])
    named = [node["key"] for node in drawn["nodes"] if "anchor" in node]
    assert len(named) == 80 and set(range(5)) < set(named) and len(drawn["ties"]) == 200


def test_an_edge_to_nobody_is_refused():
    with pytest.raises(KeyError):
        network(NODES, [{"from": "a", "to": "zz"}])


def test_one_node_stands_in_the_middle():
    assert network(NODES[:1], [])["nodes"][0]["x"] == WIDTH / 2

"""Promises of sameness: what must hold whatever the records."""

import doctest
import importlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reckon.sameness import Contradiction, Record, ask_next, cluster
from reckon.tests import sizes

MODULES = [
    "record",
    "values",
    "compare",
    "clues",
    "evidence",
    "gather",
    "linking",
    "reasons",
    "clusters",
    "index",
    "table",
    "command",
]
NAMES = ["Mill Lane Library", "Mill Lane Lib", "Oak Road Scouts", "St Mary's", "Дом культуры", "", "n/a"]
records = st.builds(
    Record,
    name=st.sampled_from(NAMES),
    address=st.sampled_from(["", "4 Mill Lane", "4 Mill Ln", "91 Oak Road"]),
    postcode=st.sampled_from(["", "B1 1AA", "b11aa", "B2 9ZZ"]),
    phone=st.sampled_from(["", "0121 496 0001", "+44 121 496 0001"]),
    ids=st.sampled_from([(), (), ("GB-CHC-1",), ("GB-CHC-2",), ("GB-CHC-1", "GB-COH-7"), ("GB-COH-7",)]),
)
lists = st.lists(records, max_size=12)
some = settings(max_examples=sizes.some(60), deadline=None)


@pytest.mark.parametrize("module", MODULES)
def test_its_examples_are_true(module):
    assert doctest.testmod(importlib.import_module(f"reckon.sameness.{module}")).failed == 0


def groups(labels):
    return {frozenset(i for i, x in enumerate(labels) if x == label) for label in labels}


@some
@given(lists, st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(rows, r):
    order = list(range(len(rows)))
    r.shuffle(order)
    turned = cluster([rows[k] for k in order]).cluster
    back = [0] * len(rows)
    for place, k in enumerate(order):
        back[k] = turned[place]
    assert groups(back) == groups(cluster(rows).cluster)


@some
@given(lists)
def test_rows_sharing_an_identifier_are_together(rows):
    label = cluster(rows).cluster
    for i, a in enumerate(rows):
        for j, b in enumerate(rows):
            assert not set(a.ids) & set(b.ids) or label[i] == label[j]


@some
@given(lists, st.data())
def test_answers_are_obeyed_or_refused(rows, data):
    if len(rows) < 2:
        return
    place = st.integers(0, len(rows) - 1)
    pair = st.tuples(place, place).filter(lambda p: p[0] != p[1])
    same, different = data.draw(st.lists(pair, max_size=3)), data.draw(st.lists(pair, max_size=3))
    try:
        label = cluster(rows, same=same, different=different).cluster
    except Contradiction as problem:
        joined = cluster([Record()] * len(rows), same=same).cluster
        assert any(joined[a] == joined[b] for a, b in different)
        assert "not the same" in str(problem)
        return
    assert all(label[a] == label[b] for a, b in same)
    assert all(label[a] != label[b] for a, b in different)


@some
@given(st.lists(st.builds(Record, name=st.text(), address=st.text(), phone=st.text(), dates=st.tuples(st.text()))))
def test_any_text_at_all_is_survived(rows):
    found = cluster(rows)
    assert len(found.cluster) == len(rows)
    assert sorted(set(found.cluster)) == list(range(len(set(found.cluster))))
    ask_next(found)
    assert all(0 <= p.probability <= 1 for p in found.pairs)


@some
@given(lists)
def test_identical_rows_that_say_enough_are_together(rows):
    full = Record(name="Mill Lane Library", address="4 Mill Lane", postcode="B1 1AA")
    label = cluster([full, *rows, full]).cluster
    assert label[0] == label[-1]


def test_nothing_in_nothing_out():
    assert cluster([]).cluster == [] and cluster([]).pairs == [] and ask_next(cluster([])) == []


def test_blank_rows_are_never_the_same():
    assert cluster([Record(), Record(name="n/a"), Record(phone="-")]).cluster == [0, 1, 2]


def test_two_unlike_rows_stay_apart_and_two_alike_ones_join():
    apart = [{"name": "Mill Lane Library", "postcode": "B1 1AA"}, {"name": "Oak Road Scouts", "postcode": "B1 1AA"}]
    alike = [{"name": "Mill Lane Library", "postcode": "B1 1AA"}, {"name": "Mill Lane Libary", "postcode": "b11aa"}]
    assert cluster(apart).cluster == [0, 1]
    assert cluster(alike).cluster == [0, 0]


def test_a_common_name_alone_is_not_enough():
    rows = [{"name": "St Mary's Church", "postcode": f"B{n} 1AA", "phone": f"0121 496 {n:04}"} for n in range(1, 30)]
    assert len(set(cluster(rows).cluster)) == 29


def test_eighty_rows_of_a_real_sort_are_kept_apart():
    streets = ["Mill Lane", "Oak Road", "High Street", "Station Road", "Church Lane"]
    kinds = ["Scouts", "Lunch Club", "Library", "Youth Club", "Food Bank", "Choir", "Toddlers", "Men's Shed"]
    rows = [
        {"name": f"{s} {k}", "postcode": f"SM{n} {m}AA", "phone": f"07700 90{n}{m:03}"}
        for n, s in enumerate(streets) for m, k in enumerate(kinds)
    ]  # fmt: skip
    twin = {"name": "Oak Rd Food Bank", "postcode": "SM1 4AA", "phone": "07700 901004"}
    label = cluster([*rows, twin]).cluster
    assert len(set(label)) == 40 and label[-1] == label[12]


def test_unknown_is_no_evidence_of_difference():
    rows = [
        {"name": "Ashcroft Befriending Circle", "phone": "0121 496 0001", "postcode": "B1 1AA"},
        {"name": "Ashcroft Befriending Circle", "phone": "0121 496 0001", "postcode": ""},
    ]
    differ = [rows[0], {**rows[1], "postcode": "LS6 3HN"}]
    assert cluster(rows).why(0, 1).probability > cluster(differ).why(0, 1).probability


def test_reasons_are_words_a_volunteer_can_check():
    rows = [
        {"name": "Mill Lane Lib", "phone": "0121 496 0001", "address": "4 Mill Lane"},
        {"name": "Mill Lane Library", "phone": "01214960001", "address": "9 Mill Lane"},
        {"name": "Oak Road Scouts", "phone": "0121 496 0777", "address": "91 Oak Road"},
    ]
    words = [reason.words for reason in cluster(rows).why(0, 1).reasons]
    assert "same phone 0121 496 0001, which only these two have" in words
    assert "same street, house numbers differ: ‘4 Mill Lane’ / ‘9 Mill Lane’" in words
    assert any(w.startswith("names") and "‘Mill Lane Lib’ / ‘Mill Lane Library’" in w for w in words)


def test_an_answer_speaks_louder_than_an_identifier():
    rows = [Record(name="A", ids=("GB-CHC-1",)), Record(name="B", ids=("GB-CHC-1",)), Record(ids=("GB-CHC-1",))]
    label = cluster(rows, different=[(0, 1)]).cluster
    assert label[0] != label[1]


def test_two_identical_rows_can_be_told_apart():
    twin = Record(name="Mill Lane Library", postcode="B1 1AA")
    found = cluster([twin, twin, twin])
    assert found.cluster == [0, 0, 0]
    after = found.answered(different=[(0, 1)])
    assert after.cluster[0] != after.cluster[1]


def test_a_contradiction_is_refused_in_words():
    rows = [{"name": n} for n in ("A", "B", "C")]
    with pytest.raises(Contradiction, match="Rows 0 and 2 were answered “not the same”"):
        cluster(rows, same=[(0, 1), (1, 2)], different=[(0, 2)])


def test_an_answer_about_a_row_that_is_not_there_is_refused():
    with pytest.raises(IndexError, match="only 1 rows"):
        cluster([{"name": "A"}], same=[(0, 1)])


def several():
    """Thirty bodies, each twice, the second time with another phone and a shorter name."""
    kinds = ["Scouts", "Choir", "Library", "Youth Club", "Food Bank", "Toddlers"]
    streets = ["Ashcroft", "Bellamy", "Carver", "Dunstan", "Everard"]
    bodies = [(s, k, 631 * n + 97 * m) for n, s in enumerate(streets) for m, k in enumerate(kinds)]
    first = [{"name": f"{s} Road {k} Association", "phone": f"0121 496 {x:04}", "postcode": "B1"} for s, k, x in bodies]
    second = [{"name": f"{s} {k}", "phone": f"0121 555 {9876 - x}", "postcode": "B1"} for s, k, x in bodies]
    return first + second, [(n, n + 30) for n in range(30)]


def test_answers_teach():
    rows, twins = several()
    before = cluster(rows)
    after = cluster(rows, same=twins[:12], different=[(0, 31), (2, 33), (4, 36)])
    unasked = twins[12:]
    assert all(after.why(*p).probability > before.why(*p).probability + 0.1 for p in unasked)
    assert all(after.why(a, b + 1).probability < 0.1 for a, b in unasked[:-1])


def test_it_asks_about_doubtful_pairs_never_twice():
    rows, _ = several()
    found = cluster(rows)
    first = ask_next(found, 5)
    rows_asked = [r for p in first for r in (p.i, p.j)]
    assert first and len(rows_asked) == len(set(rows_asked))
    again = ask_next(found.answered(same=[(p.i, p.j) for p in first]), 50)
    assert not {(p.i, p.j) for p in again} & {(p.i, p.j) for p in first}


def test_the_seed_changes_the_sample_and_hardly_the_outcome():
    rows, _ = several()
    assert len(groups(cluster(rows, seed=1).cluster) ^ groups(cluster(rows, seed=2).cluster)) <= 6


def test_many_pairs_beside_each_other_are_weighed_as_each_would_be_alone():
    rows = [{"name": f"Mill Lane {n % 7}", "phone": f"0121 496 00{n % 5:02}"} for n in range(30)]
    found = cluster(rows)
    pairs = [(a, b) for a in range(30) for b in range(a + 1, 30, 4)]
    assert found.why_each(pairs) == [found.why(*pair) for pair in pairs]
    assert found.why_each([]) == []

import doctest
from dataclasses import replace
from datetime import date
from importlib import import_module
from pkgutil import iter_modules

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reckon.overlap as overlap
from reckon.overlap import (
    Activity,
    Ask,
    Atlas,
    Need,
    Offer,
    candidates,
    duplications,
    evidence,
    gaps,
    pairs_of_sets,
    synergies,
)
from reckon.overlap.duplications import WEIGHTS
from reckon.overlap.evidence import Evidence
from reckon.tests import oracles_overlap as oracle
from reckon.tests.sizes import some
from reckon.times import read

ATLAS = Atlas(
    within={"ward": ("town", "county"), "town": ("county",), "ED202": ("ED2", "ED"), "ED203": ("ED2", "ED")},
    names={"town": "Thornbeck", "ward": "Mill Lane", "train": "training"},
)
SAYS = ["blog training", "Blog and Facebook help for groups", "grants for sport", "sport", "", "a food bank", "the of"]
DATES = ["7 March 2012", "March 2012", "autumn 2009", "2010-12", "tba", "1 May 2012"]


def sets(*values):
    return st.frozensets(st.sampled_from(values), max_size=2)


@st.composite
def activities(draw, most=6):
    found = []
    for n in range(draw(st.integers(2, most))):
        found.append(
            Activity(
                id=f"a{n}",
                name=draw(st.sampled_from(SAYS)),
                text=draw(st.sampled_from(SAYS)),
                kinds=draw(sets("train", "fund", "events")),
                topics=draw(sets("ED202", "ED203", "ED", "AR")),
                people=draw(
                    sets("small voluntary groups", "voluntary groups under 10 people", "youth", "young people")
                ),
                places=tuple(sorted(draw(sets("ward", "town", "county", "elsewhere")))),
                starts=draw(st.none() | st.sampled_from(DATES).map(read)),
                ends=draw(st.none() | st.sampled_from(DATES).map(read)),
                organisations=draw(sets("x", "y", "z")),
                guessed=draw(sets("kind", "text", "place")),
                private=draw(st.booleans()),
                stage=draw(st.sampled_from(["", "idea", "planned", "funded", "running", "ended"])),
            )
        )
    return found


def surgery(known_as, **said):
    usual = dict(
        name="Social media surgery",
        text="Free help with blogs and Facebook, one to one",
        kinds=frozenset({"train"}),
        people=frozenset({"small voluntary groups"}),
        places=("town",),
        stage="planned",
        organisations=frozenset({f"org {known_as}"}),
        starts=read("March 2012"),
        ends=read("June 2012"),
    )
    return Activity(id=known_as, **(usual | said))


def rows_of(pairs):
    return [(pair.a, pair.b, pair.score, pair.reasons) for pair in pairs]


@pytest.mark.parametrize(
    "module", ["", *(f".{m.name}" for m in iter_modules(overlap.__path__) if m.name != "__main__")]
)
def test_its_examples_are_true(module):
    assert doctest.testmod(import_module(f"reckon.overlap{module}")).failed == 0


@settings(deadline=None, max_examples=some(300))
@given(activities())
def test_every_score_equals_the_one_worked_out_by_hand(entries):
    n = len(entries)
    left, right = np.triu_indices(n, 1)
    found = Evidence(entries, ATLAS, WEIGHTS).compare(left, right)
    for k, (i, j) in enumerate(zip(left, right)):
        expected = oracle.score(entries[i], entries[j], entries, ATLAS, WEIGHTS)
        assert (found.score[k], found.likeness[k], found.certainty[k]) == pytest.approx(expected, abs=1e-9)


@settings(deadline=None)
@given(activities(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(entries, dice):
    mixed = list(entries)
    dice.shuffle(mixed)
    assert duplications(mixed, ATLAS) == duplications(entries, ATLAS)
    assert synergies(mixed, ATLAS) == synergies(entries, ATLAS)


@settings(deadline=None)
@given(activities())
def test_a_private_plan_changes_nothing_for_anybody_else(entries):
    public = [entry for entry in entries if not entry.private]
    for sum_of in (duplications, synergies):
        for top in (1, 99):
            shown = [pair for pair in sum_of(entries, ATLAS, top=top) if not pair.private]
            assert rows_of(shown) == rows_of(sum_of(public, ATLAS, top=top))


@settings(deadline=None)
@given(activities(most=4))
def test_filling_in_the_same_row_again_changes_nothing_for_anybody_else(entries):
    entries = [replace(entry, organisations=frozenset({"x"})) if n == 0 else entry for n, entry in enumerate(entries)]
    more = [*entries, *(replace(entries[0], id=f"again {n}") for n in range(5))]
    shown = [row for row in rows_of(duplications(more, ATLAS, each=99)) if "again" not in row[0] + row[1]]
    assert shown == rows_of(duplications(entries, ATLAS, each=99))


@settings(deadline=None)
@given(activities(), st.sampled_from(["kind", "topic", "people", "place", "dates", "text"]))
def test_guesses_alone_are_never_a_finding(entries, honest):
    names = {"kind", "topic", "people", "place", "dates", "text"}
    entries = [replace(entry, guessed=frozenset(names - {honest})) for entry in entries]
    assert duplications(entries, ATLAS) == []


@settings(deadline=None)
@given(activities())
def test_no_finding_pairs_an_organisation_with_itself_or_places_known_to_differ(entries):
    by_id = {entry.id: entry for entry in entries}
    for pair in duplications(entries, ATLAS) + synergies(entries, ATLAS):
        a, b = by_id[pair.a], by_id[pair.b]
        assert not a.organisations & b.organisations
        assert oracle.places(a, b, ATLAS) != 0
        assert 0 <= pair.score <= 1 and pair.a != pair.b
        assert set(pair.private) == {entry.id for entry in (a, b) if entry.private}


def test_a_duplication_says_in_words_what_is_shared():
    other = surgery(
        "b", name="Clinics", text="Help with Facebook and blogs", people=frozenset({"voluntary groups under 10 people"})
    )
    pair = duplications([surgery("a"), other], ATLAS)[0]
    words = " / ".join(reason.words for reason in pair.reasons)
    assert "both are still plans" in words and "training" in words and "both are in Thornbeck" in words
    assert "much the same people" in words and "they may run at the same time" in words and "“Facebook”" in words
    assert (pair.when, pair.missing, pair.rule) == ("perhaps", ("topic",), "duplication")
    assert pair.complete_a == pytest.approx(5 / 6)


def test_a_plan_comes_before_what_is_spent_already():
    scores = [
        duplications([surgery("a"), surgery("b", stage=stage)])[0].score for stage in ("planned", "running", "ended")
    ]
    assert scores[0] == scores[1] > scores[2]
    running = duplications([surgery("a", stage="running"), surgery("b", stage="running")])[0]
    assert running.score == pytest.approx(0.8 * scores[0]) and running.reasons[0].field != "stage"
    assert duplications([surgery("a"), surgery("b")], today=date(2012, 7, 1))[0].score == pytest.approx(scores[2])


def test_what_is_not_said_lowers_certainty_and_not_likeness():
    full, bare = surgery("a"), surgery("b", starts=None, ends=None)
    pair, whole = duplications([full, bare])[0], duplications([full, surgery("b")])[0]
    assert pair.certainty < whole.certainty
    assert pair.likeness >= whole.likeness
    assert pair.when == "unknown" and "dates" in pair.missing


def test_a_longer_text_about_other_things_earns_nothing():
    short, long = (
        surgery("b"),
        surgery("b", text="Free help with blogs and Facebook, one to one. " + "Also swimming, bowls and bees. " * 20),
    )
    assert duplications([surgery("a"), long])[0].score < duplications([surgery("a"), short])[0].score


def test_other_places_other_times_and_other_kinds_are_no_duplication():
    for said in (
        {"places": ("elsewhere",)},
        {"starts": read("May 2010"), "ends": read("June 2010")},
        {"kinds": frozenset({"fund"})},
    ):
        assert duplications([surgery("a"), surgery("b", **said)], ATLAS) == []


def test_one_type_of_help_for_others_is_no_duplication_unless_something_else_says_so():
    garden = {"name": "Apprentices", "text": "Bricklaying in the yard", "people": frozenset({"care leavers"})}
    assert duplications([surgery("a"), surgery("b", **garden)], ATLAS) == []
    not_said = duplications([surgery("a"), surgery("b", **garden | {"people": frozenset()})], ATLAS)
    same_words = duplications([surgery("a"), surgery("b", people=garden["people"])], ATLAS)
    assert [(pair.a, pair.b) for pair in not_said + same_words] == [("a", "b")] * 2


def test_a_place_inside_another_still_counts_but_for_less():
    inside = duplications([surgery("a"), surgery("b", places=("ward",))], ATLAS)[0]
    assert inside.score < duplications([surgery("a"), surgery("b")], ATLAS)[0].score
    assert "Mill Lane is in Thornbeck" in [reason.words for reason in inside.reasons]


def test_nobody_fills_the_list_by_filling_in_most():
    many = [surgery(f"m{n}", organisations=frozenset({"big"})) for n in range(20)]
    pairs = duplications([*many, surgery("a")], each=3)
    assert len(pairs) == 3


def test_it_refuses_one_id_for_two():
    for sum_of in (duplications, synergies, gaps):
        with pytest.raises(ValueError, match="'a'"):
            sum_of([surgery("a"), surgery("a")])


def test_an_offer_meets_an_ask():
    offer = Offer(id="o", name="Training room", text="Room with twelve computers, free on Tuesdays", places=("town",))
    ask = Ask(id="k", name="Somewhere to train", text="We want a room with computers", places=("ward",))
    far = replace(offer, id="far", places=("elsewhere",))
    found = synergies([offer, ask, far], ATLAS)
    assert [(pair.a, pair.b, pair.rule) for pair in found] == [("o", "k", "offer meets ask")]
    assert any("“computers”" in reason.words for reason in found[0].reasons)


def test_kinds_that_complete_each_other_in_one_place_are_a_synergy():
    grants = surgery("g", name="Small grants", text="Up to £500 for groups that blog", kinds=frozenset({"fund"}))
    found = synergies([surgery("a"), grants], ATLAS)
    assert [(pair.rule, pair.when) for pair in found] == [("complementary", "perhaps")]
    assert found[0].reasons[0].words == "one has money to give and the other trains people who could use it"


def test_training_then_grants_follow_each_other():
    grants = surgery("0", kinds=frozenset({"fund"}), starts=read("September 2012"), ends=read("March 2013"))
    found = synergies([surgery("a"), grants], ATLAS)
    assert [(pair.a, pair.b, pair.rule, pair.when) for pair in found] == [("a", "0", "one after the other", "no")]
    assert found[0].reasons[0].words.startswith("people trained first could then apply for the money")
    late = replace(grants, starts=read("September 2015"), ends=None)
    assert synergies([surgery("a"), late], ATLAS) == []


def test_a_gap_is_what_nobody_answers():
    ask = Ask(id="k", name="Debt advice", text="Advice on debt and benefits", places=("town",))
    known = Need(
        id="n", name="Young people out of work", places=("town",), figure=412, unit="people", source="census 2011"
    )
    guess = replace(known, id="s", figure=None)
    found = gaps([ask, known, guess, surgery("a")], ATLAS)
    assert [(gap.wanted, gap.rule) for gap in found] == [
        ("n", "need known"),
        ("k", "asked for"),
        ("s", "no supply known"),
    ]
    assert found[0].words == "Young people out of work: 412 people (census 2011); nobody we know of yet."
    assert "how much need there is, we do not know" in found[2].words


def test_what_is_answered_is_no_gap_unless_too_few_places_are_offered():
    need = Need(
        id="n", name="Social media surgery", text="help with blogs and Facebook", kinds=frozenset({"train"}), places=("town",),
        figure=400, unit="people", source="census 2011", of_people=True,
    )  # fmt: skip
    assert gaps([need, surgery("a")], ATLAS) == []
    short = gaps([need, surgery("a", offered=100)], ATLAS)
    assert [(gap.rule, gap.places, gap.score) for gap in short] == [("need not fully met", 100, 0.675)]
    assert "we know of 100 places" in short[0].words
    assert [gap.rule for gap in gaps([need, surgery("a", stage="ended")], ATLAS)] == ["need known"]
    assert [gap.rule for gap in gaps([need, surgery("a", private=True)], ATLAS)] == ["need known"]


def test_a_type_of_help_missing_from_a_place_is_no_supply_known():
    found = gaps(
        [surgery("a"), surgery("b", places=("elsewhere",), kinds=frozenset({"fund"}))], ATLAS, kinds=["train", "fund"]
    )
    assert {(gap.kind, gap.place, gap.rule) for gap in found} == {
        ("fund", "town", "no supply known"),
        ("train", "elsewhere", "no supply known"),
    }
    assert gaps([surgery("a"), surgery("b", places=("ward",))], ATLAS, kinds=["train"]) == []


def test_over_supply_is_counted_only_from_those_who_say():
    held = [
        surgery("a", offered=20, filled=5, cost_pence=90_000),
        surgery("b", offered=10, filled=8, cost_pence=30_000),
        surgery("c"),
    ]
    row = overlap.over_supply(held, ATLAS)[0]
    assert (row.offered, row.filled, row.empty, row.silent) == (30, 13, 17, 1)
    assert row.cost_pence == (30_000, 68_000)
    assert (
        row.words
        == "training in Thornbeck: 13 of 30 places filled; 1 more do not say. The empty ones cost between £300 and £680."
    )
    assert overlap.over_supply([replace(held[0], cost_pence=None), held[1]], ATLAS)[0].cost_pence is None
    assert overlap.over_supply([held[0], held[2]], ATLAS) == []


def test_it_proposes_with_the_words_that_led_to_it():
    topics = overlap.topics_of(
        [
            {
                "Code": "AR",
                "tag": "Arts",
                "Regular expression": r"\b(arts?|museums?)\b",
                "Exclude regular expression": "martial",
            }
        ]
    )
    found = overlap.propose(
        ["Art classes for pensioners at the museum", "Martial art", ""], overlap.Vocabulary(topics=topics)
    )
    assert [(guess.field, guess.value, guess.words) for guess in found[0]] == [
        ("kind", "train", ("classes",)), ("people", "older people", ("pensioners",)), ("topic", "AR", ("art", "museum")),
    ]  # fmt: skip
    assert found[1:] == [[], []]


def test_a_word_pattern_that_cannot_be_read_names_its_row():
    with pytest.raises(ValueError, match=r"topics, row 2 \(AR\)"):
        overlap.topics_of([{"Code": "AR", "Regular expression": "("}])


@settings(max_examples=some(1500), deadline=None)
@given(
    st.lists(st.frozensets(st.integers(0, 11), max_size=9), max_size=14),
    st.sampled_from([0.1, 0.3, 1 / 3, 0.5, 0.6, 2 / 3, 0.9, 1.0]),
)
def test_alike_sets_are_those_found_by_looking_at_every_two(given_sets, threshold):
    found = pairs_of_sets(given_sets, threshold)
    assert list(zip(found.left.tolist(), found.right.tolist(), found.jaccard.tolist())) == oracle.pairs_by_looking(
        given_sets, threshold
    )


def test_alike_sets_hold_for_many_tags_and_refuse_a_threshold_of_nothing():
    many = [frozenset(range(n, n + 8)) for n in range(0, 9000, 3)]
    found = pairs_of_sets(many, 0.4)
    assert len(found.left) == len(many) - 1 and set(found.jaccard.tolist()) == {5 / 11}
    with pytest.raises(ValueError, match="above 0"):
        pairs_of_sets(many, 0)


@settings(deadline=None, max_examples=some(60))
@given(activities(most=9))
def test_looking_place_by_place_finds_what_looking_at_every_pair_finds(entries):
    every = duplications(entries, ATLAS)
    whole, candidates.EVERY_PAIR = candidates.EVERY_PAIR, 0
    try:
        assert duplications(entries, ATLAS) == every
    finally:
        candidates.EVERY_PAIR = whole


def test_the_weights_add_up_to_one():
    for weights in (WEIGHTS, overlap.synergies.__globals__["MEET"], overlap.synergies.__globals__["BESIDE"]):
        assert sum(weights.values()) == pytest.approx(1)
    assert evidence.ORDINARY < 0.5

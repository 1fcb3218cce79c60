"""Comparing and merging texts, held to the pencil on ten thousand random edits."""

from __future__ import annotations

import random
import time

import pytest

from reckon import texts
from reckon.tests import oracles_texts

WORDS = ["the", "hall", "is", "open", "on", "monday", "tea", ".", ",", "!", "\n", "\n\n"]


def some(dice: random.Random, letters: str, most: int) -> list[str]:
    return [dice.choice(letters) for _ in range(dice.randint(0, most))]


def edited(dice: random.Random, lines: list[str], times: int) -> list[str]:
    lines = list(lines)
    for _ in range(times):
        at = dice.randint(0, len(lines))
        what = dice.choice(("in", "out", "other"))
        if what == "in" or not lines:
            lines.insert(at, f"new {dice.randint(0, 9)}")
        elif what == "out":
            lines.pop(min(at, len(lines) - 1))
        else:
            lines[min(at, len(lines) - 1)] = f"other {dice.randint(0, 9)}"
    return lines


def test_what_is_kept_is_what_the_pencil_keeps_on_ten_thousand_random_pairs():
    dice = random.Random(1)
    for _ in range(10_000):
        letters = dice.choice(("ab", "abc", "abcdefgh"))
        one, other = some(dice, letters, 12), some(dice, letters, 12)
        assert texts.kept(one, other) == oracles_texts.kept(one, other), (one, other)


def test_the_stretches_give_both_texts_back_and_keep_as_much_as_can_be():
    dice = random.Random(2)
    for _ in range(10_000):
        before = [f"line {dice.randint(0, 6)}" for _ in range(dice.randint(0, 10))]
        after = edited(dice, before, dice.randint(0, 5))
        found = texts.changes("\n".join(before), "\n".join(after))
        assert [line for one in found for line in one.before] == "\n".join(before).split("\n")
        assert [line for one in found for line in one.after] == "\n".join(after).split("\n")
        stayed = sum(len(one.before) for one in found if one.kind == "same")
        assert stayed == len(oracles_texts.kept("\n".join(before).split("\n"), "\n".join(after).split("\n")))
        assert all(one.before == one.after for one in found if one.kind == "same")


def test_the_words_of_a_changed_stretch_give_both_sides_back():
    dice = random.Random(3)
    for _ in range(3_000):
        before = " ".join(some(dice, WORDS, 14))
        after = " ".join(edited(dice, before.split(" "), dice.randint(1, 4)))
        for one in texts.changes(before, after):
            if one.kind == "changed":
                assert "".join(p.text for p in one.pieces if p.kind != "in") == "\n".join(one.before)
                assert "".join(p.text for p in one.pieces if p.kind != "out") == "\n".join(one.after)


def test_a_merge_is_what_the_pencil_merges_on_ten_thousand_random_edits():
    dice, merged_ones = random.Random(4), 0
    for _ in range(10_000):
        base = [f"line {dice.randint(0, 5)}" for _ in range(dice.randint(1, 9))]
        mine, theirs = (edited(dice, base, dice.randint(0, 3)) for _ in range(2))
        mine, theirs = mine or ["x"], theirs or ["x"]
        found = texts.merge("\n".join(base), "\n".join(mine), "\n".join(theirs))
        expected = oracles_texts.merged(base, mine, theirs)
        assert found.text == (None if expected is None else "\n".join(expected)), (base, mine, theirs)
        merged_ones += expected is not None
    assert 3_000 < merged_ones < 9_500, "both outcomes were tried"


def test_edits_of_lines_apart_all_come_through():
    """The oracle that needs no sum at all: each changes lines the other leaves, with one between, and we know the
    outcome beforehand."""
    dice = random.Random(5)
    for _ in range(10_000):
        base = [f"line number {n}" for n in range(dice.randint(3, 24))]
        mine, theirs, both = list(base), list(base), list(base)
        for place in sorted(dice.sample(range(0, len(base), 2), dice.randint(1, (len(base) + 1) // 2)), reverse=True):
            whose = dice.choice((mine, theirs))
            new = [f"changed {place}"] if dice.random() < 0.7 else [f"first {place}", f"second {place}"]
            new = [] if dice.random() < 0.2 and len(base) > 4 else new
            at = whose.index(base[place])
            whose[at : at + 1] = new
            at = both.index(base[place])
            both[at : at + 1] = new
        if mine and theirs:
            found = texts.merge("\n".join(base), "\n".join(mine), "\n".join(theirs))
            assert found.text == "\n".join(both)


def test_whoever_changed_nothing_has_no_say_and_the_order_of_the_two_matters_not():
    dice = random.Random(6)
    for _ in range(2_000):
        base = "\n".join(f"line {dice.randint(0, 5)}" for _ in range(6))
        mine = "\n".join(edited(dice, base.split("\n"), 2))
        theirs = "\n".join(edited(dice, base.split("\n"), 2))
        assert texts.merge(base, mine, base).text == mine == texts.merge(base, base, mine).text
        assert texts.merge(base, mine, mine).text == mine
        assert texts.merge(base, mine, theirs).text == texts.merge(base, theirs, mine).text


def test_two_sentences_of_one_paragraph_are_put_together():
    base = "The hall opens at nine. Tea is free. Bring a cup. Dogs are welcome."
    mine = "The hall opens at ten. Tea is free. Bring a cup. Dogs are welcome."
    theirs = "The hall opens at nine. Tea is free. Bring a cup. Dogs and cats are welcome."
    found = texts.merge(base, mine, theirs)
    assert found.text == "The hall opens at ten. Tea is free. Bring a cup. Dogs and cats are welcome."
    assert [part.kind for part in found.parts] == ["sentences"]


def test_a_clash_loses_nothing_that_anybody_wrote():
    found = texts.merge("a\ntea\nb", "a\ncoffee\nb", "a\nmilk\nb")
    assert found.text is None and len(found.clashes) == 1
    assert found.chosen([]) == "a\nmilk\ncoffee\nb"
    assert found.chosen(["theirs"]) == "a\nmilk\nb" and found.chosen(["mine"]) == "a\ncoffee\nb"


def test_words_with_little_in_common_are_shown_whole():
    (one,) = texts.changes("Tea and cake for all", "Nobody knows why, but it rained")
    assert [piece.kind for piece in one.pieces] == ["out", "in"]
    (one,) = texts.changes("We meet in the red hat on Mill Lane", "We meet in the blue coat on Mill Lane")
    assert [(p.kind, p.text) for p in one.pieces][1:3] == [("out", "red hat"), ("in", "blue coat")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a\n" * 9_000, "b\n" * 9_000),
        ("a b " * 12_000, "b a " * 12_000),
        ("\n" * 100_000, "x\n" * 50_000),
        ("[[" * 50_000, "]]" * 50_000),
        ("a." * 50_000, "a. " * 33_000),
        (" " * 100_000, "\t" * 100_000),
    ],
)
def test_no_text_makes_it_slow(one, other):
    began = time.process_time()
    texts.changes(one, other)
    texts.merge(one, other, other + "x")
    assert time.process_time() - began < 1.5

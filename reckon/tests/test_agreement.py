"""Kappa as others published it, as a pencil would have it, and where there is none."""

from __future__ import annotations

import doctest
import random
from importlib import import_module

import pytest

from reckon.agreement import agreement, main
from reckon.tests.oracles_agreement import kappa as by_pencil

# (table, what was published: kappa, standard error, low, high; to how many places; where)
PUBLISHED = [
    # R package statpsych, ci.kappa(.05, 31, 12, 4, 58): https://dgbonett.github.io/statpsych/reference/ci.kappa.html
    ([[31, 12], [4, 58]], (0.6756757, 0.07344761, 0.5317210, 0.8196303), 6),
    # SAS PROC FREQ on a 3 x 3 table, as the tests of statsmodels.stats.inter_rater carry its printout.
    ([[0, 4, 1], [0, 8, 0], [0, 1, 5]], (0.4842, 0.1380, 0.2137, 0.7547), 4),
    # J. Uebersax, kappa in SAS: http://www.john-uebersax.com/stat/saskappa.htm
    ([[0, 0, 0], [5, 16, 3], [8, 12, 28]], (0.3333, 0.0814, 0.1738, 0.4929), 4),
]
# Kappa alone, two readers of fifty proposals and two of a hundred: https://en.wikipedia.org/wiki/Cohen's_kappa
KAPPA_ALONE = [([[20, 5], [10, 15]], 0.4), ([[45, 15], [25, 15]], 0.1304), ([[25, 35], [5, 35]], 0.2593)]


def pairs(table):
    return [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]


@pytest.mark.parametrize(("table", "published", "places"), PUBLISHED)
def test_it_gives_what_was_published_with_its_interval(table, published, places):
    found = agreement(pairs(table))
    for ours, theirs in zip((found.kappa, found.error, found.low, found.high), published, strict=True):
        assert ours == pytest.approx(theirs, abs=0.6 * 10**-places)


@pytest.mark.parametrize(("table", "published"), KAPPA_ALONE)
def test_it_gives_the_kappa_that_was_published(table, published):
    assert agreement(pairs(table)).kappa == pytest.approx(published, abs=0.00005)


def test_it_is_what_a_pencil_gives_on_thousands_of_small_tables():
    dice = random.Random(7)
    for _ in range(2000):
        size = dice.randint(2, 5)
        table = [[dice.choice((0, 0, 1, 2, 7)) for _ in range(size)] for _ in range(size)]
        found = agreement(pairs(table))
        if found.kappa is None:
            assert found.n == 0 or len({one for one, _other in pairs(table)}) == 1
            continue
        ours, error = by_pencil(table)
        assert found.kappa == pytest.approx(ours, abs=1e-9)
        assert found.error == pytest.approx(error, abs=1e-6)


def test_the_order_of_the_things_does_not_matter_and_the_order_of_the_people_neither():
    said = pairs([[31, 12], [4, 58]])
    assert agreement(said[::-1]) == agreement(said)
    assert agreement([(other, one) for one, other in said]).kappa == pytest.approx(agreement(said).kappa)


def test_nothing_and_one_class_for_all_give_no_figure():
    assert agreement([]).kappa is None
    found = agreement([("bus", "bus")] * 9)
    assert (found.n, found.agreed, found.kappa, found.low) == (9, 9, None, None)


def test_what_they_were_apart_on_stands_most_frequent_first():
    found = agreement([("a", "b"), ("a", "b"), ("c", "a"), ("b", "a"), ("a", "a")])
    assert found.apart == (("a", "b", 2), ("b", "a", 1), ("c", "a", 1))


def test_the_command_reads_a_file_and_says_what_is_wrong_with_one(tmp_path, capsys):
    file = tmp_path / "two.csv"
    file.write_text("point,first,second\n1,bus,bus\n2,bus,shops\n3,shops,shops\n4,,bus\n")
    assert main([str(file)]) == 0
    assert "2 of 3 in the same class." in capsys.readouterr().out
    file.write_text("point,one\n")
    assert main([str(file)]) == 2
    assert "no column called first, second" in capsys.readouterr().err
    assert main([str(tmp_path / "none.csv")]) == 2


def test_the_example_in_its_docstring_runs():
    assert doctest.testmod(import_module("reckon.agreement")).failed == 0

"""Seeded activities to measure with: tags of sets, and a nation of programmes."""

import numpy as np

from reckon.overlap import Activity, Ask, Atlas, Need, Offer
from reckon.times import Span, read

KINDS = ("research", "what works", "fund", "train", "events", "howtos", "networks")
PEOPLE = ("young people", "older people", "small voluntary groups", "carers", "local residents", "disabled people",
          "voluntary groups under 10 people", "parents and toddlers", "people out of work", "new arrivals")  # fmt: skip
STAGES = ("idea", "planned", "funded", "running", "ended")


def tag_sets(count: int = 50_000, tags: int = 400, seed: int = 1) -> list[list[int]]:
    """Sets of 4 to 16 of the tags, the first tags used more than the last; one in ten a near copy of an earlier."""
    dice = np.random.default_rng(seed)
    weight = 1 / np.arange(1, tags + 1) ** 0.5
    weight /= weight.sum()
    sets: list[list[int]] = []
    for n in range(count):
        if n and dice.random() < 0.1:
            near = list(sets[int(dice.integers(n))])
            near[int(dice.integers(len(near)))] = int(dice.integers(tags))
            sets.append(sorted(set(near)) if len(set(near)) >= 4 else list(sets[0]))
        else:
            sets.append(sorted(dice.choice(tags, int(dice.integers(4, 17)), replace=False, p=weight).tolist()))
    return sets


def nation(count: int = 100_000, seed: int = 1) -> tuple[list, Atlas]:
    """Activities of a nation of 400 districts in 40 counties, with asks, offers and needs, one for each hundred.

    One in twenty stands in a county, one in two hundred in the whole nation, one in twenty nowhere; one field in five
    is not said. Texts have 10 to 60 words of 30,000, common ones far oftener than rare ones.
    """
    dice = np.random.default_rng(seed)
    atlas = Atlas(within={f"district {n}": (f"county {n % 40}", "nation") for n in range(400)}
                  | {f"county {n}": ("nation",) for n in range(40)})  # fmt: skip
    spans = [read(said) for said in ("March 2012", "autumn 2012", "7 May 2012", "2013", "Q2 2012", "early 2013")]
    entries = [_entry(Activity, f"a{n}", dice, spans) for n in range(count)]
    for sort, letter in ((Offer, "o"), (Ask, "k"), (Need, "n")):
        entries += [_entry(sort, f"{letter}{n}", dice, spans) for n in range(count // 100)]
    return entries, atlas


def _entry(sort: type, known_as: str, dice: np.random.Generator, spans: list[Span]):
    def said(value, empty):
        return value if dice.random() < 0.8 else empty

    words = (30_000 * dice.random(int(dice.integers(10, 60))) ** 3).astype(int)
    where = dice.random()
    district = f"district {int(400 * dice.random() ** 1.5)}"
    place = (
        district
        if where < 0.9
        else f"county {int(dice.integers(40))}"
        if where < 0.945
        else "nation"
        if where < 0.95
        else ""
    )
    more = {"stage": STAGES[int(dice.integers(5))]} if sort is Activity else {}
    return sort(
        id=known_as,
        text=said(" ".join(f"w{word}x" for word in words), ""),
        kinds=said(frozenset({KINDS[int(dice.integers(7))]}), frozenset()),
        topics=said(
            frozenset(f"T{int(250 * dice.random() ** 2)}" for _ in range(int(dice.integers(1, 4)))), frozenset()
        ),
        people=said(frozenset({PEOPLE[int(dice.integers(len(PEOPLE)))]}), frozenset()),
        places=(place,) if place else (),
        starts=said(spans[int(dice.integers(len(spans)))], None),
        ends=None,
        organisations=frozenset({f"org {int(dice.integers(30_000))}"}),
        **more,
    )

"""Whether two posts, or two reports, say the same: the one door to the sums."""

from __future__ import annotations

from rapidfuzz import fuzz

from reckon.likeness import fold

SAME_TITLE, SAME_TEXT, LONG_ENOUGH = 92.0, 85.0, 40
FIRST_LETTERS = 1200


def says_the_same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether a post (title, text) is a re-post of another: the titles nearly the same, and the shorter text nearly all
    in the longer. Without a text of 40 letters on both sides the titles alone decide, and they must be long enough to
    mean something.

    >>> says_the_same(("Warm rooms in Thornbeck this winter", ""), ("Warm rooms in Thornbeck this winter | Digest", ""))
    True
    >>> says_the_same(("Minutes", ""), ("Minutes", ""))
    False
    """
    titles, texts = [fold(each[0]) for each in (one, other)], [fold(each[1])[:FIRST_LETTERS] for each in (one, other)]
    alike = _titles(titles)
    if min(len(text) for text in texts) >= LONG_ENOUGH:
        return fuzz.partial_ratio(*texts) >= SAME_TEXT and (alike >= 60 or fuzz.ratio(*texts) >= 95)
    return alike >= SAME_TITLE and min(len(title) for title in titles) >= 18


def _titles(titles: list[str]) -> float:
    short, long = sorted(titles, key=len)
    if not short:
        return 0.0
    whole = fuzz.ratio(short, long)
    return max(whole, fuzz.partial_ratio(short, long) if len(short) >= 18 else 0.0)


def only_our_title(title: str, excerpt: str, ours: str) -> bool:
    """Whether a page that mentions ours says no more than our title: what an aggregator does.

    >>> only_our_title("Sundays in Thornbeck", "Sundays in Thornbeck read more", "Sundays in Thornbeck")
    True
    >>> only_our_title("My Sunday", "I went to “Sundays in Thornbeck” and met three cooks", "Sundays in Thornbeck")
    False
    """
    own, said = fold(ours), fold(excerpt)
    left = [word for word in said.replace(own, " ").split() if word not in _FILLING]
    return fuzz.ratio(fold(title), own) >= SAME_TITLE and len(left) <= 4


_SAID = "read more continue reading the full post here original source via posted by on in"
_FILLING = frozenset(_SAID.split())


def pairs_alike(texts: list[tuple[str, str]], most: int = 20) -> list[tuple[int, int]]:
    """Pairs, by their number from 0, of reports that may be one: whoever looks after the desk decides. Each text is
    (its group, its words); only those of one group are compared.

    >>> pairs_alike([("a", "Three kitchens cook on Sundays"), ("a", "three kitchens cook on a sunday"), ("b", "Bees")])
    [(0, 1)]
    """
    folded = [(group, fold(words)[:FIRST_LETTERS]) for group, words in texts]
    found = []
    for one in range(len(folded)):
        for other in range(one + 1, len(folded)):
            (group, words), (its, theirs) = folded[one], folded[other]
            if group == its and min(len(words), len(theirs)) >= 12 and fuzz.token_set_ratio(words, theirs) >= 80:
                found.append((one, other))
    return found[:most]

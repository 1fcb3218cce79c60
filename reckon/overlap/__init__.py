"""Overlaps, synergies, gaps and bridges between activities: plain values in, findings with reasons out.

    >>> def club(known_as, people):
    ...     return Activity(id=known_as, text="Free blog and Facebook training", kinds=frozenset({"train"}),
    ...                     people=frozenset({people}), places=("dudley",), stage="planned")
    >>> plans = [club("x", "small voluntary groups"), club("y", "voluntary groups under 10 people")]
    >>> for reason in duplications(plans, Atlas(names={"dudley": "Dudley"}))[0].reasons:
    ...     print(reason.words)
    both are still plans, so nothing is spent yet
    both are for the same type of help: train
    both are in Dudley
    their words share “blog”, “Facebook” and “Free”
    "small voluntary groups" and "voluntary groups under 10 people" are much the same people

Everything is compared with everything of its sort. A score lies between 0 and 1; what is not said counts as
ordinary, never as different; what is guessed counts half and is never enough alone.
"""

from .duplications import duplications
from .entries import FIELDS, Activity, Ask, Atlas, Entry, Need, Offer, Pair, Reason, completeness
from .gaps import Gap, gaps
from .gathered import gathered
from .guesses import Guess, Topic, Vocabulary, propose, read_topics, topics_of
from .sets import pairs_of_sets
from .supply import Supply, over_supply
from .synergies import COMPLEMENTS, FOLLOWS, synergies

__all__ = [
    "COMPLEMENTS",
    "FIELDS",
    "FOLLOWS",
    "Activity",
    "Ask",
    "Atlas",
    "Entry",
    "Gap",
    "Guess",
    "Need",
    "Offer",
    "Pair",
    "Reason",
    "Supply",
    "Topic",
    "Vocabulary",
    "completeness",
    "duplications",
    "gaps",
    "gathered",
    "over_supply",
    "pairs_of_sets",
    "propose",
    "read_topics",
    "synergies",
    "topics_of",
]

"""Proposing what an entry is about from its own words. A guess is marked as one until a person says it is right."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .vocabulary import KINDS, PEOPLE, pattern


@dataclass(frozen=True)
class Topic:
    """One topic of a classification and the words it goes by."""

    code: str
    name: str
    matches: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def found_in(self, text: str) -> list[str]:
        """The words that speak for it, each once, in order; none where its exception speaks against it."""
        if self.unless and self.unless.search(text):
            return []
        return list(dict.fromkeys(found.group(0).lower() for found in self.matches.finditer(text) if found.group(0)))


@dataclass(frozen=True)
class Vocabulary:
    """The words by which types of help, people served and topics are known. Patterns are regular expressions."""

    kinds: Mapping[str, str] = field(default_factory=lambda: KINDS)
    people: Mapping[str, str] = field(default_factory=lambda: PEOPLE)
    topics: Sequence[Topic] = ()


@dataclass(frozen=True)
class Guess:
    """`field` is kind, people or topic; `words` led to it, in order of the text, each once."""

    field: str
    value: str
    words: tuple[str, ...]


def propose(texts: Iterable[str], vocabulary: Vocabulary | None = None) -> list[list[Guess]]:
    """For each text the guesses it leads to: by field, those with most words first, then by name.

    >>> [(g.field, g.value, g.words) for g in propose(["Blog training for pensioners"])[0]]
    [('kind', 'networks', ('blog',)), ('kind', 'train', ('training',)), ('people', 'older people', ('pensioners',))]
    """
    vocabulary = vocabulary or Vocabulary()
    return [_guesses(text, vocabulary) for text in texts]


def topics_of(rows: Iterable[Mapping[str, str]], source: str = "topics") -> list[Topic]:
    """Topics out of a table with UK-CAT's columns: Code, tag, Regular expression, Exclude regular expression.

    A row without a code or a pattern is passed over. ValueError names the row of a pattern that cannot be read.
    """
    found = []
    for number, row in enumerate(rows, start=2):
        code, words = (row.get("Code") or "").strip(), (row.get("Regular expression") or "").strip()
        if not (code and words):
            continue
        unless = (row.get("Exclude regular expression") or "").strip()
        try:
            found.append(Topic(code, row.get("tag") or code, _compiled(words), _compiled(unless) if unless else None))
        except re.error as error:
            raise ValueError(f"{source}, row {number} ({code}): the word pattern cannot be read: {error}.") from error
    return found


def read_topics(path: Path) -> list[Topic]:
    """Topics from a CSV file with UK-CAT's columns."""
    with path.open(newline="", encoding="utf-8-sig") as handle:
        rows = csv.DictReader(handle)
        missing = {"Code", "Regular expression"} - set(rows.fieldnames or ())
        if missing:
            raise ValueError(
                f"{path}, row 1: no column called {' or '.join(sorted(missing))}; word patterns need both."
            )
        return topics_of(rows, str(path))


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


def _guesses(text: str, vocabulary: Vocabulary) -> list[Guess]:
    text = text.replace("’", "'")
    found: list[Guess] = []
    for name, known in (("kind", vocabulary.kinds), ("people", vocabulary.people)):
        here = [Guess(name, value, _words(pattern(words), text)) for value, words in known.items()]
        found += sorted((guess for guess in here if guess.words), key=_most_words)
    topics = [Guess("topic", topic.code, tuple(topic.found_in(text))) for topic in vocabulary.topics]
    return found + sorted((guess for guess in topics if guess.words), key=_most_words)


def _words(matches: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.group(0).lower() for found in matches.finditer(text)))


def _most_words(guess: Guess) -> tuple[int, str]:
    return -len(guess.words), guess.value

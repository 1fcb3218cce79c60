"""Type of help, topics and people served: as the source tells them, else proposed from its words and marked guessed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.utils.text import slugify

from folkmoot.directory.models import PeopleServed, Topic, TypeOfHelp
from folkmoot.exchange.reading.phrases import OF_THE_BUILDING, OF_WANTING
from folkmoot.exchange.reading.proposals import propose
from folkmoot.exchange.reading.rows import Row

from .drafts import Draft
from .topics import Topics

TYPE_CODES = {"what works": "whatworks"}
MOST_TYPES, MOST_PEOPLE, MOST_TOPICS = 2, 3, 3


class Vocabulary:
    """The words of the directory, looked up once for a whole reading."""

    def __init__(self) -> None:
        types = list(TypeOfHelp.objects.values_list("code", "name"))
        topics = list(Topic.objects.values_list("code", "name", "pattern", "not_pattern"))
        people = list(PeopleServed.objects.values_list("code", "name"))
        self.types, self.people = _spelt(types), _spelt(people)
        self.topics = _spelt((code, name) for code, name, *_ in topics)
        self._type_codes = {code for code, _ in types}
        self._patterns = Topics((code, words, unless) for code, _, words, unless in topics)
        # Notes repeat themselves; what was read once is not read again.
        self._proposed = lru_cache(maxsize=20_000)(self._propose)
        self._person = lru_cache(maxsize=1_000)(self._code_of)

    def sort(self, draft: Draft) -> tuple[dict[str, list[str]], list[str]]:
        """Codes of types, topics and people, and the names of those that are guessed."""
        told = {name: _found(getattr(self, name), draft.told.get(name, ())) for name in ("types", "topics", "people")}
        if all(told.values()) or not draft.words.strip():
            return told, []
        proposed = self._proposed(draft.words)
        guessed = [name for name in told if not told[name] and proposed[name]]
        return told | {name: list(proposed[name]) for name in guessed}, guessed

    def _propose(self, words: str) -> dict[str, tuple[str, ...]]:
        words = OF_WANTING.sub(" ", OF_THE_BUILDING.sub(" ", words))
        found = propose(Row(0, "", {"words": words}), ["words"])
        types = [TYPE_CODES.get(each.value, each.value) for each in found if each.meaning == "type_of_help"]
        people = [self._person(each.value) for each in found if each.meaning == "people_served"]
        return {
            "types": tuple(code for code in types if code in self._type_codes)[:MOST_TYPES],
            "topics": tuple(self._patterns.found_in(words, MOST_TOPICS)),
            "people": tuple(people[:MOST_PEOPLE]),
        }

    def _code_of(self, name: str) -> str:
        return self.people.get(name.casefold(), slugify(name)[:40])


def plant_people(codes: Iterable[str]) -> None:
    """Groups of people that are proposed here and not yet known by a word; safe twice."""
    wanted = set(codes) - set(PeopleServed.objects.values_list("code", flat=True))
    named = {slugify(name)[:40]: name[:1].upper() + name[1:] for name in _proposable()}
    rows = [PeopleServed(code=code, name=named.get(code, code.replace("-", " "))) for code in sorted(wanted)]
    PeopleServed.objects.bulk_create(rows, ignore_conflicts=True)


def _proposable() -> list[str]:
    from folkmoot.exchange.reading.phrases import PEOPLE_SERVED

    return list(PEOPLE_SERVED)


def _spelt(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Every way to say a word of the directory → its code."""
    found: dict[str, str] = {}
    for code, name in rows:
        found[name.casefold()] = found[code.casefold()] = code
    return found


def _found(known: dict[str, str], said: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(known[word.casefold().strip()] for word in said if word.casefold().strip() in known))

"""Which organisation that is here already a new row may speak of, with reasons in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from reckon import likeness, sameness

LEAST = 0.5  # as likely as not: under this nobody is asked
SHORT = 1_000  # of fewer bodies nothing is learnt about which words are common, so a name alone may lead to a question
ALIKE = 0.88  # names this like each other are worth a question, unless the postcodes differ
SHOWN, READ, UNLIKELY = 3, 20, 0.02


@dataclass(frozen=True)
class Body:
    """What may be read of an organisation, by everybody or in a row of a sheet. Empty: not known."""

    name: str
    address: str = ""
    postcode: str = ""
    phone: str = ""
    website: str = ""
    email: str = ""
    ids: tuple[str, ...] = ()

    def record(self) -> sameness.Record:
        return sameness.Record(
            self.name, self.address, self.postcode, self.phone, self.website, self.email, tuple(self.ids)
        )


@dataclass(frozen=True)
class Alike:
    """A body that is here already: its key, how likely it is the same (1.0 where a number says so), and why."""

    key: int
    likelihood: float
    reasons: tuple[str, ...]


class Here:
    """Every organisation that is here, ready to be held against new rows. The index is only built when it is needed."""

    def __init__(self, bodies: Iterable[tuple[int, Body]]) -> None:
        self._bodies = list(bodies)
        self._named: dict[tuple[str, str], set[int]] = {}
        self._called: dict[str, set[int]] = {}
        self._numbered: dict[str, int] = {}
        for key, body in self._bodies:
            if mark := _mark(body):
                self._named.setdefault(mark, set()).add(key)
            self._called.setdefault(likeness.fold(body.name), set()).add(key)
            for number in body.ids:
                self._numbered.setdefault(number, key)

    def __len__(self) -> int:
        return len(self._bodies)

    @cached_property
    def _index(self) -> sameness.Index:
        return sameness.Index.of([body.record() for _key, body in self._bodies])

    def surely(self, new: Body) -> int | None:
        """The one body that has the same register number, or just the same folded name and the same postcode.

        None where there is none, or where two have that name and postcode: then a person is asked.
        """
        numbered = next((self._numbered[number] for number in new.ids if number in self._numbered), None)
        if numbered is not None:
            return numbered
        mark = _mark(new)
        named = self._named.get(mark, set()) if mark else set()
        return next(iter(named)) if len(named) == 1 else None

    def called(self, name: str) -> int | None:
        """The one body with just this folded name; None where there is none, or more than one."""
        named = self._called.get(likeness.fold(name), set())
        return next(iter(named)) if len(named) == 1 else None

    def likely(self, new: Sequence[Body]) -> list[tuple[Alike, ...]]:
        """For each new body those it may be, likeliest first, then by key; at most three."""
        if not self._bodies or not new:
            return [() for _ in new]
        found = sameness.against(self._index, [body.record() for body in new], top=READ, least=UNLIKELY)
        return [self._worth_asking(body, one) for body, one in zip(new, found)]

    def _worth_asking(self, new: Body, found: list[sameness.Match]) -> tuple[Alike, ...]:
        worth: dict[int, Alike] = {}
        for each in found:
            key, body = self._bodies[each.row]
            if self._is_worth(new, each, body):
                # The index keeps those that say the very same as one; here each stands for itself.
                for one in (key, *sorted(self._named.get(_mark(body) or ("", ""), ()))):
                    worth.setdefault(one, _alike(one, each))
        return tuple(worth.values())[:SHOWN]

    def _is_worth(self, new: Body, found: sameness.Match, body: Body) -> bool:
        if found.probability >= LEAST:
            return True
        alike = len(self) < SHORT and likeness.name_likeness(new.name, body.name) >= ALIKE
        return alike and not _apart(new.postcode, body.postcode)


def _alike(key: int, match: sameness.Match) -> Alike:
    return Alike(key, round(match.probability, 3), tuple(each.words for each in match.reasons[: SHOWN + 1]))


def _mark(body: Body) -> tuple[str, str] | None:
    """Folded name and postcode, where both are said."""
    name, code = likeness.fold(body.name), likeness.postcode(body.postcode)
    return (name, code) if name and code else None


def _apart(one: str, other: str) -> bool:
    return bool(one and other) and likeness.postcode(one) != likeness.postcode(other)

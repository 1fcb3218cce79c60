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
SAME = {
    "address": likeness.fold_address,
    "phone": likeness.digits,
    "email": likeness.email,
    "website": likeness.domain,
}


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


def folded(name: str) -> str:
    """A name as it is the same for two rows: "St. Mary’s" and "st marys" are one."""
    return likeness.fold(name)


def contradicted(one: Body, other: Body) -> list[str]:
    """Which facts speak of two bodies rather than of one whose postcode was put right: "number", "address", "phone",
    "email", "website"; none where nothing does.

    Another number in one register always does. Of the rest one may be another, where the address, the telephone or
    the mail is the same: who moves keeps its telephone, who has a new telephone its address. A register number or a
    web page that both share proves nothing, since branches share them.
    """
    if _numbered_apart(one, other):
        return ["number"]
    told = {name: _same(name, getattr(one, name), getattr(other, name)) for name in SAME}
    others = [name for name, same in told.items() if same is False]
    kept = any(told[name] for name in ("address", "phone", "email"))
    return others if len(others) > (1 if kept else 0) else []


def _numbered_apart(one: Body, other: Body) -> bool:
    ours, theirs = (dict(number.rsplit("-", 1) for number in body.ids) for body in (one, other))
    return any(theirs.get(scheme, value) != value for scheme, value in ours.items())


def _same(name: str, one: str, other: str) -> bool | None:
    """Whether both say the same; None where one of them says nothing."""
    ours, theirs = SAME[name](one), SAME[name](other)
    if not ours or not theirs:
        return None
    return _same_address(ours.split(), theirs.split()) if name == "address" else ours == theirs


def _same_address(ours: list[str], theirs: list[str]) -> bool | None:
    """ "The Hall" and "The Hall, Mill Lane" may well be one; a town alone, or a hall, does not say that they are."""
    few, many = sorted((ours, theirs), key=len)
    if not set(few) <= set(many):
        return False
    return True if likeness.numbers(" ".join(few)) or len(few) > 2 else None


def _alike(key: int, match: sameness.Match) -> Alike:
    return Alike(key, round(match.probability, 3), tuple(each.words for each in match.reasons[: SHOWN + 1]))


def _mark(body: Body) -> tuple[str, str] | None:
    """Folded name and postcode, where both are said."""
    name, code = likeness.fold(body.name), likeness.postcode(body.postcode)
    return (name, code) if name and code else None


def _apart(one: str, other: str) -> bool:
    return bool(one and other) and likeness.postcode(one) != likeness.postcode(other)

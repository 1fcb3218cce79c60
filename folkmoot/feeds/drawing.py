"""News drawn up for one reader, with that reader's rights at this moment: by place, then by kind, then by thing, each
with what happened to it and what it holds. What was removed, held back, made private or left since is not in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from folkmoot.feeds import pieces
from folkmoot.feeds.content import Said
from folkmoot.feeds.matching import names_of, place_of
from folkmoot.journal.models import Line, Notice
from folkmoot.people.models import Person

MOST = 50


@dataclass
class Told:
    """One notice, line or piece of news as the reader gets it. `because`: the watch that led to it, as it is called.
    `alone`: said to this reader alone, in words of its own."""

    words: str
    address: str
    at: datetime
    line: Line | None = None
    because: str = ""
    unseen: bool = False
    alone: bool = False

    @classmethod
    def of_notice(cls, notice: Notice) -> Told:
        line, because = notice.line, notice.watch.title if notice.watch else ""
        alone = line is None or (not because and notice.words != str(line)[:400])
        return cls(notice.words, notice.address, notice.at, line, because, notice.seen_at is None, alone)

    @classmethod
    def of_line(cls, line: Line) -> Told:
        return cls(str(line), line.address, line.at, line)


@dataclass
class Thing:
    """One thing and what happened to it, newest last. `said` is None where the line is all there is to tell."""

    said: Said | None
    kind: str
    happened: list[Told] = field(default_factory=list)
    answer_to: str = ""

    @property
    def at(self) -> datetime:
        return self.happened[-1].at

    @property
    def title(self) -> str:
        return self.said.title if self.said else self.happened[-1].words

    @property
    def address(self) -> str:
        return self.said.address if self.said else self.happened[-1].address

    @property
    def steps(self) -> list[tuple[str, str, datetime]]:
        """(who and what, why, when) of what happened, those that say the same said once, the last four."""
        told = {(_step(each), _reason(each)): each.at for each in self.happened}
        return [(words, why, at) for (words, why), at in told.items()][-4:]

    @property
    def unseen(self) -> bool:
        return any(each.unseen for each in self.happened)


@dataclass
class Group:
    """What is new in one place, kind by kind."""

    place: str
    kinds: list[tuple[str, list[Thing]]]

    @property
    def things(self) -> list[Thing]:
        return [thing for _name, things in self.kinds for thing in things]


@dataclass
class Drawn:
    """`yours`: what was said to the reader alone; `groups`: the rest, by place; `more`: how many things were too many
    for one page."""

    yours: list[Told]
    groups: list[Group]
    more: int = 0

    @property
    def things(self) -> list[Thing]:
        return [thing for group in self.groups for thing in group.things]

    def __bool__(self) -> bool:
        return bool(self.yours or self.groups)


def draw(told: Iterable[Told], person: Person | None, day: date, most: int = MOST) -> Drawn:
    """`person` None: somebody of whom we know nothing but an address."""
    told = list(told)
    about = {id(each): _about(each) for each in told}
    there = pieces.seen([about[id(each)] for each in told if about[id(each)]], person, day)
    yours, things = [], {}
    for each in told:
        thing = about[id(each)]
        if thing and thing[0] in pieces.BY_KIND and thing not in there:
            continue
        if each.alone:
            yours.append(each)
        else:
            _put(things, each, there.get(thing))
    newest = sorted(things.items(), key=lambda item: item[1].at, reverse=True)
    return Drawn(yours, _by_place(dict(newest[:most])), max(0, len(newest) - most))


def _about(told: Told) -> tuple[str, str] | None:
    if told.line:
        return told.line.kind, told.line.key
    return pieces.at(told.address) if told.address else None


def _put(things: dict, told: Told, thing) -> None:
    """Under its place, kind and key."""
    where = (place_of(told.line), told.line.kind, told.line.key)
    if where not in things:
        said = pieces.BY_KIND[told.line.kind].said(thing) if thing else None
        things[where] = Thing(said, told.line.kind)
    things[where].happened.append(told)
    things[where].happened.sort(key=lambda each: each.at)


def _by_place(things: dict) -> list[Group]:
    names = names_of([thing.happened[0].line for thing in things.values()])
    by_place: dict[str, dict[str, list[Thing]]] = {}
    for (place, kind, _key), thing in things.items():
        by_place.setdefault(names.get(place, ""), {}).setdefault(kind, []).append(thing)
    groups = [Group(name or str(_("Everywhere")), _by_kind(kinds)) for name, kinds in by_place.items()]
    return sorted(groups, key=lambda group: group.place)


def _by_kind(kinds: dict[str, list[Thing]]) -> list[tuple[str, list[Thing]]]:
    """In the order of the list of pieces; kinds of one name stand together."""
    named: dict[str, list[Thing]] = {}
    for kind in sorted(kinds, key=lambda kind: pieces.ORDER.get(kind, 99)):
        name = str(pieces.BY_KIND[kind].name) if kind in pieces.BY_KIND else str(_("Also"))
        named.setdefault(name, []).extend(kinds[kind])
    return list(named.items())


def _step(told: Told) -> str:
    """ "Amina Yusuf changed it": the title stands above already."""
    line = told.line
    return done(line.by, line.verb) if line else told.words


def _reason(told: Told) -> str:
    detail = told.line.detail if told.line else {}
    return str(detail.get("because") or detail.get("words") or "")[:300]


LEANS = ("of", "on", "in", "at", "to", "for", "from", "behind", "beside", "into", "about", "with", "using")


def done(by: Person | None, verb: str) -> str:
    """What was done, where its title stands above already. What nobody is named for is said without anybody.

    >>> done(None, "has no answer yet:"), done(None, "planned the next of"), done(None, "changed")
    ('Has no answer yet', 'Planned the next of it', 'Changed')
    """
    said = verb.rstrip(":")
    said = _("%(verb)s it") % {"verb": said} if said == verb and verb.rpartition(" ")[2] in LEANS else said
    return f"{by} {said}" if by else said[:1].upper() + said[1:]

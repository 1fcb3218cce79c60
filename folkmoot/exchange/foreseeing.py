"""What new rows would bring to activities that are here already, for the dry run's page: as things stand now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from folkmoot.directory.models import Activity, Organisation, Party, PeopleServed
from folkmoot.directory.wording import Wording, part_words
from folkmoot.exchange import adding
from folkmoot.exchange.additions import Addition, Additions
from folkmoot.exchange.entering import OF_ROW, Begun
from folkmoot.exchange.facts import is_grant, plain
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.owning import Owning
from folkmoot.exchange.recorded import bodies_by_key

# Facts short enough to stand beside what a list says of them otherwise.
SHORT = ("stage", "starts_said", "ends_said", "money_pence", "offered", "filled", "people_words", "website", "contact")


@dataclass(frozen=True)
class Foreseen:
    """The activity, what would be added as (fact, words), what is said otherwise as (fact, words here, words of the
    list), and whether those who run it are asked first."""

    deed: Activity
    added: list[tuple[str, str]]
    differs: list[tuple[str, str, str]]
    is_asked: bool


def foreseen(intake: Intake, rows: Iterable[Row]) -> dict[int, Foreseen]:
    """Row's id → what it would bring, for new rows of this intake whose activity is here."""
    begun = [Begun.of(tuple(getattr(row, name) for name in OF_ROW)) for row in rows if _is_new(row)]
    here = adding.chosen(begun)
    for one in begun:
        one.body = here[one.adds_to].pk if one.adds_to in here else None
    owners = _owners(intake, begun)
    adding.already_done(begun, owners, intake)
    known = [one for one in begun if one.deed is not None]
    if not known:
        return {}
    all_of = Additions(intake, known, owners)
    owning = Owning(intake, (), all_of.deeds.values())
    names = dict(intake.rows.filter(key__in=_keys(known)).values_list("key", "title"))
    return {one.pk: _of(one, all_of, owning, names) for one in known if one.deed in all_of.deeds}


def _is_new(row: Row) -> bool:
    return row.verdict == Row.Verdict.NEW and row.plan.get("kind") in ("both", "deed")


def _keys(begun: list[Begun]) -> set[str]:
    return {key for one in begun for _role, key, _pence in one.plan.get("links", ())}


def _owners(intake: Intake, begun: list[Begun]) -> dict[str, int]:
    """Whom the keys that these rows name mean: of this list's earlier readings, or rows that add to somebody here."""
    keys = _keys(begun)
    adds = intake.rows.filter(key__in=keys, answer__in=Row.ADDING, body__isnull=False)
    found = dict(adds.values_list("key", "body")) | bodies_by_key(intake, keys)
    after = Organisation.objects.survivors() if found else {}
    return {key: after.get(body, body) for key, body in found.items()}


def _of(one: Begun, all_of: Additions, owning: Owning, names: dict[str, str]) -> Foreseen:
    deed, found = all_of.deeds[one.deed], all_of.of(one)
    strangers = [link for link in one.plan.get("links", ()) if link[1] not in all_of.parts.owners]
    when = one.plan.get("when", {})
    added = _added(deed, found, [_party(names.get(key, key), role, pence, when) for role, key, pence in strangers])
    return Foreseen(deed, added, _differs(deed, one), bool(added) and not owning.may_fill(deed))


def _added(deed: Activity, found: Addition, strangers: list[str]) -> list[tuple[str, str]]:
    more = {name: _fresh(before, after) for name, (before, after) in found.said().items()}
    wording = Wording(deed, more)
    wording.lists = {}
    groups = more.pop("people", [])
    said = {name: list(map(str, wording.words(name, value))) for name, value in more.items()}
    named = PeopleServed.objects.in_bulk(groups)
    # A group that no entry speaks of yet gets its word when the row is taken.
    said["people"] = [str(named.get(code, code.replace("-", " "))) for code in groups]
    said["parties"] = [*said.get("parties", ()), *strangers]
    return [(name, ", ".join(words)) for name, words in said.items() if words and not name.endswith(("_from", "_to"))]


def _fresh(before, after):
    return [each for each in after if each not in before] if isinstance(after, list) else after


def _party(name: str, role: str, pence: int | None, when: dict) -> str:
    return f"{name} ({', '.join(part_words(role, pence, when if role == Party.Role.FUNDS else None))})"


def _differs(deed: Activity, one: Begun) -> list[tuple[str, str, str]]:
    """What both tell, and not alike. The money of a grant is no other word on what the activity costs."""
    names = [name for name in SHORT if not (is_grant(one.plan) and name == "money_pence")]
    here = {name: plain(getattr(deed, name)) for name in names}
    said = {name: plain(one.said_of_deed[name]) for name in names}
    wording = Wording(deed, here, said)
    both = [(name, *(" ".join(map(str, wording.words(name, of[name]))) for of in (here, said))) for name in names]
    return [(name, one, other) for name, one, other in both if one and other and one.casefold() != other.casefold()]

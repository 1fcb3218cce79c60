"""Who funds and who hosts, as columns of a sheet name them: another row of the sheet, or a body with only a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from folkmoot.exchange.reading import checks, columns, parties
from folkmoot.exchange.reading.columns import SHOWN, Choices
from folkmoot.exchange.reading.rows import Row
from folkmoot.kit.search.words import fold

from .draft import BODY, Draft, clean, key_of

ROLES = {"funder": "funds", "host": "hosts"}


def names_parties(mapping: Choices) -> bool:
    """Whether a column says who funds or hosts, and may be shown."""
    return any(meaning in ROLES and use == SHOWN for meaning, use in mapping.values())


class Parties:
    """Whom the names in these columns mean. `rows` is the whole sheet, read beforehand, since a name may stand in a
    row that comes later.

    A name that one row of the sheet goes by is that row. One that several rows in different places go by is none of
    them for certain: it gets a body of its own, and the look for twins asks.
    """

    def __init__(self, rows: Iterable[Row], mapping: Choices, file: str) -> None:
        self._rows: dict[str, dict[str, str]] = defaultdict(dict)
        self._funders: set[str] = set()
        self._begun: set[str] = set()
        good = checks.checked(columns.keyed(rows, mapping), mapping, file)
        for one in columns.taken(good, mapping):
            where = "".join(one.shown.get("postcode", "").lower().split())
            self._rows[fold(one.shown.get("name", ""))].setdefault(where, one.row.key)
            self._funders.update(map(fold, parties.names_in(one.shown.get("funder", ""))))

    def funds(self, name: str) -> bool:
        """Whether some row of the sheet says that this body funds it."""
        return fold(name) in self._funders

    def of(self, draft: Draft) -> Iterator[Draft]:
        """Link a row's draft with its parties; gives the bodies that it is the first to name."""
        for meaning, role in ROLES.items():
            for name in parties.names_in(str(draft.fields.get(meaning, ""))):
                key = self._key(name)
                if key != draft.key and [role, key, None] not in draft.links:
                    draft.links.append([role, key, None])
                if key.startswith("party:") and key not in self._begun:
                    self._begun.add(key)
                    yield self._body(name, key, draft.number)

    def _key(self, name: str) -> str:
        rows = self._rows.get(fold(name), {})
        return key_of("", next(iter(rows.values()))) if len(rows) == 1 else key_of("party", fold(name))

    def _body(self, name: str, key: str, number: int) -> Draft:
        fields = clean({"name": name, **({"gives_money": "yes"} if self.funds(name) else {})})
        return Draft(key=key, number=number, kind=BODY, fields=fields, only_named=True)

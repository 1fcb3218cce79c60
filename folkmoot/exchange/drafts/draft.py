"""A draft: one record of a source before it is compared with what is here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from typing import Any

UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
LONGEST = 10_000
BOTH, BODY, DEED = "both", "body", "deed"
in_order = json.JSONEncoder(sort_keys=True).encode


def title_of(fields: dict[str, Any]) -> str:
    """What a record is called in a list of rows: its body's name, else what is done."""
    return str(fields.get("name") or fields.get("title") or "")[:255]


@dataclass
class Draft:
    """What one record says.

    `fields` are shown values by our names, as written; `matching` only match. `words` may propose a type of help,
    topics and people and are never kept. `links` are [role, key of a body in the same source, pence or None].
    `told` are codes or names the source itself gives: "types", "topics", "people", "served".
    """

    key: str
    number: int
    kind: str = BOTH
    fields: dict[str, Any] = field(default_factory=dict)
    matching: dict[str, str] = field(default_factory=dict)
    words: str = ""
    links: list[list] = field(default_factory=list)
    told: dict[str, list[str]] = field(default_factory=dict)
    point: tuple[float, float] | None = None
    reasons: list[list] = field(default_factory=list)
    refused: bool = False
    only_named: bool = False  # a body of which the source says its name and no more

    @property
    def title(self) -> str:
        return title_of(self.fields)

    @cached_property
    def digest(self) -> str:
        """The same for two readings that say the same. Ask once the draft is whole."""
        said = in_order([self.kind, self.fields, self.matching, sorted(map(str, self.links))])
        return blake2b(said.encode(), digest_size=16).hexdigest()


def clean(value: Any) -> Any:
    """The value as every database can keep it: no NUL, no half letters, no endless text."""
    if isinstance(value, str):
        return UNKEEPABLE.sub("", value)[:LONGEST] if len(value) > LONGEST or UNKEEPABLE.search(value) else value
    if isinstance(value, list):
        return [clean(one) for one in value]
    if not isinstance(value, dict) or _is_clean(value):
        return value
    return {clean(name): clean(one) for name, one in value.items()}


def _is_clean(said: dict) -> bool:
    """Whether these are all texts that can be kept as they are; looked at as one text, since most are."""
    try:
        whole = "".join(chain(said, said.values()))
    except TypeError:
        return False
    return len(whole) <= LONGEST and not UNKEEPABLE.search(whole)


def key_of(kind: str, key: str) -> str:
    """A record's key within its source, at most 120 characters; one too long ends in its digest."""
    whole = clean(f"{kind}:{key}" if kind else key)
    if len(whole) <= 120:
        return whole
    return f"{whole[:90]}~{blake2b(whole.encode(), digest_size=12).hexdigest()}"

"""Everything kept of somebody who was heard, for themselves."""

from __future__ import annotations

from folkmoot.listening.models import Heard


def everything(heard: Heard) -> dict:
    """All that is kept of somebody heard, as plain values."""
    said = [{"kind": p.kind, "words": p.said, "said_at": p.said_at.isoformat()} for p in heard.points()]
    agreed = heard.allowed.values("purpose", "words", "given_at", "taken_back_at")
    told = heard.told.values("words", "means", "at")
    known = {name: getattr(heard, name) for name in ("name", "contact", "means", "age", "group")}
    where = {"where": heard.listening.patch.name, "heard_at": heard.listening.heard_at.isoformat()}
    owed = [
        {"promised": str(one.promise), "by": str(one.promise.due_on), "what": one.words} for one in heard.owed.all()
    ]
    return (
        where
        | known
        | {
            "said": said,
            "allowed": [{key: str(value) for key, value in row.items() if value} for row in agreed],
            "promised": owed,
            "passed_on": [
                {"to": str(one.to), "at": str(one.at), "read_at": str(one.read_at or "")} for one in heard.passed.all()
            ],
            "told": [{key: str(value) for key, value in row.items()} for row in told],
        }
    )

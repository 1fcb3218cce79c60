"""JSON, strictly: no double keys, no not-a-number, no half letters, no NUL, no endless nesting."""

import json
import re
from typing import Any, NoReturn

from .limits import Limits
from .rows import Refused

HALF = re.compile("[\ud800-\udfff\0]")
# A string that never closes matches to the end, so that no text makes this walk back over itself.
MARKS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[{\]}]', re.S)
LONG_NUMBER = 400


def strict(raw: bytes, file: str, limits: Limits | None = None) -> Any:
    """What a JSON file holds. Refuses, with the line where it can be told, whatever readers disagree about.

    UTF-8 (RFC 8259), with or without a mark; UTF-16 is read too, when its mark says so.
    """
    limits = limits or Limits()
    text = _text(raw, file)
    if not text.strip():
        raise Refused("is empty.", file)
    _refuse_depth(text, file, limits.json_depth)
    reader = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_no_number, parse_float=_float, parse_int=_int)
    try:
        value, end = reader.raw_decode(text, len(text) - len(text.lstrip(" \t\r\n")))
        if text[end:].strip(" \t\r\n"):
            raise json.JSONDecodeError("Extra data", text, end)
        _whole(value)
    except json.JSONDecodeError as wrong:
        raise Refused(f"is not good JSON: {_said(wrong)}.", file, wrong.lineno) from None
    except Wrong as wrong:
        raise Refused(f"is not JSON we can trust: {wrong}.", file) from None
    except (RecursionError, ValueError) as wrong:
        raise Refused(f"is not JSON we can read ({str(wrong)[:60]}).", file) from None
    return value


class Wrong(Exception):
    """Good by the letter, but two readers would see different things."""


def _text(raw: bytes, file: str) -> str:
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as wrong:
        row = raw.count(b"\n", 0, wrong.start) + 1
        raise Refused("is JSON with letters that are not UTF-8. Save it again as UTF-8.", file, row) from None


def _refuse_depth(text: str, file: str, most: int) -> None:
    """Counts brackets outside strings, before the parser walks down them."""
    depth = 0
    for found in MARKS.finditer(text):
        mark = found[0]
        if mark in "[{":
            depth += 1
            if depth > most:
                raise Refused(f"is nested more than {most} deep; no list of ours is.", file)
        elif mark in "]}":
            depth -= 1


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))
        raise Wrong(f"the key “{twice[:40]}” comes twice in one object")
    for key, value in held.items():
        _whole(key)
        _whole(value)
    return held


def _whole(value: Any) -> None:
    if isinstance(value, str) and HALF.search(value):
        raise Wrong("it holds a NUL or half a letter (a lone surrogate)")
    if isinstance(value, list):
        for one in value:
            if isinstance(one, str | list):
                _whole(one)


def _float(said: str) -> float:
    value = float(said)
    if value in (float("inf"), float("-inf")) or len(said) > LONG_NUMBER:
        raise Wrong(f"the number {said[:20]} is too large")
    return value


def _int(said: str) -> int:
    if len(said) > LONG_NUMBER:
        raise Wrong(f"the number {said[:20]}… is too large")
    return int(said)


def _no_number(said: str) -> NoReturn:
    raise Wrong(f"it holds {said}, which is no number")


def _said(wrong: json.JSONDecodeError) -> str:
    return f"{wrong.msg.lower().removesuffix(' at')} at line {wrong.lineno}, character {wrong.colno}"

"""Files spoiled at random: whatever is wrong with them, rows or a sentence come out, never a crash."""

import json
import os
import random
import warnings
from collections.abc import Callable

from folkmoot.exchange.reading.limits import Limits
from folkmoot.exchange.reading.opening import Ask, open_up
from folkmoot.exchange.reading.rows import Refused
from folkmoot.kit.writers import xlsx_book

from . import bombs
from .test_grants import GRANT, TITLES, as_csv, as_json
from .test_hsds import SERVICE, page

MANY = 10_000 if os.environ.get("FOLKMOOT_FULL") else 1_000
LIMITS = Limits(rows=5_000, unpacked_bytes=20_000_000)


def seeds() -> dict[str, bytes]:
    rows = [[f"Group {n}", f"DY1 {n % 10}AA", f"01384 {n:06}", "Café “x”"] for n in range(40)]
    head = ["Name", "Postcode", "Phone", "Notes"]
    text = "\n".join(",".join(line) for line in [head, *rows])
    line = "<table:table-row>" + "".join(bombs.ods_cell(said) for said in head) + "</table:table-row>"
    return {
        "a.csv": text.encode(),
        "w.csv": text.encode("cp1252"),
        "u.csv": text.encode("utf-16"),
        "t.tsv": text.replace(",", "\t").encode(),
        "a.xlsx": xlsx_book({"Groups": (head, rows)}),
        "b.xlsx": bombs.xlsx(bombs.PLAIN),
        "a.ods": bombs.ods(line * 5),
        "g.json": as_json(GRANT, GRANT | {"id": "2"}),
        "g.csv": as_csv(TITLES, TITLES),
        "s.json": json.dumps(page(1, 1, SERVICE)).encode(),
        "h.zip": bombs.zipped(
            {"organizations.csv": b"id,name\no,A\n", "services.csv": b"id,organization_id,name\ns,o,B\n"}
        ),
    }


def flip(raw: bytes, dice: random.Random) -> bytes:
    spoiled = bytearray(raw)
    for _ in range(dice.choice([1, 2, 8, 64])):
        spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
    return bytes(spoiled)


def cut(raw: bytes, dice: random.Random) -> bytes:
    return raw[: dice.randrange(len(raw))]


def swap(raw: bytes, dice: random.Random) -> bytes:
    at, to = sorted(dice.randrange(len(raw)) for _ in range(2))
    half = (at + to) // 2
    return raw[:at] + raw[half:to] + raw[at:half] + raw[to:]


def double(raw: bytes, dice: random.Random) -> bytes:
    at, to = sorted(dice.randrange(len(raw)) for _ in range(2))
    return raw[:to] + raw[at:to] + raw[to:]


def lose(raw: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(raw))
    return raw[:at] + raw[at + dice.randrange(1, 40) :]


def sow(raw: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(raw))
    odd = [
        b"\0",
        b'"',
        b"\r",
        b"\n\n",
        b",",
        b"\xff",
        b"=1+1",
        b"[",
        b"}",
        b"null",
        b"NaN",
        b"1e999",
        b"\\ud800",
        b"<!DOCTYPE",
    ]
    return raw[:at] + dice.choice(odd) + raw[at:]


WAYS: list[Callable[[bytes, random.Random], bytes]] = [flip, cut, swap, double, lose, sow]


def test_spoiled_files_give_rows_or_a_sentence():
    dice = random.Random(2026)
    started = seeds()
    read = refused = 0
    with warnings.catch_warnings():
        # zipfile warns of names that come twice; the reader refuses or reads them all the same.
        warnings.simplefilter("ignore")
        for _ in range(MANY):
            name = dice.choice(list(started))
            raw = dice.choice(WAYS)(started[name], dice)
            try:
                _, rows = open_up(raw, Ask(name), LIMITS)
                for row in rows:
                    assert all(problem.words.endswith((".", ":")) for problem in row.problems)
                read += 1
            except Refused as wrong:
                assert wrong.problem.words
                refused += 1
    assert read + refused == MANY
    assert min(read, refused) > MANY / 20


ODD: list[object] = [None, True, 7, -1.5, "", "x" * 5_000, [], {}, [[]], [None], {"id": {}}, [{"id": []}], "2024-99-99"]


def spoil(value, dice: random.Random):
    """A document with one part lost, doubled, or of another kind than it should be."""
    held = json.loads(json.dumps(value))
    at = held
    while True:
        parts = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not parts:
            return held
        name = dice.choice(parts)
        if isinstance(at[name], dict | list) and at[name] and dice.random() < 0.7:
            at = at[name]
        elif dice.random() < 0.3:
            del at[name]
            return held
        else:
            at[name] = dice.choice(ODD)
            return held


def test_documents_with_parts_of_the_wrong_kind_give_rows_or_a_sentence():
    dice = random.Random(360)
    started = [
        ("s.json", page(1, 1, SERVICE, SERVICE | {"id": "s2"})),
        ("g.json", {"grants": [GRANT, GRANT | {"id": "2"}]}),
    ]
    read = 0
    for _ in range(MANY):
        name, document = dice.choice(started)
        for _ in range(dice.choice([1, 1, 3])):
            document = spoil(document, dice)
        try:
            _, rows = open_up(json.dumps(document).encode(), Ask(name), LIMITS)
            for row in rows:
                json.dumps(row.as_plain())
            read += 1
        except Refused as wrong:
            assert wrong.problem.words.endswith(".")
    assert read > MANY / 2


def test_everything_hostile_is_read_or_refused_in_words(hostile):
    seen = 0
    for path in sorted(hostile.rglob("*")):
        if path.is_file() and path.stat().st_size < 3_000_000:
            seen += 1
            try:
                _, rows = open_up(path.read_bytes(), Ask(path.name), Limits())
                for row in rows:
                    row.as_plain()
            except Refused as wrong:
                assert wrong.problem.words.endswith((".", ")")), path
    assert seen > 400

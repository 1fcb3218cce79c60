"""What programs may ask: /openapi.json says it all, answers are as it says, and nothing sent does worse than a refusal."""

from __future__ import annotations

import inspect
import json
import os
import random
import re
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection, transaction
from django.test import Client
from jsonschema import Draft202012Validator

from folkmoot.home import api
from tests.access_asking import addresses, clients, routes
from tests.access_world import SENT

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FULL = bool(os.environ.get("FOLKMOOT_FULL"))
CALLS = 10_000 if FULL else 1_000
SAID = api.description()
GETS = sorted(address for address, ways in SAID["paths"].items() if "get" in ways)
POSTS = sorted(address for address, ways in SAID["paths"].items() if "post" in ways)
# Lists for one person's eyes, of the kit's own pages, or pictures: no program is to ask for them.
NOT_FOR_PROGRAMS = {"events:desk", "gallery", "gallery_empty", "gallery_map", "openapi", "mapping_live"}


def template(pattern: str) -> str:
    """/groups/<slug:slug>/log/ as OpenAPI writes it."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", pattern)


ROUTES = {template(route.pattern): route for route in routes()}


def test_every_address_it_names_is_one():
    assert [address for address in SAID["paths"] if address not in ROUTES] == []


def test_it_names_every_address_that_answers_in_json():
    """As the views themselves say: each that hands out a list, or JSON."""
    gives = {address: route.name for address, route in ROUTES.items() if answers_in_json(inspect.unwrap(route.view))}
    assert len(gives) > 40
    missing = {name for address, name in gives.items() if address not in SAID["paths"]}
    assert missing - NOT_FOR_PROGRAMS == set()


def answers_in_json(view) -> bool:
    own, whole = inspect.getsource(view), inspect.getsource(inspect.getmodule(view))
    return bool(
        re.search(r"lists\.answer\(|JsonResponse\(", own) or ("return _answer(" in own and "JsonResponse(" in whole)
    )


def schema_of(address: str) -> tuple[str, dict]:
    [(kind, said)] = SAID["paths"][address]["get"]["responses"]["200"]["content"].items()
    return kind, said["schema"]


def faults(address: str, answer) -> list[str]:
    """How an answer differs from what is said of it; a refusal is as said where its number is."""
    if answer.status_code != 200:
        allowed = {int(code) for code in SAID["paths"][address]["get"]["responses"]} | {302}
        return [] if answer.status_code in allowed else [f"{answer.status_code} is not said"]
    kind, schema = schema_of(address)
    if not answer["Content-Type"].startswith(kind):
        return [f"{answer['Content-Type']} instead of {kind}"]
    try:
        value = json.loads(answer.getvalue())
    except ValueError as wrong:
        return [str(wrong)]
    return [error.message[:200] for error in Draft202012Validator(schema).iter_errors(value)]


def query(address: str, **more: str) -> str:
    fixed = {
        p["name"]: p["schema"]["const"] for p in SAID["paths"][address]["get"]["parameters"] if "const" in p["schema"]
    }
    return f"?{urlencode(fixed | more)}"


def test_the_description_is_served_and_says_no_secret(village, client):
    answer = client.get("/openapi.json")
    assert answer.status_code == 200 and answer.json()["openapi"] == "3.1.0"
    assert answer.json()["paths"].keys() == SAID["paths"].keys()


def test_what_comes_back_is_what_is_said(village):
    browsers, wrong, good = clients(village), [], Counter()
    for address in GETS:
        for one in addresses(ROUTES[address], village).values():
            for who in ("anonymous", "amina", "dilys"):
                answer = browsers[who].get(one.split("?")[0] + query(address))
                wrong += [f"{one} as {who}: {fault}" for fault in faults(address, answer)]
                good[address] += answer.status_code == 200
    assert wrong == []
    assert [address for address in GETS if not good[address]] == [], "Nobody was shown these."


def test_the_schema_would_notice():
    class Odd:
        status_code, headers = 200, {}

        def __getitem__(self, name):
            return "application/json"

        def getvalue(self):
            return b'{"about": {}, "rows": [{"title": ["x"]}]}'

    assert len(faults("/who/", Odd())) > 3


ODD = (
    "",
    "0",
    "-1",
    "9" * 40,
    "nul\0",
    "é\u202e😀",
    "' OR 1=1--",
    "../../etc/passwd",
    "%00",
    "[]",
    "{}",
    "NaN",
    "1e309",
)
ODD += (
    "thornbeck",
    "1",
    "2",
    "planned",
    "2026-11-19",
    "0001-01-01",
    "9999-12-31",
    "x" * 3000,
    "\r\nX-A: b",
    "<script>",
)
NAMES = (
    "place",
    "words",
    "type",
    "topic",
    "people",
    "stage",
    "as",
    "page",
    "on",
    "rows",
    "columns",
    "order",
    "look",
    "from",
)
NAMES += (
    "until",
    "kind",
    "who",
    "person",
    "programme",
    "state",
    "id",
    "entered_by__email",
    "password",
    "is_staff",
    "by",
)


def made_up(dice: random.Random) -> tuple[str, str]:
    """An address of the description, filled and asked in a way that nobody should."""
    address = dice.choice(GETS)
    path = re.sub(r"\{(\w+)\}", lambda _m: quote(dice.choice(ODD) or "x", safe=""), address)
    asked = [(dice.choice(NAMES), dice.choice(ODD)) for _ in range(dice.randrange(4))]
    return address, path + query(address) + "".join(f"&{quote(n)}={quote(v)}" for n, v in asked)


def test_nothing_asked_breaks_anything(village):
    browsers, dice, wrong = clients(village), random.Random(19), []
    for _ in range(CALLS):
        address, asked = made_up(dice)
        answer = browsers[dice.choice(("anonymous", "amina"))].get(asked)
        other = re.search(r"&as=", asked)  # the last of a name counts: then another kind of answer comes
        wrong += [f"{asked}: {answer.status_code}"] if answer.status_code >= 500 else []
        wrong += [f"{asked}: {fault}" for fault in ([] if other else faults(address, answer))]
    assert wrong == []


BODIES = [
    b"{",
    b"[" * 100_000,
    b'{"a":1,"a":2}',
    b"NaN",
    b"1e309",
    b'"\\ud800"',
    b'{"\\u0000":1}',
    b"\xff\xfe{}",
    b"null",
]


def hostile_bodies() -> list[bytes]:
    folder = os.environ.get("FOLKMOOT_REAL_DATA")
    files = sorted(Path(folder).glob("hostile/jsontestsuite/test_parsing/*.json")) if folder else []
    found = [path.read_bytes() for path in (files if FULL else files[::8])]
    return BODIES + [body for body in found if body]  # with no body at all a button is pressed


@pytest.mark.parametrize("address", POSTS)
def test_a_body_of_json_is_refused_and_keeps_nothing(address, village):
    browsers = clients(village)
    bodies = hostile_bodies()
    tried = bodies if FULL else bodies[POSTS.index(address) % 3 :: 3]
    for one in addresses(ROUTES[address], village).values():
        for body in tried:
            for who in ("anonymous", "amina"):
                with transaction.atomic():
                    answer = browsers[who].post(
                        one, body, content_type="application/json", HTTP_ACCEPT="application/json"
                    )
                    transaction.set_rollback(True)
                assert answer.status_code == 415, (one, who, body[:60])


# No form has these: what is set by who is signed in, by a verb, or by the database alone.
PROTECTED = ("id", "pk", "is_staff", "is_superuser", "is_active", "entered_by", "entered_by_id", "by_id", "person_id")
PROTECTED += ("owner_id", "standing", "standing_id", "seat", "digest", "accepted_at", "published_at", "same_as_id")
PROTECTED += (
    "made_at",
    "entered_at",
    "user_permissions",
    "once_each",
    "place_id",
    "organisation_id",
    "verified",
    "path",
)
NOT_THE_SAME_TWICE = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d[\d:.+]*|[A-Za-z0-9_-]{10,}", re.A)


def writes(browser: Client, address: str, sent: dict) -> tuple[int, Counter]:
    """What a request would write, as (statement, values), moments and random words masked; nothing of it stays."""
    seen: Counter = Counter()

    def note(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            seen[re.sub(r"\d+", "n", sql), NOT_THE_SAME_TWICE.sub("*", str(params))] += 1
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            status = browser.post(address, sent).status_code
        transaction.set_rollback(True)
    return status, seen


def test_a_field_that_no_form_has_changes_nothing(village):
    browsers, wrong, wrote = clients(village), [], 0
    names = sorted(SENT) if FULL else sorted(SENT)[::3]
    for route in routes():
        if route.name not in names or "POST" not in route.methods:
            continue
        for address in list(addresses(route, village).values())[:1]:
            sent = SENT[route.name]
            plain = writes(browsers["amina"], address, sent)
            laden = writes(browsers["amina"], address, dict.fromkeys(set(PROTECTED) - set(sent), "1") | sent)
            wrote += bool(plain[1])
            wrong += [f"{route.name}: {plain[0]} {laden[0]} {dict(laden[1] - plain[1])}"] if plain != laden else []
    assert wrong == [] and wrote > 5

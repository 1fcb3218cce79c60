"""Who may open what: every route, asked by everybody in every way, against what it declares.

A view says who may open it with a decorator of folkmoot/people/access.py. A new route under an address
that tests/access_world.py knows is covered at once; another says there with what to ask for it.
"""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.access_world import CANARY, ROLES, addresses, clients, routes

ROUTES = routes()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
HIDDEN = ("held", "removed", "private")
# Who may see what is hidden: moderators and keepers, and those who speak for the owner of a private plan.
SEES_HIDDEN = ("amina", "kofi", "deputy")
WRITES_ALLOWED = ("django_session", "usersessions_usersession")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "",
    "Permissions-Policy": "camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def ids(route) -> str:
    return route.name


@pytest.fixture
def browsers(village):
    return clients(village)


def ask(browser: Client, method: str, address: str):
    """Ask, and undo whatever it did. Gives the answer and the tables that were written to."""
    written = []

    def watch(execute, sql, params, many, context):
        words = sql.split()
        if words and words[0] in ("INSERT", "UPDATE", "DELETE"):
            written.append(
                words[words.index({"INSERT": "INTO", "DELETE": "FROM"}.get(words[0], "UPDATE")) + 1].strip('"')
            )
        return execute(sql, params, many, context)

    cookies = browser.cookies.copy()
    with transaction.atomic(), connection.execute_wrapper(watch):
        answer = browser.generic(method, address)
        transaction.set_rollback(True)
    browser.cookies = cookies
    return answer, [table for table in written if table not in WRITES_ALLOWED]


@pytest.mark.parametrize("route", ROUTES, ids=ids)
def test_every_route_declares_who_may_open_it(route):
    assert route.rule, f"{route.pattern} has no rule: put @everyone, @signed_in, @role(…) … on its view."


@pytest.mark.parametrize("route", ROUTES, ids=ids)
def test_the_matrix(route, browsers, village):
    faults = matrix(route, browsers, village)
    assert not faults, "\n".join(faults)


def matrix(route, browsers, village) -> list[str]:
    """Everything about this route that is not as it declares."""
    faults = []
    for state, address in addresses(route, village).items():
        for role in ROLES:
            for method in METHODS:
                answer, written = ask(browsers[role], method, address)
                for fault in faults_of(route, role, method, state, answer, written):
                    faults.append(f"{method} {address} ({state or 'page'}) as {role}: {fault}")
    return faults


def faults_of(route, role, method, state, answer, written) -> list[str]:
    faults = []
    if answer.status_code >= 500:
        faults.append(f"answers {answer.status_code}")
    if method not in route.methods:
        return faults + (
            [] if answer.status_code in (405, 302, 404) and not written else [f"{answer.status_code}, not 405"]
        )
    if method == "GET" and written:
        faults.append(f"a GET wrote to {written}")
    if not may(route, role):
        faults += [] if turned_away(route, role, answer) else [f"{answer.status_code}: was let in"]
        faults += [f"wrote to {written}"] if written else []
    if state in HIDDEN and role not in SEES_HIDDEN and CANARY.encode() in answer.content:
        faults.append(f"shows what is {state}")
    if state == "story" and method != "GET" and written:
        faults.append(f"changed the 2009 story: {written}")
    return faults


def may(route, role) -> bool:
    """What the rule alone says; the noun may still refuse."""
    if role in ("anonymous", "closed"):
        return route.rule in ("everyone", "by link", "development")
    if route.rule.startswith("role "):
        kind = route.rule.removeprefix("role ")
        holders = {"keeper": ("amina", "kofi", "deputy"), "moderator": ("kofi",), "councillor": ("dilys",)}
        return role in holders.get(kind, ("amina", "deputy"))
    return True


def turned_away(route, role, answer) -> bool:
    if role in ("anonymous", "closed"):
        return answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
    return answer.status_code in (403, 404)


@pytest.mark.parametrize("route", [r for r in ROUTES if r.rule == "development"], ids=ids)
def test_what_is_for_developers_is_not_on_a_real_site(route, browsers, village, settings):
    settings.DEVELOPMENT = False
    for address in addresses(route, village).values():
        for method in route.methods:
            assert ask(browsers["kofi"], method, address)[0].status_code == 404


@pytest.mark.parametrize("route", ROUTES, ids=ids)
def test_every_answer_carries_the_headers(route, browsers, village):
    for state, address in list(addresses(route, village).items())[:1]:
        for role in ("anonymous", "kofi"):
            answer, _ = ask(browsers[role], "GET", address)
            missing = [name for name, part in HEADERS.items() if part not in answer.headers.get(name, "-none-")]
            assert missing == [], f"{address} {state} as {role}"
            if role == "kofi":
                assert "no-store" in answer.headers["Cache-Control"]

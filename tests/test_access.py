"""Who may open what: every route, asked by everybody in every way, against what it declares; and what no answer may
hold (tests/access_pages.py), in whatever comes back.

A view says who may open it with a decorator of folkmoot/people/access.py. A new route under an address
that tests/access_world.py knows is covered at once; another says there with what to ask for it, and a view
that asks the noun says there whom the noun lets in.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.directory.models import Activity, Organisation
from folkmoot.directory.models.entry import Entry, EntrySet
from folkmoot.joinup.models import Finding
from folkmoot.kit.refusals import NotYours
from folkmoot.people import access
from folkmoot.people.models import Deputy, Person
from tests import access_pages
from tests.access_asking import addresses, ask, by_neighbourhood, clients, refuse_in_plain_words, routes
from tests.access_world import CANARY, PAIR, ROLES, SEES, SENT, hide_things

ROUTES = routes()
ROUTES_BY = by_neighbourhood(ROUTES)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
LOGIN = "/account/login/"
REFUSED = (403, 404, 409)
FULL = bool(os.environ.get("FOLKMOOT_FULL"))
# Unless FOLKMOOT_FULL is set, one of each kind of person is tried, and to write all but the moderator. On the first
# database one of the others joins them in the commonest states, each at every fourth page, with every method of asking.
# The rules are the same on the second: there a stranger reads, and whoever may do the most reads and writes.
EACH_KIND = ("anonymous", "carys", "amina", "kofi")
THE_OTHERS = tuple(role for role in ROLES if role not in EACH_KIND)
COMMONEST = ("", "live", "shy")
WRITERS = ("anonymous", "carys", "amina")
SECOND = bool(os.environ.get("FOLKMOOT_TEST_POSTGRES"))


def ids(route) -> str:
    return route.name


@pytest.fixture
def browsers(village):
    return clients(village)


def test_every_route_declares_who_may_open_it():
    silent = [route.pattern for route in ROUTES if not route.rule]
    assert silent == [], "Put @everyone, @signed_in, @role(…) … on the views of these."
    unsaid = [route.name for route in ROUTES if route.lets_in is None]
    assert unsaid == [], "These ask the noun: say in tests/access_world.py whom it lets in."


@pytest.fixture
def refuge(village):
    """Its address is private, and is looked for in all that strangers to it are shown."""
    return access_pages.hide(village)


@pytest.mark.parametrize("where", ROUTES_BY)
def test_the_matrix(where, browsers, village, refuge, monkeypatch):
    refuse_in_plain_words(monkeypatch)
    faults = [fault for route in ROUTES_BY[where] for fault in matrix(route, browsers, village)]
    assert not faults, "\n".join(faults)


def matrix(route, browsers, village) -> Iterator[str]:
    """Everything about this route that is not as it declares, as it is found."""
    for state, address in asked_in(route, village):
        for role in roles_for(route, state):
            for method in methods_for(role, state):
                for sent in ({}, SENT[route.name]) if method == "POST" and route.name in SENT else ({},):
                    answer, written = ask(browsers[role], method, address, sent)
                    found = faults_of(route, role, method, state, answer, written, sent)
                    for fault in [*found, *unsafe_in(route, role, method, answer)]:
                        yield f"{method} {address} ({state or 'page'}) as {role}: {fault}"


def asked_in(route, village) -> list[tuple[str, str]]:
    """(state, address) of the things to be asked for; on the second database one for each route."""
    return list(addresses(route, village).items())[: 1 if SECOND and not FULL else None]


def roles_for(route, state: str) -> tuple[str, ...]:
    if FULL:
        return ROLES
    if SECOND:
        return ("anonymous", "amina")
    if state not in COMMONEST:
        return EACH_KIND
    return (*EACH_KIND, THE_OTHERS[ROUTES.index(route) % len(THE_OTHERS)])


def methods_for(role: str, state: str) -> tuple[str, ...]:
    if SECOND and not FULL:
        return METHODS[: 2 if role == "amina" else 1]
    if role == "kofi" and (FULL or state in (*COMMONEST, "sealed")):
        return METHODS
    return METHODS[:2] if FULL or state in COMMONEST or role in WRITERS else METHODS[:1]


def faults_of(route, role, method, state, answer, written, sent) -> list[str]:
    faults = [f"answers {answer.status_code}"] if answer.status_code >= 500 else []
    if method not in route.methods:
        return faults + ([] if answer.status_code == 405 and not written else [f"{answer.status_code}, not 405"])
    if method == "GET" and written:
        faults.append(f"a GET wrote to {written}")
    if role not in route.lets_in:
        faults += [] if turned_away(route, role, answer, sent) else [f"{answer.status_code}: was let in"]
    if role not in route.may_write and written:
        faults.append(f"wrote to {written}")
    if role not in SEES.get(state, ROLES) and (PAIR if state == "unpublished" else CANARY) in text_of(answer):
        faults.append(f"shows what is {state}")
    if state == "story" and written:
        faults.append(f"changed the 2009 story: {written}")
    return faults


def unsafe_in(route, role: str, method: str, answer) -> list[str]:
    """What no answer may hold. Headers and scripts are those of the page, so one stranger and one who is signed in do,
    and one database."""
    text = text_of(answer)
    faults = [f"tells the hidden {secret}" for secret in access_pages.told(text) if role in access_pages.STRANGE_TO_IT]
    if method == "GET" in route.methods and role in ("anonymous", "amina") and not SECOND:
        faults += [f"without {name}" for name in access_pages.without_headers(route, role, answer)]
        faults += [f"holds {found}" for found in access_pages.scripts_in(answer, text)]
    return faults


def test_an_address_that_is_told_and_a_page_that_is_unsafe_would_be_noticed(browsers, village, refuge):
    route = next(route for route in ROUTES if route.name == "organisation")
    answer, _written = ask(browsers["bram"], "GET", refuge.get_absolute_url())
    assert unsafe_in(route, "bram", "GET", answer) == []
    Organisation.objects.filter(pk=refuge.pk).update(hides_address=False)
    answer, _written = ask(browsers["bram"], "GET", refuge.get_absolute_url())
    found = unsafe_in(route, "bram", "GET", answer)
    assert {"tells the hidden Quagga Row", "tells the hidden QG9 9QG"} <= set(found)

    answer, _written = ask(browsers["amina"], "GET", refuge.get_absolute_url())
    del answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]
    assert access_pages.without_headers(route, "amina", answer) == ["Referrer-Policy", "Cache-Control"]
    for wrong in ("<script>x()</script>", '<p onclick="x()">', '<img src="//elsewhere.example/x.png">'):
        assert access_pages.scripts_in(answer, wrong), wrong


def test_what_a_refusal_says_is_looked_through(browsers, village, refuge, monkeypatch):
    def no(request):
        raise NotYours("It is in Quagga Row.")

    refuse_in_plain_words(monkeypatch)
    route = next(route for route in ROUTES if route.name == "organisation")
    monkeypatch.setattr(route.view, "check", no)
    answer, _written = ask(browsers["bram"], "GET", refuge.get_absolute_url())
    assert answer.status_code == 403 and "tells the hidden Quagga Row" in unsafe_in(route, "bram", "GET", answer)


def text_of(answer) -> str:
    return answer.whole.decode(errors="replace")


def turned_away(route, role, answer, sent) -> bool:
    if role in ("anonymous", "closed"):
        return answer.status_code == 302 and answer.url.startswith(LOGIN)
    return answer.status_code in REFUSED or (not sent and route.name in SENT and answer.status_code in (400, 422))


# Amina, her deputy, Kofi and Bram each may see something of what is hidden; these may see none of it.
STRANGERS = ("anonymous", "carys", "dilys", "closed") if FULL else ("anonymous", "carys")


def strangers_for(query: str) -> tuple[str, ...]:
    """One of them sees it all, but for more kinds of file on the second database; on the first, another sees the pages
    and one kind of file."""
    if FULL or (not SECOND and query in ("", "?as=csv")):
        return STRANGERS
    return () if SECOND and query in ("?as=json", "?as=atom") else STRANGERS[:1]


LISTS_BY = by_neighbourhood([r for r in ROUTES if not r.kwargs and "GET" in r.methods])


@pytest.mark.parametrize("where", LISTS_BY)
def test_lists_searches_and_downloads_show_strangers_nothing_hidden(where, browsers, village):
    hide_things(village)
    for route in LISTS_BY[where]:
        check_nothing_hidden(route, browsers, village)


def check_nothing_hidden(route, browsers, village):
    address = addresses(route, village)[""]
    for query in ("", "?as=csv", f"?q={CANARY.lower()}", f"?words={CANARY.lower()}", "?as=json", "?as=atom"):
        for role in strangers_for(query):
            shown = text_of(ask(browsers[role], "GET", f"{address}{query}")[0])
            assert f"{CANARY} " not in shown, f"{address}{query} as {role}"
            assert PAIR not in shown or not route.name.startswith("joinup:"), f"{address}{query} as {role}"


@pytest.mark.parametrize("route", [r for r in ROUTES if r.rule == "development"], ids=ids)
def test_what_is_for_developers_is_not_on_a_real_site(route, browsers, village, settings):
    settings.DEVELOPMENT = False
    for address in addresses(route, village).values():
        for method in route.methods:
            assert ask(browsers["kofi"], method, address)[0].status_code == 404


LATELY = [r for r in ROUTES if getattr(getattr(r.view, "__wrapped__", None), "lately", False)]


def unproved(route, village) -> list[str]:
    """Who gets in to what asks for proof of the last 15 minutes, signed in long ago."""
    browser = Client()
    browser.force_login(village.kofi)
    return [
        f"{method} {address}"
        for address in addresses(route, village).values()
        for method in route.methods
        if not ask(browser, method, address)[0]
        .headers.get("Location", "")
        .startswith(reverse("account_reauthenticate"))
    ]


@pytest.mark.parametrize("route", LATELY, ids=ids)
def test_what_matters_asks_again_after_a_while(route, browsers, village):
    assert unproved(route, village) == []


# Taking a guard away must be noticed. All of them with FOLKMOOT_FULL, else every sixteenth.
# allauth's own views check once more themselves, so that taking ours away changes nothing.
OURS = [r for r in ROUTES if not r.view.__module__.startswith("allauth.")]
GUARDED = [r for r in OURS if r.rule not in ("everyone", "by link", "development")]
MUTANTS = GUARDED if FULL else GUARDED[::16]


@pytest.mark.once
@pytest.mark.parametrize("route", MUTANTS, ids=ids)
def test_it_is_noticed_when_a_check_is_taken_away(route, browsers, village, monkeypatch):
    monkeypatch.setattr(route.view, "check", lambda request: None)
    browsers["anonymous"].raise_request_exception = browsers["closed"].raise_request_exception = False
    assert any(matrix(route, browsers, village))


@pytest.mark.once
@pytest.mark.parametrize("route", MUTANTS, ids=ids)
def test_it_is_noticed_when_a_method_is_let_in(route, browsers, village, monkeypatch):
    monkeypatch.setattr(route.view, "allowed", {*METHODS})
    for browser in browsers.values():
        browser.raise_request_exception = False
    assert any(matrix(route, browsers, village))


@pytest.mark.once
def test_it_is_noticed_when_nobody_is_asked_again(browsers, village, monkeypatch):
    monkeypatch.setattr(access, "proved_lately", lambda request: True)
    assert all(unproved(route, village) for route in LATELY if route.name != "mfa_add_webauthn")


def everything(self, *args, **kwargs):
    return self.all() if hasattr(self, "all") else None


# (the guard, what it becomes, an address where that shows)
NOUN_GUARDS = (
    (Entry, "check_editor", lambda self, person: None, "directory:who_edit"),
    (Entry, "may_be_edited_by", lambda self, person, day: True, "directory:organisations_still-right"),
    (EntrySet, "shown", everything, "activity"),
    (EntrySet, "shown", everything, "organisation"),
    (type(Activity.objects.all()), "visible_to", everything, "activity"),
    (type(Finding.objects.all()), "heard_by", everything, "joinup:finding"),
    (type(Deputy.objects.all()), "of", everything, "away_end"),
    (Person, "shows", lambda self, field, to: True, "person"),
    (Person, "is_here", True, "person"),
)


@pytest.mark.parametrize(
    ("noun", "guard", "instead", "name"), NOUN_GUARDS, ids=lambda v: getattr(v, "__name__", str(v))
)
@pytest.mark.once
def test_it_is_noticed_when_a_noun_lets_everybody_in(noun, guard, instead, name, browsers, village, monkeypatch):
    assert Organisation.objects.exists()
    owner = next(part for part in noun.__mro__ if guard in vars(part))
    monkeypatch.setattr(owner, guard, instead)
    for browser in browsers.values():
        browser.raise_request_exception = False
    assert any(matrix(next(route for route in ROUTES if route.name == name), browsers, village))

"""Every route there is, who asks, and asking: used by tests/test_access.py and tests/test_safety.py."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from folkmoot.people.models import Deputy, Person
from tests.access_world import CANARY, EXAMPLES, LETS_IN, LOOK_AFTER, MAY_WRITE, ROLES, SIGNED_IN, THINGS, states

# Tables that a GET may write to: who is signed in, and where.
WRITES_ALLOWED = ("django_session", "usersessions_usersession")


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    view: object
    kwargs: tuple[str, ...]

    @property
    def rule(self) -> str | None:
        return getattr(self.view, "rule", None)

    @property
    def methods(self) -> tuple[str, ...]:
        return getattr(self.view, "methods", ())

    @property
    def lets_in(self) -> tuple[str, ...] | None:
        """The roles that may, by rule and noun; None where nobody has said."""
        by_rule = {"everyone": ROLES, "by link": ROLES, "development": ROLES, "signed in": SIGNED_IN}
        by_rule |= {"role keeper": LOOK_AFTER, "role moderator": ("kofi",), "role councillor": ("dilys",)}
        if self.rule == "asks the noun":
            found = (roles for part, roles in LETS_IN.items() if self.name.endswith(part) or self.name.startswith(part))
            return next(found, None)
        return by_rule.get(self.rule)

    @property
    def may_write(self) -> tuple[str, ...]:
        return next((roles for part, roles in MAY_WRITE.items() if self.name.endswith(part)), self.lets_in)


def routes() -> list[Route]:
    return sorted(_walk(get_resolver().url_patterns), key=lambda route: route.pattern)


def by_neighbourhood(chosen: list[Route]) -> dict[str, list[Route]]:
    """First part of the address → its routes, so that one world is made for several of them."""
    groups: dict[str, list[Route]] = {}
    for route in chosen:
        groups.setdefault(route.pattern.split("/")[0] or "front", []).append(route)
    return groups


def _walk(patterns, prefix="", space="") -> Iterator[Route]:
    for entry in patterns:
        text = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = f"{space}{entry.name}" if entry.name else text
            yield Route(name, text, entry.callback, tuple(entry.pattern.converters or entry.pattern.regex.groupindex))
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, text, inner)


def clients(village: SimpleNamespace) -> dict[str, Client]:
    """A browser for each role, signed in; Stand-in is Amina's deputy today, Closed has a session and a closed account."""
    village.deputy = Person.objects.create_user("deputy@thornbeck.example", name="Stand-in")
    village.closed = Person.objects.create_user("closed@thornbeck.example", name="Closed")
    today = timezone.localdate()
    Deputy.objects.create(person=village.amina, deputy=village.deputy, from_on=today, until_on=today)
    browsers = {role: Client() for role in ROLES}
    for role in ROLES[1:]:
        sign_in(browsers[role], getattr(village, role))
    Person.objects.filter(pk=village.closed.pk).update(
        is_active=False, about=f"{CANARY} closed", shown_to={"about": "everyone"}
    )
    return browsers


def sign_in(browser: Client, person: Person) -> None:
    """Signed in a moment ago, so that what asks for proof of the last 15 minutes is satisfied."""
    browser.force_login(person)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def ask(browser: Client, method: str, address: str, sent: dict | None = None):
    """Ask, and undo whatever it did. Gives the answer, with all of it in `whole`, and the tables that were written to.

    A file that is handed out piece by piece can be read once only, so that nothing but `whole` has it afterwards.
    """
    written = []

    def watch(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            words = sql.split()
            after = {"INSERT": "INTO", "DELETE": "FROM"}.get(words[0], "UPDATE")
            written.append(words[words.index(after) + 1].strip('"'))
        return execute(sql, params, many, context)

    cookies = browser.cookies.copy()
    with transaction.atomic(), connection.execute_wrapper(watch):
        if method == "POST":
            answer = browser.post(address, sent or {})
        else:
            answer = browser.generic(method, address)
        answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    browser.cookies = cookies
    return answer, [table for table in written if table not in WRITES_ALLOWED]


def leave_undrawn(monkeypatch) -> None:
    """Every page is answered with nothing in it: its view has run, its template does not."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *_given: mark_safe(""))


def refuse_in_plain_words(monkeypatch) -> None:
    """Whoever is refused gets all that the page would say and nothing around it, which is the same for everybody."""

    def words_of(said: object) -> list[str]:
        several = said.values() if isinstance(said, dict) else said if isinstance(said, (list, tuple)) else None
        return [str(said)] if several is None else [words for each in several for words in words_of(each)]

    def render(request, template: str, said: dict, status: int) -> HttpResponse:
        return HttpResponse("\n".join(words_of(said)), status=status, content_type="text/plain")

    for where in ("folkmoot.home.errors", "folkmoot.kit.refusals"):
        monkeypatch.setattr(f"{where}.render", render)


def addresses(route: Route, village: SimpleNamespace) -> dict[str, str]:
    """{state: address} of the things this route shows; {"": address} when it needs none."""
    if not route.kwargs:
        return {"": f"/{route.pattern}"}
    if route.name in EXAMPLES:
        asked = EXAMPLES[route.name](village)
        asked = asked if isinstance(next(iter(asked.values())), dict) else {"": asked}
        return {state: reverse(route.name, kwargs=kwargs) for state, kwargs in asked.items()}
    parts = route.pattern.split("/")
    kind = THINGS.get("/".join(parts[:2])) or THINGS.get(parts[0])
    if kind is None or len(route.kwargs) > 1:
        raise LookupError(
            f"{route.pattern} ({route.name}): say in tests/access_world.py with which {route.kwargs} to ask for it."
        )
    key = route.kwargs[0]
    found = kind(village) if callable(kind) else states(kind, village)
    return {state: reverse(route.name, kwargs={key: getattr(thing, key)}) for state, thing in found.items()}

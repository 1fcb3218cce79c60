"""What no answer may hold, whoever asks for whatever: looked for in each that the matrix of tests/test_access.py gets.

So one walk through all addresses does for who may open what, for the address of a body that hides it, and for the
headers and scripts of every page.
"""

from __future__ import annotations

import re
from types import SimpleNamespace

from folkmoot.directory.models import Organisation, Record, Source

# Where the refuge is: in no page, file or search of whoever is not let in to it.
SECRETS = ("Quagga Row", "QG9 9QG", "51.98765", "-1.23456")
STRANGE_TO_IT = ("anonymous", "bram", "carys", "dilys", "closed")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "",
    "Permissions-Policy": "camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What other sites may show in a frame or as a picture, and nothing else: see test_only_what_is_made_for_it_is_framed.
EMBEDDED = {"feeds:framed", "feeds:badge"}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:json|ld\+json)\")", re.I)
HANDLER = re.compile(r"<[a-z][^>]*\s(on[a-z]+|style)\s*=", re.I)
FOREIGN = re.compile(r"<(?:script|link|img|iframe|source|form)[^>]+(?:src|href|action)=\"(?:https?:)?//", re.I)


def hide(village: SimpleNamespace) -> Organisation:
    """The refuge, its address written to again and again, with a source that says it as well."""
    facts = {"address": "7 Quagga Row", "postcode": "QG9 9QG", "about": "A safe house and a kettle."}
    village.refuge.revise(village.kofi, facts)
    village.refuge.revise(village.kofi, {"address": "8 Quagga Row"})
    Organisation.objects.filter(pk=village.refuge.pk).update(latitude=51.98765, longitude=-1.23456)
    source = Source.objects.create(name="A list", kind="sheet")
    told = {"name": "Refuge", "address": "8 Quagga Row", "Street address": "8 Quagga Row", "lat": "51.98765"}
    Record.objects.create(source=source, row="1", organisation=village.refuge, fields=told, matching=told)
    village.sing.revise(village.kofi, {"parties": [[village.refuge.pk, "hosts", None]]})
    Record.objects.create(source=source, row="2", activity=village.sing, fields=told)
    village.refuge.refresh_from_db()
    return village.refuge


def told(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def without_headers(route, role: str, answer) -> list[str]:
    """Which of the headers that keep a page safe are missing, or weaker than they are to be."""
    if route.name in EMBEDDED:
        return []
    said = {name: answer.headers.get(name) for name in HEADERS}
    missing = [name for name, part in HEADERS.items() if said[name] is None or part not in said[name]]
    kept = role != "anonymous" and "no-store" not in answer.headers.get("Cache-Control", "")
    return [*missing, *(["Cache-Control"] if kept else [])]


def scripts_in(answer, text: str) -> list[str]:
    """Scripts and styles written into a page, and what it loads from elsewhere."""
    if "html" not in answer.headers.get("Content-Type", ""):
        return []
    return [match.group()[:80] for match in (rule.search(text) for rule in (INLINE, HANDLER, FOREIGN)) if match]

"""What anybody can send to the forms of an event: no value, in no field, may do worse than a sentence."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.test import Client

from folkmoot.events.models import Sounding, TableCode

FULL = bool(os.environ.get("FOLKMOOT_FULL"))
pytestmark = [pytest.mark.django_db, pytest.mark.once]
ODD = ("-1", "9" * 30, "x" * 50_001, "nul\0é\u202e😀", "0001-01-01", "9999-12-31T23:59", "9999-12-31", " ", "²", "[]")
WORST = (200, 302, 400, 403, 404, 409, 413, 422, 429)
PLAIN = {
    "number": "2",
    "date": "2027-05-05",
    "time": "14:00",
    "datetime-local": "2027-05-05T14:00",
    "email": "a@b.example",
    "url": "https://example.org/",
}


@dataclass
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Every form of a page that is posted, with what it would send as it stands."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self.inside, self.select = path, [], None, ""

    def handle_starttag(self, tag, attrs) -> None:
        said = dict(attrs)
        if tag == "form":
            self.inside = Form(said.get("action") or self.path) if said.get("method", "").lower() == "post" else None
            self.found += [self.inside] if self.inside else []
        elif self.inside is not None and tag in ("input", "textarea", "button", "select") and said.get("name"):
            self._take(tag, said)
        elif tag == "option" and self.inside is not None and self.select and "selected" in said:
            self.inside.fields[self.select] = said.get("value") or ""

    def _take(self, tag: str, said: dict) -> None:
        """One field, as somebody would fill it in who means well: so that what is odd is met by more than its form."""
        name, kind = said["name"], said.get("type", "text")
        self.select = name if tag == "select" else ""
        if name == "csrfmiddlewaretoken" or (kind == "radio" and "checked" not in said and name in self.inside.fields):
            return
        filled = "" if tag in ("select", "button") or kind in ("checkbox", "hidden") else PLAIN.get(kind, "Some words")
        self.inside.fields[name] = said.get("value") or filled

    def handle_endtag(self, tag) -> None:
        if tag == "form":
            self.inside = None


def pages(village) -> list[str]:
    event, session = village.winter, village.sessions[0]
    base = f"/events/{event.pk}/"
    mine = ["", "edit/", "when/", "desk/", "room/", "ask/", "write/", "agenda/", "remix/", "pitches/", "door/"]
    mine += ["mixing/", "timer/remote/", "codes/", "notes/review/", "mapping/", "themes/", "record/write/", "record/"]
    mine += ["photos/", "venue/", "cancel/", "series/", f"sessions/{session.pk}/", "swaps/"]
    card = TableCode.make(event)
    sounding = Sounding.ask("Would people welcome a supper?", village.amina)
    others = [f"/events/at/{card.code}/", sounding.get_absolute_url(), f"{sounding.get_absolute_url()}edit/"]
    others += [
        village.joined_help.get_absolute_url(),
        "/events/new/",
        "/events/soundings/new/",
        "/events/convenings/new/",
    ]
    others += ["/events/series/new/", "/events/calendars/new/", f"/events/help/{village.help_series.pk}/"]
    others += [f"/events/{village.help_days[2].pk}/board/", village.help_series.get_absolute_url()]
    return [base + one for one in mine] + others


def forms_of(host: Client, village) -> list[Form]:
    found: dict[tuple, Form] = {}
    for path in pages(village):
        answer = host.get(path, follow=True)
        reader = Forms(answer.request["PATH_INFO"])
        reader.feed(answer.content.decode())
        for one in reader.found:
            if one.action.startswith("/events/"):
                found.setdefault((one.action, tuple(sorted(one.fields))), one)
    return list(found.values())


def test_no_form_breaks_on_what_is_typed_into_it(village, settings):
    settings.LIMITS = False
    host = Client()
    host.force_login(village.amina)
    forms, broken = forms_of(host, village), []
    assert len(forms) > 60, "the pages of an event have more forms than these"
    for number, form in enumerate(forms):
        for step, name in enumerate(form.fields):
            for away in (0, 4) if FULL else (0,):
                value = ODD[(number + step + away) % len(ODD)]
                broken += sent(host, form, form.fields | {name: value})
    assert not broken, "\n".join(broken)


def sent(host: Client, form: Form, said: dict[str, str]) -> list[str]:
    """What went wrong, in a line; nothing when it was answered. Nothing of it is kept."""
    told = f"{form.action} { ({name: value[:30] for name, value in said.items()}) }"
    try:
        with transaction.atomic():
            answer = host.post(form.action, said)
            transaction.set_rollback(True)
    except Exception as error:
        return [f"{told}: {type(error).__name__} {str(error)[:200]}"]
    return [] if answer.status_code in WORST else [f"{told}: {answer.status_code}"]

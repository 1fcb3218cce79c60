"""Hostile words in every field of events, of the directory and of what is promised, asked and decided, on the pages that
weave them (a place, a topic, what is new, the trail, search) and on their own, with the content policy off: nothing of
them runs. The newsroom, the library and groups have tests of their own beside this one."""

from __future__ import annotations

import io
from contextlib import suppress
from itertools import cycle

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, models
from PIL import Image

from folkmoot.directory.models import Topic
from folkmoot.events import talking
from folkmoot.events.models import Bulletin, Event
from folkmoot.home import searchable, things
from folkmoot.journal.models import Line
from folkmoot.library import attaching
from folkmoot.points.models import Theme

from .test_hostile_news import FIXED
from .test_hostile_talk import ACTIVE, HOOK, OWN, payloads

SOILED = ("events", "directory", "promises", "decisions", "priorities")
NO_WORDS = FIXED | {"zone", "uid", "scheme", "identifier", "field", "pseudonym", "receipt", "purpose", "of"}
NO_FREE_TEXT = (models.URLField, models.SlugField, models.EmailField)
LEFT = {"directory.topic", "directory.typeofhelp", "directory.peopleserved", "events.kindofevent", "directory.revision"}


def soil(model: type[models.Model], words: cycle) -> int:
    """Hostile words in every field of free text of its rows; how many rows. A row that the database wants to be unlike
    another keeps what it has."""
    names = [one for one in model._meta.concrete_fields if isinstance(one, (models.CharField, models.TextField))]
    free = [
        one
        for one in names
        if not isinstance(one, NO_FREE_TEXT) and one.name not in NO_WORDS and not one.choices and not one.primary_key
    ]
    rows = list(model._base_manager.all()[:60]) if free else []
    for row in rows:
        facts = {one.name: next(words)[: one.max_length or 4000] for one in free}
        with suppress(IntegrityError):
            model._base_manager.filter(pk=row.pk).update(**facts)
    return len(rows)


@pytest.fixture
def hostile(village, settings, tmp_path):
    """The addresses of all pages that show what was soiled."""
    settings.FILES = tmp_path / "files"
    words = cycle([*OWN, "\n\n".join(OWN), *payloads()[:300]])
    talking.say(village.winter, village.bram, "\n\n".join(OWN))
    sheet = io.BytesIO()
    Image.new("RGB", (20, 20)).save(sheet, "PNG")
    sent = SimpleUploadedFile('"><img src=x onerror=hit()>.png', sheet.getvalue())
    beside = attaching.attach(village.tea_page, village.bram, sent, OWN[4])
    village.tea_page.write(f"{beside.in_words()}\n\n{OWN[4]}", village.bram, base=village.tea_page.number)
    Bulletin.objects.create(event=village.winter, to="all", words="\n\n".join(OWN), by=village.amina)
    soiled = [model for app in SOILED for model in apps.get_app_config(app).get_models()]
    soiled = [model for model in soiled if model._meta.label_lower not in LEFT] + [Theme]
    assert sum(soil(model, words) for model in soiled) > 300
    list(searchable.reindex())
    seen = [model.objects.all() for model in soiled if hasattr(model, "get_absolute_url") and hasattr(model, "objects")]
    shown = [one for rows in seen for one in rows[:8] if things.is_visible(one, village.amina)]
    for thing in shown[:40]:
        Line.record(village.bram, "changed", thing, place=village.thornbeck, title=next(words))
    return sorted({thing.get_absolute_url().partition("#")[0] for thing in shown}) + _woven(village)


def _woven(village) -> list[str]:
    at = ["/", "/places/thornbeck/", "/topics/", "/trail/", "/journal/", "/me/", "/me/news/", "/watches/", "/waiting/"]
    at += [f"/topics/{code.lower()}/" for code in Topic.objects.filter(code__gt="").values_list("code", flat=True)[:6]]
    at += ["/search/?q=script", "/search/?q=hit", "/who/", "/who/matrix/", "/who/timeline/", "/events/", "/promises/"]
    page = village.tea_page.get_absolute_url()
    at += ["/decisions/", "/priorities/", "/together/", page, f"{page}files/", f"{village.sundays.get_absolute_url()}"]
    event = Event.objects.get(pk=village.winter.pk).get_absolute_url()
    return [*at, event, f"{event}desk/", f"{event}record/", f"{event}write/"]


def test_nothing_that_people_write_runs_where_it_is_woven(village, hostile, site, browser, sign_in):
    context = browser.new_context(base_url=site, bypass_csp=True, locale="en-GB")
    context.add_init_script(HOOK)
    page = context.new_page()
    sign_in(page, village.amina)
    found, drawn = {}, 0
    for address in hostile:
        answer = page.goto(address)
        assert answer is None or answer.status < 500, address
        drawn += answer is not None and answer.ok
        if struck := page.evaluate(ACTIVE):
            found[address] = struck[:3]
    context.close()
    assert found == {}
    assert drawn > 60, f"of {len(hostile)} pages {drawn} were drawn"

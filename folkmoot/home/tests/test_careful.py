"""What looks personal is pointed out in every form whose words others read; and a new account does only so much."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from folkmoot.conversations import founding, joining, newcomers, speaking
from folkmoot.conversations.forms.group import NewGroupForm
from folkmoot.conversations.forms.post import ContestForm, CopyForm, SayForm
from folkmoot.conversations.models import Discussion
from folkmoot.conversations.speaking import Said
from folkmoot.conversations.views.summing import SummaryForm
from folkmoot.directory.forms.offers import OfferForm
from folkmoot.events.forms.convening import StageOutputForm
from folkmoot.events.forms.desk import BulletinForm
from folkmoot.events.forms.record import NextForm, OutputForm, WriteUpForm
from folkmoot.events.forms.record import OfferForm as CouldHostForm
from folkmoot.events.forms.sounding import SoundingForm
from folkmoot.events.models import Stage
from folkmoot.library.forms.beside import JudgeForm, UsedForm
from folkmoot.library.forms.cases import CaseForm
from folkmoot.library.forms.pages import PageForm
from folkmoot.library.models import Page

PHONE = "Ring Joan on 01632 960 123."


def forms(village, extra: dict) -> dict:
    group = {"name": "X", "about": PHONE, "way_in": "open", "readers": "everyone"}
    return {
        "answer": SayForm(extra | {"words": PHONE}, by=village.bram, talk=village.first_street),
        "copy": CopyForm(extra | {"group": village.sundays.pk, "words": PHONE}, groups=[village.sundays]),
        "contest": ContestForm(extra | {"words": PHONE}),
        "summary": SummaryForm(extra | {"words": f"{PHONE} [1]"}, talk=village.first_street),
        "group": NewGroupForm(extra | group, by=village.bram),
        "offer": OfferForm(extra | {"thing": "people", "words": PHONE}, by=village.bram),
        "page": PageForm(extra | {"title": "X", "words": PHONE}),
        "case": CaseForm(extra | {"title": "X", "came": "worked", "done": PHONE}, by=village.bram),
        "used": UsedForm(extra | {"who": "Us", "state": "used", "happened": PHONE}),
        "story": WriteUpForm(extra | {"story": PHONE}),
        "output": OutputForm(extra | {"title": "X", "words": PHONE}),
        "stage output": StageOutputForm(extra | {"words": PHONE}, stage=Stage()),
        "bulletin": BulletinForm(extra | {"to": "come", "words": PHONE}),
        "sounding": SoundingForm(extra | {"question": "A supper?", "words": PHONE}, by=village.bram),
        "next": NextForm(extra | {"title": PHONE}),
        "could host": CouldHostForm(extra | {"name": "Jo", "words": PHONE}),
        "judged": JudgeForm(extra | {"level": "plain:1", "because": PHONE}),
    }


def test_every_form_points_it_out_and_posts_it_when_told_to(village):
    for name, form in forms(village, {}).items():
        assert not form.is_valid() and "01632 960 123" in str(form.non_field_errors()), name
        assert "anyway" in form.fields, name
    for name, form in forms(village, {"anyway": "on"}).items():
        assert form.is_valid(), (name, form.errors)


def test_what_stood_there_before_is_not_pointed_out_again(village):
    page = Page.begin(village.howtos, "Ringing", PHONE, village.bram)
    assert PageForm({"words": f"{PHONE} More.", "base": 1}, page=page).is_valid()


@pytest.fixture
def new(village, settings):
    settings.LIMITS = True
    cache.clear()
    village.bram.joined_at = timezone.now() - timedelta(hours=1)
    village.bram.save()
    return village.bram


FACTS = {"name": "One", "about": "", "way_in": "open", "readers": "everyone"}


def test_a_new_account_begins_one_group_and_three_pages(village, new):
    founding.begin(new, FACTS)
    with pytest.raises(newcomers.TooNew):
        founding.begin(new, FACTS | {"name": "Two"})
    for number in range(3):
        Page.begin(village.howtos, f"Page {number}", "x", new)
    with pytest.raises(newcomers.TooNew):
        Page.begin(village.howtos, "Page 4", "x", new)


def test_a_new_account_asks_in_three_people(village, new):
    group = founding.begin(new, FACTS)
    for number in range(3):
        joining.invite(group, new, f"nia{number}@example.org")
    with pytest.raises(newcomers.TooNew):
        joining.invite(group, new, "nia9@example.org")
    assert joining.invite(group, new, "nia0@example.org"), "the same again costs nothing"


def test_links_in_titles_count(village, new):
    links = "http://a.example http://b.example http://c.example"
    with pytest.raises(newcomers.TooNew):
        speaking.begin(village.neighbours_first, new, Said("Look.", title=links))
    with pytest.raises(newcomers.TooNew):
        Page.begin(village.howtos, links, "x", new)
    assert not Discussion.objects.filter(title=links).exists()

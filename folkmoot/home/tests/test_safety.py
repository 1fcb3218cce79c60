"""The Online Safety Act's paper says what the site does, and never more than is true."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from folkmoot.conversations import settling, speaking
from folkmoot.conversations.speaking import Said
from folkmoot.events.models import Note
from folkmoot.home.keeping import safety
from folkmoot.home.keeping.settle import write_papers

pytestmark = pytest.mark.django_db


def on() -> set[str]:
    return {feature.code for feature in safety.features() if feature.on}


@pytest.mark.django_db(transaction=True)
def test_an_empty_site_has_only_what_is_always_on():
    call_command("flush", interactive=False)  # whatever other tests planted
    assert on() == {"files", "links"} | on() & {"mail"}


def test_whatever_people_do_here_is_named(village):
    """Somebody writes to one person alone, and somebody without an account is read by all: both are possible."""
    post = speaking.say(village.heating, village.bram, Said("The hall is cold."))
    assert settling.ask(post, village.amina, "That hurt.") and Note.objects.filter(by=None).exists()
    assert on() >= {"talk", "messages", "anonymous", "library", "elsewhere", "reports", "listening"}
    grooming = next(kind for kind in safety.kinds(safety.features()) if "grooming" in kind.name)
    assert any("between us" in words for words in grooming.features) and grooming.level != "negligible to begin with"


def test_the_paper_promises_no_more(village, tmp_path):
    write_papers(tmp_path, village.thornbeck, [village.amina])
    paper = (tmp_path / "online-safety.md").read_text()
    assert "no private messages" not in paper and "cannot write to each other" not in paper
    assert "count both as private messages" in paper and "words from people without an account" in paper

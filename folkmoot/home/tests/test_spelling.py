"""A search that finds nothing offers near spellings of what everybody may see, and nothing else."""

from __future__ import annotations

import pytest

from folkmoot.directory.models import Activity, Organisation
from folkmoot.home.searchable import reindex
from folkmoot.kit import search
from folkmoot.moderation.models import Standing

pytestmark = pytest.mark.django_db


def found(client, query: str) -> str:
    return client.get(f"/search/?q={query}").content.decode()


def test_a_misspelt_word_leads_to_the_word(client, village):
    page = found(client, "chior")
    assert "Nothing was found" in page and "Did you mean" in page and 'href="?q=choir"' in page
    assert village.choir.get_absolute_url() in found(client, "choir")
    assert "Did you mean" not in found(client, "choir") and "Did you mean" not in found(client, "")


def test_the_place_and_the_kind_are_kept_and_what_finds_nothing_there_is_not_offered(client, village):
    assert "kind=organisation" in found(client, "chior&kind=organisation").partition("Did you mean")[2][:200]
    assert "Did you mean" not in found(client, "chior&kind=toolkit")


def test_words_of_what_is_private_or_was_taken_off_are_never_offered(client, village):
    Organisation.enter(village.kofi, {"name": "Wobblegong Menders"})
    plan = Activity.enter(village.emeka, {"title": "Quibblefax evening", "private_for_now": True})
    dict(reindex())
    assert 'href="?q=wobblegong"' in found(client, "wobblegogn")
    client.force_login(village.emeka)
    assert plan.title not in found(client, "quibblefxa") and "quibblefax" not in found(client, "quibblefxa")

    body = Organisation.objects.get(name="Wobblegong Menders")
    Standing.of(body).rule("removed", "There is none.", village.kofi)
    assert "wobblegong" not in found(client, "wobblegogn")
    search.put("directory.organisation", body.pk, body.name)  # what an index still holds for a moment
    assert "wobblegong" not in found(client, "wobblegogn")

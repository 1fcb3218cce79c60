"""The words entries are sorted by."""

from __future__ import annotations

from django.core.management import call_command

from folkmoot.directory.models import Topic, TypeOfHelp


def test_planting_the_words_twice_changes_nothing(village):
    TypeOfHelp.objects.filter(code="train").update(name="Teach")
    call_command("plant_words")
    first = list(Topic.objects.values_list("code", "name", "pattern"))
    call_command("plant_words")
    assert list(Topic.objects.values_list("code", "name", "pattern")) == first
    assert len(first) == 254
    assert TypeOfHelp.objects.get(code="train").name == "Teach", "what a keeper renamed stays"


def test_a_topic_is_chosen_under_its_category(client, village):
    call_command("plant_words")
    client.force_login(village.emeka)
    page = client.get("/who/new/").content.decode()
    assert '<optgroup label="Animals">' in page and "CC BY 4.0" in page

"""What draws on an entry of the library, on both pages, as each may be seen by this reader today."""

from __future__ import annotations

import pytest

from folkmoot.library.models import Use
from folkmoot.moderation.models import Standing


def page(client, thing) -> str:
    return client.get(thing.get_absolute_url()).content.decode()


@pytest.mark.parametrize("which", ["lunch_case", "tea_page"])
def test_a_case_and_a_wiki_page_name_what_draws_on_them(client, village, which):
    entry = getattr(village, which)
    Use.objects.all().delete()
    client.force_login(village.bram)
    client.post(f"{entry.get_absolute_url()}uses/", {"address": village.winter.get_absolute_url()})
    assert village.winter.title in page(client, entry) and str(entry) in page(client, village.winter)

    village.winter.title = "Another name"
    village.winter.save()
    assert "Another name" in page(client, entry), "the title it has today"


def test_the_title_of_what_is_hidden_is_not_told(client, village):
    Use.note(village.lunch_case, village.winter, village.bram)
    assert village.winter.title in page(client, village.lunch_case)
    Standing.of(village.winter, village.amina).rule("removed", "An example.", village.kofi)
    assert village.winter.title not in page(client, village.lunch_case)


def test_whoever_said_so_takes_it_off_and_strangers_do_not(client, village):
    use = Use.note(village.stall_case, village.winter, village.bram)
    client.force_login(village.carys)
    assert client.post(f"/library/uses/{use.pk}/drop/").status_code == 403
    client.force_login(village.bram)
    client.post(f"/library/uses/{use.pk}/drop/")
    assert not Use.objects.filter(pk=use.pk).exists()


def test_a_promise_and_a_proposition_show_what_they_draw_on(client, village):
    from folkmoot.decisions.models import Proposition
    from folkmoot.promises.models import Promise

    for thing in (Promise.objects.filter(story=False).first(), Proposition.objects.shown().live().first()):
        Use.note(village.lunch_case, thing, village.bram)
        assert "What this draws on" in page(client, thing), thing


def test_an_event_and_a_body_list_the_groups_for_them(client, village):
    group = village.neighbours_first
    group.for_address, group.organisation = village.winter.get_absolute_url(), village.voluntary_action
    group.save()
    assert group.name in page(client, village.winter) and group.name in page(client, village.voluntary_action)
    assert village.winter.title in page(client, group)
    group.for_address = village.autumn.get_absolute_url()
    group.save()
    assert group.name in client.get(f"{village.autumn.get_absolute_url()}record/").content.decode()

    hidden = village.carers
    hidden.for_address = village.winter.get_absolute_url()
    hidden.save()
    assert hidden.name not in page(client, village.winter)


def test_a_group_for_a_hidden_event_does_not_tell_its_title(client, village):
    group = village.neighbours_first
    group.for_title, group.for_address = village.winter.title, village.winter.get_absolute_url()
    group.save()
    Standing.of(village.winter, village.amina).rule("removed", "An example.", village.kofi)
    assert village.winter.title not in page(client, group)

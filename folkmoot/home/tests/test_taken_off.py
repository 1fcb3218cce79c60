"""The page of what moderators removed says so and leads to why; what is private or held looks as if it had never been."""

from __future__ import annotations

import re

import pytest

from folkmoot.conversations.models import Discussion
from folkmoot.directory.models import Activity
from folkmoot.home import things
from folkmoot.moderation.models import Standing

pytestmark = pytest.mark.django_db
TAKEN_OFF = "This was taken off"


def rule(thing, village, because="It was an advertisement.", rule="spam", state="removed"):
    return Standing.of(thing).rule(state, because, village.kofi, rule)


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 404
    return re.sub(r"csrf[^>]*|nonce-[^\"']*", "", answer.content.decode()).replace(address, "HERE")


def never_there(client, beside: str) -> str:
    return page(client, f"{beside.rpartition('/')[0].rpartition('/')[0]}/99999999/")


@pytest.mark.parametrize("what", ["drop_in", "choir", "street_party", "help_sessions", "winter"])
def test_what_everybody_could_see_says_that_it_was_taken_off_and_leads_to_why(client, village, what):
    thing = getattr(village, what)
    ruling = rule(thing, village)

    for person in (None, village.carys):
        if person:
            client.force_login(person)
        said = page(client, thing.get_absolute_url())
        assert TAKEN_OFF in said and f'href="{ruling.get_absolute_url()}"' in said
        assert str(thing) not in said
    assert client.get(ruling.get_absolute_url()).status_code == 200

    rule(thing, village, "It was none.", "", "shown")
    assert client.get(thing.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("why", ["child", "private"])
def test_what_looks_after_a_child_or_somebody_s_private_matters_is_not_tied_to_its_ruling(client, village, why):
    ruling = rule(village.drop_in, village, "It named somebody.", why)

    said = page(client, village.drop_in.get_absolute_url())
    assert TAKEN_OFF in said and 'href="/moderation/log/"' in said
    assert ruling.get_absolute_url() not in said and ruling.get_rule_display() not in said
    assert village.drop_in.title not in said


def test_what_is_private_or_held_looks_as_if_it_had_never_been(client, village):
    Activity.objects.filter(pk=village.course.pk).update(private_for_now=True)
    rule(Activity.objects.get(pk=village.course.pk), village)
    rule(village.drop_in, village, "We look.", "spam", "held")

    for thing in (village.course, village.drop_in):
        assert page(client, thing.get_absolute_url()) == never_there(client, thing.get_absolute_url())


def test_what_was_said_among_members_looks_as_if_it_had_never_been(client, village):
    talk = next(each for each in Discussion.objects.exclude(group=None) if not each.group.is_public())
    rule(talk, village)

    assert page(client, talk.get_absolute_url()) == never_there(client, talk.get_absolute_url())


def test_what_lies_under_what_was_taken_off_tells_nothing_of_it(client, village):
    rule(village.drop_in, village)

    assert TAKEN_OFF not in page(client, f"{village.drop_in.get_absolute_url()}history/")


def test_what_is_no_address_is_simply_not_there(client, village):
    assert things.taken_off("//[") is None and things.taken_off("/nowhere/#post-1") is None
    assert "There is no page here" in page(client, "/who/99999999999999999999999/")

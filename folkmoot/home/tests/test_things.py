"""What can be reported or watched: seen by nobody whom its noun does not let see it, whatever its kind."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.utils import timezone

from folkmoot.directory.models import Activity, Reply
from folkmoot.home import things
from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Agreement, Finding
from folkmoot.journal.models import Watch
from folkmoot.moderation.models import Standing

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.mark.once
@pytest.mark.parametrize("label", sorted(set(things.KINDS.values())))
def test_every_kind_says_who_may_see_it(label):
    """One that forgets is hidden from everybody, and this test says so."""
    model = apps.get_model(label)
    kind = model._meta.label_lower
    ways = [hasattr(model, "is_visible_to"), kind in things.OPEN, kind in things.SEEN_BY]
    assert sum(ways) == 1, f"{label}: give it is_visible_to, or name it in OPEN or SEEN_BY"


def test_a_kind_that_says_nothing_is_seen_by_nobody(village, monkeypatch):
    assert things.is_visible(village.council, None)
    monkeypatch.setattr(things, "OPEN", set())
    assert not things.is_visible(village.council, village.kofi)


@pytest.fixture
def hidden(village):
    """A pair nobody has published, and shared work that one body alone has joined."""
    look_again(TODAY)
    ours = [village.drop_in, village.course]
    finding = Finding.objects.standing().get(kind="duplication", a__in=ours, b__in=ours)
    bodies = [village.voluntary_action, village.online]
    return finding, Agreement.propose("One survey of small groups", "", bodies, village.amina, day=TODAY)


def test_the_report_form_names_neither_side_of_a_finding(client, village, hidden):
    finding, agreement = hidden
    page = client.get("/report/", {"about": finding.get_absolute_url()}).content.decode()
    assert village.course.title not in page and village.drop_in.title not in page
    assert agreement.what not in client.get("/report/", {"about": agreement.get_absolute_url()}).content.decode()
    client.force_login(village.emeka)
    assert village.course.title in client.get("/report/", {"about": finding.get_absolute_url()}).content.decode()


def test_nobody_watches_what_they_may_not_hear_of(client, village, hidden):
    client.force_login(village.carys)
    for thing in hidden:
        assert client.post("/watches/start/", {"about": thing.get_absolute_url()}).status_code == 404
    assert not Watch.objects.filter(person=village.carys, kind__startswith="joinup.").exists()
    client.force_login(village.emeka)
    assert client.post("/watches/start/", {"about": hidden[0].get_absolute_url()}).status_code == 302


def test_a_ruling_names_neither_side_either(client, village, hidden):
    for thing in hidden:
        client.post("/report/", {"about": thing.get_absolute_url(), "reason": "wrong", "words": ""})
        ruling = Standing.objects.get(kind=thing._meta.label_lower, key=str(thing.pk)).rule(
            "shown", "Fine.", village.kofi
        )
        for address in (ruling.get_absolute_url(), "/moderation/log/"):
            page = client.get(address).content.decode()
            assert village.course.title not in page and "One survey of small groups" not in page


def test_a_reply_beside_a_private_plan_is_seen_with_the_plan(village):
    reply = Reply.say(village.course, village.online, "We changed the day.", by=village.emeka)
    assert things.is_visible(reply, None)
    Activity.objects.filter(pk=village.course.pk).update(private_for_now=True)
    assert not things.is_visible(reply, None) and things.is_visible(reply, village.emeka)

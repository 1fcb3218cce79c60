"""Asking whether an entry is still right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from folkmoot.directory.freshness import ask, ask_stale, link_for, stale, to_ring
from folkmoot.directory.models import Activity, Confirmation, Organisation
from folkmoot.journal.models import Line

DAY = date(2026, 11, 20)
OLD = date(2025, 1, 1)


def mails() -> list[str]:
    queued = DBTaskResult.objects.filter(task_path="folkmoot.kit.mail.deliver").order_by("enqueued_at")
    return [task.args_kwargs["args"][0] for task in queued]


@pytest.fixture
def old(village):
    Activity.objects.filter(pk__in=[village.drop_in.pk, village.lunches.pk, village.pack.pk]).update(confirmed_on=OLD)
    Organisation.objects.update(confirmed_on=DAY)
    Activity.objects.filter(pk=village.ageing.pk).update(confirmed_on=DAY)
    return village


def test_what_was_confirmed_lately_is_not_stale(old):
    assert set(stale(Activity, DAY)) == {old.drop_in, old.lunches, old.pack}


def test_a_body_is_asked_no_more_often_in_a_month_than_the_cap(old, settings):
    settings.ASK_CAP_A_MONTH = 2
    assert ask_stale(DAY) == 2
    assert ask_stale(DAY) == ask_stale(DAY + timedelta(days=29)) == 0
    assert mails() == ["desk@voluntary-action.thornbeck.example"] * 2
    assert ask_stale(DAY + timedelta(days=30)) == 2


def test_asking_twice_asks_once(old):
    old.lunches.refresh_from_db()
    assert ask(old.lunches, DAY) and not ask(old.lunches, DAY)


def test_a_body_with_no_address_is_rung_instead(old):
    Organisation.objects.filter(pk=old.voluntary_action.pk).update(email="")
    assert ask_stale(DAY) == 0
    assert [row["phone"] for row in to_ring(DAY)] == ["01632 960 001"] * 3


def test_opening_the_link_writes_nothing_and_pressing_the_button_does(client, old):
    link = link_for(old.lunches, DAY)
    lines = Line.objects.count()
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert (Confirmation.objects.count(), Line.objects.count()) == (0, lines)
    old.lunches.refresh_from_db()
    assert old.lunches.confirmed_on == OLD
    for _ in range(2):
        assert client.post(link).status_code == 200
    old.lunches.refresh_from_db()
    assert old.lunches.confirmed_on > OLD and Confirmation.objects.count() == 1


def test_a_link_that_was_changed_opens_nothing(client, old):
    link = link_for(old.lunches, DAY)
    assert client.get(link[:-3] + "x/").status_code == 404
    assert client.post(link[:-3] + "x/").status_code == 404


def test_a_confirmation_by_telephone_carries_a_name(client, old):
    client.force_login(old.kofi)
    client.post(f"/who/{old.lunches.pk}/rang/", {"who_said": "Jean in the kitchen"})
    said = Confirmation.objects.get()
    assert (said.by, said.how, said.who_said) == (old.kofi, "rang", "Jean in the kitchen")


def test_a_stranger_cannot_confirm(client, old):
    client.force_login(old.carys)
    for verb in ("rang", "still-right"):
        assert client.post(f"/who/{old.lunches.pk}/{verb}/").status_code == 403
    assert not Confirmation.objects.exists()


def test_an_older_word_never_makes_an_entry_older(old):
    old.lunches.confirm(old.amina, DAY)
    old.lunches.confirm(old.amina, DAY - timedelta(days=9))
    assert Activity.objects.get(pk=old.lunches.pk).confirmed_on == DAY


def test_the_list_to_ring_is_for_keepers_and_names_no_private_plan(client, old):
    Activity.objects.filter(pk=old.private_plan.pk).update(confirmed_on=OLD)
    client.force_login(old.bram)
    assert client.get("/who/ring-round/").status_code == 403
    client.force_login(old.kofi)
    page = client.get("/who/ring-round/").content.decode()
    assert "Tuesday lunches" in page and "Repair café" not in page

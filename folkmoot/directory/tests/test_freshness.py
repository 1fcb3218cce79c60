"""Asking whether an entry is still right."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

from folkmoot.directory import freshness
from folkmoot.directory.freshness import ask, ask_stale, link_for, stale, to_ring
from folkmoot.directory.models import Activity, Ask, Confirmation, Need, Offer, Organisation, Programme
from folkmoot.journal.models import Line, Notice
from folkmoot.kit.work import drain

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


def stop_page(village) -> str:
    return freshness.stop_link_for(freshness.body_of(village.drop_in))


def test_each_mail_can_be_stopped_with_one_click_and_no_account(client, old):
    assert freshness.ask(old.drop_in, DAY)
    drain(scheduled=False)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page = urlsplit(headers["List-Unsubscribe"].strip("<>")).path
    assert page in mail.outbox[0].body
    program = Client(enforce_csrf_checks=True)
    assert program.post(page, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not freshness.ask(old.lunches, DAY) and not freshness.ask(old.drop_in, DAY + timedelta(days=40))


def test_opening_the_stop_page_writes_nothing(client, old):
    assert client.get(stop_page(old)).status_code == 200
    assert freshness.ask(old.drop_in, DAY)


def test_stopping_can_be_taken_back_and_is_safe_twice(client, old):
    page = stop_page(old)
    for _ in range(2):
        client.post(page)
    assert "have stopped" in client.get(page).content.decode()
    assert not freshness.ask(old.drop_in, DAY)
    client.post(page, {"again": "1"})
    assert freshness.ask(old.drop_in, DAY)


def test_another_address_is_asked_anew_and_an_old_link_stops_nothing(client, old):
    page, body = stop_page(old), freshness.body_of(old.drop_in)
    client.post(page)
    body.revise(old.kofi, {"email": "desk@elsewhere.example"})
    assert client.post(page).status_code == 404
    assert freshness.ask(old.drop_in, DAY)


def test_a_stop_link_for_something_else_stops_nothing(client, old):
    token = freshness.link_for(old.drop_in, DAY).split("/")[-2]
    assert client.post(f"/still-right/stop/{token}/").status_code == 404


def test_a_private_plan_is_mailed_about_to_nobody(client, old):
    link = link_for(old.lunches, DAY)
    plan = Activity.objects.filter(pk=old.lunches.pk)
    plan.update(private_for_now=True)
    assert not ask(plan.get(), DAY)
    ask_stale(DAY)
    assert plan.get().asked_on is None
    assert client.get(link).status_code == 404


def test_programmes_offers_asks_and_needs_are_asked_about_or_rung_too(old):
    for model in (Programme, Offer, Ask, Need):
        model.objects.update(confirmed_on=DAY)
    Activity.objects.update(confirmed_on=DAY)
    asked = Ask.enter(None, {"thing": "space", "words": "A room on Mondays", "organisation": old.voluntary_action.pk})
    need = Need.objects.first()
    for entry in (old.neighbours, asked, need):
        type(entry).objects.filter(pk=entry.pk).update(confirmed_on=OLD)
    assert ask_stale(DAY) == 2
    assert {row["entry"] for row in to_ring(DAY)} == {old.neighbours, asked, need}
    asked.close(old.amina)
    assert asked not in {row["entry"] for row in to_ring(DAY)}


def test_what_a_person_offers_is_asked_of_them_here_once_a_month(old):
    offer = Offer.enter(old.bram, {"thing": "people", "words": "I mend bicycles", "person": old.bram.pk})
    Offer.objects.filter(pk=offer.pk).update(confirmed_on=OLD)
    for _ in range(2):
        ask_stale(DAY)
    told = Notice.objects.filter(person=old.bram, words__contains="I mend bicycles")
    assert [one.address for one in told] == [offer.get_absolute_url()]
    assert offer.pk not in {row["entry"].pk for row in to_ring(DAY) if isinstance(row["entry"], Offer)}

"""Nothing is kept longer than the papers say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail as outbox
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from folkmoot.home import jobs
from folkmoot.home.keeping import retention
from folkmoot.home.keeping.settle import PAPERS, paper
from folkmoot.kit.jobs import scheduled_jobs
from folkmoot.moderation.models import Report, Ruling, Standing
from folkmoot.people.models import Person
from tests.access_asking import sign_in

JOINED = datetime(2027, 1, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def quorra(village):
    """Somebody who joined in January 2027 and has not been here since; everybody else was here yesterday."""
    Person.objects.update(last_login=datetime(2039, 1, 1, tzinfo=UTC))
    person = Person.objects.create_user("quorra@zyxomma.example", name="Quorra")
    Person.objects.filter(pk=person.pk).update(joined_at=JOINED)
    return person


def day_of(at: datetime) -> None:
    """What the worker does of this on one day."""
    with time_machine.travel(at, tick=False):
        jobs.see_to_unused_accounts.call()
        jobs.clear_what_is_past.call()


def letters() -> int:
    return DBTaskResult.objects.filter(args_kwargs__icontains="home/mail/unused").count()


def is_here(person: Person) -> bool:
    return Person.objects.filter(pk=person.pk).exists()


def test_an_unused_account_is_asked_once_after_24_months_and_gone_after_27(quorra):
    day_of(datetime(2029, 1, 14, 12, tzinfo=UTC))
    assert letters() == 0
    day_of(datetime(2029, 1, 16, 12, tzinfo=UTC))
    day_of(datetime(2029, 1, 17, 12, tzinfo=UTC))
    assert letters() == 1
    day_of(datetime(2029, 4, 14, 12, tzinfo=UTC))
    assert is_here(quorra) and letters() == 1
    day_of(datetime(2029, 4, 16, 12, tzinfo=UTC))
    assert not is_here(quorra)


def test_the_letter_says_by_when_and_how_to_stay(quorra, django_capture_on_commit_callbacks):
    from folkmoot.kit.mail import letter

    with time_machine.travel(datetime(2029, 1, 16, 12, tzinfo=UTC), tick=False):
        retention.ask_unused(timezone.now())
    queued = DBTaskResult.objects.get(args_kwargs__icontains="home/mail/unused").args_kwargs["args"]
    sent = letter(*queued[:4])
    assert sent.to == [quorra.email]
    assert "last signed in on 15 January 2027" in sent.body and "after 15 April 2029" in sent.body
    assert "/account/login/" in sent.body
    assert outbox.outbox == []


def test_who_comes_back_stays_and_is_asked_anew_another_time(quorra):
    day_of(datetime(2029, 1, 16, 12, tzinfo=UTC))
    Person.objects.filter(pk=quorra.pk).update(last_login=datetime(2029, 3, 1, tzinfo=UTC))
    day_of(datetime(2029, 6, 1, tzinfo=UTC))
    assert is_here(quorra) and letters() == 1
    day_of(datetime(2031, 3, 3, tzinfo=UTC))
    assert letters() == 2


def test_signing_in_is_what_counts_as_coming_back(quorra, client):
    sign_in(client, quorra)
    quorra.refresh_from_db()
    assert timezone.now() - quorra.last_login < timedelta(minutes=1)


def test_a_worker_that_slept_asks_first_and_then_waits(quorra):
    day_of(datetime(2033, 1, 1, tzinfo=UTC))
    day_of(datetime(2033, 2, 1, tzinfo=UTC))
    assert is_here(quorra) and letters() == 1
    day_of(datetime(2033, 3, 3, tzinfo=UTC))
    assert not is_here(quorra)


def test_an_address_no_mail_can_go_to_holds_nobody_else_up(quorra):
    Person.objects.filter(pk=quorra.pk).update(email="no address")
    other = Person.objects.create_user("other@zyxomma.example", name="Other")
    Person.objects.filter(pk=other.pk).update(joined_at=JOINED)
    day_of(datetime(2029, 1, 16, 12, tzinfo=UTC))
    assert letters() == 1


def test_the_last_keeper_stays(village):
    Person.objects.update(last_login=JOINED)
    for at in (datetime(2029, 1, 16, 12, tzinfo=UTC), datetime(2029, 4, 16, 12, tzinfo=UTC)):
        day_of(at)
    assert Person.objects.count() == 1


def test_a_session_that_ran_out_goes_and_one_in_use_stays(client, village):
    sign_in(client, village.bram)
    client.get("/")
    key = client.session.session_key
    UserSession.objects.get_or_create(
        session_key=key, defaults={"user": village.bram, "ip": "192.0.2.1", "user_agent": "A browser"}
    )
    day_of(timezone.now())
    assert UserSession.objects.filter(session_key=key).exists()
    day_of(timezone.now() + timedelta(days=15))
    assert not UserSession.objects.exists() and not Session.objects.exists()


def ruled(village, at: datetime) -> Report:
    standing = Standing.of(village.lunches, village.bram)
    report = standing.report("wrong", "It was on Tuesday.", reply_to="reader@zyxomma.example")
    ruling = standing.rule("shown", "It says Tuesday now.", village.kofi)
    Ruling.objects.filter(pk=ruling.pk).update(at=at)
    return report


def test_who_reported_is_blanked_a_year_after_the_ruling(village):
    report = ruled(village, JOINED)
    retention.blank_reports(datetime(2028, 1, 14, 12, tzinfo=UTC))
    report.refresh_from_db()
    assert report.reply_to == "reader@zyxomma.example"
    assert retention.blank_reports(datetime(2028, 1, 16, 12, tzinfo=UTC)) == 1
    assert retention.blank_reports(datetime(2028, 1, 16, 12, tzinfo=UTC)) == 0
    report.refresh_from_db()
    assert (report.reply_to, report.words, report.by) == ("", "", None)
    assert report.reason == "wrong" and report.ruling.because == "It says Tuesday now."


def test_a_report_nobody_ruled_on_is_kept_as_it_is(village):
    report = Standing.of(village.lunches, village.bram).report("wrong", "Still so.", reply_to="a@zyxomma.example")
    retention.blank_reports(datetime(2040, 1, 1, tzinfo=UTC))
    report.refresh_from_db()
    assert report.reply_to == "a@zyxomma.example"


@pytest.mark.once
def test_after_ten_years_nothing_is_past_its_time(village, client):
    """One newcomer and one report each half-year, a session each; the worker runs once a week."""
    Person.objects.filter(pk=village.amina.pk).update(last_login=datetime(2040, 1, 1, tzinfo=UTC))
    start, end = datetime(2027, 1, 1, tzinfo=UTC), datetime(2037, 1, 1, tzinfo=UTC)
    at, n = start, 0
    while at < end:
        if n % 26 == 0:
            _half_year(village, at, n)
        day_of(at)
        at, n = at + timedelta(weeks=1), n + 1
    day_of(end)
    assert retention.unused(end, retention.REMOVE_AFTER).count() == 0
    assert not Session.objects.filter(expire_date__lte=end).exists()
    live = Session.objects.values("session_key")
    assert UserSession.objects.count() == 1 and UserSession.objects.filter(session_key__in=live).count() == 1
    past = Report.objects.filter(ruling__at__lt=retention._months_ago(end, retention.REPORTS_FOR))
    assert past.count() > 10
    assert not past.exclude(reply_to="", words="", by=None).exists()
    kept = Person.objects.filter(email__startswith="newcomer").count()
    assert 0 < kept < 6, "Those who joined in the last 27 months, and nobody else."


def _half_year(village, at: datetime, n: int) -> None:
    person = Person.objects.create_user(f"newcomer{n}@zyxomma.example", name=f"Newcomer {n}")
    Person.objects.filter(pk=person.pk).update(joined_at=at)
    Session.objects.create(session_key=f"session{n}", session_data="", expire_date=at + timedelta(days=14))
    UserSession.objects.create(session_key=f"session{n}", user=person, ip="192.0.2.1", user_agent="A browser")
    standing = Standing.objects.create(kind="directory.activity", key=f"old {n}", title="x", address="/who/1/")
    ruling = standing.rulings.create(state="shown", because="It is so.", by=village.amina, at=at)
    standing.reports.create(reason="wrong", words="No.", reply_to="a@zyxomma.example", by=person, ruling=ruling, at=at)


def test_every_period_the_papers_name_is_the_one_that_is_kept(village):
    from folkmoot.exchange.files import KEEP_DAYS
    from folkmoot.home.keeping.backup import KEEP

    said = " ".join(paper(name, None, [village.amina]) for name in PAPERS)
    assert f"{retention.ASK_AFTER} months" in said and f"after {retention.REMOVE_AFTER}" in said
    assert f"{retention.REPORTS_FOR} months after the ruling" in said
    assert f"removed after {KEEP_DAYS} days" in said and f"kept for {KEEP.days} days" in said
    assert "15 days after" in said


@pytest.mark.parametrize("name", ["see_to_unused_accounts", "clear_what_is_past", "forget_leavers", "back_up"])
def test_the_worker_does_it_each_day(name):
    assert scheduled_jobs()[f"folkmoot.home.jobs.{name}"].func.minutes == 24 * 60


def test_months_end_on_their_last_day():
    assert retention.months_from(date(2028, 2, 29), -24) == date(2026, 2, 28)
    assert retention.months_from(date(2026, 1, 31), 1) == date(2026, 2, 28)

"""Mail: with its cause, once, as text and HTML, and never with a header that somebody smuggled in."""

from __future__ import annotations

import smtplib

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from folkmoot.kit import mail, work
from folkmoot.kit.models import Bounce, Done

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words(monkeypatch):
    """A letter's template, without a file."""
    plain = mail.as_plain

    def rendered(name, context):
        if name == "tests/letter.txt":
            return f"Dear {context['name']},\n\nsee {context['site_url']}/promises/1/."
        return plain(name, context)

    monkeypatch.setattr(mail, "as_plain", rendered)


def post(to="bram@thornbeck.example", subject="Hello", name="Bram", **more):
    mail.send(to, subject, "tests/letter", {"name": name}, **more)


def test_it_leaves_through_the_worker_with_both_parts():
    post(name="Bram & <co>")
    assert outbox.outbox == []
    work.drain(scheduled=False)
    (sent,) = outbox.outbox
    assert sent.body.startswith("Dear Bram & <co>,\n\nsee http://localhost:8000/promises/1/.\n")
    html = sent.alternatives[0].content
    assert "Dear Bram &amp; &lt;co&gt;" in html
    assert '<a href="http://localhost:8000/promises/1/">' in html
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_rolled_back_cause_sends_nothing():
    with pytest.raises(RuntimeError), transaction.atomic():
        post()
        raise RuntimeError
    work.drain(scheduled=False)
    assert outbox.outbox == []


@pytest.mark.parametrize(
    "bad", ["a@b.example\nBcc: x@y.example", "a@b.example\r\n", "a\0@b.example", "nobody", "", "a@b"]
)
def test_it_refuses_an_address_that_is_none(bad):
    with pytest.raises(mail.MailRefused):
        post(to=bad)


@pytest.mark.parametrize("bad", ["Hello\nBcc: x@y.example", "Hello\r", "He\0llo"])
def test_it_refuses_a_subject_with_a_line_break(bad):
    with pytest.raises(mail.MailRefused):
        post(subject=bad)


def test_one_line_makes_a_subject_of_anything():
    assert mail.one_line("a\r\nBcc: x\0\u2028y  z") == "a Bcc: x y z"
    assert len(mail.one_line("x" * 500)) == 120
    post(subject=mail.one_line("a\nb"))


def test_what_comes_again_can_be_stopped_with_one_click():
    post(stop="/watches/stop/abc/")
    work.drain(scheduled=False)
    headers = outbox.outbox[0].extra_headers
    assert headers["List-Unsubscribe"] == "<http://localhost:8000/watches/stop/abc/>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "http://localhost:8000/watches/stop/abc/" in outbox.outbox[0].body


class Flaky(EmailBackend):
    """Fails as it is told, then sends."""

    errors: list[Exception] = []
    tried: list[str] = []

    def send_messages(self, messages):
        Flaky.tried += [message.extra_headers["Message-ID"] for message in messages]
        if Flaky.errors:
            raise Flaky.errors.pop(0)
        return super().send_messages(messages)


@pytest.fixture
def flaky(settings):
    settings.EMAIL_BACKEND = "folkmoot.kit.tests.test_mail.Flaky"
    Flaky.errors, Flaky.tried = [], []
    return Flaky


def again() -> None:
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    work.drain(scheduled=False)


def test_a_retry_has_the_same_message_id(flaky):
    flaky.errors = [smtplib.SMTPServerDisconnected("gone"), ConnectionRefusedError()]
    post()
    for _ in range(4):
        again()
    assert len(flaky.tried) == 3 and len(set(flaky.tried)) == 1
    assert len(outbox.outbox) == 1


def test_a_mail_marked_as_sent_is_not_sent_again(flaky):
    post()
    again()
    task = Done.objects.get(key__startswith="mail ")
    mail.deliver.call(
        "bram@thornbeck.example", "Hello", "tests/letter", {"name": "B"}, [task.key.removeprefix("mail "), ""]
    )
    assert len(outbox.outbox) == 1


def refused(code: int) -> Exception:
    return smtplib.SMTPRecipientsRefused({"bram@thornbeck.example": (code, b"no such person")})


def test_a_lasting_refusal_ends_all_mail_to_that_address(flaky):
    flaky.errors = [refused(550)]
    post()
    again()
    post(to="Bram@thornbeck.example")
    post(to="dilys@thornbeck.example")
    again()
    assert [sent.to for sent in outbox.outbox] == [["dilys@thornbeck.example"]]
    assert Bounce.objects.get().lasting


def test_five_passing_refusals_end_it_for_two_weeks(flaky):
    for _ in range(5):
        flaky.errors = [refused(452)]
        post()
        again()
        again()
    assert (len(flaky.tried), Bounce.objects.count()) == (9, 5)
    post()
    again()
    assert len(flaky.tried) == 9


def test_a_calendar_goes_as_a_part_to_answer_and_as_a_file():
    post(ics=b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n")
    work.drain(scheduled=False)
    message = outbox.outbox[0].message()
    kinds = {part.get_content_type(): part for part in message.walk()}
    assert kinds["text/calendar"].get_param("method") == "REQUEST"
    assert kinds["application/ics"].get_filename() == "event.ics"


@pytest.mark.parametrize("ics", [b"", b"BEGIN:VCALENDAR\r\nX-METHOD:CANCEL\r\nEND:VCALENDAR\r\n"])
def test_without_a_method_a_calendar_is_only_published(ics):
    post(ics=ics)
    work.drain(scheduled=False)
    found = [
        part.get_param("method") for part in outbox.outbox[0].message().walk() if "calendar" in part.get_content_type()
    ]
    assert found == (["PUBLISH"] if ics else [])

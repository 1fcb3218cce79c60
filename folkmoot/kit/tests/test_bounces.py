"""Mail that comes back: noted when it answers a mail of ours, and never on a forger's word."""

from __future__ import annotations

import random

import pytest

from folkmoot.kit import bounces, mail
from folkmoot.kit.models import Bounce

pytestmark = pytest.mark.django_db
BRAM = "bram@thornbeck.example"


@pytest.fixture(autouse=True)
def address(settings):
    settings.BOUNCE_TO = "bounces@folkmoot.example"


def report(arrived: str, to: str = BRAM, action: str = "failed", status: str = "5.1.1") -> bytes:
    return f"""From: MAILER-DAEMON@mx.example
To: {arrived}
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such person

--b--
""".encode()


def test_a_mail_leaves_with_a_return_path_of_its_own_and_our_name(settings):
    sent = mail.letter(BRAM, "Hello", "journal/mail/head", {"name": "Bram", "count": 1, "head": "1:a"})
    assert sent.from_email == bounces.return_path(BRAM) != bounces.return_path("dilys@thornbeck.example")
    assert sent.message()["From"] == settings.DEFAULT_FROM_EMAIL
    assert len(sent.from_email.partition("@")[0]) <= 64


def test_a_lasting_one_ends_mail_to_that_address():
    assert bounces.take(report(bounces.return_path(BRAM))).lasting
    assert Bounce.objects.stops(BRAM)


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delayed", "5.0.0")])
def test_a_passing_one_counts_towards_five(action, status):
    for number in range(5):
        assert Bounce.objects.stops(BRAM) is False, number
        assert bounces.take(report(bounces.return_path(BRAM), action=action, status=status)).lasting is False
    assert Bounce.objects.stops(BRAM)


def test_a_complaint_ends_it():
    raw = f"""To: {bounces.return_path(BRAM)}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
Original-Rcpt-To: {BRAM}

--b--
""".encode()
    assert bounces.take(raw).why == "complaint"


def test_what_was_delivered_is_no_bounce():
    assert bounces.take(report(bounces.return_path(BRAM), action="delivered", status="2.0.0")) is None


def test_a_thousand_forgeries_change_nothing():
    dice = random.Random(7)
    hers = bounces.return_path("dilys@thornbeck.example")
    for _ in range(1000):
        mark = "".join(dice.choice("0123456789abcdef") for _ in range(20))
        arrived = dice.choice(
            [hers, "bounces@folkmoot.example", f"bounces+{mark}@folkmoot.example", f"x+{mark}@y.example"]
        )
        assert bounces.take(report(arrived)) is None
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    "raw", [b"", b"\x00" * 99, b"To: x\n\nhello", b"Content-Type: multipart/report\n\n--", b"\xff\xfe" * 500]
)
def test_what_is_no_report_is_no_error(raw):
    assert bounces.take(raw) is None


def test_reports_bent_at_random_are_no_errors():
    whole, dice = report(bounces.return_path(BRAM)), random.Random(11)
    for _ in range(300):
        bent = bytearray(whole)
        for _ in range(dice.randrange(1, 30)):
            bent[dice.randrange(len(bent))] = dice.randrange(256)
        bounces.take(bytes(bent[: dice.randrange(len(bent))]))

"""Mail that comes back: read from what the host's mail server hands over, believed only when it answers a mail of ours.

Each mail leaves with a return path of its own, "bounces+0f3a…@example.org", whose letters only this site can work out
from the address it was sent to. A report that comes to another address, or names another recipient, is a forgery or a
mistake and changes nothing.
"""

from __future__ import annotations

import email
import re
from email.message import Message
from email.policy import default
from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from folkmoot.kit.models import Bounce

MOST_BYTES = 2**20
ARRIVED_AT = ("delivered-to", "x-original-to", "envelope-to", "to")
STATUS = re.compile(r"\b([45])\.\d{1,3}\.\d{1,3}\b")


def return_path(to: str) -> str:
    """Where a mail to this address comes back to; "" when the host has set no address for that."""
    local, at, domain = settings.BOUNCE_TO.partition("@")
    return f"{local}+{_mark(to)}@{domain}" if at else ""


def take(raw: bytes) -> Bounce | None:
    """Note what a report says; None when it is none, is not about a mail of ours, or says nothing final or passing."""
    report = email.message_from_bytes(raw[:MOST_BYTES], policy=default)
    to, lasting, why = _complaint(report) or _delivery(report) or ("", False, "")
    if not to or not any(constant_time_compare(_mark(to), mark) for mark in _marks(report)):
        return None
    return Bounce.objects.create(address=to, lasting=lasting, why=why[:300])


def _mark(to: str) -> str:
    return salted_hmac("folkmoot.bounce", to.strip().lower()).hexdigest()[:20]


def _marks(report: Message) -> list[str]:
    """The letters after the plus in the addresses it arrived at."""
    found = [value for name in ARRIVED_AT for value in report.get_all(name, [])]
    return [parseaddr(str(one))[1].partition("@")[0].partition("+")[2] for one in found]


def _delivery(report: Message) -> tuple[str, bool, str] | None:
    """(recipient, for good, why) of a delivery status report (RFC 3464)."""
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for fields in part.get_payload() if part.is_multipart() else []:
            to, status = _address(fields["final-recipient"]), STATUS.search(str(fields["status"] or ""))
            action = str(fields["action"] or "").strip().lower()
            if to and status and action in ("failed", "delayed"):
                why = f"{status.group()} {fields['diagnostic-code'] or ''}".strip()
                return to, action == "failed" and status.group(1) == "5", why
    return None


def _complaint(report: Message) -> tuple[str, bool, str] | None:
    """(recipient, True, "complaint") of an abuse report (RFC 5965): whoever called it spam gets no more."""
    for part in report.walk():
        if part.get_content_type() == "message/feedback-report":
            inner = part.get_payload()
            fields = inner[0] if isinstance(inner, list) else email.message_from_string(str(inner), policy=default)
            to = _address(fields["original-rcpt-to"])
            return (to, True, "complaint") if to else None
    return None


def _address(value: object) -> str:
    """ "rfc822; Bram@x.example" → "bram@x.example"; "" for nothing of the kind."""
    words = str(value or "").rpartition(";")[2].strip().strip("<>").lower()
    return words if "@" in words and len(words) <= 254 and words.isprintable() else ""

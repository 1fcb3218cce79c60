"""A mail taken apart: to whom it came, from whom, what was written and what came with it. No network, no database.

What its sender wrote is only ever matched, never obeyed: anybody can write any sender.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parseaddr
from hashlib import blake2b
from html import unescape
from itertools import islice
from pathlib import PurePosixPath

import nh3
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal

HEADERS_MOST = 256 * 2**10
MOST_PARTS = 60
TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
# Parts in parts in parts are read at the cost of lines times depth, so they are counted before anything is read.
NESTED = re.compile(rb"boundary\s*=|message/\w", re.I)
FROM_MACHINES = re.compile(r"\b(bulk|junk|list|auto_reply)\b", re.I)


class Unreadable(Refusal):
    """It cannot be read as a mail, or has more parts than one needs."""


class Letter:
    """One message."""

    def __init__(self, raw: bytes, envelope: str = "") -> None:
        self._raw = raw
        self._headers = BytesHeaderParser(policy=policy.compat32).parsebytes(raw[:HEADERS_MOST])
        self._envelope = envelope

    @property
    def mark(self) -> str:
        """The same for the same message, handed over as often as it may be."""
        said = self._said("Message-ID").encode() or self._raw
        return blake2b(said, digest_size=16).hexdigest()

    @property
    def sender(self) -> str:
        return parseaddr(self._said("From"))[1].lower()

    @property
    def subject(self) -> str:
        """One line, decoded, of 300 letters at most."""
        return " ".join("".join(c if c.isprintable() else " " for c in decoded(self._said("Subject"))).split())[:300]

    def words_after(self, mail: str, pattern: str) -> list[str]:
        """What stands after the plus in the addresses "name+…@host" it was sent to, where `mail` is "name@host" and the
        word fits the pattern. What the mail server says goes before the headers."""
        name, _at, host = mail.lower().partition("@")
        said = [self._envelope] if self._envelope else [self._said(header) for header in TO]
        fits = re.compile(rf"{re.escape(name)}\+({pattern})@{re.escape(host)}")
        # One header at a time: newer Pythons find no address in any where one is empty or cannot be read.
        addresses = [address.strip().lower() for each in said if each for _name, address in getaddresses([each])]
        return list(dict.fromkeys(found[1] for one in addresses if (found := fits.fullmatch(one))))

    def is_answer(self) -> bool:
        """Whether a machine answers or reports with it: a letter of absence, or one that came back."""
        said = self._said("Auto-Submitted").lower()
        return said.startswith("auto-replied") or self._said("Content-Type").lower().startswith("multipart/report")

    def may_be_answered(self) -> bool:
        """Not one from a machine or a list: two machines would write to each other for ever."""
        by_machine = self._said("Auto-Submitted").lower() not in ("", "no") or self._said("Return-Path") == "<>"
        return not by_machine and not FROM_MACHINES.search(self._said("Precedence")) and not self._said("List-Id")

    def _said(self, header: str) -> str:
        return ", ".join(str(value).replace("\n", " ") for value in self._headers.get_all(header, []))[:4_000].strip()

    def parts(self) -> Iterator[Message]:
        """Every part that holds no others. Unreadable, in words, where there are too many, or it is no mail."""
        if sum(1 for _each in islice(NESTED.finditer(self._raw), MOST_PARTS + 1)) > MOST_PARTS:
            raise Unreadable(_("It has more parts than a mail needs."))
        try:
            message = message_from_bytes(self._raw, policy=policy.compat32)
            for at, part in enumerate(message.walk()):
                if at > MOST_PARTS:
                    raise Unreadable(_("It has more parts than a mail needs."))
                if not part.is_multipart():
                    yield part
        except (RecursionError, MessageError, LookupError, ValueError) as wrong:
            raise Unreadable(_("It could not be read as a mail.")) from wrong

    def text(self, most: int = 100_000) -> str:
        """What was written, as plain text: the first part of that kind, else the first HTML part without its tags."""
        html = ""
        for part in self.parts():
            if is_attached(part):
                continue
            if part.get_content_type() == "text/plain":
                return text_of(part, most)
            if part.get_content_type() == "text/html" and not html:
                html = text_of(part, most)
        return plain_of(html)


def is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def text_of(part: Message, most: int) -> str:
    """Its letters, whatever it says of how they are written; what cannot be read becomes a question mark."""
    raw = (part.get_payload(decode=True) or b"")[: most * 4]
    try:
        return raw.decode(part.get_content_charset() or "utf-8", "replace")[:most]
    except LookupError:
        return raw.decode("utf-8", "replace")[:most]


def plain_of(html: str) -> str:
    """HTML as plain text: paragraphs and lines kept, tags, styles and scripts not, and quoted mail marked as such.

    >>> plain_of("<p>Yes, <b>gladly</b> &amp; soon.</p><style>p{}</style><blockquote>Could you?</blockquote>")
    'Yes, gladly & soon.\\n\\n> Could you?'
    """
    kept = re.sub(r"<blockquote\b[^<>]{0,500}>", "\n> ", html, flags=re.I)
    kept = re.sub(r"<br\b[^<>]{0,200}>|</(?:p|div|li|tr|h[1-6]|blockquote)>", "\n", kept, flags=re.I)
    return unescape(nh3.clean(kept, tags=set(), clean_content_tags={"script", "style"})).replace("\xa0", " ").strip()


def decoded(said: str) -> str:
    """What was written as =?utf-8?…?=, as many mail programs do."""
    try:
        return str(make_header(decode_header(said)))
    except (MessageError, LookupError, ValueError):
        return said


def name_of(part: Message, otherwise: str = "file") -> str:
    """The last part of the file's name, without what could be a path or a line of its own."""
    said = decoded(part.get_filename() or "").replace("\\", "/")
    name = PurePosixPath("".join(letter for letter in said if letter.isprintable())).name
    return name[:150] or otherwise

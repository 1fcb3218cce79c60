"""Mail: queued with its cause, sent by the worker, as plain text and as simple HTML of the same words."""

from __future__ import annotations

import re
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template import Context, TemplateDoesNotExist, engines
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from folkmoot.kit import bounces
from folkmoot.kit.jobs import job
from folkmoot.kit.models import Bounce, Done
from folkmoot.kit.refusals import Refusal

UNSAFE = re.compile(r"[\r\n\0]")
METHOD = re.compile(r"^METHOD:(PUBLISH|REQUEST|CANCEL)\r?$", re.MULTILINE)
LINK = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)]")


class MailRefused(Refusal):
    """An address or a subject that no mail may carry."""

    status = 400


def send(to: str, subject: str, template: str, context: dict, *, stop: str = "", ics: bytes = b"") -> None:
    """Queue one mail to one address; it leaves after the transaction is committed, and not if it is rolled back.

    `template` "promises/mail/due" is the text `promises/mail/due.txt`; the HTML is `due.html` where there is one, and
    made from the text where there is not. Both get `context` (plain JSON values, rendered when the mail is sent), with
    `site_name` and `site_url` (no slash at its end: `{{ site_url }}{{ address }}`). `stop`, for what comes again and
    again, is the path of a page that stops it by POST without sign-in (RFC 8058). `ics` is a calendar (RFC 5545) for
    the calendar of whoever gets it, its METHOD among its lines.
    Refuses an address that is none, and line breaks or NUL in address or subject: see `one_line`.
    """
    if UNSAFE.search(to + subject):
        raise MailRefused(_("A mail's address and subject are one line each."))
    try:
        validate_email(to)
    except ValidationError as wrong:
        raise MailRefused(_("That is not an address mail can go to.")) from wrong
    deliver.enqueue(to, subject, template, context, [new_id(), stop], ics.decode())


def new_id() -> str:
    """A Message-ID; made when a mail is queued, so that it is the same however often it is tried."""
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>"


def one_line(words: str, limit: int = 120) -> str:
    """Somebody's words made fit for a subject: one line, no control characters, not too long."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


@job(retries=8, queue="mail")
def deliver(to: str, subject: str, template: str, context: dict, marks: list[str], ics: str = "") -> None:
    """Send one mail, once; only a worker killed between the sending and its mark sends a double, with the same id.

    `marks`: the Message-ID, and where it is stopped or "".
    """
    message_id, stop = marks
    if is_done(to, message_id):
        return
    mail = letter(to, subject, template, context, stop=stop)
    if ics:
        _add_calendar(mail, ics)
    _send(mail, to, message_id)


def is_done(to: str, message_id: str) -> bool:
    """Whether that mail left already, or the address takes none."""
    return Bounce.objects.stops(to) or Done.objects.filter(key=f"mail {message_id}").exists()


def hand_over(mail: EmailMultiAlternatives, to: str, message_id: str) -> None:
    """Send a letter that a job has drawn up, once, under that id; for those that need headers of their own. An address
    that refuses for good is noted; any other trouble is raised, so that the job tries again."""
    if not is_done(to, message_id):
        _send(mail, to, message_id)


def _send(mail: EmailMultiAlternatives, to: str, message_id: str) -> None:
    mail.extra_headers["Message-ID"] = message_id
    try:
        mail.send()
    except OSError as refused:
        if not _given_back(to, message_id, refused):
            raise
    Done.objects.bulk_create([Done(key=f"mail {message_id}")], ignore_conflicts=True)


def letter(to: str, subject: str, template: str, context: dict, *, stop: str = "") -> EmailMultiAlternatives:
    """The mail itself, both parts rendered, with the headers of something sent by a machine."""
    around = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "host_name": settings.HOST_NAME}
    context = context | around | {"stop": f"{settings.SITE_URL}{stop}" if stop else "", "subject": subject}
    words = as_plain(f"{template}.txt", context)
    html = _html(template, words, context)
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    if stop:
        headers |= {
            "List-Unsubscribe": f"<{context['stop']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Precedence": "bulk",
        }
    back = bounces.return_path(to)
    if back:
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    body = as_plain("kit/mail.txt", context | {"words": words})
    mail = EmailMultiAlternatives(subject, body, back or None, to=[to], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail


def _add_calendar(mail: EmailMultiAlternatives, ics: str) -> None:
    """As a part that mail programs answer to (RFC 6047), and as a file for those that do not know it."""
    found = METHOD.search(ics)
    method = found.group(1) if found else "PUBLISH"
    mail.attach_alternative(ics, f"text/calendar; method={method}")
    mail.attach("event.ics", ics.encode(), "application/ics")


def as_plain(name: str, context: dict) -> str:
    """A text template with its blank lines drawn together; nothing in it is escaped."""
    words = engines["django"].get_template(name).template.render(Context(context, autoescape=False))
    return re.sub(r"\n{3,}", "\n\n", words).strip() + "\n"


def _html(template: str, words: str, context: dict) -> str:
    django = engines["django"]
    try:
        body = django.get_template(f"{template}.html").render(context)
    except TemplateDoesNotExist:
        body = as_paragraphs(words)
    return django.get_template("kit/mail.html").render(context | {"body": mark_safe(body)})  # noqa: S308 escaped above


def as_paragraphs(words: str) -> SafeString:
    """Plain text as HTML paragraphs, its addresses as links; everything else escaped.

    >>> as_paragraphs("Two <b>\\nlines\\n\\nSee https://a.example/b.")
    '<p>Two &lt;b&gt;<br>lines</p><p>See <a href="https://a.example/b">https://a.example/b</a>.</p>'
    """
    blocks = [block.strip() for block in words.replace("\r\n", "\n").split("\n\n") if block.strip()]
    return mark_safe("".join(f"<p>{_with_links(block)}</p>" for block in blocks))  # noqa: S308 escaped in _with_links


def _with_links(block: str) -> str:
    made, end = "", 0
    for link in LINK.finditer(block):
        address = escape(link.group())
        made += escape(block[end : link.start()]) + f'<a href="{address}">{address}</a>'
        end = link.end()
    return (made + escape(block[end:])).replace("\n", "<br>")


def _given_back(to: str, message_id: str, refused: OSError) -> bool:
    """Note that the other side refused the address; True when it is for good, so that trying again is no use."""
    code, why = getattr(refused, "recipients", {}).get(to, (0, b""))
    if not code:
        return False
    why = f"{code} {why.decode(errors='replace') if isinstance(why, bytes) else why}"[:300]
    Bounce.objects.get_or_create(address=to.lower(), message=message_id, defaults={"lasting": code >= 500, "why": why})
    return code >= 500

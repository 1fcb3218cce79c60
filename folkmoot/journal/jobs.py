"""Telling people what happened: notices from lines, mails from notices, and the head of the chain to the keepers."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.journal.models import Bookmark, Line, Notice, Pace, Watch
from folkmoot.kit import links, mail
from folkmoot.kit.jobs import every, job, once
from folkmoot.people.models import Person, Role

BATCH = 500
MOST_IN_A_MAIL = 50
MORNING = 7


@every(minutes=1)
@job
def tell_watchers() -> None:
    """A notice for each line, to each person who watches what it is about; public lines only, each once."""
    while _tell_some():
        pass


@transaction.atomic
def _tell_some() -> bool:
    mark = Bookmark.hold("watchers")
    new = list(Line.objects.filter(pk__gt=mark.line).order_by("pk").values_list("pk", flat=True)[:BATCH])
    if not new:
        return False
    for line in Line.objects.public().filter(pk__in=new).select_related("by").order_by("pk"):
        told = {watch.person_id: watch for watch in Watch.objects.of(line).order_by("-place_path")}
        Notice.objects.bulk_create([_notice(line, watch) for watch in told.values()], ignore_conflicts=True)
    mark.move_to(new[-1])
    return True


def _notice(line: Line, watch: Watch) -> Notice:
    return Notice(
        person_id=watch.person_id, words=str(line)[:400], address=line.address, line=line, watch=watch, pace=watch.pace
    )


@every(minutes=1)
@job
def mail_at_once() -> None:
    """One mail for each person with news they want at once."""
    _queue_news(Pace.AT_ONCE, timezone.now())


@every(minutes=15)
@job
def mail_digests() -> None:
    """Daily news as of seven this morning, weekly news as of seven on Monday, by the clock of this site."""
    now = timezone.localtime()
    seven = now.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    seven -= timedelta(days=1) if seven > now else timedelta(0)
    _queue_news(Pace.DAILY, seven)
    _queue_news(Pace.WEEKLY, seven - timedelta(days=seven.weekday()))


def _queue_news(pace: str, until: datetime) -> None:
    waiting = Notice.objects.shown().to_mail(pace).filter(at__lte=until)
    newest = {}
    for person, notice in waiting.order_by("pk").values_list("person", "pk"):
        newest[person] = notice
    for person, notice in newest.items():
        with once(f"news {pace} {person} {notice}") as first:
            if first:
                message_id = f"<{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>"
                mail_news.enqueue(person, pace, until.isoformat(), message_id)


@job(retries=8, queue="mail")
def mail_news(person_id: int, pace: str, until: str, message_id: str) -> None:
    """Send one person their news, drawn up at this moment: what was held back or stopped since is not in it."""
    waiting = Notice.objects.shown().to_mail(pace).filter(person=person_id, at__lte=datetime.fromisoformat(until))
    notices = list(waiting.order_by("pk"))
    if not notices:
        return
    person = notices[0].person
    stop = reverse("journal:stop", args=[links.sign("stop-news", [person.key, pace], days=400)])
    mail.deliver.call(person.email, _subject(notices), "journal/mail/news", _news(person, notices), [message_id, stop])
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=timezone.now())


def _subject(notices: list[Notice]) -> str:
    if len(notices) == 1:
        return mail.one_line(notices[0].words)
    words = ngettext("%(n)d piece of news", "%(n)d pieces of news", len(notices)) % {"n": len(notices)}
    return mail.one_line(f"{settings.SITE_NAME}: {words}")


def _news(person: Person, notices: list[Notice]) -> dict:
    listed = [{"words": notice.words, "address": notice.address} for notice in notices[:MOST_IN_A_MAIL]]
    return {"name": person.name, "notices": listed, "more": max(0, len(notices) - MOST_IN_A_MAIL)}


@every(minutes=60)
@job
def follow_places() -> None:
    """Watches of places that were followed by others go on with those, and say so."""
    for watch in Watch.objects.filter(kind="places.place").select_related("person"):
        watch.follow()


@every(minutes=60)
@job
def tell_head() -> None:
    """Keep the head of the chain outside the database: in a file each hour, in the keepers' mail each day."""
    head, now = Line.head(), timezone.localtime()
    if not head.count:
        return
    heads = heads_file()
    if not heads.exists() or heads.read_text().split()[-1] != str(head):
        with heads.open("a") as kept:
            kept.write(f"{now.isoformat(timespec='minutes')} {head}\n")
    keepers = Role.objects.held_on(now.date()).filter(kind=Role.Kind.KEEPER, person__is_active=True)
    for person in Person.objects.filter(pk__in=keepers.values("person")):
        with once(f"head {now.date()} {person.pk}") as first:
            if first:
                words = {"count": head.count, "head": str(head), "name": person.name}
                mail.send(person.email, _("Keep this: the journal's head"), "journal/mail/head", words)


def heads_file() -> Path:
    """One line for each hour in which something was written: the time, and count:digest."""
    return settings.DATA / "journal-heads.txt"

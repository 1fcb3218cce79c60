"""Mails of news: queued when they are due, written when they leave, each sent once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.conversations import addressing
from folkmoot.feeds.drawing import Drawn, Told, draw
from folkmoot.feeds.models import Digest, Follower, News, Timing
from folkmoot.feeds.models.digest import STUCK
from folkmoot.journal.models import Notice, Pace
from folkmoot.kit import links, mail
from folkmoot.kit.jobs import job
from folkmoot.kit.models import Bounce
from folkmoot.people.models import Deputy

AT_A_TIME = 500


def queue_due(now: datetime) -> int:
    """Queue a mail for everybody whose news is due by now; how many. Safe to run twice, and two at once."""
    for pace in (Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY):
        _open(_due_people(pace, now))
    for pace in Follower.PACES:
        _open(_due_followers(pace, now))
    return _queue_open(now)


def _due_people(pace: str, now: datetime) -> Iterator[Digest]:
    waiting = Notice.objects.shown().to_mail(pace).order_by().values("person").annotate(oldest=Min("at"))
    oldest = dict(waiting.values_list("person", "oldest"))
    chosen = Timing.objects.filter(person__in=Notice.objects.to_mail(pace).values("person"))
    timings = {timing.person_id: timing for timing in chosen}
    away = set(Deputy.objects.acting_on(timezone.localdate(now)).values_list("person", flat=True))
    for person, since in oldest.items():
        timing = timings.get(person) or Timing(person_id=person)
        until = timing.news_until(pace, now)
        if until and since <= until and not (timing.rests_when_away and person in away):
            yield Digest(person_id=person, pace=pace, until=until)


def _due_followers(pace: str, now: datetime) -> Iterator[Digest]:
    until = Timing().news_until(pace, now)
    waiting = News.objects.shown().to_mail(pace).order_by().values("follower").annotate(oldest=Min("at"))
    for follower, since in waiting.values_list("follower", "oldest"):
        if since <= until:
            yield Digest(follower_id=follower, pace=pace, until=until)


def _open(due: Iterable[Digest]) -> None:
    """One open digest of a pace for each reader: whoever has one already is left alone."""
    Digest.objects.bulk_create(due, ignore_conflicts=True, batch_size=AT_A_TIME)


def _queue_open(now: datetime) -> int:
    """A job for each that has none yet, and again for those whose job gave up hours ago."""
    waiting = Q(queued_at=None) | Q(queued_at__lt=now - STUCK)
    keys = list(Digest.objects.filter(waiting, sent_at=None).order_by("pk").values_list("pk", "queued_at"))
    return sum(_queue_some(keys[start : start + AT_A_TIME], now) for start in range(0, len(keys), AT_A_TIME))


@transaction.atomic
def _queue_some(keys: list[tuple[int, datetime | None]], now: datetime) -> int:
    done = 0
    for pk, queued_at in keys:
        if Digest.objects.filter(pk=pk, sent_at=None, queued_at=queued_at).update(queued_at=now):
            send_digest.enqueue(pk)
            done += 1
    return done


@job(retries=8, queue="mail")
def send_digest(pk: int) -> None:
    """Write one digest as its reader may see things now, and send it. With nothing left in it, nothing is sent."""
    digest = Digest.objects.select_related("person", "follower").filter(pk=pk, sent_at=None).first()
    if digest is None:
        return
    drawn = drawn_for(digest)
    if drawn:
        context = letter_of(digest, drawn)
        stop = reverse(*stop_of(digest))
        mail.deliver.call(digest.email, subject(drawn, digest), "feeds/mail/digest", context, [digest.message_id, stop])
    digest.close()


def drawn_for(digest: Digest) -> Drawn:
    rows = digest.choose()
    told = [Told.of_notice(row) if digest.person else Told.of_line(row.line) for row in rows]
    return draw(told, digest.person, timezone.localdate())


def stop_of(digest: Digest) -> tuple[str, None, list[str]]:
    """The page where one click ends these mails, as `reverse` takes it."""
    if digest.person:
        return "journal:stop", None, [links.sign("stop-news", [digest.person.key, digest.pace], days=400)]
    return "feeds:stop", None, [links.sign("unfollow", digest.follower.secret, days=400)]


def subject(drawn: Drawn, digest: Digest) -> str:
    """What is in it, in one line: the first thing by name, and how many more."""
    titles = [thing.title for thing in drawn.things] or [each.words for each in drawn.yours]
    n = len(drawn.things) + drawn.more + len(drawn.yours) - 1
    first = drawn.yours[0].words if drawn.yours else titles[0]
    more = " " + (ngettext("and %(n)d more", "and %(n)d more", n) % {"n": n}) if n else ""
    about = digest.follower.title if digest.follower else _place(drawn)
    return mail.one_line(f"{about}: {mail.one_line(first, 70)}{more}")


def _place(drawn: Drawn) -> str:
    return drawn.groups[0].place if len(drawn.groups) == 1 and not drawn.yours else settings.SITE_NAME


def letter_of(digest: Digest, drawn: Drawn) -> dict:
    """What the templates of the mail are given. What is said among people has an address of this reader's own, by which
    it is answered."""
    for thing in drawn.things:
        if digest.person and thing.said and thing.said.post:
            thing.answer_to = addressing.of_key(digest.person.pk, *thing.said.post)
    return {
        "drawn": drawn,
        "digest": digest,
        "name": digest.person.name if digest.person else "",
        "follower": digest.follower,
        "opening": opening(drawn, digest),
        "style": mark_safe(style()),  # noqa: S308 - our own stylesheet
        "paces": _often(digest.pace),
    }


def opening(drawn: Drawn, digest: Digest) -> str:
    """The answer first: how much is new and where."""
    n, places = len(drawn.things) + drawn.more, len(drawn.groups)
    if not n:
        words = ngettext("%(n)d thing for you.", "%(n)d things for you.", len(drawn.yours))
        return words % {"n": len(drawn.yours)}
    words = ngettext("%(n)d thing is new", "%(n)d things are new", n) % {"n": n}
    where = ngettext("in %(where)s", "in %(k)d places", places) % {"where": drawn.groups[0].place, "k": places}
    return f"{words} {where}." if drawn.groups[0].place != _("Everywhere") or places > 1 else f"{words}."


def _often(pace: str) -> str:
    return {Pace.DAILY: _("once a day"), Pace.WEEKLY: _("once a week")}.get(pace, _("as it happens"))


def style() -> str:
    """The stylesheet of the mail, which the preview page links to and the mail carries within."""
    return Path(finders.find("feeds/digest.css")).read_text(encoding="utf-8")


def drop_unreachable() -> int:
    """Followers to whose address mail can no longer be sent; how many were dropped."""
    gone = Bounce.objects.filter(lasting=True).values("address")
    return Follower.objects.filter(email__in=gone).delete()[0]


def late(now: datetime) -> int:
    """How many mails of news should have left over an hour ago: for the doctor."""
    return Digest.objects.filter(sent_at=None, made_at__lt=now - timedelta(hours=1)).count()

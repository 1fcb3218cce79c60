"""What a new account may do in its first day: five posts, two links, one picture. Nothing here names a model."""

from __future__ import annotations

import re
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.limits import TooMany, spend
from folkmoot.kit.refusals import Refusal

DAY = timedelta(hours=24)
POSTS, LINKS, PICTURES = 5, 2, 1
LINK = re.compile(r"https?://|\bwww\.", re.I)


class TooNew(Refusal):
    """An account of less than a day has said as much as it may for now."""

    status = 429


def is_new(person) -> bool:
    return settings.LIMITS and timezone.now() - person.joined_at < DAY


def links_in(words: str) -> int:
    return len(LINK.findall(words))


def check(person, words: str, posts, title: str = "") -> None:
    """Refuse the sixth post and the third link of a new account, those in titles included. `posts`: all posts, as a
    queryset."""
    if person is None or not is_new(person):
        return
    rows = posts.filter(by=person, at__gte=timezone.now() - DAY)
    said = list(rows.values_list("words", "number", "discussion__title")[: POSTS + 1])
    if len(said) >= POSTS:
        raise TooNew(_("In its first day an account can say five things. Yours is kept as a draft; send it tomorrow."))
    before = sum(links_in(one) + (links_in(its_title) if number == 1 else 0) for one, number, its_title in said)
    now = links_in(words) + links_in(title)
    if now and before + now > LINKS:
        raise TooNew(_("In its first day an account can post two links. Take some out, or send it tomorrow."))


def check_deed(person, what: str, most: int, *words: str) -> None:
    """Refuse a new account more than `most` of something in its first day (a group begun, a page written, somebody
    asked in), and the third link in its words, titles included. Call it once the thing is known to be new."""
    if person is None or not is_new(person):
        return
    if sum(map(links_in, words)) > LINKS:
        raise TooNew(_("In its first day an account can post two links. Take some out, or send it tomorrow."))
    try:
        spend(f"new account: {what}", str(person.pk), most, int(DAY.total_seconds()))
    except TooMany as often:
        raise TooNew(_("In its first day an account can do only so much of this. Come back tomorrow.")) from often


def check_pictures(person, more: int, attachments) -> None:
    """Refuse the second picture of a new account. `attachments`: all of them, as a queryset."""
    if not more or not is_new(person):
        return
    had = attachments.filter(by=person, width__gt=0, at__gte=timezone.now() - DAY).count()
    if had + more > PICTURES:
        raise TooNew(_("In its first day an account can post one picture. Send the others tomorrow."))

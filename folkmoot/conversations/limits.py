"""What a group asks of those who came in lately: how much they write in a day, and whether with links and files.

A group sets these within the limits of the site, which hold besides (see `newcomers`). Nobody who looks after the group
or holds a duty in it counts as new. Nothing here names a model.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.conversations.newcomers import DAY, links_in
from folkmoot.kit.refusals import Refusal

MOST_DAYS, MOST_POSTS = 90, 50


class OverLimit(Refusal):
    """More than the group lets somebody say who came in lately; what they wrote is kept."""

    status = 429


def new_until(group, person) -> date | None:
    """The last day on which this person counts as new in the group; None for whoever does not."""
    if group is None or not group.new_for or not settings.LIMITS or person is None:
        return None
    member = group.member(person)
    if member is None or member.moderates:
        return None
    # By the first time they came in: another role is another row.
    since = group.members.filter(person=member.person_id).order_by("since").values_list("since", flat=True).first()
    last = since + timedelta(days=group.new_for - 1)
    today = timezone.localdate()
    if last < today or group.duties.held_by([member.person_id], None, today).exists():
        return None
    return last


def left(group, person, posts) -> int | None:
    """How many posts somebody new may still write within these 24 hours; None without a limit. `posts`: all of them, as
    a queryset."""
    if group.new_posts is None:
        return None
    said = posts.filter(by=person, discussion__group=group, at__gte=timezone.now() - DAY).count()
    return max(0, group.new_posts - said)


def check(group, person, words: str, posts) -> None:
    """Refuse, in words, what is over the limits of the group for somebody new. `words`: the title included."""
    last = new_until(group, person)
    if last is None:
        return
    # Two sent at once are counted one after the other.
    group.members.select_for_update().filter(person=person, until=None).first()
    if left(group, person, posts) == 0:
        said = ngettext(
            "Until %(day)s you can say one thing a day in %(group)s, as everybody who came in lately. It is kept as a "
            "draft; send it tomorrow.",
            "Until %(day)s you can say %(n)d things a day in %(group)s, as everybody who came in lately. It is kept as "
            "a draft; send it tomorrow.",
            group.new_posts,
        )
        raise OverLimit(said % _names(group, last))
    check_links(group, last, words)


def check_links(group, last: date | None, words: str) -> None:
    if last is not None and not group.new_links and links_in(words):
        said = _("Until %(day)s you cannot post links in %(group)s, as everybody who came in lately. Take them out.")
        raise OverLimit(said % _names(group, last))


def check_edit(group, person, before: str, words: str) -> None:
    """The same for what is changed afterwards: no more links than stood there."""
    if links_in(words) > links_in(before):
        check_links(group, new_until(group, person), words)


def check_files(group, person, more: int) -> None:
    last = new_until(group, person) if more else None
    if last is not None and not group.new_files:
        said = _("Until %(day)s you cannot post pictures and files in %(group)s, as everybody who came in lately.")
        raise OverLimit(said % _names(group, last))


def _names(group, last: date) -> dict:
    return {"day": f"{last:%-d %B %Y}", "group": group.name, "n": group.new_posts or 0}


def said_before(group, person, posts) -> list[str]:
    """What this person should know before they write: each in a sentence."""
    last, found = new_until(group, person), []
    if last is not None:
        rest = left(group, person, posts)
        found = [_("You came in lately, so until %(day)s this holds for you:") % _names(group, last)]
        if rest is not None:
            words = ngettext(
                "one post a day, %(left)d left today", "%(n)d posts a day, %(left)d left today", group.new_posts
            )
            found.append(words % {"n": group.new_posts, "left": rest})
        found += [] if group.new_links else [_("no links")]
        found += [] if group.new_files else [_("no pictures and no files")]
    return found


def in_words(group) -> list[str]:
    """What the group has set, for everybody to read: each in a sentence; empty where it set nothing."""
    found = []
    if group.new_for:
        many = ngettext("one day", "%(n)d days", group.new_for) % {"n": group.new_for}
        parts = []
        if group.new_posts is not None:
            words = ngettext("one post a day", "%(n)d posts a day", group.new_posts)
            parts.append(words % {"n": group.new_posts})
        parts += [] if group.new_links else [_("no links")]
        parts += [] if group.new_files else [_("no pictures and no files")]
        if parts:
            found.append(_("In the first %(days)s: %(what)s.") % {"days": many, "what": ", ".join(parts)})
    return [*found, *closing(group)]


def closing(group) -> list[str]:
    """When a discussion begun today closes by itself; empty where it stays open."""
    if not group.closes_after:
        return []
    one, more = "A discussion closes after one day.", "A discussion closes after %(n)d days."
    return [ngettext(one, more, group.closes_after) % {"n": group.closes_after}]

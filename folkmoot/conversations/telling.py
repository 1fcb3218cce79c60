"""Who hears of a post: those it names, those it answers, and those who follow the discussion or the group.

A post goes into each follower's news at the pace they chose; those who want it at once are mailed the post itself,
which they can answer by mail. All of it happens in the worker, and asks again who may read it then.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.conversations import posted
from folkmoot.conversations.models import Post
from folkmoot.journal.models import Line, Notice, Pace, Watch
from folkmoot.kit.jobs import job, once
from folkmoot.people.models import Person


def tell(post: Post, named: list[Person]) -> None:
    """Queued with the post: whoever is named or answered, and the followers."""
    answered = post.reply_to.by if post.reply_to and post.reply_to.by_id not in (None, post.by_id) else None
    tell_named(post, named)
    tell_followers.enqueue(post.pk, answered.pk if answered else 0)


def tell_named(post: Post, named: list[Person]) -> None:
    words = _("%(who)s names you in “%(title)s”.") % {"who": post.whose(), "title": post.discussion.title}
    for person in named:
        Notice.tell(person, words, post.get_absolute_url(), pace=Pace.AT_ONCE)


@job
def tell_followers(post_id: int, answered: int = 0) -> None:
    """A notice for each follower who may read it, and a mail of their own for those who want it at once. Safe twice."""
    post = _post(post_id)
    if post is not None and post.is_there():
        tell_of(post, answered)


def tell_of(post: Post, answered: int = 0) -> None:
    """What `tell_followers` does, for a post that its caller has found to be there to read."""
    line = Line.objects.about("conversations.post", post.pk).order_by("pk").first()
    for person, watch in followers(post):
        if not post.is_visible_to(person):
            continue
        at_once = watch.pace == Pace.AT_ONCE
        pace = Pace.SITE if at_once else watch.pace
        Notice.objects.get_or_create(
            person=person,
            line=line,
            defaults={"words": words_for(post, person.pk == answered), "address": post.get_absolute_url()}
            | {"watch": None if at_once else watch, "pace": pace},
        )
        if at_once:
            _queue_mail(post, person)


def words_for(post: Post, answers_you: bool) -> str:
    words = _("%(who)s answered you in “%(title)s”.") if answers_you else _("%(who)s wrote in “%(title)s”.")
    return (words % {"who": post.whose(), "title": post.discussion.title})[:400]


def followers(post: Post) -> list[tuple[Person, Watch]]:
    """Each with the watch that counts: of the discussion before the group. Without the writer and who muted it."""
    talk = post.discussion
    theirs = Q(kind="conversations.discussion", key=str(talk.pk)) | posted.of_owner(talk)
    muted = talk.mutes.values("person")
    rows = Watch.objects.filter(theirs, person__is_active=True).exclude(person__in=muted).exclude(person=post.by_id)
    # The narrower watch must come last, to win.
    wide_first = sorted(rows.select_related("person"), key=lambda watch: watch.kind == "conversations.discussion")
    found = {watch.person_id: watch for watch in wide_first}
    return sorted(((watch.person, watch) for watch in found.values()), key=lambda pair: pair[0].pk)


def _queue_mail(post: Post, person: Person) -> None:
    with once(f"post {post.pk} mailed {person.pk}") as first:
        if first:
            version = post.edited_at.isoformat() if post.edited_at else ""
            posted.mail_post.enqueue(post.pk, person.pk, version, posted.new_id())


def _post(pk: int) -> Post | None:
    every = Post.objects.select_related(
        "by", "as_body", "standing", "discussion__standing", "discussion__group__standing", "discussion__group__place"
    )
    return every.filter(pk=pk).first()

"""Saying something in a group, or below something: who may, as whom, and what comes of the words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations import findable, following, limits, naming, owning, quoting, telling
from folkmoot.conversations.models import AgreementAsked, Attachment, Discussion, Draft, Export, Group, Post
from folkmoot.conversations.models.discussion import check_words
from folkmoot.directory import warning
from folkmoot.directory.models import Membership, Organisation
from folkmoot.journal.models import Audience, Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person


@dataclass
class Said:
    """What somebody would say: as whom (a body, with its mandate), with what interest, quoting what."""

    words: str
    title: str = ""
    as_body: Organisation | None = None
    mandate: str = ""
    interest: str = ""
    reply_to: Post | None = None
    excerpt: str = ""
    once: str = ""
    came: str = "screen"
    files: list[Attachment] = field(default_factory=list)


def why_not(where: Group | Discussion, person: Person | None) -> str:
    """Why this person cannot say anything there now, in words; nothing when they can. That a discussion is closed is
    not asked here."""
    group = where.group if isinstance(where, Discussion) else where
    if group is None:
        return owning.why_silent(where, person)
    if group.story:
        return _("This belongs to the 2009 story. It is there to be read.")
    if person is None or not person.is_authenticated:
        return _("Sign in to say something.")
    if group.member(person) is None:
        return _("Those who have joined %(group)s speak here.") % {"group": group}
    return ""


def check(where: Group | Discussion, person: Person | None) -> None:
    """Refuses whoever may not speak there: strangers, members who have not said yes to the newest agreement, and
    below something whoever its owner says."""
    why = why_not(where, person)
    if why:
        raise NotYours(why)
    group = where.group if isinstance(where, Discussion) else where
    if group is None:
        return
    agreement = group.agreement()
    member = group.member(person)
    if agreement and not agreement.is_accepted_by(person) and not agreement.is_accepted_by(member.person):
        raise AgreementAsked(_("The house agreement changed. Read it and say yes; then you can go on."))


def bodies_of(person: Person | None) -> list[Organisation]:
    """The bodies this person may speak as."""
    spoken = Membership.objects.spoken_by(person, timezone.localdate())
    return list(Organisation.objects.shown().filter(pk__in=spoken, same_as=None).order_by("name"))


def _check_body(person: Person, said: Said) -> None:
    if said.as_body is None:
        return
    if said.as_body not in bodies_of(person):
        raise NotYours(_("You do not speak for %(body)s. Its page says who does.") % {"body": said.as_body})
    if not said.mandate.strip():
        raise Refusal(_("Say by what %(body)s says this: who agreed to it, and when.") % {"body": said.as_body})


@transaction.atomic
def begin(group: Group, person: Person, said: Said, kind: str = "talk") -> Discussion:
    """A new discussion or story, with its first words. `once` in `said` makes it safe to send twice."""
    check(group, person)
    _check_body(person, said)
    once = f"group {group.pk}:{said.once}"[:80] if said.once else None
    known = Discussion.objects.filter(once=once).first() if once else None
    if known:
        return known
    if not said.title.strip():
        raise Refusal(_("Give it a title: what it is about, in a few words."))
    facts = {"title": said.title.strip()[:300], "kind": kind, "by": person, "as_body": said.as_body, "once": once}
    talk = Discussion.objects.create(group=group, closes_on=closing_of(group), **facts)
    _put(talk, person, said)
    Draft.objects.filter(person=person, group=group, kind=kind).delete()
    return talk


def closing_of(group: Group):
    """The last day of a discussion begun today; None where discussions stay open."""
    return timezone.localdate() + timedelta(days=group.closes_after) if group.closes_after else None


@transaction.atomic
def say(talk: Discussion, person: Person, said: Said) -> Post:
    """Answer in a discussion. Refuses strangers, a closed one, and more than a new account may say."""
    check(talk, person)
    _check_body(person, said)
    post = _put(talk, person, said)
    Draft.objects.filter(person=person, discussion=talk).delete()
    return post


def _put(talk: Discussion, person: Person, said: Said) -> Post:
    limits.check_files(talk.group, person, len(said.files))
    words, quotes = quoting.taken_apart(talk, check_words(said.words))
    before = talk.last_number
    facts = {"as_body": said.as_body, "mandate": said.mandate.strip()[:300], "came": said.came}
    facts["interest"] = said.interest.strip()[:200]
    post = talk.say(person, words, once=said.once, reply_to=said.reply_to, **facts)
    if post.number <= before:  # The same words sent a second time.
        return post
    if said.reply_to is not None and said.excerpt.strip():
        quotes = [(said.reply_to, said.excerpt), *quotes]
    quoting.keep(post, quotes)
    Attachment.objects.filter(pk__in=[one.pk for one in said.files]).update(post=post, draft=None)
    named = naming.keep(post, naming.find(talk, words))
    following.keep_following(talk, person)
    findable.refresh_post(post)
    telling.tell(post, named)
    return post


@transaction.atomic
def edit(post: Post, by: Person, words: str, title: str = "", interest: str | None = None) -> bool:
    """Other words in its place; what it said before stays to be read. True when something changed. Whoever wrote it,
    or anybody who speaks for the body it was said for. `interest`: what they declare beside it now; None leaves it."""
    if not may_edit(post, by):
        raise NotYours(_("Only whoever wrote this can change it."))
    locked = Post.objects.select_for_update(of=("self",)).select_related("discussion__group").get(pk=post.pk)
    if not locked.is_shown:
        raise Refusal(_("This is not shown at the moment, so it cannot be changed. You can appeal, or write anew."))
    words = check_words(words)
    talk = locked.discussion
    title = title.strip()[:300] if locked.number == 1 and title.strip() else talk.title
    limits.check_edit(talk.group, by, f"{talk.title} {locked.words}", f"{title} {words}")
    interest = locked.interest if interest is None else interest.strip()[:200]
    if (words, title, interest) == (locked.words, talk.title, locked.interest):
        return False
    if (words, interest) != (locked.words, locked.interest):
        locked.wordings.create(words=locked.words, interest=locked.interest, by=by)
    locked.words, locked.interest, locked.edited_at = words, interest, timezone.now()
    locked.save(update_fields=["words", "interest", "edited_at"])
    Discussion.objects.filter(pk=talk.pk).update(title=title)
    talk.title = title
    telling.tell_named(locked, naming.keep(locked, naming.find(talk, words)))
    findable.refresh_post(locked)
    Line.record(by if locked.as_body is None else None, "edited", locked, title=title, audience=Audience.PARTIES)
    return True


@transaction.atomic
def drop_wordings(post: Post, by: Person) -> int:
    """Its writer takes off what it said before: what was changed because it was private shall not stay to be read."""
    if not may_edit(post, by):
        raise NotYours(_("Only whoever wrote this can change it."))
    gone, _each = post.wordings.all().delete()
    Export.spoil(post.discussion)
    Line.record(by, "took off earlier words of", post, title=post.discussion.title, audience=Audience.KEEPERS)
    return gone


def may_edit(post: Post, by: Person | None) -> bool:
    if post.discussion.in_story:
        return False
    if post.is_mine(by):
        return True
    speaks = Membership.objects.spoken_by(by, timezone.localdate()) if by is not None and post.as_body_id else []
    return post.as_body_id in speaks


def personal(words: str) -> list[warning.Found]:
    """What the writer should look at twice."""
    return warning.find(words)

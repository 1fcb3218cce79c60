"""One post as a mail to one follower: drawn up when it leaves, with their rights of that moment, and answerable."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.conversations import addressing
from folkmoot.conversations.models import Discussion, HouseAgreement, Mute, Post
from folkmoot.journal.models import Pace, Watch
from folkmoot.kit import links, mail
from folkmoot.kit.jobs import job
from folkmoot.people.models import Person

STOP = "stop a discussion"


@job(retries=8, queue="mail")
def mail_post(post_id: int, person_id: int, _version: str, message_id: str) -> None:
    """Send it, once; nothing where it was hidden, stopped or muted since, or may no longer be read by them."""
    every = Post.objects.select_related("by", "as_body", "standing", "discussion__standing", "discussion__group")
    post, person = every.filter(pk=post_id).first(), Person.objects.filter(pk=person_id, is_active=True).first()
    if post is None or person is None or not wants(post, person):
        return
    talk = post.discussion
    subject = mail.one_line(f"[{talk.group}] {talk.title}" if talk.group else talk.title, 160)
    stop = reverse("conversations:stop", args=[links.sign(STOP, [person.pk, talk.pk], days=400)])
    letter = mail.letter(person.email, subject, "conversations/mail/post", context(post, person), stop=stop)
    letter.extra_headers |= threading(post, message_id)
    answer_to = addressing.of_answer(person, post)
    if answer_to:
        letter.reply_to = [answer_to]
    mail.hand_over(letter, person.email, message_id)


@job(retries=8, queue="mail")
def mail_agreement(agreement_id: int, person_id: int, kept: bool, message_id: str) -> None:
    """A house agreement to be said yes to by answering. `kept`: words of theirs wait for it as a draft."""
    agreement = HouseAgreement.objects.select_related("group__standing").filter(pk=agreement_id).first()
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if agreement is None or person is None or agreement.group.agreement() != agreement:
        return
    subject = mail.one_line(_("The house agreement of %(group)s") % {"group": agreement.group}, 160)
    told = {"group": str(agreement.group), "version": agreement.version, "words": agreement.words, "kept": kept}
    told |= {"line": addressing.LINE, "address": agreement.get_absolute_url()}
    letter = mail.letter(person.email, subject, "conversations/mail/agreement", told)
    letter.extra_headers |= {"Message-ID": message_id}
    letter.reply_to = [addressing.of_agreeing(person, agreement)]
    mail.hand_over(letter, person.email, message_id)


def new_id() -> str:
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}>"


def wants(post: Post, person: Person) -> bool:
    talk = post.discussion
    if not (post.is_there() and post.is_visible_to(person) and person.forget_on is None):
        return False
    if Mute.objects.filter(person=person, discussion=talk).exists():
        return False
    follows = Q(kind="conversations.discussion", key=str(talk.pk)) | of_owner(talk)
    return Watch.objects.filter(follows, person=person, pace=Pace.AT_ONCE).exists()


def of_owner(talk: Discussion) -> Q:
    """The watches of what a discussion belongs to: its group, or the page below which it stands."""
    if talk.group_id:
        return Q(kind="conversations.group", key=str(talk.group_id))
    return Q(address=talk.address) if talk.address else Q(pk=None)


def threading(post: Post, message_id: str) -> dict[str, str]:
    """What makes mail programs show a discussion as one thread, and list programs as a list (RFC 2919, RFC 5322)."""
    host = urlsplit(settings.SITE_URL).hostname
    root = f"<talk-{post.discussion_id}@{host}>"
    group = post.discussion.group
    headers = {"Message-ID": message_id, "References": root, "In-Reply-To": root}
    headers |= {"X-Auto-Response-Suppress": "All"}
    if group is None:
        return headers
    name = "".join(letter for letter in str(group) if letter.isalnum() or letter == " ")[:60]
    return headers | {"List-Id": f"{name} <{group.slug}.groups.{host}>"}


def context(post: Post, person: Person) -> dict:
    """Plain values for the mail: who wrote what, quoting whom, with which files."""
    quotes = [
        {"whose": one.quoted.whose(), "words": words}
        for one in post.quotes.select_related("quoted__by", "quoted__as_body", "quoted__discussion__group")
        if (words := one.shown_excerpt())
    ]
    return {
        "who": post.whose(),
        "mandate": post.mandate if post.as_body_id else "",
        "interest": post.interest,
        "title": post.discussion.title,
        "group": str(post.discussion.group or settings.SITE_NAME),
        "words": post.words,
        "quotes": quotes,
        "files": [one.name for one in post.attachments.all()],
        "address": post.get_absolute_url(),
        "answerable": bool(settings.TALK_MAIL),
        "line": addressing.LINE if settings.TALK_MAIL else "",
        "first": post.number == 1 and post.discussion.group is not None,
        "story": post.discussion.is_story,
        "to": str(person),
        "about": _("You follow this discussion, or what it belongs to, and want its posts at once."),
        "stops": _("Answer with the word stop, and nothing else, to hear no more of it."),
    }

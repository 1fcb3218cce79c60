"""Settling it between two people before anybody else is asked: one says privately what troubles them in the other's
words, the other answers, and only if that does not help do those who look after the group hear of it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.conversations import moderating, speaking
from folkmoot.conversations.models import Post
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Report, Standing
from folkmoot.people.models import Person
from folkmoot.requests.models import Answer, Request

KIND = "settle"
DAYS = timedelta(days=3)
ANSWERS = (
    ("change", gettext_lazy("I see it, and change or take back what I wrote")),
    ("sorry", gettext_lazy("I am sorry; it was not meant like that")),
    ("talk", gettext_lazy("Let us talk about it")),
    ("stands", gettext_lazy("I see it otherwise, and leave it")),
)


@transaction.atomic
def ask(post: Post, by: Person, words: str) -> Request:
    """Say to whoever wrote it, and nobody else, what troubles you. Asking twice is asking once."""
    speaking.check(post.discussion, by)
    if post.by is None or post.by_id == by.pk or not post.is_shown:
        raise Refusal(_("There is nobody here to settle this with. You can report it."))
    if not words.strip():
        raise Refusal(_("Say what troubles you, as you would say it to their face."))
    once, words = f"{post.pk} {by.pk}", words.strip()[:2000]
    question = _("%(who)s is troubled by something you wrote, and asks you before anybody else.") % {"who": by}
    asked = Request.put(
        KIND, question, post, to=[post.by], asked_by=by, once=once, payload={"words": words}, title=_("Between us")
    )
    due = timezone.localdate() + DAYS
    address = reverse("conversations:settling", args=[asked.pk])
    Request.objects.filter(pk=asked.pk, address__in=[post.get_absolute_url(), address]).update(
        address=address, due_on=due
    )
    asked.refresh_from_db()
    return asked


def post_of(asked: Request) -> Post | None:
    return Post.objects.select_related("discussion__group", "by", "standing").filter(pk=asked.about_key).first()


def is_theirs(asked: Request, person: Person) -> bool:
    """Only the two of them may read it."""
    return asked.asked_by_id == person.pk or asked.recipients.filter(person=person).exists()


@transaction.atomic
def answer(asked: Request, by: Person, choice: str, words: str = "") -> Answer:
    if choice not in dict(ANSWERS):
        raise Refusal(_("Choose one of the answers."))
    return asked.answer(by, choice, words.strip()[:2000])


@transaction.atomic
def settle(asked: Request, by: Person) -> None:
    """Whoever asked says that it is settled. Nobody else ever learns of it."""
    _needs_asker(asked, by)
    asked.close()


@transaction.atomic
def hand_on(asked: Request, by: Person) -> Report:
    """It could not be settled: those who look after the group, and the moderators of the site, are asked to look."""
    _needs_asker(asked, by)
    post = post_of(asked)
    if post is None:
        raise Refusal(_("What this was about is gone."))
    standing = Standing.of(post, post.by, post.about_address)
    report = standing.report("other", str(asked.payload.get("words", "")), by, hold=False)
    moderating.tell_of_report(post)
    asked.close()
    return report


def _needs_asker(asked: Request, by: Person) -> None:
    if asked.asked_by_id != by.pk:
        raise NotYours(_("Whoever asked says whether it is settled."))

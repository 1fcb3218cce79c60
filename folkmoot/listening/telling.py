"""Telling people what came of what they said, by the means they chose; a slip where there is no mail."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.listening.jobs import mail_news
from folkmoot.listening.models import Allowed, Heard, Listening, Told
from folkmoot.listening.models.safeguard import stewards_of
from folkmoot.listening.permissions import is_steward
from folkmoot.people.models import Person
from folkmoot.points.models import Theme
from folkmoot.requests.models import Request

KIND = "word-back"  # what those who asked for something put to whoever heard people on it


def of_theme(theme: Theme, by: Person) -> list[Heard]:
    """Those who raised this theme and may be reached, whom `by` keeps; and, for a steward of the place, those whose
    keeper has left without handing over."""
    day = timezone.localdate()
    return [heard for heard in _reached(theme) if _tells(by, heard, day)]


def organisers_of(theme: Theme) -> list[Person]:
    """Whoever keeps somebody who raised this theme and may be reached; the stewards of the place where they have left.
    Whom they keep stays with them."""
    day, people, stewards = timezone.localdate(), set(), {}
    for heard in _reached(theme):
        keeper, patch = heard.listening.kept_by, heard.listening.patch
        if keeper.is_here(day):
            people.add(keeper.person)
        elif patch.pk not in stewards:
            stewards[patch.pk] = stewards_of(patch)
    everybody = people.union(*stewards.values())
    return sorted(everybody, key=lambda one: (one.name, one.pk))


def _reached(theme: Theme) -> list[Heard]:
    if theme.theming is None:
        return []
    points = theme.theming.in_theme(theme).filter(source_kind="listening.listening", private=True)
    voices = {int(voice.split()[1]) for voice in points.values_list("voice", flat=True) if voice.startswith("heard ")}
    allowed = {"allowed__purpose": Allowed.Purpose.CONTACT, "allowed__taken_back_at": None}
    rows = Heard.objects.filter(pk__in=voices, withdrawn_at=None, **allowed).exclude(means="")
    return list(rows.select_related("listening__patch__place", "listening__kept_by__person", "slip").distinct())


def _tells(by: Person, heard: Heard, day) -> bool:
    keeper = heard.listening.kept_by
    if keeper.is_here(day):
        return keeper.person_id == by.pk
    return is_steward(by, day, heard.listening.patch.place)


@transaction.atomic
def tell(theme: Theme, words: str, by: Person) -> list[Told]:
    """Tell everybody of `of_theme`: those with mail at once, the others by a slip that waits to be delivered. The same
    words for the same person are told once. What is told is for everybody; nothing anybody said in private is in it.
    Whoever asked `by` to is answered; also where nobody can be reached any more, and then nobody is told."""
    people, words = of_theme(theme, by), words.strip()[:2000]
    if not people and _answer(theme, by, "nobody can be reached"):
        return []
    if not people:
        raise Refusal(_("Nobody you heard on this can be reached."))
    if not words:
        raise Refusal(_("Write what came of it, in a few sentences."))
    told = []
    for heard in people:
        facts = {"theme": theme, "words": words, "means": heard.means, "by": by}
        once = f"{heard.pk}:{theme.pk}:{timezone.localdate()}:{hash_of(words)}"
        row, new = Told.objects.get_or_create(once=once, defaults={"heard": heard, **facts})
        told.append(row)
        if new and heard.means == Heard.Means.MAIL:
            mail_news.enqueue(row.pk)
    _answer(theme, by, "told")
    return told


def asked(theme: Theme, by: Person) -> list[Request]:
    """What waits of `by` on this theme: to tell people what came of something, with the words to tell them."""
    address = reverse("listening:news", args=[theme.pk])
    rows = Request.objects.open().filter(kind=KIND, address=address, recipients__person=by)
    answered = rows.filter(answers__person=by, answers__undone_at=None)
    return list(rows.exclude(pk__in=answered.values("pk")).order_by("asked_at", "pk"))


def words_asked(theme: Theme, by: Person) -> str:
    """The words that whoever asked would have them told; "" where nobody asked."""
    return "\n\n".join(one.payload.get("words", "") for one in asked(theme, by))[:2000]


def _answer(theme: Theme, by: Person, choice: str) -> int:
    """Answer what was asked of `by`, and close it once nobody who was asked has anybody left to tell; how many."""
    found = asked(theme, by)
    for one in found:
        one.answer(by, choice)
        done = one.answers.filter(undone_at=None, person__isnull=False).values("person")
        left = one.recipients.exclude(person__in=done).select_related("person")
        if not any(row.person and of_theme(theme, row.person) for row in left):
            one.close()
    return len(found)


def hash_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def to_deliver(by: Person):
    """What waits to be carried to a door or said on the phone, for those `by` keeps."""
    mine = {"heard__listening__in": Listening.objects.kept_by(by), "heard__withdrawn_at": None}
    rows = Told.objects.filter(delivered_at=None, **mine).exclude(means=Heard.Means.MAIL)
    return rows.select_related("heard__listening__patch", "heard__slip", "theme").order_by("heard__listening__patch")


def delivered(told: Told, by: Person) -> bool:
    """It is in their hands. True the first time."""
    if not Listening.objects.kept_by(by).filter(pk=told.heard.listening_id).exists():
        raise NotYours(_("Whoever heard them says that it was delivered."))
    return bool(Told.objects.filter(pk=told.pk, delivered_at=None).update(delivered_at=timezone.now()))

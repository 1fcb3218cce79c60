"""A round-up goes out: its page, a mention to each source, and a letter to those who watch."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Pace, Watch
from folkmoot.kit import mail
from folkmoot.kit.jobs import job, once
from folkmoot.kit.links import sign
from folkmoot.kit.refusals import Refusal
from folkmoot.newsroom import mentions
from folkmoot.newsroom.models import NoRoundUp, OutsidePost, Piece, RoundUp
from folkmoot.people.models import Person

STOP = "stop-round-ups"
WEB = re.compile(r"https?://[^\s<>()\[\]\"']{1,900}")


def lines_of(round_up: RoundUp) -> list[dict]:
    """What can be read of it now, in order: {"line", "piece", "post"}. What was taken back, taken off or taken down
    since it was chosen is left out, with the words before it."""
    rows = list(round_up.lines.select_related("piece__by", "piece__session", "piece__desk", "post__outlet"))
    pieces = _still(Piece.objects.shown("onward"), [row.piece_id for row in rows])
    posts = _still(OutsidePost.objects.shown(), [row.post_id for row in rows])
    return [
        {"line": row, "piece": row.piece, "post": row.post}
        for row in rows
        if (row.piece_id is None or row.piece_id in pieces) and (row.post_id is None or row.post_id in posts)
    ]


def _still(shown, keys: list[int | None]) -> set[int]:
    return set(shown.filter(pk__in=[key for key in keys if key]).values_list("pk", flat=True))


def links_of(round_up: RoundUp) -> set[str]:
    """Every address elsewhere that its page links to."""
    found = set(WEB.findall(round_up.words))
    for row in lines_of(round_up):
        found |= set(WEB.findall(row["line"].words))
        found |= {row["post"].address} if row["post"] else set()
        found |= {row["piece"].link} if row["piece"] and row["piece"].link else set()
    return found


@transaction.atomic
def publish(round_up: RoundUp, by: Person) -> bool:
    """Everybody may read it; whom it links to is told. True the first time."""
    if not round_up.publish(by):
        return False
    mentions.tell(round_up.get_absolute_url(), links_of(round_up))
    return True


def changed(round_up: RoundUp) -> None:
    """It was changed: sources that are new in it, or no longer, are told."""
    if round_up.published_at:
        mentions.tell(round_up.get_absolute_url(), links_of(round_up))


def readers(round_up: RoundUp):
    """Who gets it by mail: those who watch its event or its place with mail of any pace, and did not say stop."""
    about = round_up.about()
    watched = Q(kind=about._meta.label_lower, key=str(about.pk))
    place = round_up.where()
    if place:
        parts = [part for part in place.path.split("/") if part]
        watched |= Q(place_path__in=["/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)])
    watching = Watch.objects.filter(watched).exclude(pace=Pace.SITE).values("person")
    here = Person.objects.filter(pk__in=watching, is_active=True, forget_on=None)
    return here.exclude(pk__in=NoRoundUp.objects.values("person")).order_by("pk")


@transaction.atomic
def send(round_up: RoundUp, by: Person) -> int:
    """Send it to those who watch, once; how many get it. Refuses a draft."""
    round_up.only_editors(by)
    locked = RoundUp.objects.select_for_update().get(pk=round_up.pk)
    if locked.published_at is None:
        raise Refusal(_("Publish it first: the letter leads to its page."))
    if locked.mailed_at:
        return 0
    RoundUp.objects.filter(pk=locked.pk).update(mailed_at=timezone.now())
    round_up.refresh_from_db()
    people = list(readers(round_up).values_list("pk", flat=True))
    for start in range(0, len(people), 200):
        send_some.enqueue(round_up.pk, people[start : start + 200])
    return len(people)


@job(queue="mail")
def send_some(pk: int, people: list[int]) -> None:
    """Queue the letters of these people, each once however often this runs."""
    for person in people:
        with once(f"round-up {pk} {person}") as first:
            if first:
                letter_to.enqueue(pk, person, mail.new_id())


@job(retries=8, queue="mail")
def letter_to(pk: int, key: int, message_id: str) -> None:
    """One letter, written at the moment it leaves: what was taken back, and who said stop, meanwhile, is left out."""
    round_up = RoundUp.objects.shown().filter(pk=pk).select_related("desk__event", "place").first()
    person = readers(round_up).filter(pk=key).first() if round_up else None
    if person:
        marks = [message_id, f"/newsroom/stop/{sign(STOP, person.key, days=400)}/"]
        said = context_for(round_up, person.name)
        mail.deliver.call(person.email, mail.one_line(round_up.title), "newsroom/mail/round_up", said, marks)


def preview(round_up: RoundUp, person: Person) -> dict[str, str]:
    """The letter as this person would get it now: {"subject", "text"}."""
    made = mail.letter(
        person.email, round_up.title, "newsroom/mail/round_up", context_for(round_up, person.name), stop="/"
    )
    return {"subject": mail.one_line(round_up.title), "text": str(made.body)}


def context_for(round_up: RoundUp, name: str = "") -> dict:
    """What the letter is written from, in plain values. `name`: whose it is, where they have an account."""
    context = {
        "name": name,
        "title": round_up.title,
        "address": round_up.get_absolute_url(),
        "words": round_up.words,
    }
    return context | {"about": str(round_up.about()), "lines": [_plain(row) for row in lines_of(round_up)]}


def _plain(row: dict) -> dict:
    """One line of the letter, in plain values."""
    piece, post = row["piece"], row["post"]
    said = {"own": row["line"].words, "words": "", "source": "", "address": ""}
    if piece:
        by = str(piece.by) if piece.by else _("a reporter")
        said |= {
            "words": piece.words or piece.alt,
            "source": by,
            "address": f"{settings.SITE_URL}{piece.get_absolute_url()}",
        }
    if post:
        source = f"{post.author}, {post.source()}" if post.author else post.source()
        said |= {"words": f"{post.title}. {post.excerpt}", "source": source, "address": post.address}
    return said

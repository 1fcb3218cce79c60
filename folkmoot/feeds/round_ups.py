"""The round-up by mail for those who follow its event or its place with an address and no account: the letter that
people with an account get, each once, written at the moment it leaves."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from folkmoot.feeds.models import Follower
from folkmoot.kit import links, mail
from folkmoot.kit.jobs import job, once
from folkmoot.newsroom import publishing
from folkmoot.newsroom.models import RoundUp
from folkmoot.people.models import Person

LATELY = timedelta(days=2)  # one sent before that was queued long ago


def followers(round_up: RoundUp) -> QuerySet[Follower]:
    """Those who said yes to following its event or a place it lies in; whose address has an account here is written to
    as that person, or not, as they chose."""
    about, place = round_up.about(), round_up.where()
    found = Follower.objects.confirmed().filter(kind=about._meta.label_lower, key=str(about.pk))
    if place:
        parts = [part for part in place.path.split("/") if part]
        around = ["/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]
        found = found | Follower.objects.confirmed().filter(place_path__in=around)
    people = Person.objects.filter(is_active=True).values("email")
    return found.exclude(email__in=people).order_by("pk")


def queue_sent() -> int:
    """A letter for each follower of every round-up that was sent lately; how many were queued. Safe to run twice. Who
    follows both an event and its place is written to once."""
    queued = 0
    for round_up in RoundUp.objects.shown().filter(mailed_at__gte=timezone.now() - LATELY):
        for follower in followers(round_up).filter(confirmed_at__lte=round_up.mailed_at):
            with once(f"round-up {round_up.pk} to {_mark(follower)}") as first:
                if first:
                    letter_to.enqueue(round_up.pk, follower.pk, mail.new_id())
                    queued += 1
    return queued


def _mark(follower: Follower) -> str:
    """The same for one address, however much it follows, and no address."""
    return sha256(follower.email.lower().encode()).hexdigest()[:32]


@job(retries=8, queue="mail")
def letter_to(pk: int, key: int, message_id: str) -> None:
    """One letter: what was taken back, and who said stop, meanwhile, is left out."""
    round_up = RoundUp.objects.shown().filter(pk=pk).select_related("desk__event", "place").first()
    follower = followers(round_up).filter(pk=key).first() if round_up else None
    if follower:
        stop = reverse("feeds:stop", args=[links.sign("unfollow", follower.secret, days=400)])
        title, said = mail.one_line(round_up.title), publishing.context_for(round_up)
        mail.deliver.call(follower.email, title, "newsroom/mail/round_up", said, [message_id, stop])

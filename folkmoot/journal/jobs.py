"""Watches that go on after a boundary review, and the head of the chain to the keepers."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Line, Watch
from folkmoot.kit import mail
from folkmoot.kit.jobs import every, job, once
from folkmoot.people.models import Person, Role


@every(minutes=60)
@job
def follow_places() -> None:
    """Watches of places that were followed by others go on with those, and say so."""
    for watch in Watch.objects.filter(kind="places.place").select_related("person"):
        watch.follow()


@every(minutes=60)
@job
def tell_head() -> None:
    """Keep the head of the chain outside the database: in a file each hour, in the keepers' mail each day."""
    head, now = Line.head(), timezone.localtime()
    if not head.count:
        return
    heads = heads_file()
    if not heads.exists() or heads.read_text().split()[-1] != str(head):
        with heads.open("a") as kept:
            kept.write(f"{now.isoformat(timespec='minutes')} {head}\n")
    keepers = Role.objects.held_on(now.date()).filter(kind=Role.Kind.KEEPER, person__is_active=True)
    for person in Person.objects.filter(pk__in=keepers.values("person")):
        with once(f"head {now.date()} {person.pk}") as first:
            if first:
                words = {"count": head.count, "head": str(head), "name": person.name}
                mail.send(person.email, _("Keep this: the journal's head"), "journal/mail/head", words)


def heads_file() -> Path:
    """One line for each hour in which something was written: the time, and count:digest."""
    return settings.DATA / "journal-heads.txt"

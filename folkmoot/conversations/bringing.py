"""Bringing a group in with the file it was given, here or on another Folkmoot.

It becomes a new group of whoever brings it. Nothing in it is tied to an account: who wrote what stands as the file
says, marked as brought, and nobody here vouches for it. Times and numbers stay; the addresses that its discussions
and posts had are kept beside those they have now (see the view `moved`).
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations import newcomers, rebuilding
from folkmoot.conversations.models import Arrival, Group
from folkmoot.kit import apart
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

MOST_BYTES = 60 * 2**20
WALL_SECONDS = 40
WEEK = timedelta(days=7)


class FileRefused(Refusal):
    """It is no file of a group, or takes more than one may."""

    status = 400


def read(raw: bytes, *, with_files: bool) -> dict:
    """What is in the file: see `unpacking.read`. FileRefused in words."""
    what = ("folkmoot.conversations.unpacking", "all" if with_files else "look")
    return apart.read(FileRefused, *what, raw=raw, seconds=WALL_SECONDS, sentence=_("The file %(why)s"))


def look_over(by: Person, raw: bytes) -> Arrival:
    """Keep the file and what is in it; no group is made yet. The same file by the same person is the same arrival."""
    if newcomers.is_new(by):
        raise newcomers.TooNew(_("An account of less than a day brings no group in. Come back tomorrow."))
    mark = hashlib.sha256(raw).hexdigest()
    known = Arrival.objects.filter(by=by, mark=mark, trouble="").first()
    if known and (known.group_id or known.path.exists()):
        return known
    found = read(raw, with_files=False)
    about = found["group"]
    if not about["name"]:
        raise FileRefused(_("The file names no group."))
    what = {"name": about["name"], "taken_at": about["taken_at"], "readers": about["readers"]}
    what |= {"discussions": len(found["talks"]), "files": len(found["files"])}
    what |= {"posts": sum(len(talk["posts"]) for talk in found["talks"]), "agreements": len(about["agreements"])}
    made = Arrival(by=by, mark=mark, what=what, from_site=about["site"], from_address=about["address"])
    made.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = made.path.with_suffix(".half")
    half.write_bytes(raw)
    half.replace(made.path)
    made.save()
    return made


@transaction.atomic
def want(arrival: Arrival, by: Person) -> bool:
    """Whoever brought it says: take it in. True the first time, and again after trouble."""
    locked = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if locked.by_id != by.pk:
        raise NotYours(_("Whoever brought this file decides on it."))
    if not locked.path.exists() and locked.group_id is None:
        raise Refusal(_("The file was cleared away. Bring it once more."))
    if locked.wanted_at and not locked.trouble:
        return False
    locked.wanted_at, locked.trouble = timezone.now(), ""
    locked.save(update_fields=["wanted_at", "trouble"])
    return True


def take_in(arrival: Arrival) -> Group | None:
    """Make the group, whole or not at all; None, and why on the arrival, where it cannot be. Safe twice."""
    if arrival.group_id:
        return arrival.group
    if arrival.by is None or not arrival.path.exists():
        Arrival.objects.filter(pk=arrival.pk).update(trouble=_("The file was cleared away. Bring it once more."))
        return None
    try:
        found = read(arrival.path.read_bytes(), with_files=True)
        with transaction.atomic():
            locked = Arrival.objects.select_for_update().get(pk=arrival.pk)
            if locked.group_id is None:
                locked.group = rebuilding.build(locked, found)
                locked.save(update_fields=["group", "what"])
    except Refusal as why:
        Arrival.objects.filter(pk=arrival.pk).update(trouble=why.words[:300])
        return None
    arrival.path.unlink(missing_ok=True)
    return locked.group


def clear_old() -> None:
    """Files that nobody took in within a week; and the rows of those that never became a group."""
    for one in Arrival.objects.filter(at__lt=timezone.now() - WEEK):
        one.path.unlink(missing_ok=True)
        if one.group_id is None:
            one.delete()

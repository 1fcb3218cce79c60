"""Two accounts of one person become one: what points at the other points at this one, and can be given back.

Nothing counts twice: where both have something of which there may be one, this account's stands and the other's sleeps
with the other account. Where both have said something that still counts, one has to be taken back first.
"""

from __future__ import annotations

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events.models import Event
from folkmoot.home.my_data import FORGOTTEN, rows_of
from folkmoot.journal.models import Audience, Line
from folkmoot.kit.mail import one_line, send
from folkmoot.kit.refusals import Refusal
from folkmoot.people.door import SUBJECTS
from folkmoot.people.models import Merge, Person
from folkmoot.rounds.models import Round, Say

# What stays with the account it was made in: ways in, what was agreed to there, and records that are only added to.
STAYS = {
    "account.EmailAddress",
    "mfa.Authenticator",
    "usersessions.UserSession",
    "people.PrintedCode",
    "people.Consent",
    "people.Merge",
    "journal.Line",
    "points.Reading",
    "feeds.PrivateAddress",
    "feeds.Digest",
}
# Where somebody is known by a word beside the column that points at them, or by a word alone.
KNOWN_AS = {"rounds.Say": "voter", "events.Rsvp": "who", "events.Willing": "who"}
BY_WORD = (("requests.Recipient", "party"), ("requests.Answer", "party"))


class CannotMerge(Refusal):
    """The two cannot become one; the words say what to do first."""


@transaction.atomic
def merge(survivor: Person, email: str) -> Merge:
    """The account of this address, which the survivor has shown to be theirs, becomes part of the survivor's. Safe
    twice."""
    other = Person.objects.filter(email__iexact=email).first()
    if other is None:
        raise CannotMerge(
            _("No account here has that address. To use it for this account, choose “Use another email address”.")
        )
    locked = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=[survivor.pk, other.pk])}
    survivor, other = locked[survivor.pk], locked[other.pk]
    already = Merge.objects.standing().filter(absorbed=other).first()
    if already is not None and already.survivor_id == survivor.pk:
        return already
    _check(survivor, other)
    made = Merge.objects.create(survivor=survivor, absorbed=other, moved=_move(other, survivor))
    _sleep(other)
    Line.record(survivor, "made two accounts one", survivor, title="", address="", audience=Audience.KEEPERS)
    send(other.email, str(SUBJECTS["merged"]) % {"site": one_line(settings.SITE_NAME)}, "people/mail/merged", {})
    return made


@transaction.atomic
def undo(merged: Merge, by: Person) -> None:
    """Give back what moved and still stands with the survivor, and open the other account again. Safe twice."""
    list(Person.objects.select_for_update().filter(pk__in=[merged.survivor_id, merged.absorbed_id]))
    merged = Merge.objects.select_related("survivor", "absorbed").get(pk=merged.pk, survivor=by)
    if merged.undone_at:
        return
    if not merged.may_be_undone():
        raise CannotMerge(_("This was longer than thirty days ago, and can no longer be undone."))
    for name, keys in merged.moved.items():
        label, _sep, column = name.rpartition(".")
        rows = rows_of(label).filter(pk__in=keys)
        _point(rows, label, column, merged.survivor, merged.absorbed)
    Person.objects.filter(pk=merged.absorbed_id).update(is_active=True)
    Merge.objects.filter(pk=merged.pk).update(undone_at=timezone.now())
    Line.record(by, "made one account two again", by, title="", address="", audience=Audience.KEEPERS)


def _check(survivor: Person, other: Person) -> None:
    if survivor.pk == other.pk:
        raise CannotMerge(_("That is the address of this account. Give the address of the other one."))
    if not other.is_active:
        raise CannotMerge(_("That account is closed, or is part of another already. Ask a keeper if that is wrong."))
    if survivor.forget_on or other.forget_on:
        raise CannotMerge(_("One of the two is about to be forgotten. Take that back first, on its own page."))
    if other.is_staff or Authenticator.objects.filter(user=other, type=Authenticator.Type.WEBAUTHN).exists():
        raise CannotMerge(_("That account is kept by a passkey. Sign in with it, and ask for this from there."))
    _check_nothing_counts_twice(survivor, other)


def _check_nothing_counts_twice(survivor: Person, other: Person) -> None:
    """Of a secret round nothing may be kept that joins its say to a person: there the other must not have said at all
    while it is open."""
    ours, theirs = (Say.voter_of(person=one) for one in (survivor, other))
    for each in Round.objects.open().filter(says__voter=theirs, secret=False).distinct():
        if each.says.filter(voter=ours).exists():
            raise CannotMerge(
                _("Both accounts have said something in “%(words)s”, which is open. Take one of the two back first.")
                % {"words": each}
            )
    for each in Round.objects.open().filter(secret=True):
        if each.says.filter(voter=Say.pseudonym(each, theirs)).exists():
            raise CannotMerge(
                _("The other account has had its say in “%(words)s”, which is secret. Ask again once it has closed.")
                % {"words": each}
            )
    ours_too = Event.objects.filter(rsvps__person=survivor).values("pk")
    for event in Event.objects.coming(timezone.now()).filter(rsvps__person=other, pk__in=ours_too)[:1]:
        raise CannotMerge(
            _("Both accounts have replied to “%(title)s”. Take one of the two replies back first.") % {"title": event}
        )


def _columns() -> Iterator[tuple[str, str]]:
    """(table, column) of everything that points at a person and moves with an account."""
    for line in FORGOTTEN:
        if line.model in STAYS or not line.by or "__" in line.by:
            continue
        field = apps.get_model(line.model)._meta.get_field(line.by)
        if field.related_model is Person:
            yield line.model, line.by


def _move(other: Person, survivor: Person) -> dict[str, list[int]]:
    """Point at the survivor what points at the other; gives what did, by table and column."""
    moved = {}
    for label, column in (*_columns(), *BY_WORD):
        keys = _point(rows_of(label), label, column, other, survivor)
        if keys:
            moved[f"{label}.{column}"] = keys
    return moved


def _point(rows: models.QuerySet, label: str, column: str, old: Person, new: Person) -> list[int]:
    """Those of these rows that point at `old` and now point at `new`; where there may be only one, the new one's own
    stays and the row is left alone."""
    found = rows.filter(**_said(label, column, old))
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    if keys and not _update(found, label, column, new):
        keys = [key for key in keys if _update(found.filter(pk=key), label, column, new)]
    return keys


def _said(label: str, column: str, person: Person) -> dict:
    """How this column names that person."""
    return {column: f"people.person:{person.pk}" if (label, column) in BY_WORD else person.pk}


def _update(rows: models.QuerySet, label: str, column: str, new: Person) -> bool:
    """False where the database has a rule against it."""
    word = {KNOWN_AS[label]: Say.voter_of(person=new)} if label in KNOWN_AS and column == "person" else {}
    try:
        with transaction.atomic():
            return bool(rows.update(**_said(label, column, new), **word))
    except IntegrityError:
        return False


def _sleep(person: Person) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()
    Person.objects.filter(pk=person.pk).update(is_active=False)

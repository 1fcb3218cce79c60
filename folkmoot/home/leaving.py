"""Forget me: asked for, slept on for a week, then done: rows deleted or unlinked, the record blanked of the name."""

from __future__ import annotations

import re
from datetime import date, timedelta
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from folkmoot.feeds.models import Follower
from folkmoot.home.my_data import FORGOTTEN
from folkmoot.journal.models import Audience, Line, Notice
from folkmoot.kit.models import Bounce
from folkmoot.kit.refusals import Refusal
from folkmoot.listening.models import Heard
from folkmoot.moderation.models import Report
from folkmoot.newsroom.models.subject import take_down_all_of
from folkmoot.people.models import Merge, Person, Role
from folkmoot.promises.models import Promise

SLEEP_ON_IT = timedelta(days=7)


class LastKeeper(Refusal):
    """The site would be left with nobody who keeps it."""


def ask_to_leave(person: Person, day: date) -> date:
    """Be forgotten in seven days; gives the day. Asking again changes nothing."""
    _refuse_last_keeper(person, day)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        person.forget_on = person.forget_on or day + SLEEP_ON_IT
        person.save(update_fields=["forget_on"])
    return person.forget_on


def stay(person: Person) -> None:
    """Take the asking back."""
    Person.objects.filter(pk=person.pk).update(forget_on=None)


def forget_due(day: date) -> int:
    """Forget everybody whose week is over; how many."""
    due = list(Person.objects.filter(forget_on__lte=day))
    for person in due:
        try:
            forget(person)
        except LastKeeper:
            stay(person)
    return len(due)


@transaction.atomic
def forget(person: Person) -> None:
    """Now, and for good: nothing that is left says who it was, and the journal's chain still checks."""
    _refuse_last_keeper(person, timezone.localdate())
    for merge in Merge.objects.standing().filter(survivor=person).select_related("absorbed"):
        forget(merge.absorbed)
    person = Person.objects.select_for_update().get(pk=person.pk)
    _end_sessions(person)
    _blank_lines(person)
    Line.record(None, "left", person, title="", address="", audience=Audience.KEEPERS)  # kept pages go stale
    _drop_mail(person)
    Promise.objects.filter(holder=person, organisation=None, holder_words="").update(
        holder_words=_("Somebody who has left")
    )
    take_down_all_of(person)
    for heard in Heard.objects.filter(person=person):
        heard.withdraw()
    for line in FORGOTTEN:
        line.do(person)
    pk = person.pk
    person.delete()
    transaction.on_commit(lambda: _note(pk))


def forget_again() -> int:
    """After an old backup was put back: forget once more those who had been forgotten since; how many.

    The database may give a number it lost to somebody new, so who joined on that day or later is not meant.
    """
    noted = settings.DATA / "forgotten.txt"
    rows = [row.split() for row in noted.read_text().splitlines() if row] if noted.exists() else []
    left_on = {int(number): date.fromisoformat(day) for number, day in rows}
    known = Person.objects.filter(pk__in=left_on)
    back = [person for person in known if timezone.localdate(person.joined_at) < left_on[person.pk]]
    for person in back:
        forget(person)
    return len(back)


def _refuse_last_keeper(person: Person, day: date) -> None:
    keepers = Role.objects.held_on(day).filter(kind=Role.Kind.KEEPER, place=None, person__is_active=True)
    if keepers.filter(person=person).exists() and not keepers.exclude(person=person).exists():
        raise LastKeeper(_("You are the only keeper of this site. Give the role to somebody else first."))


def _end_sessions(person: Person) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in UserSession.objects.filter(user=person):
        store().delete(session.session_key)


def _blank_lines(person: Person) -> None:
    """Title and detail go wherever they name the person; the chain holds only their salted digest."""
    names = _names(person)
    wide = [name for name in names if " " in name or "@" in name]
    own = Q(by=person) | Q(kind="people.person", key=str(person.pk))
    asked = own
    for name in wide:
        asked |= Q(title__icontains=name) | Q(details__icontains=name)
    for line in Line.objects.annotate(details=Cast("detail", TextField())).filter(asked):
        about = line.kind == "people.person" and line.key == str(person.pk)
        is_own = about or line.by_id == person.pk
        if about or _says(f"{line.title} {line.detail}", names if is_own else wide):
            line.forget()
    for name in wide:
        Notice.objects.filter(words__icontains=name).delete()


def _names(person: Person) -> list[str]:
    said = [person.name, person.email, person.key, *person.other_names.values_list("name", flat=True)]
    return [name for name in said if len(name) > 1]


def _says(text: str, names: list[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I) for name in names)


def _drop_mail(person: Person) -> None:
    Bounce.objects.filter(address=person.email.lower()).delete()
    Follower.forget(person)
    Report.objects.filter(reply_to__iexact=person.email).update(reply_to="")
    queued = DBTaskResult.objects.annotate(sent=Cast("args_kwargs", TextField()))
    queued.filter(sent__icontains=person.email).delete()


def _note(pk: int) -> None:
    """Beside the database, not in it: an older database put back does not know who left since. A number and a day."""
    with (settings.DATA / "forgotten.txt").open("a") as file:
        file.write(f"{pk} {timezone.localdate().isoformat()}\n")


def counts_left(person_pk: int) -> dict[str, int]:
    """Rows that still point at that number, by column: empty once forgetting is done."""
    return {
        f"{model._meta.label}.{field.name}": count
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Person
        if (count := model._base_manager.filter(**{field.attname: person_pk}).count())
    }

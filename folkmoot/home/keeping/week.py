"""The keepers' week: three things, twenty minutes; and what happens when nobody keeps the site any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.directory import freshness
from folkmoot.directory.models import Activity
from folkmoot.directory.saying import joined
from folkmoot.home.keeping import backup
from folkmoot.joinup.models import Finding
from folkmoot.moderation.models import Report
from folkmoot.people.models import Person, Role
from folkmoot.promises.models import Promise
from folkmoot.requests.models import Answer, Request

QUIET_AFTER = 60
FIVE = 5


@dataclass(frozen=True)
class Thing:
    """One thing worth doing this week, where, and about how long it takes."""

    words: str
    address: str
    minutes: int


def three_things(day: date) -> list[Thing]:
    """At most three, the most pressing first, together at most twenty minutes; an empty list is a good week."""
    chosen: list[Thing] = []
    for find in (_reports, _requests, _backups, _without_passkey, _late, _stale, _findings, _guessed):
        thing = find(day)
        if thing and len(chosen) < 3 and sum(each.minutes for each in chosen) + thing.minutes <= 20:
            chosen.append(thing)
    return chosen


def _reports(day: date) -> Thing | None:
    n = Report.objects.filter(ruling=None).count()
    words = ngettext("One report waits for a decision.", "%(n)d reports wait for a decision.", n) % {"n": n}
    return Thing(words, "/moderation/", 10) if n else None


def _requests(day: date) -> Thing | None:
    n = Request.objects.open().filter(Q(due_on__lt=day), recipients__party="role:keeper").distinct().count()
    words = ngettext("One request to the keepers is overdue.", "%(n)d requests to the keepers are overdue.", n) % {
        "n": n
    }
    return Thing(words, "/waiting/", 5) if n else None


def _backups(day: date) -> Thing | None:
    if backup.newest() is not None:
        return None
    return Thing(_("There is no backup yet. Ask whoever runs the machine for: bin/manage backup"), "/about/", 5)


def _without_passkey(day: date) -> Thing | None:
    people = without_passkey(day)
    words = ngettext(
        "%(names)s has no passkey yet, and without one cannot give roles or print codes.",
        "%(names)s have no passkey yet, and without one cannot give roles or print codes.",
        len(people),
    )
    return Thing(words % {"names": joined(people)}, "/account/keys/", 5) if people else None


def without_passkey(day: date) -> list[str]:
    """The names of those who look after the site and have no passkey; nobody on a developer's machine."""
    if settings.DEVELOPMENT:
        return []
    trusted = (Role.Kind.KEEPER, Role.Kind.MODERATOR, Role.Kind.STEWARD)
    held = Role.objects.held_on(day).filter(kind__in=trusted, person__is_active=True)
    with_key = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).values("user")
    names = held.exclude(person__in=with_key).order_by("person__name").values_list("person__name", flat=True)
    return list(dict.fromkeys(names))


def _late(day: date) -> Thing | None:
    late = Promise.objects.shown().filter(story=False).late(day).order_by("due_on").first()
    words = _("“%(what)s” was promised for %(day)s. A friendly word may help.")
    return Thing(words % {"what": late, "day": f"{late.due_on:%-d %B}"}, late.get_absolute_url(), 5) if late else None


def _stale(day: date) -> Thing | None:
    n = freshness.how_many(day)
    words = ngettext(
        "Ring about one entry: is it still right?", "Ring about %(few)d of %(n)d entries: are they still right?", n
    )
    few = {"n": n, "few": min(n, FIVE)}
    return Thing(words % few, reverse("directory:ring_round"), 10) if n else None


def _findings(day: date) -> Thing | None:
    week = day - timedelta(days=7)
    answered = Answer.objects.filter(request=OuterRef("request"), undone_at=None)
    left = Finding.objects.live().standing().filter(~Exists(answered), published_at=None, found_at__date__lt=week)
    n = left.count()
    words = ngettext("Nobody has answered one finding yet.", "Nobody has answered %(n)d findings yet.", n) % {"n": n}
    return Thing(words, "/together/", 5) if n else None


def _guessed(day: date) -> Thing | None:
    n = Activity.objects.live().shown().exclude(guessed=[]).count()
    words = ngettext("One entry holds a guess to confirm.", "%(n)d entries hold guesses to confirm.", n) % {"n": n}
    return Thing(words, "/take-in/guesses/", 10) if n else None


def keepers(day: date) -> list[Person]:
    held = Role.objects.held_on(day).filter(kind=Role.Kind.KEEPER, person__is_active=True)
    return list(Person.objects.filter(pk__in=held.values("person")))


def quiet_since(day: date) -> date | None:
    """The last day a keeper signed in, when that is 60 days ago or longer; None while somebody keeps the site.

    A sign-in lasts 14 days, so whoever is here at all has signed in lately.
    """
    people = keepers(day)
    last = max(((each.last_login or each.joined_at).date() for each in people), default=day)
    return last if (day - last).days >= QUIET_AFTER else None

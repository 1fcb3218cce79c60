"""One door for signing in and for joining: a code goes to the address given, and whoever types it is in.

What happens when an address is given is the same whether or not it has an account: nothing is looked up
until the code has shown that the address is theirs. The code works only in the browser that asked for it.
"""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit.codes import digest, new_code
from folkmoot.kit.limits import address_of, household, is_shared, spend, spend_once_each
from folkmoot.kit.mail import letter, one_line, send
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Merge, Person, PrintedCode

KEY = "knock"
SUBJECTS = {
    "sign-in": gettext_lazy("Your code for %(site)s: %(code)s"),
    "again": gettext_lazy("Is it you? A code for %(site)s"),
    "moved": gettext_lazy("Your address at %(site)s was changed"),
    "address": gettext_lazy("A code for your new address at %(site)s"),
    "merge": gettext_lazy("A code to make two accounts one at %(site)s"),
    "merged": gettext_lazy("Your account at %(site)s is part of another now"),
}
TRIES = 5
SECONDS = 600
HOUR, DAY = 3600, 86_400


class WrongCode(Refusal):
    """The code typed is not the one sent, or it ran out; the words say whether to try again."""

    status = 400


class NoMail(Refusal):
    """The mail server could not be reached."""

    status = 503


def knock(request: HttpRequest, email: str, purpose: str = "sign-in", next: str = "/") -> None:
    """Send a code to this address and remember in the session that it was asked for."""
    email = email.strip().lower()
    _spend(request, email)
    code = new_code()
    waiting = {"email": email, "purpose": purpose, "next": next, "at": time.time(), "tries": 0}
    request.session[KEY] = waiting | {"digest": digest(purpose, code)}
    _send(email, purpose, code)


def waiting(request: HttpRequest, purpose: str = "sign-in") -> dict | None:
    """What was asked for and not yet answered: email, next, tries; None when it ran out."""
    asked = request.session.get(KEY)
    if not asked or asked["purpose"] != purpose or time.time() - asked["at"] > SECONDS:
        return None
    return asked


def answer(request: HttpRequest, code: str, purpose: str = "sign-in") -> dict:
    """Take the code that was typed; give back what was asked for, or raise WrongCode."""
    asked = waiting(request, purpose)
    if asked is None:
        raise WrongCode(_("That code has run out. Ask for a new one."))
    spend("code", asked["email"], 25, HOUR)
    if not _fits(asked, code):
        _count_try(request, asked)
    del request.session[KEY]
    return asked


def let_in(request: HttpRequest, email: str, next: str) -> HttpResponse:
    """Sign in the person with this address, who has shown that it is theirs; a new one joins."""
    person = person_at(email)
    record_authentication(request, person, method="code", email=email)
    way = next if person.name else f"{reverse('people:name')}?{urlencode({'next': next})}"
    return perform_login(request, Login(user=person, email=email, redirect_url=way))


def move(request: HttpRequest, code: str) -> None:
    """Give the person signed in the address they have just shown to be theirs; the old one is told."""
    email, person = answer(request, code, "address")["email"], request.user
    old = person.email
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(email=email)
            EmailAddress.objects.filter(user=person).delete()
            EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
            send(old, str(SUBJECTS["moved"]) % {"site": one_line(settings.SITE_NAME)}, "people/mail/moved", {})
    except IntegrityError as taken:
        raise WrongCode(_("That address already has an account here. Sign in with it, or ask a keeper.")) from taken


@transaction.atomic
def person_at(email: str) -> Person:
    """The person with this address, made if there is none, with the address marked as shown to be theirs. An account
    that became part of another is that other."""
    person, _ = Person.objects.get_or_create(email=email.lower())
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    return Merge.objects.survivor_of(person)


@transaction.atomic
def lose_keys(person: Person) -> None:
    """Take passkeys and spare codes off an account whose person lost them, and end every session of it."""
    Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()


def _fits(asked: dict, code: str) -> bool:
    sent = constant_time_compare(digest(asked["purpose"], code), asked["digest"])
    return sent or (asked["purpose"] == "sign-in" and PrintedCode.use(asked["email"], code))


def _count_try(request: HttpRequest, asked: dict) -> None:
    asked["tries"] += 1
    if asked["tries"] >= TRIES:
        del request.session[KEY]
        raise WrongCode(_("That was not the code, and it was the last try. Ask for a new one."))
    request.session[KEY] = asked
    raise WrongCode(_("That is not the code we sent. Look again, or ask for a new one."))


def _send(email: str, purpose: str, code: str) -> None:
    """At once, not through the queue: somebody is waiting, and a code should not be kept in a table of jobs."""
    subject = SUBJECTS[purpose] % {"site": one_line(settings.SITE_NAME), "code": code}
    try:
        letter(email, subject, f"people/mail/{purpose}", {"code": code}).send()
    except OSError as error:
        raise NoMail(
            _("The mail with your code could not be sent just now. Please try again in a few minutes.")
        ) from error


def _spend(request: HttpRequest, email: str) -> None:
    """Few mails to one address, and to few addresses from one connection, whoever they belong to."""
    spend("knock", email, 5, HOUR)
    spend("knock", email, 10, DAY)
    here = household(address_of(request))
    if not is_shared(here):
        spend("knocks", here, 25, 300)
        spend_once_each("strangers", here, email, settings.STRANGERS_A_DAY, DAY)

"""Whether what is on the shelves is still right: who is asked, how often, and the link they answer with."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.directory import freshness as directory
from folkmoot.journal.models import Notice
from folkmoot.kit import links, mail
from folkmoot.library.models import Case, Page, Toolkit

PURPOSE = "library still right"
LINK_DAYS = 60
MONTH = timedelta(days=30)
A_RUN = 200
KINDS = {"library.page": Page, "library.case": Case, "library.toolkit": Toolkit}


def link_for(thing, day: date) -> str:
    """The path of the page with one button, for whoever holds the link."""
    token = links.sign(PURPOSE, [thing._meta.label_lower, thing.pk, day.isoformat()], days=LINK_DAYS)
    return f"/library/still-right/{token}/"


def behind(token: str) -> tuple:
    """(what a link is about, the day it was mailed); None for what is not shown any more. LinkRanOut otherwise."""
    kind, pk, mailed = links.unsign(PURPOSE, token)
    model = KINDS.get(kind)
    return (model.objects.live().shown().filter(pk=pk).first() if model else None), mailed


def stale_cases(day: date):
    return directory.stale(Case, day)


def ask_stale(day: date) -> int:
    """Ask about what nobody has confirmed for longer than the site allows; gives how many were asked about."""
    lately = Q(asked_on=None) | Q(asked_on__lte=day - MONTH)
    rows = [*Page.objects.stale(day).filter(lately).exclude(carer=None, folder__organisation=None)[:A_RUN]]
    rows += [*Toolkit.objects.stale(day).filter(lately)[:A_RUN], *stale_cases(day).filter(lately)[:A_RUN]]
    return sum(ask(thing, day) for thing in rows)


@transaction.atomic
def ask(thing, day: date) -> bool:
    """Mail the link to whoever looks after it, else to its body; False where nobody can be asked, or each was asked
    enough this month. About one thing once in thirty days."""
    locked = thing.locked()
    if locked.asked_on and locked.asked_on > day - MONTH:
        return False
    asked = _ask_person(thing, day) or _ask_body(thing, day)
    type(thing)._default_manager.filter(pk=thing.pk).update(asked_on=day)
    return asked


def _words(thing) -> str:
    return _("Is this still right? %(what)s") % {"what": mail.one_line(str(thing), 80)}


def _context(thing, day: date) -> dict:
    return {"title": str(thing), "address": thing.get_absolute_url(), "link": link_for(thing, day)}


def _ask_person(thing, day: date) -> bool:
    person = getattr(thing, "carer", None) or (thing.entered_by if isinstance(thing, Toolkit) else None)
    if person is None or not person.is_active:
        return False
    asked = [model.objects.filter(carer=person, asked_on__gt=day - MONTH).count() for model in (Page, Toolkit)]
    if sum(asked) >= settings.ASK_CAP_A_MONTH:
        return False
    Notice.tell(person, _words(thing), thing.get_absolute_url())
    mail.send(person.email, _words(thing), "library/mail/still_right", _context(thing, day))
    return True


def _ask_body(thing, day: date) -> bool:
    body = thing.organisation if isinstance(thing, Case) else thing.body()
    if body is None or not body.email or body.email == body.unasked:
        return False
    if directory.asked_this_month(body, day) + _asked_of(body, day) >= settings.ASK_CAP_A_MONTH:
        return False
    stop = directory.stop_link_for(body)
    mail.send(body.email, _words(thing), "library/mail/still_right", _context(thing, day), stop=stop)
    return True


def _asked_of(body, day: date) -> int:
    """How much of this body's in the library was asked about in the last thirty days."""
    since = {"asked_on__gt": day - MONTH}
    pages = Page.objects.filter(folder__organisation=body, carer=None, **since).count()
    return pages + sum(model.objects.filter(organisation=body, **since).count() for model in (Case, Toolkit))

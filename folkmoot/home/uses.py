"""What draws on the library, and what a thing draws on: whoever uses an entry stands above it, so it is drawn here.

A use keeps the title it had when it was noted; what is shown is the thing's own title of today, and nothing of what
this reader may not see.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.home import things
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.library.models import Case, Page, Use
from folkmoot.library.views.finding import case_at, page_at
from folkmoot.people.access import asks_the_noun, person_of, signed_in
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper

# What draws on the library; a place or a person does not.
DRAW = {"events.event", "events.sounding", "promises.promise", "joinup.agreement", "decisions.proposition"}
MOST = 50


class NothingThere(Refusal):
    """No page of this site that could draw on the library stands at that address."""

    status = 400


def of_entry(entry: Case | Page, person: Person | None) -> dict:
    """For the page of a case or wiki page: (title, address, use, whether this person may take it off)."""
    rows = []
    for use in entry.uses.select_related("by")[:MOST]:
        thing = things.of(use.kind, use.key)
        if thing is not None and things.is_visible(thing, person):
            rows.append((str(thing), thing.get_absolute_url(), use, may_take_off(use, person)))
    return {"uses": rows, "entry": entry, "may_say": person is not None and not entry.story}


def of_thing(thing, person: Person | None) -> dict:
    """For the page of what draws on the library."""
    day = timezone.localdate()
    return {"draws_on": [use for use in Use.of(thing)[:MOST] if use.entry.is_visible_to(person, day)]}


def may_take_off(use: Use, person: Person | None) -> bool:
    """Whoever said so, whoever may change the entry, and the keepers."""
    if person is None or not person.is_authenticated:
        return False
    day = timezone.localdate()
    return use.by_id == person.pk or use.entry.may_be_edited_by(person, day) or is_keeper(person, day)


@signed_in("POST")
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """The event, promise or decision at an address of this site used this case."""
    case = case_at(request, pk)
    return _note(request, case, f"{case.get_absolute_url()}#used")


@signed_in("POST")
def use_page(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    """The same for a wiki page."""
    page = page_at(request, folder, slug)
    return _note(request, page, page.get_absolute_url())


def _note(request: HttpRequest, entry: Case | Page, back: str) -> HttpResponse:
    thing = things.at(request.POST.get("address", "").strip()[:300])
    if entry.story:
        raise NotYours(_("The 2009 story is history: nothing is added to it."))
    if thing is None or thing._meta.label_lower not in DRAW or not things.is_visible(thing, None):
        raise NothingThere(
            _("Paste the address of an event, a promise or a decision on this site that everybody sees.")
        )
    Use.note(entry, thing, request.user)
    messages.success(request, _("Noted. It stands under “What draws on it”, and on the page of what draws on it."))
    return redirect(back)


@asks_the_noun("POST")
def unuse(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not draw on it after all."""
    found = get_object_or_404(Use.objects.select_related("case", "page__folder"), pk=pk)
    if not found.entry.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    if not may_take_off(found, person_of(request)):
        raise NotYours(_("Whoever said so, or whoever may change the entry, can take this off."))
    found.delete()
    return redirect(found.entry)

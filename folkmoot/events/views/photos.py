"""Photos of an event: the page where they hang, sending one, and each file for whoever may see it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events.forms.photo import PhotoForm
from folkmoot.events.models import CheckIn, Event, Photo
from folkmoot.events.models.photo import SHELF
from folkmoot.events.models.writeup import was_there
from folkmoot.events.views.finding import run_by, visible
from folkmoot.events.views.tables import card_of
from folkmoot.kit import uploads
from folkmoot.kit.links import LinkRanOut, unsign
from folkmoot.people.access import asks_the_noun, by_link, everyone, person_of


@everyone("GET")
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Those that whoever asks may see."""
    event = visible(request, pk)
    form = PhotoForm(event=event) if _may_send(event, request) else None
    return _drawn(request, event, form)


@asks_the_noun("POST")
def add_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """One more, from a host or somebody who came."""
    event, form = visible(request, pk), None
    if not _may_send(event, request):
        raise Http404
    uploads.spend_one(f"person {request.user.pk}")
    form = PhotoForm(request.POST, request.FILES, event=event)
    if not form.is_valid():
        return _drawn(request, event, form, status=400)
    photo = form.add(by=request.user)
    messages.success(request, _("It hangs here now.") if photo.shown_at else _thanks())
    return redirect(photo)


@by_link("GET", "POST")
def table_photo(request: HttpRequest, code: str) -> HttpResponse:
    """A photo from whoever holds a table's card, with no account."""
    card = card_of(request, code)
    card.check_open()
    if request.method == "POST":
        uploads.spend_one(f"card {card.code}")
    form = PhotoForm(request.POST or None, request.FILES or None, event=card.event, session=card.session)
    if form.is_bound and form.is_valid():
        form.add(code=card, by=person_of(request))
        messages.success(request, _thanks())
        return redirect("events:table", code=card.code)
    status = 400 if form.is_bound else 200
    return render(request, "events/table_photo.html", {"card": card, "event": card.event, "form": form}, status=status)


@everyone("GET")
def photo(request: HttpRequest, photo: int, size: str) -> HttpResponse:
    """The file itself, if whoever asks may see it at this moment."""
    found = get_object_or_404(Photo.objects.select_related("event", "standing"), pk=photo)
    came = _holds_link(request.GET.get("came", ""), found.event)
    if not found.is_visible_to(person_of(request), timezone.localdate(), came=came):
        raise Http404
    return uploads.give(request, SHELF, found.file, size=size, called=f"{found.event} {found.pk}")


@asks_the_noun("POST")
def show_photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """A host has looked: it may hang."""
    found = get_object_or_404(Photo, pk=photo, event=run_by(request, pk))
    found.show(request.user)
    return redirect(found)


@asks_the_noun("POST")
def drop_photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """Gone for good."""
    found = get_object_or_404(Photo, pk=photo, event=visible(request, pk))
    found.take_off(request.user)
    messages.success(request, _("The photo is gone."))
    return redirect("events:photos", pk)


def _drawn(request: HttpRequest, event: Event, form: PhotoForm | None, status: int = 200) -> HttpResponse:
    person = person_of(request)
    seen = Photo.seen_by(event, person)
    known = {"photos": [one for one in seen if one.shown_at], "unseen": [one for one in seen if not one.shown_at]}
    runs = event.may_be_run_by(person, timezone.localdate())
    return render(request, "events/photos.html", {"event": event, "form": form, "runs": runs} | known, status=status)


def _may_send(event: Event, request: HttpRequest) -> bool:
    person = person_of(request)
    if person is None or event.story:
        return False
    return event.may_be_run_by(person, timezone.localdate()) or was_there(event, person)


def _holds_link(token: str, event: Event) -> bool:
    """Whether this is the link to the record that somebody who came to this event was given."""
    try:
        return bool(token) and CheckIn.objects.filter(event=event, pk=unsign("record", token)).exists()
    except LinkRanOut:
        return False


def _thanks() -> str:
    return _("Thank you. Those who hold the event look at it first.")

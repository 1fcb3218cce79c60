"""The record of an event: the page everybody may read, and the one where its hosts write it."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Membership, Organisation
from folkmoot.events import recording, talking
from folkmoot.events.forms.checking import checked
from folkmoot.events.forms.record import CorrectForm, NextForm, OutputForm, PublishForm, ThemeForm, WriteUpForm
from folkmoot.events.models import CheckIn, CouldHost, Event, FollowUp, Output, WriteUp
from folkmoot.events.views.finding import run_by, visible
from folkmoot.kit.links import unsign
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun, by_link, everyone, person_of
from folkmoot.points.models import Point, Theming

LINK = "record"


@everyone("GET")
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of an event, as far as whoever asks may read it."""
    event = visible(request, pk)
    return _drawn(request, recording.record_for(event, person_of(request)))


@by_link("GET")
def record_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for somebody who came and has no account."""
    came = get_object_or_404(CheckIn.objects.select_related("event"), pk=unsign(LINK, token))
    return _drawn(request, recording.record_for(came.event, person_of(request), link=token))


@asks_the_noun("GET")
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the hosts write the record, add what came of it and open it."""
    return _writing(request, run_by(request, pk))


def _writing(request: HttpRequest, event: Event, status: int = 200, **sent: Form) -> HttpResponse:
    """The page where the record is written; `sent`: a form with something to put right, as it was sent."""
    found = recording.record_for(event, person_of(request))
    said = found.write_up
    first = {"story": said.story, "came_total": said.came_total} if said else {}
    until = event.talk.closes_on if event.talk else None
    forms = {
        "form": WriteUpForm(initial=first),
        "publish": PublishForm(initial={"audience": said.audience if said else "hosts", "comments_until": until}),
        "output": OutputForm(initial={"once": secrets.token_urlsafe(9)}),
        "next_form": NextForm(),
    }
    return render(
        request, "events/record_write.html", {"event": event, "record": found, **forms, **sent}, status=status
    )


@asks_the_noun("POST")
def keep_story(request: HttpRequest, pk: int) -> HttpResponse:
    """The story, and how many came."""
    event = run_by(request, pk)
    there = WriteUp.objects.filter(event=event).first()
    form = WriteUpForm(request.POST, had=[there.story] if there else [])
    if not form.is_valid():
        return _writing(request, event, 400, form=form)
    said = WriteUp.write(event, person_of(request), form.cleaned_data["story"], form.cleaned_data["came_total"])
    if odd := recording.mixed(said.story):
        words = _("Kept. It mixes shares and counts: say “%(what)s” as the others, so that readers can add them up.")
        messages.warning(request, words % {"what": odd[0]})
    return redirect("events:write_record", pk=pk)


@asks_the_noun("POST")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may read it, and until when it can be commented on."""
    event, form = run_by(request, pk), checked(PublishForm(request.POST))
    page, _new = WriteUp.objects.get_or_create(event=event)
    if form["comments_until"]:
        page.event.talk = talking.begun(event)
    page.publish(person_of(request), form["audience"], form["comments_until"])
    recording.tell_once(page)
    return redirect("events:record", pk=pk)


@asks_the_noun("POST")
def add_output(request: HttpRequest, pk: int) -> HttpResponse:
    """Something came of it."""
    event, form = run_by(request, pk), OutputForm(request.POST)
    if not form.is_valid():
        return _writing(request, event, 400, output=form)
    form.add(event, person_of(request))
    return redirect(reverse("events:write_record", args=[pk]) + "#outputs")


@asks_the_noun("GET", "POST")
def edit_output(request: HttpRequest, pk: int, output: int) -> HttpResponse:
    """Put right what an output says."""
    event = run_by(request, pk)
    form = CorrectForm(request.POST or None, there=get_object_or_404(Output, pk=output, event=event))
    if request.method == "POST" and form.is_valid():
        form.keep(request.user)
        return redirect(reverse("events:write_record", args=[pk]) + "#outputs")
    return render(request, "events/output.html", {"event": event, "form": form}, status=400 if form.errors else 200)


@asks_the_noun("POST")
def publish_output(request: HttpRequest, pk: int, output: int) -> HttpResponse:
    """Everyone may read it; or, published already, no more. With `do=open` it opens the next stage."""
    found = get_object_or_404(Output, pk=output, event=run_by(request, pk))
    if request.POST.get("do") == "open":
        found.open_next(request.user)
    else:
        found.withdraw(request.user) if found.published_at else found.publish(request.user)
    return redirect(reverse("events:write_record", args=[pk]) + "#outputs")


@asks_the_noun("POST")
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """A next event, on a gap or an idea."""
    event, form = run_by(request, pk), NextForm(request.POST)
    if not form.is_valid():
        return _writing(request, event, 400, next_form=form)
    said = form.cleaned_data
    note = event.notes.filter(pk=said["note"]).first() if said["note"] else None
    FollowUp.propose(event, person_of(request), said["title"], said["words"], note)
    return redirect(reverse("events:write_record", args=[pk]) + "#next")


@asks_the_noun("POST")
def make_next(request: HttpRequest, pk: int, follow_up: int) -> HttpResponse:
    """The next event is made, held by one of those who offered; then the page where its day is said."""
    found = get_object_or_404(FollowUp, pk=follow_up, event=run_by(request, pk))
    key = request.POST.get("offer", "")
    offer = get_object_or_404(found.hosts, pk=key) if key.isdecimal() and len(key) < 18 else None
    return redirect("events:when", found.become(request.user, offer).pk)


@asks_the_noun("POST")
def could_host(request: HttpRequest, pk: int, follow_up: int) -> HttpResponse:
    """I could host that; or a body I speak for could."""
    found = _readable(request, pk, follow_up)
    mine = Organisation.objects.filter(pk__in=Membership.objects.spoken_by(request.user, timezone.localdate()))
    body = request.POST.get("organisation", "")
    for_body = get_object_or_404(mine, pk=body) if body.isdecimal() and len(body) < 18 else None
    found.could_host(person_of(request), request.POST.get("words", "")[:300], for_body)
    messages.success(request, _("Thank you. Whoever proposed it has been told."))
    return redirect(found)


@asks_the_noun("POST")
def cannot_host(request: HttpRequest, pk: int, follow_up: int, offer: int) -> HttpResponse:
    """Not after all."""
    found = _readable(request, pk, follow_up)
    get_object_or_404(CouldHost, pk=offer, follow_up=found).take_back(person_of(request))
    return redirect(found)


@asks_the_noun("GET", "POST")
def themes(request: HttpRequest, pk: int) -> HttpResponse:
    """What the points of all groups come to, named by the hosts."""
    event = run_by(request, pk)
    if request.method == "POST":
        said = checked(ThemeForm(request.POST))
        points = _points(event).filter(pk__in=[key for key in request.POST.getlist("point") if key.isdecimal()][:500])
        theme = recording.name_theme(event, person_of(request), said["name"], points, said["groups_said"])
        if said["owner"] or said["organisation"]:
            theme.hand_to(person_of(request), said["owner"], said["organisation"])
        return redirect("events:themes", pk=pk)
    known = {"themes": recording.themes_of(event), "groups": recording.how_many_groups(event), "form": ThemeForm()}
    points = _points(event).prefetch_related("themes").order_by("group", "pk")
    return render(request, "events/themes.html", {"event": event, "points": points} | known)


@asks_the_noun("POST")
def sort_themes(request: HttpRequest, pk: int) -> HttpResponse:
    """The points of all groups on a board, where a team puts them into themes by hand."""
    event = run_by(request, pk)
    theming = Theming.begin(str(event), request.user, place=event.place, about=event)
    theming.welcome(request.user)
    theming.take(_points(event).filter(pk__in=_for_all(event)), request.user)
    return redirect("points:board", theming.pk)


def _drawn(request: HttpRequest, found: recording.Record) -> HttpResponse:
    day = timezone.localdate()
    known = {"event": found.event, "record": found, "today": day, "readable": recording.may_read(found)}
    known["clock"] = found.event.zone  # on which the foot of a printed page says its day
    mine = Membership.objects.spoken_by(request.user, day) if person_of(request) else []
    bodies = Organisation.objects.filter(pk__in=mine, same_as=None)
    return render(
        request, "events/record.html", known | {"bodies": bodies, "closed": recording.is_closed(found.event, day)}
    )


def _readable(request: HttpRequest, pk: int, follow_up: int) -> FollowUp:
    """A next event on a record that whoever asks may read."""
    found = get_object_or_404(FollowUp, pk=follow_up, event=visible(request, pk))
    if not recording.may_read(recording.record_for(found.event, person_of(request))):
        raise Refusal(_("The record of this event is not open."))
    return found


def _for_all(event: Event):
    """Points from lines that everybody may read: what a team publishes is read by everybody."""
    return event.notes.standing().filter(attendees_only=False).values("point")


def _points(event: Event):
    return Point.objects.shown().filter(pk__in=event.notes.standing().values("point"))

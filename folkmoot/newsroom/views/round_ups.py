"""Round-ups: choosing, ordering, own words, the page, the letter, and stopping it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from folkmoot.kit.links import LinkRanOut, unsign
from folkmoot.newsroom import choosing, publishing, stream, tabs
from folkmoot.newsroom.finding import edited_by
from folkmoot.newsroom.forms.blogs import RoundUpForm
from folkmoot.newsroom.models import NoRoundUp, RoundUp, RoundUpLine
from folkmoot.people.access import asks_the_noun, by_link, everyone, person_of
from folkmoot.people.models import Person
from folkmoot.places.models import Place


@asks_the_noun("GET", "POST")
def round_ups(request: HttpRequest, pk: int) -> HttpResponse:
    """Those of an event; POST begins one."""
    desk = edited_by(request, pk)
    if request.method == "POST":
        return redirect(
            "newsroom:edit_round_up", pk=RoundUp.begin(request.POST.get("title", ""), request.user, desk=desk).pk
        )
    known = {"round_ups": desk.round_ups.select_related("by")}
    return render(request, "newsroom/desk/round_ups.html", tabs.around(desk, request.user, "round-ups") | known)


@asks_the_noun("POST")
def begin_at(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin one of a place."""
    place = get_object_or_404(Place, slug=slug, story=False)
    made = RoundUp.begin(request.POST.get("title", "") or str(place), request.user, place=place)
    return redirect("newsroom:edit_round_up", pk=made.pk)


@everyone("GET")
def round_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One round-up as it is read: what was taken back since is no longer in it."""
    found = _visible(request, pk)
    edits = found.may_be_edited_by(person_of(request))
    known = {"round_up": found, "lines": publishing.lines_of(found), "edits": edits}
    known |= stream.mentions_at(found.get_absolute_url())
    return render(request, "newsroom/round_up.html", known)


@asks_the_noun("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose, order, and say it in your own words; beside it, what there is to choose from."""
    found = _edited(request, pk)
    form = RoundUpForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        found.say(request.user, form.cleaned_data["title"], form.cleaned_data["words"])
        publishing.changed(found)
        return redirect("newsroom:edit_round_up", pk=pk)
    known = {"form": form, "round_up": found, "lines": found.lines.select_related("piece__by", "post__outlet")}
    known |= {"choice": choosing.choice(found), "readers": publishing.readers(found).count()}
    return render(request, "newsroom/round_up_edit.html", known)


@asks_the_noun("POST")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more line."""
    found = _edited(request, pk)
    choosing.add(found, request.user, request.POST)
    publishing.changed(found)
    return redirect("newsroom:edit_round_up", pk=pk)


@asks_the_noun("POST")
def line(request: HttpRequest, pk: int, line: int, what: str) -> HttpResponse:
    """Move a line, change its words, take it out."""
    found = _edited(request, pk)
    row = RoundUpLine.objects.select_related("round_up__desk__event").filter(pk=line, round_up=found).first()
    if row is not None:
        choosing.change(row, what, request.user, request.POST.get("words", ""))
        publishing.changed(found)
    return redirect("newsroom:edit_round_up", pk=pk)


@asks_the_noun("POST")
def publish(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Publish it, withdraw it, or send it to those who watch."""
    found = _edited(request, pk)
    if what == "publish":
        publishing.publish(found, request.user)
    elif what == "withdraw":
        found.withdraw(request.user)
    elif what == "send":
        n = publishing.send(found, request.user)
        messages.success(request, _("On its way to %(n)s people.") % {"n": n})
    else:
        raise Http404
    return redirect("newsroom:edit_round_up", pk=pk)


@asks_the_noun("GET")
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as it would be sent now."""
    found = _edited(request, pk)
    return render(request, "newsroom/letter.html", {"round_up": found, "mail": publishing.preview(found, request.user)})


@csrf_exempt  # a mail program posts here for its reader (RFC 8058); the signed link is the proof
@by_link("GET", "POST")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; pressing it ends round-ups by mail, without signing in. One more takes that back."""
    person = Person.objects.filter(key=unsign(publishing.STOP, token)).first()
    if person is None:
        raise LinkRanOut(_("This link has run out."))
    if request.method == "POST" and request.POST.get("again") == "yes":
        NoRoundUp.objects.filter(person=person).delete()
    elif request.method == "POST":
        NoRoundUp.objects.get_or_create(person=person)
    stopped = NoRoundUp.objects.filter(person=person).exists()
    return render(request, "newsroom/stop.html", {"stopped": stopped, "done": request.method == "POST"})


def _visible(request: HttpRequest, pk: int) -> RoundUp:
    found = get_object_or_404(RoundUp.objects.select_related("desk__event__place", "place", "by", "standing"), pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return found


def _edited(request: HttpRequest, pk: int) -> RoundUp:
    """For those who may edit it; NotYours for others who may read it."""
    found = _visible(request, pk)
    found.only_editors(request.user)
    return found

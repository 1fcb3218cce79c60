"""Stewards of private notes: worries for somebody's safety, reading with a reason, and the log of readings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from folkmoot.kit.refusals import NotYours
from folkmoot.listening.forms.patch import WorryForm
from folkmoot.listening.models import Heard, Safeguard, Slip
from folkmoot.listening.permissions import is_steward
from folkmoot.listening.readings import readings_for
from folkmoot.listening.views.finding import check_steward, my_patches
from folkmoot.people.access import asks_the_noun, lately

NOBODY_READS = gettext_noop(
    "It is kept, but nobody here can read it: this place has no steward of private notes. The keepers of the site were "
    "told to name one. Do not wait for that: ring 999 in danger, else the council's safeguarding team, now."
)


@asks_the_noun("GET", "POST")
def worry(request: HttpRequest) -> HttpResponse:
    """Put down a worry for somebody's safety."""
    form = WorryForm(request.POST or None, patches=my_patches(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        worry = Safeguard.raise_worry(said["patch"], said["level"], said["words"], request.user, said["once"])
        if worry.readers():
            messages.success(request, _("A steward has been told that this waits. Only stewards can read it."))
        else:
            messages.warning(request, _(NOBODY_READS))
        return redirect("listening:desk")
    return render(request, "listening/worry.html", {"form": form})


@asks_the_noun("GET", "POST")
def add_to_worry(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever raised it adds what they saw or were told since. They do not read it again."""
    found = Safeguard.objects.select_related("patch").filter(pk=pk, raised_by=request.user).first()
    if found is None:
        raise NotYours(_("Whoever put down a worry can add to it here."))
    if request.method == "POST":
        found.add(request.user, request.POST.get("note", ""))
        messages.success(request, _("Added. Only stewards can read it."))
        return redirect("listening:desk")
    return render(request, "listening/worry_add.html", {"worry": found})


@asks_the_noun("GET")
@lately
def worries(request: HttpRequest) -> HttpResponse:
    """Those of the places this steward looks after, without a word of what is in them."""
    day = timezone.localdate()
    rows = Safeguard.objects.select_related("patch__place", "raised_by")[:200]
    mine = [row for row in rows if is_steward(request.user, day, row.patch.place)]
    if not mine:
        check_steward(request)
    return render(request, "listening/worries.html", {"rows": mine})


@asks_the_noun("GET", "POST")
@lately
def safeguard(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: first a reason is asked. POST `why` reads it; `words` adds a note, `close` ends it."""
    found = Safeguard.objects.select_related("patch__place", "raised_by").filter(pk=pk).first()
    if found is None:
        raise NotYours(_("This record is read by stewards of private notes, and by nobody else."))
    found.check_steward(request.user)
    if request.POST.get("note"):
        ending = request.POST.get("do") == "close"
        (found.close if ending else found.add)(request.user, request.POST["note"])
        messages.success(request, _("Added."))
        return redirect("listening:worries")
    words = found.read(request.user, request.POST.get("why", "")) if request.method == "POST" else ""
    known = {"safeguard": found, "words": words, "notes": found.notes.select_related("by") if words else []}
    return render(request, "listening/safeguard.html", known)


@asks_the_noun("GET", "POST")
@lately
def look(request: HttpRequest) -> HttpResponse:
    """Read one listening by the number of its slip, when whoever was heard asks for it, or a complaint has to be
    answered: a reason is asked, and kept with the steward's name."""
    check_steward(request)
    if request.method != "POST":
        return render(request, "listening/look.html")
    slip = Slip.with_code(request.POST.get("code", "")[:40])
    heard = Heard.objects.filter(slip=slip).select_related("listening__patch__place").first() if slip else None
    if heard is None or not is_steward(request.user, timezone.localdate(), heard.listening.patch.place):
        return render(request, "listening/look.html", {"none": True}, status=404)
    points = heard.listening.read(request.user, request.POST.get("why", ""))
    return render(request, "listening/look.html", {"heard": heard, "points": points})


@asks_the_noun("GET")
@lately
def log(request: HttpRequest) -> HttpResponse:
    """Who read what private words, when and why; for stewards, so that a second person sees it."""
    check_steward(request)
    rows = readings_for(request.user, timezone.localdate())[:500]
    return render(request, "listening/log.html", {"rows": rows})

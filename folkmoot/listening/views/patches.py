"""Patches: who listens there, the doors seen lately, paper, and who lives there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import NotYours
from folkmoot.listening.coverage import AGES, coverage, district_of
from folkmoot.listening.forms.patch import OrganiserForm, PatchForm, ProfileForm
from folkmoot.listening.models import Heard, Knock, Organiser, Patch, Profile, Slip
from folkmoot.listening.permissions import is_steward, sees_to_patches
from folkmoot.listening.views.finding import my_place_in, patch_seen
from folkmoot.people.access import asks_the_noun

MOST_SHEETS = 60


@asks_the_noun("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """A new patch."""
    if not sees_to_patches(request.user, timezone.localdate()):
        raise NotYours(_("Convenors and stewards make patches."))
    form = PatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        more = {"streets": said["streets"], "ends_on": said["ends_on"]}
        return redirect(Patch.make(said["name"], said["place"], said["stays_with"], request.user, **more))
    return render(request, "listening/patch_new.html", {"form": form})


@asks_the_noun("GET")
def patch(request: HttpRequest, pk: int) -> HttpResponse:
    """Who listens here, doors seen lately (for those who listen), who has not been heard."""
    found, day = patch_seen(request, pk), timezone.localdate()
    mine = Organiser.of(request.user, found, day)
    knocks = Knock.objects.lately(found, timezone.now())[:200] if mine else []
    organisers = found.organisers.select_related("person", "host", "handed_to__person")
    known = {"patch": found, "mine": mine, "knocks": knocks, "organisers": organisers, "today": day}
    known |= {"sees_to": sees_to_patches(request.user, day, found.place), "form": OrganiserForm()}
    known |= {"coverage": coverage(district_of(found.place)), "current": organisers.current(day)}
    known |= {"steward": is_steward(request.user, day, found.place)}
    return render(request, "listening/patch.html", known)


@asks_the_noun("POST")
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody listens here from today."""
    found, form = patch_seen(request, pk), OrganiserForm(request.POST)
    if not form.is_valid():
        return render(request, "listening/organiser_new.html", {"patch": found, "form": form}, status=422)
    said = form.cleaned_data
    Organiser.name(said["person"], found, said["independence"], request.user, said["host"])
    return redirect(found)


@asks_the_noun("POST")
def end(request: HttpRequest, pk: int, organiser: int) -> HttpResponse:
    """Somebody leaves, and hands over to another who listens here, or to the body named for the patch."""
    found = patch_seen(request, pk)
    leaver = get_object_or_404(found.organisers, pk=organiser)
    key = request.POST.get("to", "")
    to = get_object_or_404(found.organisers.current(timezone.localdate()), pk=key) if key.isdecimal() else None
    many = leaver.end(request.user, to)
    who = to.person if to else found.stays_with
    messages.success(request, _("%(n)d conversations are now with %(who)s.") % {"n": many, "who": who})
    return redirect("listening:front" if leaver.person_id == request.user.pk else found)


@asks_the_noun("GET", "POST")
def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """Paper forms, each with its number and a slip to tear off. POST makes as many as asked, and shows them once."""
    found = patch_seen(request, pk)
    my_place_in(request, found)
    if request.method == "POST":
        said = request.POST.get("many", "")
        many = min(MOST_SHEETS, int(said)) if said.isdecimal() and len(said) < 4 else 10
        slips = Slip.make(found, request.user, max(1, many))
        only = request.POST.get("only") == "slips"
        template = "listening/paper/slip.html" if only else "listening/paper/sheets.html"
        asked = {"ages": AGES, "means": [(value, label) for value, label in Heard.Means.choices if value]}
        return render(request, template, {"patch": found, "slips": slips} | asked)
    used = found.slips.filter(heard__isnull=False).count()
    return render(request, "listening/sheets.html", {"patch": found, "made": found.slips.count(), "used": used})


@asks_the_noun("GET", "POST")
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """Who lives in the district around a patch, with who says so."""
    found = patch_seen(request, pk)
    district = district_of(found.place)
    form = ProfileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        key = {"place": district, "sort": said.pop("sort"), "label": said.pop("label")}
        Profile.objects.update_or_create(**key, defaults=said | {"entered_by": request.user})
        return redirect("listening:profile", pk)
    rows = Profile.objects.filter(place=district)
    return render(request, "listening/profile.html", {"patch": found, "place": district, "form": form, "rows": rows})

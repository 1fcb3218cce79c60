"""Bringing people together: introductions both want, and small projects."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import NotYours
from folkmoot.listening.forms.patch import ProjectForm
from folkmoot.listening.matching import candidates
from folkmoot.listening.models import Heard, Listening, Pairing, Project
from folkmoot.listening.views.finding import check_listener, heard_kept, my_patches
from folkmoot.people.access import asks_the_noun
from folkmoot.points.models import Reading, Theme


@asks_the_noun("GET", "POST")
def introduce(request: HttpRequest, pk: int) -> HttpResponse:
    """Who raised the same theme and would be asked: no names, no words. POST suggests one."""
    heard = heard_kept(request, pk)
    found = candidates(heard)
    if request.method == "POST":
        other = next((one for one in found if str(one.heard.pk) == request.POST.get("other")), None)
        if other is None:
            raise NotYours(_("They are not among those who may be asked."))
        return redirect(Pairing.suggest(heard, other.heard, other.theme, request.user))
    return render(request, "listening/introduce.html", {"heard": heard, "found": found})


@asks_the_noun("GET", "POST")
def pairing(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever heard one of the two: pass on their answer; once both said yes, how to bring them together."""
    rows = Pairing.objects.select_related("a__listening__kept_by", "b__listening__kept_by", "theme")
    found = rows.filter(pk=pk).first()
    sides = found.sides_of(request.user) if found else []
    if not sides:
        raise NotYours(_("This is for those who heard one of the two."))
    if request.method == "POST":
        found.say(request.POST.get("side", ""), request.POST.get("answer") == "yes", request.user)
        messages.success(request, _("Passed on."))
        return redirect(found)
    mine = [_side(found, side) for side in sides]
    Reading.log(request.user, found, _("an introduction"), len(mine))
    return render(request, "listening/pairing.html", {"pairing": found, "mine": mine})


@asks_the_noun("GET", "POST")
def begin_project(request: HttpRequest) -> HttpResponse:
    """A small project out of a concern."""
    patches, form = my_patches(request), ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        patch = get_object_or_404(patches, pk=request.POST.get("patch") if _is_key(request.POST.get("patch")) else 0)
        theme = Theme.objects.filter(pk=request.POST["theme"]).first() if _is_key(request.POST.get("theme")) else None
        said = form.cleaned_data
        return redirect(Project.begin(patch, said["title"], said["words"], request.user, theme))
    themes = Theme.objects.standing().filter(theming__team__person=request.user, theming__team__left_at=None)
    return render(request, "listening/project_new.html", {"form": form, "patches": patches, "themes": themes})


@asks_the_noun("GET", "POST")
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """One project, for whoever keeps it. POST: somebody joins, or all said yes to the directory."""
    check_listener(request)
    rows = Project.objects.kept_by(request.user).select_related("patch", "theme", "activity")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotYours(_("A project is seen by whoever keeps it, until its team puts it in the directory."))
    if request.method == "POST" and request.POST.get("do") == "publish":
        agreed = request.POST.get("agreed", "")
        return redirect(found.publish(request.user, int(agreed) if _is_key(agreed) else 0))
    if request.method == "POST":
        key = request.POST.get("heard", "")
        found.join(heard_kept(request, int(key) if _is_key(key) else 0), request.user, request.POST.get("does", ""))
        return redirect(found)
    mine = Heard.objects.filter(listening__in=Listening.objects.kept_by(request.user), withdrawn_at=None)
    free = mine.exclude(memberships__project=found).select_related("listening__patch", "slip")[:300]
    members = found.members.select_related("heard__listening__patch", "heard__slip")
    Reading.log(request.user, found, _("a project of people heard"), len(free) + len(members) + 1)
    return render(request, "listening/project.html", {"project": found, "members": members, "free": free})


def _side(pairing: Pairing, side: str) -> dict:
    said = {"heard": getattr(pairing, side), "said": getattr(pairing, f"{side}_said")}
    return said | {"side": side, "other": pairing.contacts_for(side)}


def _is_key(said: str | None) -> bool:
    return bool(said) and said.isdecimal() and len(said) < 18

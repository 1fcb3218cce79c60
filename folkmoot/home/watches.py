"""What I watch: start, stop, how often to hear of it, and when."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.feeds import following
from folkmoot.feeds.forms import TimingForm
from folkmoot.feeds.models import Timing
from folkmoot.home import things
from folkmoot.journal.models import Pace, Watch
from folkmoot.journal.sorts import name_of
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun, signed_in
from folkmoot.people.away import stands_in


@signed_in("GET")
def watches(request: HttpRequest) -> HttpResponse:
    """Everything I watch, each with its pace and a way to stop; and when my mail comes."""
    return render(request, "home/watches.html", _page(request, TimingForm(instance=Timing.of(request.user))))


def _page(request: HttpRequest, form: TimingForm) -> dict:
    mine = list(Watch.objects.filter(person=request.user).with_veil())
    timing, today = Timing.of(request.user), timezone.localdate()
    return {
        "watches": [(watch, _sort(watch)) for watch in mine],
        "mailed": sum(watch.pace in (Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY) for watch in mine),
        "paces": Pace.choices,
        "form": form,
        "timing": timing,
        "paused": timing.is_paused(today),
        "away": timing.rests_when_away and stands_in(request.user, today),
    }


def _sort(watch: Watch) -> str:
    plain = {following.listed.LIST: _("List"), following.areas.AREA: _("Area")}
    return plain.get(watch.kind) or name_of(watch.kind, one=True)


@signed_in("POST")
def start(request: HttpRequest) -> HttpResponse:
    """Watch what stands at the address that was sent, then go back to it."""
    address, pace = request.POST.get("about", ""), request.POST.get("pace", Pace.SITE)
    pace = pace if pace in Pace.values else Pace.SITE
    found, thing = following.what(address, request.user), None
    if found:
        watch = following.watch(request.user, found, pace)
    else:
        thing = things.at(address)
        if thing is None or not things.is_visible(thing, request.user):
            raise Http404
        watch = Watch.start(request.user, thing, pace=pace)
    messages.success(request, _("You watch this now. Choose on “What I watch” how often to hear of it."))
    return redirect(watch.address)


@asks_the_noun("POST")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another pace, or no more; then back to where it was asked: the page of the thing itself, or the list."""
    watch = get_object_or_404(Watch, pk=pk, person=request.user)
    pace = request.POST.get("pace", "")
    if pace == "stop":
        Watch.stop(request.user, watch.kind, watch.key)
    elif pace in Pace.values:
        watch.change_pace(pace)
    else:
        raise Refusal(_("Choose how often you want to hear of it, or stop."))
    messages.success(request, _("You no longer watch this.") if pace == "stop" else _("Changed."))
    return redirect(watch.address if request.POST.get("back") == "page" else "watches")


@signed_in("POST")
def change_all(request: HttpRequest) -> HttpResponse:
    """One pace for all of them, but for what is muted."""
    pace = request.POST.get("pace", "")
    if pace not in (Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY, Pace.SITE):
        raise Refusal(_("Choose how often you want to hear of them."))
    for watch in Watch.objects.filter(person=request.user).exclude(pace__in=(pace, Pace.MUTED)):
        watch.change_pace(pace)
    messages.success(request, _("Changed."))
    return redirect("watches")


@signed_in("POST")
def timing(request: HttpRequest) -> HttpResponse:
    """When my mail comes, and when it does not."""
    form = TimingForm(request.POST, instance=Timing.of(request.user))
    if not form.is_valid():
        return render(request, "home/watches.html", _page(request, form), status=400)
    form.save()
    messages.success(request, _("Kept."))
    return redirect("watches")

"""What I watch: start, stop, and how often to hear of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.home import things
from folkmoot.journal.models import Pace, Watch
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun, signed_in


@signed_in("GET")
def watches(request: HttpRequest) -> HttpResponse:
    """Everything I watch, each with its pace and a way to stop."""
    mine = Watch.objects.filter(person=request.user).with_veil()
    return render(request, "home/watches.html", {"watches": mine, "paces": Pace.choices})


@signed_in("POST")
def start(request: HttpRequest) -> HttpResponse:
    """Watch the thing whose page's address was sent, then go back to it."""
    address = request.POST.get("about", "")
    thing = things.at(address)
    if thing is None or not things.is_visible(thing, request.user):
        raise Http404
    Watch.start(request.user, thing)
    messages.success(request, _("You watch this now. Choose on “What I watch” how often to hear of it."))
    return redirect(thing.get_absolute_url())


@asks_the_noun("POST")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another pace, or no more."""
    watch = get_object_or_404(Watch, pk=pk, person=request.user)
    pace = request.POST.get("pace", "")
    if pace == "stop":
        Watch.stop(request.user, watch.kind, watch.key)
    elif pace in Pace.values:
        watch.change_pace(pace)
    else:
        raise Refusal(_("Choose how often you want to hear of it, or stop."))
    messages.success(request, _("Changed."))
    return redirect("watches")

"""Follow something: with an account, by mail alone, or in a reader of one's own; yes, and stop."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from folkmoot.feeds import following
from folkmoot.feeds.forms import FollowForm
from folkmoot.feeds.models import Follower
from folkmoot.journal.models import Pace, Watch
from folkmoot.kit.limits import address_of, household, is_shared, spend, spend_once_each
from folkmoot.kit.links import LinkRanOut, unsign
from folkmoot.people.access import by_link, everyone, person_of

DAY = 24 * 3600
OFTEN = {Pace.DAILY: gettext_lazy("Once a day"), Pace.WEEKLY: gettext_lazy("Once a week")}
SHARED = 10


@everyone("GET", "POST")
def follow(request: HttpRequest) -> HttpResponse:
    """The ways to follow what stands at `?about=`."""
    found = _found(request)
    form = FollowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        _spend(request, email)
        Follower.ask(email, found, form.cleaned_data["pace"])
        return render(request, "feeds/asked.html", {"found": found, "email": email})
    person = person_of(request)
    mine = Watch.objects.filter(person=person, kind=found.kind, key=found.key).first() if person else None
    page = {"found": found, "form": form, "watch": mine, "paces": Pace.choices, "ways": following.streams(found)}
    return render(request, "feeds/follow.html", page)


def _found(request: HttpRequest):
    """What is followed by mail is what everybody may see; who has an account may follow more."""
    about = request.POST.get("about") or request.GET.get("about", "")
    found = following.what(about, None if request.method == "POST" else person_of(request))
    if found is None:
        raise Http404
    return found


def _spend(request: HttpRequest, email: str) -> None:
    """Nobody is flooded with questions: few addresses a day from one household, few questions to one address."""
    here = household(address_of(request))
    more = SHARED if is_shared(here) else 1
    spend_once_each("strangers", here, email, settings.STRANGERS_A_DAY * more, DAY)
    spend("follow", email, 5, DAY)


@by_link("GET", "POST")
def yes(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button: yes, I asked for this."""
    secret, pace = unsign("follow", token)
    found = Follower.objects.filter(secret=secret).first()
    if found is None:
        raise LinkRanOut(_("This link has run out. Ask to follow it again."))
    done = request.method == "POST"
    if done:
        found.confirm(pace)
    return render(request, "feeds/yes.html", {"found": found, "done": done, "pace": OFTEN[pace]})


@csrf_exempt  # a mail program posts here for its reader (RFC 8058); the signed link is the proof
@by_link("GET", "POST")
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; pressing it ends these mails and forgets the address. Safe twice."""
    found = Follower.objects.filter(secret=unsign("unfollow", token)).first()
    title = found.title if found else ""
    if request.method == "POST" and found:
        found.delete()
    return render(request, "feeds/stop.html", {"title": title, "done": request.method == "POST" or not found})

"""Private addresses: those of mine, and what stands at one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from folkmoot.feeds.following import what
from folkmoot.feeds.forms import AddressForm
from folkmoot.feeds.matching import LIST
from folkmoot.feeds.models import PrivateAddress
from folkmoot.kit.links import LinkRanOut
from folkmoot.kit.refusals import Refusal
from folkmoot.kit.way_back import parted
from folkmoot.people.access import asks_the_noun, by_link, signed_in
from folkmoot.people.models import Person

FEEDS = ("application/atom+xml", "application/feed+json", "text/calendar")


@signed_in("GET", "POST")
def addresses(request: HttpRequest) -> HttpResponse:
    """Mine, each with a way to take it back; and the form for one more, for the list in `?about=`."""
    about = _list_of(request.POST.get("about") or request.GET.get("about", ""), request.user)
    title = _title(about, request.user)
    form = AddressForm(request.POST or None, initial={"about": about})
    if request.method == "POST" and form.is_valid():
        if not title:
            raise Http404
        _check(request, about, form.cleaned_data["form"])
        PrivateAddress.make(request.user, title, about, form.cleaned_data["form"])
        messages.success(request, _("Made. Whoever has this address reads the list as you would: give it to nobody."))
        return redirect("feeds:addresses")
    mine = PrivateAddress.objects.filter(person=request.user, ended_at=None)
    return render(request, "feeds/addresses.html", {"mine": mine, "form": form, "title": title, "about": about})


@asks_the_noun("POST")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another secret, or none any more."""
    found = get_object_or_404(PrivateAddress, pk=pk, person=request.user, ended_at=None)
    if request.POST.get("do") == "renew":
        found.renew()
        messages.success(request, _("There is a new address. The old one no longer works."))
    else:
        found.end()
        messages.success(request, _("Taken back. The address no longer works."))
    return redirect("feeds:addresses")


@by_link("GET")
def private(request: HttpRequest, secret: str) -> HttpResponse:
    """The list as its owner would see it now. Never kept by anybody on the way."""
    found = PrivateAddress.found_by(secret)
    if found is None:
        raise LinkRanOut(_("There is nothing at this address, or no longer. Its owner can make a new one."))
    answer = _listed(request, found.person, found.list_address, found.form)
    if answer is None:
        raise LinkRanOut(_("The list that stood here is gone, or its owner may no longer see it."))
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["X-Robots-Tag"] = "noindex, noarchive"
    answer.headers["Referrer-Policy"] = "no-referrer"
    for name in ("ETag", "Last-Modified"):
        answer.headers.pop(name, None)
    return answer


def _listed(request: HttpRequest, person: Person, address: str, form: str) -> HttpResponse | None:
    """What this person gets at that address in that form; None where it is no list or they may not see it. Only pages
    that can do nothing but be read are asked."""
    parts = parted(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    if getattr(match.func, "methods", ()) != ("GET",) or match.view_name == "feeds:private":
        return None
    inner = _request(request, person, parts, form)
    inner.resolver_match = match
    try:
        answer = match.func(inner, *match.args, **match.kwargs)
    except (Http404, Refusal):
        return None
    kind = answer.headers.get("Content-Type", "").split(";")[0]
    return answer if answer.status_code == 200 and kind in FEEDS else None


def _request(request: HttpRequest, person: Person, parts, form: str) -> HttpRequest:
    """A visit by this person with nothing of the visit it comes in: no cookie, no session, no header but the host."""
    inner = HttpRequest()
    inner.method, inner.path, inner.path_info = "GET", parts.path, parts.path
    kept = ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "wsgi.url_scheme", "REMOTE_ADDR")
    inner.META = {name: request.META[name] for name in kept if name in request.META}
    inner.GET = QueryDict(parts.query, mutable=True)
    inner.GET["as"] = form
    if request.GET.get("page", "").isdecimal():
        inner.GET["page"] = request.GET["page"]
    inner.user, inner.session, inner.htmx = person, {}, None
    inner.asked_as = request.path
    return inner


def _list_of(about: str, person: Person) -> str:
    """The list that stands for what is at this address: of a thing or a place, what happened to it."""
    found = what(about, person) if len(about) <= 300 and about.startswith("/") else None
    return f"/feeds/news/?{urlencode({'about': found.address})}" if found and found.kind != LIST else about


def _title(about: str, person: Person) -> str:
    """What stands on the page of that address, as a list is called; "" for an address that is none of ours."""
    if len(about) > 300 or not about.startswith("/"):
        return ""
    inner = QueryDict(parted(about).query).get("about", "")
    found = what(about, person) or (inner and what(inner, person))
    if found:
        return found.title
    names = {"news": _("What is new for me"), "journal:happened": _("What happened here")}
    try:
        match = resolve(parted(about).path)
    except Resolver404:
        return ""
    return names.get(match.view_name, about)


def _check(request: HttpRequest, about: str, form: str) -> None:
    if _listed(request, request.user, about, form) is None:
        words = _("That list cannot be had in this form. Choose another, or go back to the list.")
        raise Refusal(words)

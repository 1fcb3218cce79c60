"""The door: an address, the code, a name; proving again that it is you; and one click in development."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import add_webauthn
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from folkmoot.kit.way_back import way_back
from folkmoot.people import door
from folkmoot.people.access import development, everyone, lately_anyhow, signed_in
from folkmoot.people.forms import Address, Code, Name
from folkmoot.people.models import Person


@everyone("GET", "POST")
def come_in(request: HttpRequest) -> HttpResponse:
    """Sign in or join: give an address, and a code goes there; or use a passkey."""
    if request.user.is_authenticated:
        return redirect(way_back(request))
    form = Address(request.POST or None)
    if request.method == "POST" and form.is_valid():
        door.knock(request, form.cleaned_data["email"], next=way_back(request))
        return redirect("account_confirm_login_code")
    return render(
        request, "account/login.html", {"form": form, "next": way_back(request), "cast": Person.objects.cast()}
    )


@everyone("GET", "POST")
def type_code(request: HttpRequest) -> HttpResponse:
    """The code that was sent to the address given a moment ago."""
    asked = door.waiting(request)
    if asked is None:
        return redirect("account_login")
    form = Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = door.answer(request, form.cleaned_data["code"])
        except door.WrongCode as error:
            form.add_error("code", error.words)
        else:
            return door.let_in(request, asked["email"], asked["next"])
    return render(
        request, "account/code.html", {"form": form, "email": asked["email"], "tries_left": door.waiting(request)}
    )


@signed_in("GET", "POST")
def prove_again(request: HttpRequest) -> HttpResponse:
    """Show once more that it is you, before something that matters: by passkey, else by a code."""
    if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN).exists():
        return redirect(f"{reverse('mfa_reauthenticate_webauthn')}?{urlencode({'next': way_back(request)})}")
    if door.waiting(request, "again") is None:
        return _send_again(request)
    form = Code(request.POST if "code" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            asked = door.answer(request, form.cleaned_data["code"], "again")
        except door.WrongCode as error:
            form.add_error("code", error.words)
        else:
            record_authentication(request, request.user, method="code", email=request.user.email, reauthenticated=True)
            return resume_request(request) or redirect(asked["next"])
    return render(request, "account/again.html", {"form": form, "next": way_back(request)})


def _send_again(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        door.knock(request, request.user.email, "again", way_back(request))
        return redirect(request.get_full_path())
    return render(request, "account/again.html", {"next": way_back(request)})


@signed_in("GET", "POST")
@lately_anyhow
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey. Whoever has just made one has used it, and need not show it again to read their spare codes."""
    answer = add_webauthn(request)
    if request.method == "POST" and answer.status_code == 302:
        record_authentication(request, request.user, method="mfa", type="webauthn", reauthenticated=True)
    return answer


@signed_in("GET", "POST")
def name(request: HttpRequest) -> HttpResponse:
    """What others shall call you: asked once, after joining."""
    form = Name(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(way_back(request))
    return render(request, "people/name.html", {"form": form, "next": way_back(request)})


@development("POST")
def be(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as somebody of the sample town with one click."""
    person = get_object_or_404(Person.objects.cast(), key=key)
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_authentication(request, person, method="development")
    return redirect(way_back(request))

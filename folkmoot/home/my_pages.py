"""The pages of "give me my data" and "forget me", and of a new email address."""

from __future__ import annotations

import re
from datetime import datetime

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.home import leaving
from folkmoot.home.my_data import data_of, what_stays
from folkmoot.people import door
from folkmoot.people.access import lately, signed_in
from folkmoot.people.forms import Address, Code


@signed_in("GET")
@lately
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything kept about me, to read; `?as=json` to take away."""
    data = data_of(request.user)
    if request.GET.get("as") == "json":
        answer = JsonResponse(data, json_dumps_params={"indent": 1, "ensure_ascii": False})
        answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
        return answer
    tables = [
        (heading, [_named(field) for field in rows[0]], [[_as_read(value) for value in row.values()] for row in rows])
        for heading, rows in data.items()
    ]
    return render(request, "home/me_data.html", {"tables": tables})


def _named(field: str) -> str:
    """ "place__name" as a heading: "Place"."""
    return re.sub(r"__(name|title|words|what|email)$", "", field).replace("_", " ").strip().capitalize()


def _as_read(value):
    """Times by the clock, yes and no, and nothing where a list is empty."""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value) if timezone.is_aware(value) else value, "j F Y, H:i")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value in ({}, []) else value


@signed_in("GET", "POST")
@lately
def forget_me(request: HttpRequest) -> HttpResponse:
    """Ask first; then in a week, or at once."""
    if request.method == "GET":
        return render(request, "home/me_forget.html", {"stays": what_stays(), "forget_on": request.user.forget_on})
    if request.POST.get("when") == "now":
        person = request.user
        leaving.forget(person)
        logout(request)
        return render(request, "home/me_forgotten.html")
    leaving.ask_to_leave(request.user, timezone.localdate())
    return redirect("forget")


@signed_in("POST")
def stay(request: HttpRequest) -> HttpResponse:
    """Take it back within the week."""
    leaving.stay(request.user)
    return redirect("me")


@signed_in("GET", "POST")
@lately
def new_address(request: HttpRequest) -> HttpResponse:
    """Use another email address: a code goes there first."""
    asked = door.waiting(request, "address")
    form = (Code if asked and "email" not in request.POST else Address)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if isinstance(form, Address):
            door.knock(request, form.cleaned_data["email"], "address", "/me/address/")
            return redirect("address")
        try:
            door.move(request, form.cleaned_data["code"])
        except door.WrongCode as error:
            form.add_error("code", error.words)
        else:
            return redirect("me")
    return render(
        request, "home/me_address.html", {"form": form, "asked": asked, "why": _("Codes and notices go there.")}
    )

"""Paper: numbered sheets to print, and keying what came back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun
from folkmoot.priorities import keying
from folkmoot.priorities.models import Batch, Voice
from folkmoot.priorities.views.desk import run_by


@asks_the_noun("POST")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers for some sheets."""
    found, number = run_by(request, pk), request.POST.get("count", "")
    count = int(number) if number.isdecimal() and len(number) < 6 else 0
    how = request.POST.get("how", "").strip()[:200]
    if not how:
        raise Refusal(_("Say how they are handed out. It stands beside the result."))
    batch = Batch.make(found, count, how, request.POST.get("local") == "yes", request.user)
    return redirect("priorities:sheets", found.pk, batch.pk)


@asks_the_noun("GET")
def print_them(request: HttpRequest, pk: int, batch: int) -> HttpResponse:
    """The sheets, a page each, to be printed."""
    found = run_by(request, pk)
    one = get_object_or_404(found.batches, pk=batch)
    one.check_printer(request.user)
    context = {"question": found, "batch": one, "sheets": keying.sheets(one), "ages": Voice.Age.choices}
    return render(request, "priorities/sheets.html", context)


@asks_the_noun("GET", "POST")
def key(request: HttpRequest, pk: int) -> HttpResponse:
    """Type in a sheet, in the order in which it was printed."""
    found, wrong = run_by(request, pk), ""
    if request.method == "POST" and request.POST.get("do") == "key":
        try:
            words = keying.key(found, request.POST)
            messages.success(request, words)
            return redirect("priorities:key", found.pk)
        except Refusal as refusal:
            wrong = refusal.words
    code = (request.POST.get("code") or request.GET.get("code", "")).strip()[:40]
    rows, bad = keying.rows(found, code, request.POST)
    context = {"question": found, "code": code, "rows": rows, "wrong": wrong or bad, "answers": keying.ANSWERS}
    context |= {"ages": Voice.Age.choices} | {name: request.POST.get(name, "") for name in ("age", "part", "affected")}
    return render(request, "priorities/key.html", context, status=409 if context["wrong"] else 200)

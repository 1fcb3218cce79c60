"""Report anything on any page, with or without an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from folkmoot.conversations.moderating import tell_of_report
from folkmoot.home import things
from folkmoot.kit.limits import TooMany, address_of, household, is_shared, spend
from folkmoot.kit.way_back import parted
from folkmoot.moderation.forms import ReportForm
from folkmoot.moderation.models import Standing
from folkmoot.moderation.models.standing import URGENT
from folkmoot.people.access import everyone, person_of

DAY = 24 * 3600
REPORTS_A_DAY = 10
HOLDS_A_DAY = 3
SHARED = 10  # a library or a school may report as often as ten households


@everyone("GET", "POST")
def report(request: HttpRequest) -> HttpResponse:
    """The form, and the reference at once. `?about=` is the address of what is meant."""
    form = ReportForm(request.POST or None, initial={"about": request.GET.get("about", "")})
    about = _ours(request.POST.get("about") or request.GET.get("about", ""))
    if request.method == "POST" and form.is_valid():
        made = _file(request, about, form.cleaned_data)
        return redirect(made)
    thing = things.at(about)
    return render(request, "home/report.html", {"form": form, "about": about, "thing": _named(request, thing)})


def _file(request: HttpRequest, about: str, said: dict):
    """Keep it; a stranger's may be one of ten a day, but a child at risk is always heard."""
    thing = things.at(about)
    standing = Standing.of(thing, things.author_of(thing), about) if thing else Standing.of_page(about)
    hold = said["reason"] in URGENT and _within(request, "hold", HOLDS_A_DAY)
    if said["reason"] not in URGENT:
        _spend(request, "report", REPORTS_A_DAY)
    waiting = standing.reports.filter(ruling=None).exists()
    made = standing.report(said["reason"], said["words"], person_of(request), said["reply_to"], hold=hold)
    if not waiting:
        tell_of_report(thing)
    return made


def _within(request: HttpRequest, what: str, amount: int) -> bool:
    try:
        _spend(request, what, amount)
    except TooMany:
        return False
    return True


def _spend(request: HttpRequest, what: str, amount: int) -> None:
    person = person_of(request)
    address = address_of(request)
    more = SHARED if is_shared(address) and person is None else 1
    spend(what, f"person {person.pk}" if person else household(address), amount * more, DAY)


def _ours(about: str) -> str:
    """The path of an address of this site, however it was written; "/" for anything else."""
    parts = parted(about if len(about) <= 300 else "/")
    path = parts.path if parts.path.startswith("/") and not parts.path.startswith("//") else "/"
    return f"{path}#{parts.fragment}" if parts.fragment else path


def _named(request: HttpRequest, thing) -> str:
    """The title of what is reported, unless the visitor may not see it."""
    return str(thing) if thing is not None and things.is_visible(thing, person_of(request)) else ""

"""Help sessions: the series, saying that one comes, and the board of the room."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.events.forms.checking import checked
from folkmoot.events.forms.helping import DoneForm, HelperForm, WantForm
from folkmoot.events.help_figures import figures, of_session
from folkmoot.events.models import Event, Helper, Series, Visit
from folkmoot.events.models.helping import is_late, let_go, start_helping
from folkmoot.events.views.finding import run_by, visible
from folkmoot.kit.limits import address_of, household, spend
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in

WORDS_AN_HOUR = 30
TOLD = 12


@everyone("GET")
def helps(request: HttpRequest) -> HttpResponse:
    """Where help sessions are held, and when next."""
    series = Series.objects.filter(is_help=True, story=False, ended_on=None).select_related("place", "venue")
    rows = [{"series": one, "next": coming(one), "figures": figures(one)} for one in series]
    return render(request, "events/help/helps.html", {"rows": rows})


@everyone("GET")
def help_series(request: HttpRequest, pk: int) -> HttpResponse:
    """One series: its sessions, who can help with what, and what it has come to."""
    series = get_object_or_404(Series, pk=pk, is_help=True)
    shown = Event.objects.shown().filter(series=series)
    past = [(event, of_session(event)) for event in shown.past(timezone.now())[:12]]
    knows = sorted({word for helper in series.helpers.filter(until=None) for word in helper.knows}, key=str.lower)
    known = {"series": series, "next": coming(series), "past": past, "knows": knows, "figures": figures(series)}
    told = Visit.objects.told().filter(event__series=series).select_related("event")[:TOLD]
    person = person_of(request)
    mine = series.helpers.filter(person=person, until=None).first() if person else None
    known |= {"told": told, "mine": mine, "may_help": person is not None and not series.story}
    latest = Event.objects.filter(series=series).order_by("-starts_at").first()
    runs = bool(latest) and latest.may_be_run_by(person_of(request), timezone.localdate())
    return render(request, "events/help/series.html", known | {"latest": latest, "runs": runs})


@signed_in("POST")
def can_help(request: HttpRequest, pk: int) -> HttpResponse:
    """I can help here, and with what; or (`stop`) no longer."""
    series, person = get_object_or_404(Series, pk=pk, is_help=True, story=False), request.user
    if request.POST.get("stop") == "yes":
        Helper.stop(series, person)
        messages.success(request, _("Thank you for all your help."))
    else:
        Helper.begin(series, str(person), person=person, knows=request.POST.get("knows", "")[:400])
        messages.success(request, _("Thank you. Whoever holds the next session sees that you help."))
    return redirect("events:help_series", pk)


@everyone("GET", "POST")
def come(request: HttpRequest, pk: int) -> HttpResponse:
    """I'm coming, and, if I like, what for."""
    event = _session(visible(request, pk))
    form = WantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spend("coming-for-help", household(address_of(request)), WORDS_AN_HOUR, 3600)
        once = form.cleaned_data["once"]
        Visit.expect(event, form.cleaned_data["name"], once=once, person=person_of(request), **form.facts())
        messages.success(request, _("See you there. If you cannot come after all, that is fine: others walk in."))
        return redirect("events:help_series", pk=event.series_id)
    return render(request, "events/help/come.html", {"event": event, "form": form})


@asks_the_noun("GET")
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Who waits, who is being helped, which helpers are free and what they know."""
    event = _session(run_by(request, pk))
    return render(request, "events/help/board.html", on_the_board(event) | {"walk": WantForm(), "helper": HelperForm()})


@asks_the_noun("GET")
def board_live(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed on the board, asked for each second; 304 when nothing did."""
    event = _session(run_by(request, pk))
    mark = mark_of(event)
    if request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304, headers={"ETag": mark})
    answer = render(request, "events/help/_board.html", on_the_board(event))
    answer.headers["ETag"] = mark
    return answer


@asks_the_noun("POST")
def on_board(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One thing that happened in the room."""
    event = _session(run_by(request, pk))
    if what not in DEEDS:
        raise Http404
    let_go(event)
    DEEDS[what](request, event)
    return redirect("events:board", pk=pk)


def coming(series: Series) -> Event | None:
    """The next session that everybody may see."""
    return Event.objects.shown().filter(series=series, cancelled_at=None).coming(timezone.now()).first()


def on_the_board(event: Event) -> dict:
    """The room as it stands. Nobody is kept any more for who did not come within a quarter of an hour."""
    visits = list(event.visits.select_related("helper", "kept_for"))
    shifts = event.shifts.filter(left_at=None).select_related("helper")
    busy = {visit.helper_id for visit in visits if visit.state == Visit.State.HELPED}
    by_state = {state: [visit for visit in visits if visit.state == state] for state in Visit.State.values}
    free = [shift.helper for shift in shifts if shift.helper_id not in busy]
    away = event.series.helpers.filter(until=None).exclude(pk__in=[shift.helper_id for shift in shifts])
    names = {helper.person_id or helper.name.lower() for helper in event.series.helpers.filter(until=None)}
    for visit in visits:
        if visit.state == Visit.State.COMING and is_late(event):
            visit.kept_for = None
        visit.helps_too = (visit.person_id or visit.name.lower()) in names
    return {"event": event, "mark": mark_of(event), "rooms": by_state, "free": free, "away": away, "done": DoneForm()}


def mark_of(event: Event) -> str:
    """Changes with every visit, every helper who comes or goes, and when a kept helper is due to be let go."""
    visits = event.visits.order_by("pk").values_list("pk", "state", "helper", "kept_for", "done")
    shifts = event.shifts.order_by("pk").values_list("helper", "left_at")
    stands = f"{list(visits)} {list(shifts)} {is_late(event)}"
    return f'"{hashlib.sha256(stands.encode()).hexdigest()[:32]}"'


def _session(event: Event) -> Event:
    """Only sessions of a series for help have a board. Helpers kept for who did not come are let go on the way."""
    if event.series is None or not event.series.is_help:
        raise Refusal(_("This event is not a help session. Its hosts can put it into a series for help, under Edit."))
    return event


def _walk_in(request: HttpRequest, event: Event) -> None:
    form = WantForm(request.POST)
    said = checked(form)
    Visit.walk_in(event, said["name"], once=said["once"], **form.facts())


def _helper_here(request: HttpRequest, event: Event) -> None:
    if key := request.POST.get("helper", ""):
        _helper(event, key).arrive(event)
        return
    said = checked(HelperForm(request.POST))
    Helper.begin(event.series, said["name"], knows=said["knows"]).arrive(event)


def _finish(request: HttpRequest, event: Event) -> None:
    said = checked(DoneForm(request.POST))
    told = said.pop("may_be_told")
    _visit(request, event).finish(said.pop("done"), told=told, **said)


def _helper(event: Event, key: str) -> Helper:
    return get_object_or_404(event.series.helpers, pk=key if key.isdecimal() and len(key) < 18 else 0)


def _visit(request: HttpRequest, event: Event) -> Visit:
    key = request.POST.get("visit", "")
    return get_object_or_404(event.visits, pk=key if key.isdecimal() and len(key) < 18 else 0)


DEEDS: dict[str, Callable[[HttpRequest, Event], object]] = {
    "walk-in": _walk_in,
    "arrived": lambda request, event: _visit(request, event).arrive(),
    "began": lambda request, event: _visit(request, event).begin(_helper(event, request.POST.get("helper", ""))),
    "done": _finish,
    "left": lambda request, event: _visit(request, event).leave(),
    "helper-here": _helper_here,
    "helper-gone": lambda request, event: _helper(event, request.POST.get("helper", "")).leave(event),
    "helps-now": lambda request, event: start_helping(
        _visit(request, event), person_of(request), request.POST.get("knows", "")[:400]
    ),
}

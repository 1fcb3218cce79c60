"""The board: what was said, in columns of themes, moved by hand, by keyboard or with a plain form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun
from folkmoot.points import counting, sums
from folkmoot.points.forms import PublishForm
from folkmoot.points.models import Theming
from folkmoot.points.models.regrouping import move, name
from folkmoot.points.views.finding import keys, theme_of, worked_on

LOOSE_SHOWN, SHOWN, COMPARED = 40, 12, 400
WHY = "making themes"


@asks_the_noun("GET")
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Points that stand in no theme beside the themes; each reading of private words is written down."""
    theming = worked_on(request, pk)
    columns, loose, left = _words(theming, request)
    changes = theming.regroupings.select_related("by")[:8]
    last = next((change.pk for change in changes if not change.undone_at), None)
    known = {"theming": theming, "columns": columns, "loose": loose, "left": left, "changes": changes, "last": last}
    known |= {"agreement": counting.agreement_of(theming), "suggested": any(one.theme for one in loose)}
    answer = render(request, "points/board.html", known | {"team": theming.team.current()})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@asks_the_noun("POST")
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the ticked points into a theme (`theme`), into a new one (`name`), or out of theirs (`theme` "none")."""
    theming = worked_on(request, pk)
    if "application/json" not in request.headers.get("Accept", ""):
        _place(theming, request)
        return redirect("points:board", pk)
    try:
        _place(theming, request)
    except Refusal as no:
        return JsonResponse({"words": no.words}, status=no.status)
    return JsonResponse({"words": _("Moved.")})


@asks_the_noun("POST")
def undo(request: HttpRequest, pk: int, change: int) -> HttpResponse:
    theming = worked_on(request, pk)
    get_object_or_404(theming.regroupings, pk=change).undo(request.user)
    messages.success(request, _("Undone."))
    return redirect("points:board", pk)


@asks_the_noun("GET", "POST")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everybody see the themes, or (`do` "back") nobody but the team."""
    theming = worked_on(request, pk)
    if request.method == "POST" and request.POST.get("do") == "back":
        counting.withdraw(theming, request.user)
        return redirect("points:board", pk)
    form = PublishForm(request.POST or None, initial={"method": theming.method})
    if request.method == "POST" and form.is_valid():
        counting.publish(theming, request.user, form.cleaned_data["method"])
        return redirect(theming)
    rows, total = counting.live(theming)
    return render(request, "points/publish.html", {"theming": theming, "form": form, "rows": rows, "total": total})


def _place(theming: Theming, request: HttpRequest) -> None:
    chosen, named, said = keys(request, "point"), request.POST.get("name", ""), request.POST.get("theme", "")
    if named.strip():
        name(theming, named, chosen, request.user)
    elif said == "none":
        move(theming, chosen, None, request.user)
    elif not said:
        raise Refusal(_("Choose a theme, or write the name of a new one."))
    else:
        move(theming, chosen, theme_of(theming, said), request.user)


def _words(theming: Theming, request: HttpRequest) -> tuple[list[dict], list, int]:
    """The columns [{"counted", "points", "more"}], the loose points with the theme a machine suggests, how many more
    there are."""
    rows, _total = counting.live(theming)
    loose = list(theming.loose()[:LOOSE_SHOWN])
    inside = {row.theme.pk: list(theming.in_theme(row.theme).order_by("-said_at")[:SHOWN]) for row in rows}
    everything = loose + [point for points in inside.values() for point in points]
    theming.words_for(request.user, everything, WHY)
    guesses = sums.suggestions(
        [(point.pk, point.told) for point in loose],
        [(row.theme.pk, " ".join([row.theme.name, *(one.told for one in inside[row.theme.pk])])) for row in rows],
    )
    names = {row.theme.pk: row.theme for row in rows}
    for point in loose:
        point.theme = names.get(guesses.get(point.pk))
    columns = [
        {"counted": row, "points": inside[row.theme.pk], "more": row.points - len(inside[row.theme.pk])} for row in rows
    ]
    return columns, loose, theming.loose().count() - len(loose)

"""What a team does beside the board: its members, points from elsewhere, one theme, a second coder, quotes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.people.access import asks_the_noun
from folkmoot.points import counting, reach, redacting
from folkmoot.points.forms import ElsewhereForm, InviteForm, ProgressForm, ThemeForm, checked
from folkmoot.points.models import Coding, Quote
from folkmoot.points.models.regrouping import merge, rename
from folkmoot.points.views.finding import keys, theme_of, theme_seen, worked_on

A_PAGE = 60
A_LIST = 300


@asks_the_noun("GET", "POST")
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in it; POST takes somebody in."""
    theming, form = worked_on(request, pk), InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        theming.invite(form.cleaned_data["who"], request.user, leads=request.POST.get("leads") == "yes")
        return redirect("points:team", pk)
    return render(request, "points/team.html", {"theming": theming, "form": form, "team": theming.team.current()})


@asks_the_noun("POST")
def leave(request: HttpRequest, pk: int, themer: int) -> HttpResponse:
    theming = worked_on(request, pk)
    get_object_or_404(theming.team, pk=themer).leave(request.user)
    messages.success(request, _("Out of the team. What was done stays."))
    return redirect("points:themings")


@asks_the_noun("GET", "POST")
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring in what was said in the open at this place, and (`words`) what was said elsewhere."""
    theming, form = worked_on(request, pk), ElsewhereForm(request.POST or None)
    if request.method == "POST" and "words" in request.POST:
        form.add(theming, request.user)
        return redirect("points:take", pk)
    points = reach.open_here(theming, request.user)
    if request.method == "POST":
        ticked = keys(request, "point")
        many = theming.take([point for point in points if point.pk in ticked], request.user)
        messages.success(request, _("%(n)d brought in.") % {"n": many})
        return redirect("points:board", pk)
    known = {"theming": theming, "form": form, "points": points[:A_LIST], "more": len(points) - A_LIST}
    return render(request, "points/take.html", known | {"reach": reach.Reach(theming, points)})


@asks_the_noun("POST")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a theme and say who carries it on; or (`into`) merge it into another."""
    theme = theme_seen(request, pk)
    theming = worked_on(request, theme.theming_id)
    if request.POST.get("into"):
        into = merge(theming, theme, theme_of(theming, request.POST["into"]), request.user)
        return redirect(into)
    said = checked(ThemeForm(request.POST))
    rename(theming, theme, said["name"], request.user, said["words"])
    theme.hand_to(request.user, said["owner"], said["organisation"])
    return redirect(theme)


@asks_the_noun("POST")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """How a theme stands."""
    theme, said = theme_seen(request, pk), checked(ProgressForm(request.POST))
    theme.report(request.user, said["state"], said["words"], on=said["on"])
    messages.success(request, _("Written down. Everybody who can see the theme reads it."))
    return redirect("points:theme", pk)


@asks_the_noun("GET", "POST")
def second(request: HttpRequest, pk: int) -> HttpResponse:
    """Sort a second time what others placed, without seeing where."""
    theming = worked_on(request, pk)
    if request.method == "POST":
        for key in keys(request, "point", A_PAGE):
            said = request.POST.get(f"theme-{key}", "")
            if said:
                theme = None if said == "none" else theme_of(theming, said)
                Coding.say(theming, get_object_or_404(theming.points, pk=key), theme, request.user)
        return redirect("points:second", pk)
    rest = theming.points.standing().filter(placings__theming=theming).exclude(codings__by=request.user)
    rest = rest.exclude(placings__theming=theming, placings__by=request.user).order_by("?")
    points = theming.words_for(request.user, rest[:15], "second coder")
    known = {"theming": theming, "points": points, "themes": theming.themes.standing()}
    return render(request, "points/second.html", known | {"agreement": counting.agreement_of(theming)})


@asks_the_noun("GET", "POST")
def quotes(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be quoted, what waits for a second reader; POST proposes one."""
    theming = worked_on(request, pk)
    if request.method == "POST":
        point = get_object_or_404(theming.points.standing(), pk=next(iter(keys(request, "point")), 0))
        Quote.propose(theming, point, request.POST.get("words", "")[:1200], request.user)
        return redirect("points:quotes", pk)
    free = (
        theming.points.standing()
        .filter(private=True, quotable=True)
        .exclude(pk__in=theming.quotes.filter(taken_out_at=None).values("point"))
    )
    points = theming.words_for(request.user, free[:20], "choosing quotes")
    for point in points:
        point.redacted, point.found = redacting.proposed(point.told)
    waiting = list(theming.quotes.waiting().select_related("proposed_by"))
    theming.log_reading(request.user, "a second reader of quotes", len(waiting))
    known = {"theming": theming, "points": points, "waiting": waiting}
    return render(request, "points/quotes.html", known | {"out": theming.quotes.shown().select_related("read_by")})


@asks_the_noun("POST")
def quote(request: HttpRequest, pk: int, quote: int) -> HttpResponse:
    """The second reader's yes, or (`do` "out") off every page."""
    found = get_object_or_404(Quote, pk=quote, theming=worked_on(request, pk))
    found.take_out(request.user) if request.POST.get("do") == "out" else found.agree(request.user)
    return redirect("points:quotes", pk)

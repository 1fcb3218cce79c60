"""What was made of what people said: the list, one of them as everybody reads it, one theme."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import NotYours
from folkmoot.people.access import asks_the_noun, everyone, person_of
from folkmoot.points import counting
from folkmoot.points.forms import BeginForm, ProgressForm, ThemeForm
from folkmoot.points.models import Theme, Theming
from folkmoot.points.views.finding import may_begin, seen, theme_seen


@everyone("GET")
def themings(request: HttpRequest) -> HttpResponse:
    """What is published, newest first, and what whoever asks works on."""
    person, day = person_of(request), timezone.localdate()
    mine = list(Theming.objects.of_team(person, day).select_related("place")) if person else []
    published = Theming.objects.published().select_related("place").order_by("-published_at")[:100]
    begins = person is not None and may_begin(person, day)
    return render(request, "points/themings.html", {"mine": mine, "published": published, "begins": begins})


@asks_the_noun("GET", "POST")
def begin(request: HttpRequest) -> HttpResponse:
    """A new one for a place."""
    if not may_begin(request.user, timezone.localdate()):
        raise NotYours(_("Organisers, convenors, councillors and stewards begin this. A keeper can give you the role."))
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        return redirect("points:board", Theming.begin(said["title"], request.user, place=said["place"]).pk)
    return render(request, "points/begin.html", {"form": form})


@everyone("GET")
def theming(request: HttpRequest, pk: int) -> HttpResponse:
    """The themes with their counts and the method, as everybody may see them."""
    found = seen(request, pk)
    rows, total = counting.public(found)
    works = found.is_worked_on_by(person_of(request), timezone.localdate())
    bars = [(row.theme.name, row.people) for row in rows if row.people]
    known = {"theming": found, "rows": rows, "total": total, "works": works, "bars": bars}
    private = found.has_private_words()
    quotes = found.quotes.shown().select_related("point")[:50]
    known |= {"private": private, "hidden": any(row.hidden for row in rows), "quotes": quotes}
    return render(request, "points/theming.html", known)


@everyone("GET")
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """One theme: how many raised it, in which open words, who carries it on and what has come of it."""
    found, person, day = theme_seen(request, pk), person_of(request), timezone.localdate()
    if found.theming is None:
        return _carried(request, found)
    rows, _total = counting.public(found.theming)
    row = next(row for row in rows if row.theme.pk == found.pk)
    carries = found.is_carried_by(person, day)
    works = found.theming.is_worked_on_by(person, day)
    known = {"theme": found, "row": row, "works": works, "progress": found.progress.select_related("by")}
    points = found.theming.in_theme(found).filter(private=False)[:200].seen_by(person, day)
    known |= {"points": points, "report": carries or works}
    known |= {"quotes": found.theming.quotes.shown().filter(point__placings__theme=found)}
    others = found.theming.themes.standing().exclude(pk=found.pk) if works else []
    forms = {"form": ThemeForm.of(found), "progress_form": ProgressForm(initial={"on": day}), "others": others}
    return render(request, "points/theme.html", known | forms)


def _carried(request: HttpRequest, theme: Theme) -> HttpResponse:
    """One that those who hold an event named, with no team; its points and its count stand in the record."""
    day = timezone.localdate()
    known = {"theme": theme, "report": theme.is_carried_by(person_of(request), day)}
    known |= {"progress": theme.progress.select_related("by"), "progress_form": ProgressForm(initial={"on": day})}
    return render(request, "points/carried.html", known)

"""The gallery: every component once, with what the database holds of live places and activities, for whoever builds."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from folkmoot.directory.models import Activity, Organisation, Party, PeopleServed, Served, TypeOfHelp
from folkmoot.home import errors
from folkmoot.kit import lists
from folkmoot.kit.pictures import maps
from folkmoot.people.access import development, everyone
from folkmoot.places.models import Place

SOME = 12
COLUMNS = (
    ("title", "Activity", "title"),
    ("stage", "Stage", Activity.get_stage_display),
    ("starts", "Starts", "starts_said"),
)


@everyone("GET")
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component once. `?example=wrong` shows the form with its errors, `?as=` gives the list as a file."""
    activities = _activities()
    parts = {
        "form": _form(request),
        "filters": Narrow(request.GET or None, auto_id="narrow_%s"),
        **_words(activities),
        **_pictures(activities),
    }
    return lists.answer(request, "The kit", activities, COLUMNS, "home/gallery.html", **parts)


@everyone("GET")
def empty(request: HttpRequest) -> HttpResponse:
    """A page of a list with nothing in it, as `kit/list.html` draws it."""
    words = "When somebody offers something here, it stands in this list. Be the first to say what you could share."
    return lists.answer(request, "An empty list", [], COLUMNS, "kit/list.html", empty=words)


@everyone("GET")
def gallery_map(request: HttpRequest) -> JsonResponse:
    """What the gallery's map draws once scripts run."""
    return JsonResponse(maps.collection(_places()), content_type="application/geo+json")


@development("GET")
def sample(request: HttpRequest) -> HttpResponse:
    """The error pages, which cannot be met on purpose."""
    pages = {"403": errors.not_allowed, "csrf": errors.form_expired, "500": errors.broken, "400": errors.not_understood}
    return pages.get(request.GET.get("page", ""), errors.not_found)(request)


class Example(forms.Form):
    """A form with one of everything."""

    title = forms.CharField(label="What do you do?", help_text="As you would tell a neighbour.", max_length=80)
    stage = forms.ChoiceField(
        label="How far along is it?", choices=Activity.Stage.choices[:4], widget=forms.RadioSelect
    )
    people = forms.MultipleChoiceField(label="Who is it for?", choices=(), widget=forms.CheckboxSelectMultiple)
    starts = forms.DateField(label="Starts", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    about = forms.CharField(label="A few words about it", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    sheet = forms.FileField(label="A picture or sheet", required=False)
    private = forms.BooleanField(label="Keep this plan private for now", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = PeopleServed.objects.values_list("code", "name")[:4]


class Narrow(forms.Form):
    """What a list can be narrowed by."""

    words = forms.CharField(label="Words", required=False)
    type = forms.ModelChoiceField(TypeOfHelp.objects.all(), label="Type of help", required=False, empty_label="Any")
    stage = forms.ChoiceField(label="Stage", required=False, choices=[("", "Any"), *Activity.Stage.choices[:5]])


def _form(request: HttpRequest) -> Example:
    return Example({"title": "Tuesday lunches"}) if request.GET.get("example") == "wrong" else Example()


def _activities():
    return Activity.objects.live().shown().public().order_by("title", "pk")


def _places() -> list[dict[str, Any]]:
    """The places that some activity serves, with how many do."""
    served = Counter(Served.objects.filter(activity__in=_activities()).values_list("place", flat=True))
    places = Place.objects.live().filter(pk__in=served).select_related("boundary")[:SOME]
    return [_thing(place, served[place.pk]) for place in places]


def _thing(place: Place, count: int) -> dict[str, Any]:
    outline = getattr(place, "boundary", None)
    return {
        "label": place.name,
        "address": place.get_absolute_url(),
        "geometry": outline.geometry if outline else None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "kind": place.get_kind_display(),
        "level": "" if not outline else "gap" if not count else "a" if count == 1 else "b",
        "note": f"{count} known" if count else "nobody we know of yet",
    }


def _words(activities) -> dict[str, Any]:
    """Facts, a heat table, two side by side and one change."""
    pair = list(activities.prefetch_related("types", "people")[:2])
    return {
        "facts": [(activities.count(), "activities"), (Organisation.objects.live().count(), "organisations")],
        "when": [_when(one) for one in activities[:5]],
        "across": [people.name for people in PeopleServed.objects.all()],
        "heat": _heat(activities),
        "pair": pair,
        "side": _side(*pair) if len(pair) == 2 else [],
        "steps": [("Told us", "done"), ("Both were asked", "done"), ("Answers", "now"), ("An introduction", "")],
        "changes": [("About", one.about, f"{one.about} Bring your own phone.") for one in pair[:1]],
        "today": timezone.localdate(),
    }


def _when(one: Activity) -> dict[str, Any]:
    day = one.starts_from if one.starts_from == one.starts_to else None
    span = (one.starts_from, one.starts_to)
    return {"title": one.title, "day": day, "span": span, "said": one.starts_said, "address": one.get_absolute_url()}


def _heat(activities) -> list[tuple[str, list[dict]]]:
    """Types of help by people served; a row of cells for each type."""
    counted = Counter(activities.values_list("types", "people"))
    people = list(PeopleServed.objects.values_list("code", flat=True))
    return [(kind.name, [_cell(counted[kind.code, one]) for one in people]) for kind in TypeOfHelp.objects.all()]


def _cell(count: int) -> dict[str, str]:
    return {"words": str(count) if count else "", "level": "" if not count else "abc"[min(count, 3) - 1]}


def _side(one: Activity, other: Activity) -> list[tuple[str, str, str]]:
    def said(activity: Activity) -> tuple[str, ...]:
        types, people = activity.types.all(), activity.people.all()
        return (
            ", ".join(map(str, types)),
            ", ".join(map(str, people)),
            activity.starts_said,
            activity.get_stage_display(),
        )

    return list(zip(("Type of help", "For whom", "When", "Stage"), said(one), said(other), strict=True))


def _pictures(activities) -> dict[str, Any]:
    """Rows for every chart."""
    types = TypeOfHelp.objects.filter(activities__in=activities).annotate(n=Count("activities", distinct=True))
    stages = Counter(activities.values_list("types__name", "stage"))
    kinds = sorted({name for name, _ in stages if name})
    shown = (Activity.Stage.PLANNED, Activity.Stage.RUNNING, Activity.Stage.ENDED)
    return {
        "bars": [*((kind.name, kind.n) for kind in types), ("Evening help", None)],
        "series": [stage.label for stage in shown],
        "stacked": [(kind, [stages[kind, stage] for stage in shown]) for kind in kinds],
        "times": [_time(one) for one in activities[:SOME]],
        "places": _places(),
        **_network(activities),
    }


def _time(one: Activity) -> dict[str, Any]:
    return {
        "label": one.title,
        "address": one.get_absolute_url(),
        "start": (one.starts_from, one.starts_to),
        "end": (one.ends_from, one.ends_to),
        "said": one.starts_said,
        "plan": one.is_plan,
        "going": one.stage == Activity.Stage.RUNNING,
    }


def _network(activities) -> dict[str, Any]:
    """Organisations on the left, what they take part in on the right."""
    parties = list(Party.objects.filter(activity__in=activities).select_related("activity", "organisation")[:SOME])
    bodies = list(dict.fromkeys(party.organisation for party in parties))
    things = list(dict.fromkeys(party.activity for party in parties))
    nodes = [_node("o", one, at / len(bodies), "Organisation") for at, one in enumerate(bodies)]
    nodes += [_node("a", one, at / len(things), "Activity") for at, one in enumerate(things)]
    edges = [{"from": f"o{p.organisation_id}", "to": f"a{p.activity_id}", "kind": p.role} for p in parties]
    return {"nodes": nodes, "edges": edges}


def _node(letter: str, thing, y: float, kind: str) -> dict[str, Any]:
    """Organisations stand on the left, activities on the right."""
    x = 0 if letter == "o" else 1
    address = thing.get_absolute_url()
    return {"key": f"{letter}{thing.pk}", "label": str(thing), "x": x, "y": y, "kind": kind, "address": address}

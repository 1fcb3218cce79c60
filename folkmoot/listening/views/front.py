"""What everybody may see: where people listen, what was heard, and who has not been heard yet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from folkmoot.listening.coverage import HEARD_IN, coverage, district_of
from folkmoot.listening.models import Patch
from folkmoot.listening.permissions import listens_somewhere, sees_to_patches
from folkmoot.people.access import everyone, person_of
from folkmoot.places.models import Place
from folkmoot.points import counting
from folkmoot.points.models import Theming


@everyone("GET")
def front(request: HttpRequest) -> HttpResponse:
    """The places people listen in, with what was published of each."""
    person, day = person_of(request), timezone.localdate()
    places = Place.objects.filter(pk__in=Patch.objects.values("place")).order_by("name")
    districts = sorted({district_of(place) for place in places}, key=lambda place: place.name)
    known = {"districts": [coverage(district) for district in districts]}
    known |= {"listens": person is not None and listens_somewhere(person, day)}
    return render(request, "listening/front.html", known | {"sees_to": sees_to_patches(person, day)})


@everyone("GET")
def heard(request: HttpRequest, slug: str) -> HttpResponse:
    """What was heard in one place: themes with counts, n, the method, and who has not been heard."""
    place = get_object_or_404(Place, slug=slug, story=False)
    district = district_of(place)
    rows = Theming.objects.published().filter(source_kind__in=HEARD_IN, place__path__startswith=place.path)
    found = [{"theming": one, "public": counting.public(one)} for one in rows.select_related("place")]
    patches = Patch.objects.filter(place__path__startswith=place.path).select_related("place")
    known = {"place": place, "district": district, "found": found, "coverage": coverage(district), "patches": patches}
    return render(request, "listening/heard.html", known)

"""Who runs this site: its keepers, its papers, its terms with the world."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.home.keeping import settle, week
from folkmoot.kit.markdown import render as as_html
from folkmoot.people.access import everyone, role
from folkmoot.places.models import Place


@everyone("GET")
def about(request: HttpRequest) -> HttpResponse:
    """Host, keepers, and since when nobody has kept it, if that is so."""
    today = timezone.localdate()
    page = {"keepers": week.keepers(today), "quiet_since": week.quiet_since(today), "email": settings.HOST_EMAIL}
    return render(request, "home/about.html", page)


@everyone("GET")
def paper(request: HttpRequest, name: str) -> HttpResponse:
    """The impact assessment, privacy notice or complaints page: the host's own text where there is one."""
    if name not in settle.PAPERS:
        raise Http404
    own = settings.DATA / "papers" / f"{name}.md"
    text = own.read_text(encoding="utf-8") if own.exists() else _drafted(name)
    return render(request, "home/paper.html", {"text": as_html(text, 1), "title": text.partition("\n")[0].lstrip("# ")})


def _drafted(name: str) -> str:
    place = Place.objects.filter(slug=settings.HOME_PLACE).first()
    return settle.paper(name, place, week.keepers(timezone.localdate()))


@role("keeper", "GET")
def my_week(request: HttpRequest) -> HttpResponse:
    """The three things worth a keeper's twenty minutes this week."""
    return render(request, "home/week.html", {"things": week.three_things(timezone.localdate())})

"""What stands behind the card of a table: its notes, or a mapping hour's form, for whoever holds the card."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from folkmoot.events import landing
from folkmoot.events.forms.lines import LineForm
from folkmoot.events.models import Note, TableCode
from folkmoot.kit.limits import address_of, household, spend, spend_once_each
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import by_link, everyone, person_of

# Different codes that one address may try in ten minutes: as many as a hall has tables. The same code again is free.
CODES_TRIED, TEN_MINUTES = 60, 600
LINES_A_MINUTE = 300


def card_of(request: HttpRequest, code: str) -> TableCode:
    """The card with this code, open or not; 404 where there is none. Guessing is slowed to a crawl."""
    code = code.strip().upper()[:8]
    spend_once_each("table-code", household(address_of(request)), code, CODES_TRIED, TEN_MINUTES)
    found = TableCode.objects.select_related("event__place", "event__standing", "session").filter(code=code).first()
    if found is None:
        raise Http404
    return found


@everyone("GET")
def at(request: HttpRequest) -> HttpResponse:
    """Where somebody types the code on their card."""
    code = "".join(letter for letter in request.GET.get("code", "").upper() if letter.isalnum())[:8]
    if code and TableCode.objects.filter(pk=card_of(request, code).pk).exists():
        return redirect("events:table", code=code)
    return render(request, "events/at.html")


@by_link("GET")
def table(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one table's card."""
    card = card_of(request, code)
    card.check_open()
    if card.purpose == TableCode.Purpose.MAPPING:
        return redirect("events:map_one", code=card.code)
    if card.purpose == TableCode.Purpose.CHECK_IN:
        return redirect("events:door_by_code", code=card.code)
    answer = render(request, "events/scribe.html", {"card": card, "event": card.event, **_lines(card)})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@by_link("GET", "POST")
def lines(request: HttpRequest, code: str) -> HttpResponse:
    """GET: what was written so far, 304 when nothing is new. POST: one more line, each once."""
    card = card_of(request, code)
    if request.method == "POST":
        return _answer(request, card, lambda: _jot(request, card))
    mark = _mark(card)
    if request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304, headers={"ETag": mark})
    answer = render(request, "events/_lines.html", {"card": card, **_lines(card)})
    answer.headers["ETag"], answer.headers["Cache-Control"] = mark, "no-store"
    return answer


@by_link("POST")
def rewrite(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Change the words of a line."""
    card = card_of(request, code)
    card.check_open()
    line, version = _line(card, pk), request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 9 else 0
    words = request.POST.get("words", "")[:4000]
    return _answer(request, card, lambda: line.rewrite(words, version=seen, by=person_of(request)))


@by_link("POST")
def strike(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Strike a line out."""
    card = card_of(request, code)
    card.check_open()
    return _answer(request, card, _line(card, pk).strike)


def _jot(request: HttpRequest, card: TableCode) -> Note:
    spend("table-lines", card.code, LINES_A_MINUTE, 60)
    person = person_of(request)
    kind, words, more = LineForm(request.POST).said()
    line = Note.jot(card, kind, words, by=person, **more)
    runs = person and card.event.may_be_run_by(person, timezone.localdate())
    if person and line.look == Note.Look.WAITS and (runs or landing.is_their_own(line, person)):
        landing.take_in(line, person)
    return line


def _answer(request: HttpRequest, card: TableCode, deed: Callable) -> HttpResponse:
    """Do it; then the page again, or for the script on it a word of how it went."""
    if "application/json" not in request.headers.get("Accept", ""):
        deed()
        return redirect(f"{reverse('events:table', args=[card.code])}#add")
    try:
        deed()
    except Refusal as no:
        return JsonResponse({"words": no.words}, status=no.status, headers=no.headers)
    return JsonResponse({"kept": True})


def _line(card: TableCode, pk: int) -> Note:
    return get_object_or_404(Note.objects.of(card), pk=pk)


def _lines(card: TableCode) -> dict:
    rows = list(Note.objects.of(card).standing().select_related("point").order_by("-noted_at", "-pk")[:300])
    return {"lines": rows, "kinds": KINDS, "mark": _mark(card)}


def _mark(card: TableCode) -> str:
    """Changes with every line that is written, changed or struck out."""
    last = Note.objects.of(card).order_by("-changed_at").values_list("changed_at", flat=True).first()
    return f'"{Note.objects.of(card).standing().count()}-{last.timestamp() if last else 0}"'


KINDS = (
    Note.Kind.POINT,
    Note.Kind.DISAGREEMENT,
    Note.Kind.GAP,
    Note.Kind.QUESTION,
    Note.Kind.OFFER,
    Note.Kind.ASK,
    Note.Kind.PROMISE,
    Note.Kind.IDEA,
    Note.Kind.WHO,
    Note.Kind.TOPIC,
)

"""Bringing a list, and one intake's page from the file to what came of it."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from folkmoot.directory.models import Source
from folkmoot.exchange import alike, jobs, opening, stepping
from folkmoot.exchange.forms import BringForm, ColumnsForm
from folkmoot.exchange.models import Intake, Row
from folkmoot.exchange.models.intake import OWN_ROWS, looks_after_all, may_keep
from folkmoot.exchange.outcome import outcome_of
from folkmoot.exchange.saying import noticed, still_doing
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in

A_PAGE = 50
SHOWN_OF_EACH = 5
PAGES = {"columns": "columns", "check": "check", "taken": "taken", "undone": "undone", "refused": "refused"}


@everyone("GET")
def start(request: HttpRequest) -> HttpResponse:
    return render(request, "exchange/start.html", _starting(request))


@signed_in("POST")
def begin(request: HttpRequest) -> HttpResponse:
    form = BringForm(request.POST, request.FILES, by=person_of(request), source=_source(request))
    if not form.is_valid():
        return render(request, "exchange/start.html", _starting(request) | {"form": form}, status=422)
    intake = form.begin()
    if intake.address:
        stepping.keep_pace(intake, form.cleaned_data.get("pace"))
    jobs.go_on(intake)
    return redirect(intake)


def _starting(request: HttpRequest) -> dict:
    person, source = person_of(request), _source(request)
    known = {"form": BringForm(by=person, source=source), "source": source, "own_rows": OWN_ROWS}
    if person is not None:
        known["mine"] = Intake.objects.filter(by=person).select_related("source")[:10]
        known |= {"free": looks_after_all(person, timezone.localdate()), "to_check": stepping.asked_for(person)}
    return known


def _source(request: HttpRequest) -> Source | None:
    """The source that is brought again, where it is theirs: ?source=12."""
    pk = request.POST.get("source") or request.GET.get("source", "")
    source = Source.objects.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 18 else None
    person = person_of(request)
    return source if source and person and may_keep(person, source) else None


def intake_at(request: HttpRequest, key: str) -> Intake:
    """The intake at this address, if this person may see it; 404 otherwise."""
    seen = Intake.objects.seen_by(person_of(request), timezone.localdate())
    found = seen.select_related("source", "by", "taken_by").filter(key=key).first()
    if found is None:
        raise Http404
    return found


@asks_the_noun("GET")
def intake(request: HttpRequest, key: str) -> HttpResponse:
    """Wherever it stands: at work, asking about columns, the dry run, or what came of it."""
    found = intake_at(request, key)
    page = PAGES.get(found.state, "working")
    return render(request, f"exchange/{page}.html", known_of(request, found))


def known_of(request: HttpRequest, found: Intake) -> dict:
    """What the page of an intake shows, by where it stands."""
    person, day = person_of(request), timezone.localdate()
    known = {"intake": found, "kept": found.is_kept_by(person), "steps": stepping.steps_of(found)}
    known["may_undo"] = found.is_kept_by(person) or looks_after_all(person, day)
    if found.state == Intake.State.COLUMNS and known["kept"]:
        known |= columns_of(found)
    if found.state == Intake.State.CHECK:
        known |= {"verdicts": stepping.verdicts_of(found, SHOWN_OF_EACH), "own_rows": OWN_ROWS}
        known |= {"may_take": found.may_be_taken_by(person, day), "share": round(found.share_changed * 100)}
        known |= {"asked": stepping.is_asked(found), "here": alike.counted(found)}
    if found.state == Intake.State.TAKEN:
        known |= {"outcome": outcome_of(found, person, day), "latest": stepping.is_latest(found)}
        known |= {"doing": still_doing(found), "noticed": noticed(found.told)}
        known["doing_at"] = 2 if found.told.get("step") == "tidying" else 1
        known["link"] = getattr(found.source, "link", None)
        known |= {"letterbox": stepping.letterbox_of(found), "by_mail": "@" in settings.SHEETS_MAIL}
    return known


def columns_of(found: Intake, data=None) -> dict:
    kept = opening.kept_guesses(found)
    form = ColumnsForm(data, intake=found, guesses=kept["guesses"])
    return {"form": form, "sheets": kept["sheets"], "sheet": kept["sheet"]}


@asks_the_noun("GET")
def rows(request: HttpRequest, key: str, verdict: str) -> HttpResponse:
    """All rows of one verdict, fifty a page."""
    found = intake_at(request, key)
    if verdict not in Row.Verdict.values:
        raise Http404
    page = Paginator(stepping.rows_of(found, verdict), A_PAGE).get_page(request.GET.get("page"))
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    known = {"intake": found, "page": page, "pages": pages, "verdict": Row.Verdict(verdict)}
    return render(request, "exchange/rows.html", known | {"rows": stepping.worded(page.object_list)})

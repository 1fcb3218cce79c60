"""The desk of an event: its stream, its rota, its board and what it prints."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit import codes, lists
from folkmoot.newsroom import coverage, saying, stream, tabs
from folkmoot.newsroom.finding import desk_of, edited_by, event_of, may_open, written_by
from folkmoot.newsroom.forms.desk import DeskForm, ReporterForm
from folkmoot.newsroom.models import Desk, Reporter
from folkmoot.people.access import asks_the_noun, everyone, person_of
from folkmoot.people.permissions import acts_for

SLIPS = 12


@everyone("GET")
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything kept of an event, newest first, or of one session (`?session=`, 0 for none); as a file or a feed, what
    its people agreed to send on."""
    event = event_of(request, pk)
    found = Desk.objects.filter(event=event).first()
    if found is None:
        runs = event.may_be_run_by(person_of(request), timezone.localdate())
        return lists.answer(request, str(event), [], COLUMNS, "newsroom/desk/none.html", event=event, runs=runs)
    purpose = "onward" if request.GET.get("as") in lists.FILES else "record"
    rows = stream.kept(found, purpose, request.GET.get("session", ""))
    board = coverage.board(event, timezone.now(), found)
    known = tabs.around(found, person_of(request), "stream") | {"sentence": saying.of_stream(*stream.counts(found))}
    known["board"] = board
    title = _("Reported from “%(event)s”") % {"event": event}
    return lists.answer(request, title, rows, COLUMNS, "newsroom/desk/desk.html", **known)


@asks_the_noun("GET", "POST")
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the desk, or change what it says."""
    event = event_of(request, pk)
    found = Desk.objects.filter(event=event).first()
    edited_by(request, pk) if found else may_open(event, request.user)
    form = DeskForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        made = Desk.open(event, request.user, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect(made)
    known = tabs.around(found, request.user, "settings") if found else {"event": event}
    return render(request, "newsroom/desk/settings.html", known | {"form": form})


@asks_the_noun("GET", "POST")
def rota(request: HttpRequest, pk: int) -> HttpResponse:
    """Who reports, as what, from where; and asking one more."""
    found = edited_by(request, pk) if request.method == "POST" else written_by(request, pk)
    form = ReporterForm(request.POST or None, event=found.event)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        asked = Reporter.ask(found, said["who"], said["part"], request.user, said["sessions"])
        words = _("On the rota.") if asked.accepted_at else _("Asked. It waits for their yes.")
        messages.success(request, words)
        return redirect("newsroom:rota", pk=pk)
    rows = found.reporters.standing().select_related("person").prefetch_related("beats__session")
    board = coverage.board(found.event, timezone.now(), found)
    known = tabs.around(found, request.user, "rota") | {"form": form, "reporters": rows, "board": board}
    return render(request, "newsroom/desk/rota.html", known)


@asks_the_noun("GET", "POST")
def asked(request: HttpRequest, pk: int, reporter: int) -> HttpResponse:
    """Would you report from this event? Yes or no."""
    found = get_object_or_404(Reporter, pk=reporter, desk=desk_of(request, pk))
    if request.method == "POST":
        yes = request.POST.get("answer") == "yes"
        found.answer(request.user, yes, request.POST.get("because", "")[:400])
        return redirect("newsroom:brief", pk=pk) if yes else redirect(found.desk)
    theirs = found.person_id in acts_for(request.user, timezone.localdate())
    if not theirs:
        written_by(request, pk)
    known = {"desk": found.desk, "event": found.desk.event, "reporter": found, "theirs": theirs}
    return render(request, "newsroom/desk/asked.html", known)


@asks_the_noun("POST")
def leave(request: HttpRequest, pk: int, reporter: int) -> HttpResponse:
    """Off the rota."""
    found = get_object_or_404(Reporter, pk=reporter, desk=desk_of(request, pk))
    found.leave(request.user)
    return redirect("newsroom:rota", pk=pk) if found.desk.may_be_written_by(request.user) else redirect(found.desk)


@asks_the_noun("GET")
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Sessions by reporters, and which have no notes yet."""
    found = written_by(request, pk)
    known = {"board": coverage.board(found.event, timezone.now(), found)}
    return render(request, "newsroom/desk/board.html", tabs.around(found, request.user, "board") | known)


@asks_the_noun("GET")
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    """One page to print: why, who, where, what to ask, and how to ask whether somebody may be shown."""
    found = written_by(request, pk)
    rows = found.reporters.on_rota().select_related("person").prefetch_related("beats__session__slot")
    known = {"board": coverage.board(found.event, timezone.now(), found), "reporters": rows}
    return render(request, "newsroom/paper/brief.html", tabs.around(found, request.user, "brief") | known)


@asks_the_noun("GET")
def slips(request: HttpRequest, pk: int) -> HttpResponse:
    """Slips to cut out, each with a code of its own: nothing is kept of one until a reporter types it in."""
    found = written_by(request, pk)
    known = {"event": found.event, "desk": found, "codes": [codes.new_code() for _one in range(SLIPS)]}
    answer = render(request, "newsroom/paper/slips.html", known)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@everyone("GET")
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """The big screen of the day."""
    found = desk_of(request, pk)
    return render(request, "newsroom/wall.html", {"event": found.event, "desk": found, **_on_wall(found)})


@everyone("GET")
def wall_live(request: HttpRequest, pk: int) -> HttpResponse:
    """What the big screen shows now; 304 where it shows that already."""
    found = desk_of(request, pk)
    known = _on_wall(found)
    if request.headers.get("If-None-Match") == known["mark"]:
        return HttpResponse(status=304, headers={"ETag": known["mark"]})
    answer = render(request, "newsroom/_wall.html", {"event": found.event, "desk": found, **known})
    answer.headers["ETag"], answer.headers["Cache-Control"] = known["mark"], "no-store"
    return answer


def _on_wall(found: Desk) -> dict:
    rows = stream.wall(found, timezone.now())
    marks = [f"{type(row.thing).__name__[0]}{row.thing.pk}-{row.thing.changed_at.timestamp():.0f}" for row in rows]
    return {"entries": rows, "mark": f'"{"_".join(marks)}"'}


COLUMNS = (
    ("words", gettext_lazy("Report"), "words"),
    ("at", gettext_lazy("When"), "at"),
    ("kind", gettext_lazy("Sort"), "kind"),
    ("session", gettext_lazy("Session"), lambda entry: str(entry.session or "")),
    ("source", gettext_lazy("Source"), "source"),
    ("link", gettext_lazy("Address"), "link"),
    ("licence", gettext_lazy("Licence"), "licence"),
)

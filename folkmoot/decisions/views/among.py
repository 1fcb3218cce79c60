"""Deciding among ourselves: the register, one decision, its text and its roll."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.decisions import room, saying, sums
from folkmoot.decisions.forms.among import BeginForm, FilterForm, PutForm, ReviewForm, SettleForm, TextForm
from folkmoot.decisions.models import Decision, Eligible, Objection, Settlement
from folkmoot.decisions.sieve import narrowed_register
from folkmoot.decisions.views import finding
from folkmoot.kit import lists
from folkmoot.kit.refusals import NotYours
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in


@everyone("GET")
def register(request: HttpRequest) -> HttpResponse:
    """What was decided, by whom and why, when it is looked at again; what is open stands first."""
    today, filters = timezone.localdate(), FilterForm(request.GET)
    filters.is_valid()
    seen = Decision.objects.visible_to(person_of(request), today).live()
    found = narrowed_register(seen, filters.cleaned_data, today)
    rows = found.select_related("settlement", "body", "place", "by")
    context = {"filters": filters, "sentence": saying.of_register(found, today), "today": today}
    return lists.answer(request, _("What we decide ourselves"), rows, COLUMNS, "decisions/register.html", **context)


@signed_in("GET", "POST")
def begin(request: HttpRequest) -> HttpResponse:
    form = BeginForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect("decisions:roll", form.make().pk)
    return render(request, "decisions/begin.html", {"form": form})


@everyone("GET")
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: the text with its objections, who has said, what came of it."""
    found = finding.decision(request, pk)
    return render(request, "decisions/decision.html", room.of(found, person_of(request), timezone.localdate()))


@asks_the_noun("GET")
def count_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The file from which anyone on the roll can count it again."""
    found = finding.decision(request, pk)
    if found.on_roll(request.user) is None and not found.is_kept_by(request.user, timezone.localdate()):
        raise NotYours(_("Those on the roll can count it again."))
    if found.state() in ("text", "open"):
        raise NotYours(_("It can be counted once it has closed."))
    answer = JsonResponse(sums.given(found), json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = f'attachment; filename="decision-{found.pk}.json"'
    return answer


@asks_the_noun("GET", "POST")
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of the text."""
    found = finding.decision(request, pk)
    found.check_kept_by(request.user)
    form = TextForm(request.POST or None, decision=found)
    if request.method == "POST" and form.is_valid():
        form.write(request.user)
        return redirect(found)
    return render(request, "decisions/text.html", {"form": form, "decision": found})


@everyone("GET")
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version, each beside the one before it."""
    found = finding.decision(request, pk)
    return render(request, "decisions/versions.html", {"decision": found, "versions": room.versions(found)})


@asks_the_noun("GET", "POST")
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may say."""
    found = finding.decision(request, pk)
    found.check_kept_by(request.user)
    if request.method == "POST":
        words = room.enrol(found, request.POST.get("names", "")[:20_000], request.user)
        messages.success(request, words)
        return redirect("decisions:roll", pk)
    return render(
        request, "decisions/roll.html", {"decision": found, "eligible": found.eligible.select_related("person")}
    )


@asks_the_noun("GET", "POST")
def put(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask those on the roll to say."""
    found = finding.decision(request, pk)
    found.check_kept_by(request.user)
    form = PutForm(request.POST or None, decision=found)
    if request.method == "POST" and form.is_valid():
        form.put(request.user)
        return redirect(found)
    return render(request, "decisions/ask.html", {"form": form, "decision": found})


@asks_the_noun("POST")
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what one thinks; or, for its keeper, key somebody's paper."""
    found = finding.decision(request, pk)
    choices, words = room.chosen(found, request.POST), request.POST.get("words", "")[:2000]
    paper = request.POST.get("paper", "")
    if paper.isdigit():
        found.say_for(get_object_or_404(Eligible, pk=paper, decision=found), request.user, choices, words)
    else:
        found.say(request.user, choices, words)
    messages.success(request, _("Kept. You can change it until it closes."))
    return redirect(found)


@asks_the_noun("POST")
def delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody speak for one, or nobody."""
    found = finding.decision(request, pk)
    mine = found.on_roll(request.user)
    if mine is None:
        raise NotYours(_("Those on the roll can let somebody speak for them."))
    other = request.POST.get("to", "")
    mine.delegate_to(get_object_or_404(found.eligible, pk=other) if other.isdigit() else None, request.user)
    return redirect(found)


@asks_the_noun("POST")
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Object to a clause."""
    found = finding.decision(request, pk)
    clause = request.POST.get("clause", "")
    words, meet = request.POST.get("words", "")[:2000], request.POST.get("would_meet", "")[:2000]
    line = request.POST.get("paper", "")
    paper = get_object_or_404(found.eligible, pk=line) if line.isdigit() else None
    made = Objection.raise_one(found, request.user, int(clause) if clause.isdigit() else 0, words, meet, paper)
    return redirect(made)


@asks_the_noun("POST")
def end_objection(request: HttpRequest, pk: int, objection: int) -> HttpResponse:
    """Its author says: met, or taken back."""
    found = finding.decision(request, pk)
    mine = get_object_or_404(Objection.objects.filter(eligible__decision=found), pk=objection)
    mine.withdraw(request.user) if request.POST.get("how") == "withdraw" else mine.meet(request.user)
    return redirect(mine)


@asks_the_noun("POST")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = finding.decision(request, pk)
    found.close(request.user, request.POST.get("because", "")[:400])
    return redirect(found)


@asks_the_noun("GET", "POST")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how it ended."""
    found = finding.decision(request, pk)
    found.check_settled_by(request.user)
    counted = sums.counted(found)
    form = SettleForm(request.POST or None, said=room.otherwise(found, counted))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        state, words, because = said.pop("state"), said.pop("words"), said.pop("because")
        Settlement.settle(found, request.user, state, words, because, counted=counted, **said)
        return redirect(found)
    return render(request, "decisions/settle.html", room.of(found, request.user, timezone.localdate()) | {"form": form})


@asks_the_noun("GET", "POST")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at it again."""
    found = finding.decision(request, pk)
    found.check_kept_by(request.user)
    ended = get_object_or_404(Settlement, decision=found)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ended.review(request.user, form.cleaned_data["words"], form.cleaned_data["again_on"])
        return redirect(found)
    return render(request, "decisions/review.html", {"form": form, "decision": found})


COLUMNS = (
    ("title", gettext_lazy("Decision"), "title"),
    ("state", gettext_lazy("How it stands"), lambda one: room.ended(one)),
    ("words", gettext_lazy("What was decided"), lambda one: one.settlement.words if room.is_settled(one) else ""),
    ("because", gettext_lazy("Why"), lambda one: one.settlement.because if room.is_settled(one) else ""),
    ("method", gettext_lazy("How it was decided"), lambda one: one.get_method_display()),
    ("whose", gettext_lazy("Whose"), lambda one: str(one.body or one.by or "")),
    ("settled_on", gettext_lazy("Settled on"), lambda one: one.settlement.settled_on if room.is_settled(one) else ""),
    ("review_on", gettext_lazy("Looked at again"), lambda one: room.review_day(one)),
    ("place", gettext_lazy("Place"), lambda one: str(one.place or "")),
)

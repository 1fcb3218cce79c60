"""What works: the list, one case, writing it up, and its history."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.conversations.views.talking import drawn_below
from folkmoot.directory.models import Activity, Membership, Reply, Revision
from folkmoot.kit import lists, search
from folkmoot.library import saying
from folkmoot.library.drawing import plain_words
from folkmoot.library.forms.beside import AskForm, JudgeForm
from folkmoot.library.forms.cases import CaseForm, CasesFilter
from folkmoot.library.lineage import tree
from folkmoot.library.models import Adaptation, Case, Judgement, Toolkit
from folkmoot.library.telling import history_of
from folkmoot.library.views.finding import case_at, easier, easy_of
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in


@everyone("GET")
def cases(request: HttpRequest) -> HttpResponse:
    """Everything that was tried, by place, kind and evidence."""
    filters = CasesFilter(request.GET)
    filters.is_valid()
    rows = narrowed(Case.objects.live().shown(), filters.cleaned_data)
    context = {"filters": filters, "sentence": saying.of_cases(rows, rows.count())}
    rows = rows.with_all().order_by("title", "pk")
    return lists.answer(request, _("What works"), rows, COLUMNS, "library/cases.html", **context)


def narrowed(rows, wish: dict):
    """Those that pass every filter; what is not said narrows nothing."""
    if wish.get("words"):
        rows = rows.filter(pk__in=[hit.key for hit in search.find(wish["words"], kinds=["library.case"], limit=500)])
    if wish.get("failed"):
        rows = rows.exclude(failed="").filter(failed__icontains=wish["failed"])
    if wish.get("evidence"):
        scale, _colon, level = wish["evidence"].partition(":")
        judged = Judgement.objects.filter(scale=scale, level__gte=int(level))
        rows = rows.filter(pk__in=judged.values("case"))
    by = {"type": "types", "people": "people", "came": "came", "topic": "topics"}
    rows = rows.filter(**{by[name]: wish[name] for name in by if wish.get(name)})
    return rows.at(wish["place"]) if wish.get("place") else rows


@everyone("GET")
def case(request: HttpRequest, pk: int) -> HttpResponse:
    found, person, today = case_at(request, pk), person_of(request), timezone.localdate()
    if chosen := easier(request, found):
        return redirect(chosen)
    context = {"case": found, "sentence": saying.of_case(found), "below": drawn_below(request, found)}
    context |= beside(found, person, today)
    return render(request, "library/case.html", context | may(found, person, today))


def beside(found: Case, person, day) -> dict:
    """What stands beside a case: judgements, barriers, who can be asked, its line, and what uses it."""
    barriers = list(found.barriers.all())
    activities = Activity.objects.shown().filter(pk__in=found.activities.values("pk"), same_as=None)
    return {
        "judgements": found.judgements.shown().select_related("by", "case"),
        "easy": easy_of(found, day),
        "overcome": [one for one in barriers if one.overcome],
        "remaining": [one for one in barriers if not one.overcome],
        "askable": found.ask_me.filter(yes_at__isnull=False, person__is_active=True).select_related("person"),
        "asks_me": found.ask_me.filter(person=person, yes_at=None, no_at=None).first() if person else None,
        "replies": Reply.objects.beside(found),
        "line_up": list(reversed(found.line_up())),
        "tree": tree(found),
        "used": Adaptation.objects.shown().filter(of=found).select_related("organisation", "place", "written_up"),
        "activities": activities.visible_to(person, day),
        "toolkits": list(Toolkit.objects.shown().filter(parts__case=found).distinct()),
        "age": found.age_in_days(day),
        "stale": found.is_stale(day) and not found.story,
    }


def may(found: Case, person, day) -> dict:
    """What this person may do here, with the forms for it."""
    if person is None or found.story:
        return {}
    edits = found.may_be_edited_by(person, day)
    speaks = found.organisation_id in Membership.objects.spoken_by(person, day)
    forms = {"judge_form": JudgeForm(auto_id="judge_%s"), "ask_form": AskForm(auto_id="ask_%s") if edits else None}
    return forms | {"may_edit": edits, "may_reply": bool(found.organisation_id and speaks)}


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Write up something that was tried."""
    form = CaseForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        made = form.enter(request.POST.get("interest", ""))
        form.keep_barriers(made)
        messages.success(request, _("Thank you. It is on the shelves, and you can change it whenever you like."))
        return redirect(made)
    return writing(request, form, _("What was tried, and what came of it?"))


@asks_the_noun("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = case_at(request, pk)
    found.check_editor(request.user)
    form = CaseForm(request.POST or None, by=request.user, entry=found)
    if request.method == "POST" and form.is_valid():
        form.revise(request.POST.get("why", "")[:300], request.POST.get("interest", ""))
        form.keep_barriers(found)
        messages.success(request, _("Changed. What it said before stays in its history."))
        return redirect(found)
    return writing(request, form, _("Change what is said of it"), found)


def writing(request: HttpRequest, form: CaseForm, title: str, found: Case | None = None) -> HttpResponse:
    context = {"form": form, "title": title, "case": found}
    return render(request, "library/case_form.html", context, status=422 if form.is_bound and form.errors else 200)


@everyone("GET")
def history(request: HttpRequest, pk: int) -> HttpResponse:
    found = case_at(request, pk)
    mine = found.may_be_edited_by(person_of(request), timezone.localdate())
    return render(request, "library/case_history.html", {"case": found, "changes": history_of(found), "may_edit": mine})


@asks_the_noun("POST")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    found = case_at(request, pk)
    found.check_editor(request.user)
    which = request.POST.get("revision", "")
    change = get_object_or_404(Revision.objects.of(found), pk=which if which.isdecimal() and len(which) < 12 else 0)
    change.undo(request.user)
    messages.success(request, _("Undone. The change and its undoing both stay in the history."))
    return redirect("library:case_history", found.pk)


@asks_the_noun("POST")
def still_right(request: HttpRequest, pk: int) -> HttpResponse:
    found = case_at(request, pk)
    found.check_editor(request.user)
    found.confirm(request.user, timezone.localdate())
    messages.success(request, _("Thank you. It is marked as right today."))
    return redirect(found)


def named(things) -> list[str]:
    return [str(thing) for thing in things]


COLUMNS = (
    ("title", gettext_lazy("Case"), "title"),
    ("summary", gettext_lazy("In short"), lambda case: case.summary or plain_words(case.done)[:200]),
    ("place", gettext_lazy("Where"), lambda case: str(case.place or case.place_words)),
    ("came", gettext_lazy("How it came out"), lambda case: case.get_came_display()),
    ("failed", gettext_lazy("What failed"), "failed"),
    ("evidence", gettext_lazy("Evidence"), lambda case: str(case.strength() or "")),
    ("types", gettext_lazy("Types of help"), lambda case: named(case.types.all())),
    ("people", gettext_lazy("For whom"), lambda case: named(case.people.all())),
    ("cost_low", gettext_lazy("Cost from, in pence"), "cost_low_pence"),
    ("cost_high", gettext_lazy("Cost to, in pence"), "cost_high_pence"),
    ("who_pays", gettext_lazy("Who pays"), "who_pays"),
    ("organisation", gettext_lazy("Who did it"), lambda case: str(case.organisation or "")),
    ("interim", gettext_lazy("Interim"), "interim"),
    ("confirmed", gettext_lazy("Last said to be right"), "confirmed_on"),
)

"""What whoever can decide sees and answers, and what each body was asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.decisions import bodies, page, saying
from folkmoot.decisions.forms.answering import AnswerForm, DeedForm, MinuteForm, TellForm, ViewForm
from folkmoot.decisions.models import Response, WordBack
from folkmoot.decisions.views import finding
from folkmoot.directory.models import Organisation
from folkmoot.kit import lists
from folkmoot.kit.refusals import NotYours
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in


@signed_in("GET")
def inbox(request: HttpRequest) -> HttpResponse:
    """What this person can say yes to: what waits for an answer, with its evidence, the most pressing first."""
    return render(request, "decisions/inbox.html", bodies.inbox(request.user, timezone.localdate()))


@asks_the_noun("GET", "POST")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer of whoever can decide, with the promises that go with it."""
    found, today = finding.proposition(request, pk), timezone.localdate()
    if not found.may_be_answered_by(request.user, today):
        raise NotYours(_("%(who)s can answer this.") % {"who": found.decider()})
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.give(found, request.user)
        messages.success(request, _("Answered. Those who asked have been told; the reason is public."))
        return redirect(found)
    return render(request, "decisions/answer.html", page.of(found, request.user, today) | {"form": form})


@asks_the_noun("GET", "POST")
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down an answer that was given elsewhere."""
    found = finding.mine(request, pk)
    form = TellForm(request.POST or None, initial={"given_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        form.tell(found, request.user)
        return redirect(found)
    return render(request, "decisions/tell.html", {"form": form, "proposition": found})


@asks_the_noun("GET", "POST")
def view(request: HttpRequest, pk: int) -> HttpResponse:
    """How a councillor sees it."""
    found = finding.proposition(request, pk)
    form = ViewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        Response.view(found, request.user, form.cleaned_data["choice"], form.cleaned_data["because"])
        return redirect(found)
    return render(request, "decisions/view.html", {"form": form, "proposition": found})


@asks_the_noun("GET", "POST")
def minute(request: HttpRequest, pk: int) -> HttpResponse:
    """Link the record that makes the answer a decision."""
    given = finding.standing_answer(request, pk)
    page.check_side(given.proposition, request.user)
    form = MinuteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given.link_minute(request.user, **form.cleaned_data)
        return redirect(given.proposition)
    return render(request, "decisions/minute.html", {"form": form, "proposition": given.proposition})


@asks_the_noun("GET", "POST")
def deed(request: HttpRequest, pk: int) -> HttpResponse:
    """One more promise that goes with the answer."""
    given = finding.standing_answer(request, pk)
    page.check_side(given.proposition, request.user)
    form = DeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.commit(given, request.user)
        return redirect(given.proposition)
    return render(request, "decisions/deed.html", {"form": form, "proposition": given.proposition})


@asks_the_noun("POST")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer back."""
    given = finding.standing_answer(request, pk)
    given.undo(request.user)
    messages.success(request, _("Taken back. It waits for an answer again."))
    return redirect(given.proposition)


@asks_the_noun("GET", "POST")
def word_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell those who spoke what came of it."""
    found = finding.mine(request, pk)
    if request.method == "POST":
        made = WordBack.send(found, request.POST.get("words", ""), request.user)
        messages.success(request, page.told(made))
        return redirect(made)
    return render(request, "decisions/word_back.html", page.word_back(found, request.user))


@everyone("GET")
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked of one body, what it answered, and what was done."""
    found = get_object_or_404(Organisation.objects.shown(), pk=pk)
    today = timezone.localdate()
    rows, context = bodies.of(found, today)
    title = _("Asked of %(body)s") % {"body": found}
    return lists.answer(request, title, rows, COLUMNS, "decisions/body.html", **context)


@signed_in("GET", "POST")
def pauses(request: HttpRequest) -> HttpResponse:
    """The days before elections on which nothing new is put to those who stand."""
    form = bodies.PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.enter(request.user)
        return redirect("decisions:pauses")
    return render(
        request, "decisions/pauses.html", bodies.pauses(person_of(request), timezone.localdate()) | {"form": form}
    )


COLUMNS = (
    ("title", gettext_lazy("Asked for"), "title"),
    ("decider", gettext_lazy("Asked of"), lambda one: one.decider()),
    ("put_at", gettext_lazy("Asked on"), lambda one: timezone.localdate(one.put_at)),
    ("due_on", gettext_lazy("Answer asked for by"), "due_on"),
    ("state", gettext_lazy("How it stands"), lambda one: str(saying.TAGS[saying.state_of(one)][0])),
    ("place", gettext_lazy("Place"), lambda one: str(one.place or "")),
)

"""Convening in stages: the page of one, and what those who run it do."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.forms.fields import body_called
from folkmoot.directory.models import Organisation, Topic
from folkmoot.events import convened, editing, holding, inviting, offering
from folkmoot.events.forms.convening import ConveningForm, StageForm, StageOutputForm
from folkmoot.events.models import Convening, CouldHost, Stage
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in
from folkmoot.requests.models import Request


@everyone("GET")
def convening(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is asked first, who next, and how far it has come."""
    found, person, today = _visible(request, pk), person_of(request), timezone.localdate()
    runs = found.may_be_run_by(person, today)
    context = {"convening": found, "cards": convened.cards(found, person, today), "runs": runs}
    context |= {"sentence": convened.sentence(found), "form": StageForm() if runs else None}
    return render(request, "events/convening.html", context)


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    form = ConveningForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(form.begin())
    return render(request, "events/convening_new.html", {"form": form})


@asks_the_noun("POST")
def add_stage(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = _visible(request, pk), StageForm(request.POST)
    found.needs(request.user)
    if form.is_valid():
        return redirect(form.add_to(found, request.user))
    return render(request, "events/stage_new.html", {"convening": found, "form": form}, status=400)


@asks_the_noun("POST")
def open_stage(request: HttpRequest, pk: int) -> HttpResponse:
    stage = _stage(request, pk)
    stage.open(request.user, request.POST.get("because", ""))
    return redirect(stage)


@asks_the_noun("POST")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What came out of a stage; the next one opens."""
    stage = _stage(request, pk)
    stage.convening.needs(request.user)
    form = StageOutputForm(request.POST, stage=stage)
    if not form.is_valid():
        page = {"convening": stage.convening, "stage": stage, "form": form}
        return render(request, "events/stage_output.html", page, status=400)
    form.publish(request.user)
    following = stage.next()
    return redirect(following if following and following.opened_at else stage)


@asks_the_noun("GET", "POST")
def edit_output(request: HttpRequest, pk: int, output: int) -> HttpResponse:
    """Put right what was published of a stage."""
    stage = _stage(request, pk)
    stage.convening.needs(request.user)
    found = get_object_or_404(stage.published.select_related("stage"), pk=output)
    form = StageOutputForm.correcting(found, *([request.POST] if request.method == "POST" else []))
    if form.is_bound and form.is_valid():
        stage.correct_output(request.user, found, form.cleaned_data["words"], form.cleaned_data["address"])
        return redirect(stage)
    page = {"convening": stage.convening, "stage": stage, "form": form, "output": found}
    return render(request, "events/stage_output.html", page, status=400 if form.errors else 200)


@asks_the_noun("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What a convening is called, and what shall come of it."""
    found = _visible(request, pk)
    found.needs(request.user)
    form = ConveningForm(request.POST or None, by=request.user, convening=found)
    if request.method == "POST" and form.is_valid():
        return redirect(form.keep())
    return render(request, "events/convening_new.html", {"form": form, "convening": found})


@asks_the_noun("GET", "POST")
def edit_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """What a stage is for, who may come, who hosts it and what must come out of it."""
    stage = _stage(request, pk)
    stage.convening.needs(request.user)
    form = StageForm(request.POST or None, initial=StageForm.of(stage))
    if request.method == "POST" and form.is_valid():
        return redirect(form.keep(stage, request.user))
    page = {"convening": stage.convening, "stage": stage, "form": form}
    return render(request, "events/stage_new.html", page, status=400 if form.errors else 200)


@asks_the_noun("POST")
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a body by name."""
    stage, name = _stage(request, pk), request.POST.get("name", "")[:200]
    stage.convening.needs(request.user)
    try:
        body = body_called(name)
    except ValidationError as several:
        raise Refusal(several.messages[0]) from several
    if body is None:
        raise Refusal(_("We do not know a body called “%(name)s”. Add it under Organisations first.") % {"name": name})
    inviting.invite(stage, body, request.user)
    messages.success(request, _("%(body)s is asked.") % {"body": body})
    return redirect(stage)


@asks_the_noun("POST")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer of a body that was asked to come, or to host. `pk` is the request's."""
    asked = get_object_or_404(Request, pk=pk, kind__in=(inviting.COME, inviting.HOST), about_kind="events.stage")
    choice = request.POST.get("choice", "")
    if choice not in ("come", *inviting.HELPS, "no"):
        raise Refusal(_("Choose one of the answers on the page."))
    inviting.answer(asked, request.user, choice, request.POST.get("because", "")[:1000])
    messages.success(request, _("Thank you. Those who convene see your answer."))
    return redirect(get_object_or_404(Stage, pk=asked.about_key))


@asks_the_noun("POST")
def ask_host(request: HttpRequest, pk: int) -> HttpResponse:
    stage = _stage(request, pk)
    inviting.ask_for_host(stage, request.user)
    messages.success(request, _("Asked. What they offer stands here."))
    return redirect(stage)


@asks_the_noun("POST")
def choose_host(request: HttpRequest, pk: int) -> HttpResponse:
    stage, key = _stage(request, pk), request.POST.get("body", "")
    stage.convening.needs(request.user)
    if offer := request.POST.get("offer", ""):
        found = get_object_or_404(stage.could_host, pk=offer if offer.isdecimal() and len(offer) < 12 else 0)
        holding.choose(stage, found, request.user)
        return redirect(stage)
    body = get_object_or_404(Organisation, pk=key if key.isdecimal() and len(key) < 12 else 0)
    inviting.choose_host(stage, body, request.user)
    return redirect(stage)


@signed_in("POST")
def could_host(request: HttpRequest, pk: int) -> HttpResponse:
    """I could host this stage; or, having said so, not after all."""
    stage = _stage(request, pk)
    mine = stage.could_host.filter(person=request.user, taken_back_at=None).first()
    if request.POST.get("do") == "take-back":
        if mine:
            mine.take_back(request.user)
        return redirect(stage)
    offering.of("stage", pk)
    CouldHost.of_stage(stage, request.user, request.POST.get("words", "")[:300])
    messages.success(request, _("Thank you. Those who convene see your offer."))
    return redirect(stage)


@asks_the_noun("POST")
def make_event(request: HttpRequest, pk: int) -> HttpResponse:
    """An event of this stage, of several side by side perhaps; then the page where its day is said."""
    stage = _stage(request, pk)
    stage.convening.needs(request.user)
    topic = request.POST.get("topic", "").strip()[:120]
    title = f"{stage.title}: {topic}"[:200] if topic else stage.title
    host = stage.host or stage.convening.organisation
    facts = {"stage": stage, "place": stage.convening.place, "summary": stage.purpose[:300]}
    event = editing.make(title, request.user, host, **facts, once=f"stage {stage.pk} {title}"[:80])
    event.topics.add(*Topic.objects.filter(name__iexact=topic))
    holding.see_that_it_is_held(event, stage, request.user)
    return redirect("events:when", event.pk)


def _visible(request: HttpRequest, pk: int) -> Convening:
    found = get_object_or_404(Convening.objects.select_related("place", "organisation", "by", "standing"), pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return found


def _stage(request: HttpRequest, pk: int) -> Stage:
    stage = get_object_or_404(Stage.objects.select_related("convening__standing", "host"), pk=pk)
    if not stage.convening.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return stage

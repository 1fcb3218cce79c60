"""The duties of a group and its limits: whom one asks for what, and what is asked of those who write."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.conversations import duties as verbs
from folkmoot.conversations import reading
from folkmoot.conversations.forms.terms import DutyForm, HolderForm, LimitsForm
from folkmoot.conversations.models import Duty, Group, Holder
from folkmoot.conversations.views.finding import group_at, moderated_at, read_at
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun, everyone, person_of


@everyone("GET")
def duties(request: HttpRequest, slug: str) -> HttpResponse:
    """Who looks after what, for those who read the group; and for those who look after it, what they can change."""
    group = read_at(request, slug)
    page = reading.GroupPage(group, person_of(request))
    rows = [(duty, held, _forms(request, page, duty)) for duty, held in page.duties]
    context = {"group": group, "shown": page, "rows": rows, "person": person_of(request)}
    if page.moderates:
        context["form_new"] = DutyForm(by=request.user, group=group)
    return render(request, "conversations/duties.html", context)


def _forms(request: HttpRequest, page: reading.GroupPage, duty: Duty) -> HolderForm | None:
    return HolderForm(by=request.user, duty=duty) if page.moderates else None


@asks_the_noun("POST")
def name(request: HttpRequest, slug: str) -> HttpResponse:
    """Name a duty."""
    group = moderated_at(request, slug)
    return _keep(request, group, DutyForm(request.POST, by=request.user, group=group))


@asks_the_noun("GET", "POST")
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group = moderated_at(request, slug)
    duty = get_object_or_404(group.duties.open(), pk=pk)
    form = DutyForm(request.POST or None, by=request.user, group=group, duty=duty)
    return _keep(request, group, form)


def _keep(request: HttpRequest, group: Group, form: DutyForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            form.keep()
            return redirect("conversations:duties", group.slug)
        except Refusal as why:
            form.add_error(None, why.words)
    return render(request, "conversations/duty.html", {"form": form, "group": group, "duty": form.duty})


@asks_the_noun("POST")
def lay_down(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group = moderated_at(request, slug)
    verbs.lay_down(get_object_or_404(group.duties, pk=pk), request.user, request.POST.get("because", ""))
    return redirect("conversations:duties", slug)


@asks_the_noun("POST")
def give(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A member holds it from today."""
    group = moderated_at(request, slug)
    duty = get_object_or_404(group.duties.open(), pk=pk)
    form = HolderForm(request.POST, by=request.user, duty=duty)
    if not form.is_valid():
        raise Refusal(" ".join(words for each in form.errors.values() for words in each))
    held = form.give()
    messages.success(request, _("Kept. %(who)s is told.") % {"who": held.person})
    return redirect("conversations:duties", slug)


@asks_the_noun("POST")
def take(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """They hold it no longer: handed back by themselves, or taken with a reason."""
    held = get_object_or_404(Holder.objects.select_related("duty__group"), pk=pk, duty__group=group_at(request, slug))
    verbs.take(held, request.user, request.POST.get("because", ""))
    return redirect("conversations:duties", slug)


@asks_the_noun("GET", "POST")
def limits(request: HttpRequest, slug: str) -> HttpResponse:
    """What the group asks of those who came in lately, and how long a discussion stays open."""
    group = moderated_at(request, slug)
    form = LimitsForm(request.POST or None, by=request.user, group=group)
    if request.method == "POST" and form.is_valid():
        if form.keep():
            messages.success(request, _("Changed. The group’s log says what and why."))
        return redirect(group)
    return render(request, "conversations/limits.html", {"form": form, "group": group})

"""Summing up a discussion, and saying that a line of it is not how it was."""

from __future__ import annotations

import secrets

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from folkmoot.conversations import reading, speaking, summing
from folkmoot.conversations.forms.post import ContestForm
from folkmoot.conversations.models import Contest, Summary, SummaryLine
from folkmoot.conversations.views.finding import talk_at
from folkmoot.directory.forms.careful import Careful
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun, everyone, person_of


class SummaryForm(Careful):
    words = forms.CharField(
        label=_("The summary"),
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("One thing a line, with the posts it rests on at its end: Most want the hall heated. [3, 7-9]"),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, talk, **options) -> None:
        super().__init__(*args, initial={"once": secrets.token_urlsafe(12)}, **options)
        self.talk = talk

    def clean_words(self) -> str:
        try:
            summing.check(self.talk, summing.read(self.cleaned_data["words"]))
        except Refusal as why:
            raise forms.ValidationError(why.words) from why
        return self.cleaned_data["words"]


@asks_the_noun("GET", "POST")
def sum_up(request: HttpRequest, pk: int) -> HttpResponse:
    talk = talk_at(request, pk)
    speaking.check(talk, request.user)
    form = SummaryForm(request.POST or None, talk=talk)
    if request.method == "POST" and form.is_valid():
        made = summing.sum_up(talk, request.user, form.cleaned_data["words"], form.cleaned_data["once"])
        return redirect(f"{talk.get_absolute_url()}#summary-{made.pk}")
    return render(request, "conversations/sum_up.html", {"form": form, "talk": talk, "group": talk.group})


@everyone("GET")
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """One summary, the newest or an earlier one, with all that is said against its lines."""
    made = get_object_or_404(Summary.objects.shown().select_related("by"), pk=pk)
    made.discussion = talk = talk_at(request, made.discussion_id)
    person = person_of(request)
    shown = {"summary": made, "summary_lines": reading.lines_of(made, talk), "newer": talk.last_number - made.up_to}
    shown["why_silent"] = reading.Reading(talk, person).why_silent
    return render(request, "conversations/summary.html", {"shown": shown, "talk": talk, "group": talk.group})


@asks_the_noun("POST")
def take_back_contest(request: HttpRequest, pk: int) -> HttpResponse:
    made = get_object_or_404(Contest.objects.select_related("line__summary"), pk=pk)
    made.line.summary.discussion = talk_at(request, made.line.summary.discussion_id)
    summing.take_back_contest(made, request.user)
    return redirect(made.line.summary)


@asks_the_noun("GET", "POST")
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """How I saw it, beside a line of the summary that is shown."""
    line = get_object_or_404(SummaryLine.objects.select_related("summary"), pk=pk)
    talk = talk_at(request, line.summary.discussion_id)
    if not Summary.objects.shown().filter(pk=line.summary_id).exists():
        raise Http404
    speaking.check(talk, request.user)
    form = ContestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        line.summary.discussion = talk
        return redirect(summing.contest(line, request.user, form.cleaned_data["words"]))
    context = {"form": form, "line": line, "talk": talk, "group": talk.group}
    return render(request, "conversations/contest.html", context)


@asks_the_noun("POST")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    made = get_object_or_404(Summary, pk=pk)
    made.discussion = talk_at(request, made.discussion_id)
    summing.take_back(made, request.user)
    return redirect(made.discussion)

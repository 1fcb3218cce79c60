"""The interview card: filled in on a phone or printed, with the consent of each person."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from folkmoot.kit import codes
from folkmoot.newsroom import keeping, tabs
from folkmoot.newsroom.finding import written_by
from folkmoot.newsroom.forms.interview import InterviewForm, People, named
from folkmoot.newsroom.models import Piece, Purpose
from folkmoot.people.access import asks_the_noun

CARDS, SLIPS_A_CARD = 2, 2


@asks_the_noun("GET", "POST")
def interview(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions of the desk, and everybody who answers with what they agreed to. Sent twice it is once."""
    desk = written_by(request, pk)
    form = InterviewForm(request.POST or None, desk=desk, initial={"once": secrets.token_hex(12)})
    people = People(request.POST or None, prefix="who")
    if request.method == "POST" and form.is_valid() and people.is_valid():
        who = named(people)
        made = keeping.keep_interview(desk, request.user, form.cleaned_data["once"], form.facts(who), who)
        messages.success(request, _("Kept."))
        return redirect(made)
    known = tabs.around(desk, request.user, "new") | {"form": form, "people": people}
    answer = render(request, "newsroom/desk/interview.html", known)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@asks_the_noun("GET")
def cards(request: HttpRequest, pk: int) -> HttpResponse:
    """Cards to print: the questions with room for answers, and for each person their yes and a slip to tear off."""
    desk = written_by(request, pk)
    made = [[codes.new_code() for _one in range(SLIPS_A_CARD)] for _card in range(CARDS)]
    known = tabs.around(desk, request.user, "new") | {"cards": made, "purposes": Purpose.choices}
    known |= {"kind": Piece.Kind.INTERVIEW.label}
    answer = render(request, "newsroom/paper/cards.html", known)
    answer.headers["Cache-Control"] = "no-store"
    return answer

"""The care of facts: suggested edits, "this is us", replies, "still right", and the list to ring through."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from folkmoot.directory import freshness
from folkmoot.directory.forms import BY_NOUN
from folkmoot.directory.forms.care import ClaimForm, MergeForm, ReplyForm, SuggesterForm
from folkmoot.directory.forms.entry import new_once
from folkmoot.directory.models import Confirmation, Reply
from folkmoot.directory.models.suggesting import (
    CLAIM,
    SUGGESTION,
    accept,
    changes_of,
    claim,
    decline,
    entry_of,
    party_for,
    suggest,
    take_back,
)
from folkmoot.directory.trail import changes_in_words
from folkmoot.directory.views.finding import entry_at
from folkmoot.kit.refusals import NotYours
from folkmoot.people.access import asks_the_noun, by_link, everyone, person_of, role, signed_in
from folkmoot.people.models import Person
from folkmoot.people.permissions import holds
from folkmoot.requests.models import Request


@everyone("GET", "POST")
def suggest_page(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Anybody suggests an edit; with no account they leave a name and an address, and a keeper looks first."""
    entry, person = entry_at(request, noun, pk), person_of(request)
    form = BY_NOUN[noun](request.POST or None, by=person, entry=entry, makes_new=False)
    who = SuggesterForm(request.POST or None, by=person)
    if request.method == "POST" and all((form.is_valid(), who.is_valid())):
        suggest(entry, form.changes(), by=person, once=form.cleaned_data["once"] or new_once(), **who.said())
        messages.success(request, _("Thank you. Those who look after it will read this and answer."))
        return redirect(entry)
    known = {"form": form, "who": who, "entry": entry, "noun": noun, "suggesting": True}
    known["title"] = _("Suggest an edit")
    own = "directory/activity_form.html" if noun == "who" else "directory/entry_form.html"
    return render(request, own, known, status=422 if form.is_bound else 200)


@asks_the_noun("GET", "POST")
def suggested(request: HttpRequest, key: str) -> HttpResponse:
    """A suggested edit, and the yes or no of those who may answer it."""
    asked = get_object_or_404(Request.objects.select_related("asked_by"), kind=SUGGESTION, once=key)
    check_reader(asked, request.user)
    if request.method == "POST":
        return answered(request, asked)
    entry = entry_of(asked)
    rows = changes_in_words(entry, changes_of(asked))
    return render(
        request, "directory/suggested.html", {"asked": asked, "entry": entry, "changes": rows} | may(asked, request)
    )


@asks_the_noun("GET", "POST")
def claimed(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody said "this is us"; those who may answer say yes or no, and can take a yes back."""
    asked = get_object_or_404(Request.objects.select_related("asked_by"), kind=CLAIM, once=key)
    check_reader(asked, request.user)
    if request.method == "POST" and request.POST.get("do") == "take back":
        take_back(asked, request.user, timezone.localdate())
        return redirect(asked.address)
    if request.method == "POST":
        return answered(request, asked)
    about = {"asked": asked, "entry": entry_of(asked), "since": parse_date(asked.payload.get("since") or "")}
    return render(request, "directory/claimed.html", about | may(asked, request))


def answered(request: HttpRequest, asked: Request) -> HttpResponse:
    if request.POST.get("do") == "accept":
        accept(asked, request.user, request.POST.get("because", "")[:4000])
        messages.success(request, _("Accepted."))
    else:
        decline(asked, request.user, request.POST.get("because", "")[:4000])
        messages.success(request, _("Declined, with your reason."))
    return redirect(asked.address)


def check_reader(asked: Request, person: Person) -> None:
    """Those asked and whoever asked may read it; for others it is not there."""
    if asked.asked_by_id == person.pk:
        return
    try:
        party_for(asked, person)
    except NotYours:
        raise Http404 from None


def may(asked: Request, request: HttpRequest) -> dict:
    mine = asked.asked_by_id == request.user.pk
    try:
        may_answer = bool(party_for(asked, request.user)) and not (mine and asked.kind == CLAIM)
    except NotYours:
        may_answer = False
    answer = asked.answers.filter(undone_at=None).select_related("by").first()
    return {"may_answer": may_answer, "answer": answer}


@signed_in("GET", "POST")
def this_is_us(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    body = entry_at(request, noun, pk)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = claim(body, request.user, **form.cleaned_data)
        messages.success(request, _("Thank you. Those who can tell will look at it."))
        return redirect(asked.address)
    return plain_page(request, form, _("This is us"), body, _("Send it"))


@asks_the_noun("GET", "POST")
def reply(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Whoever is described answers beside what is said."""
    entry = entry_at(request, noun, pk)
    form = ReplyForm(request.POST or None, entry=entry, by=request.user)
    if not form.bodies:
        raise NotYours(_("Those this page speaks of can reply beside it, through somebody who speaks for them."))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        Reply.say(entry, said["organisation"], said["words"], by=request.user, once=said["once"])
        return redirect(f"{entry.get_absolute_url()}#replies")
    return plain_page(request, form, _("Reply beside this"), entry, _("Put it there"))


@asks_the_noun("POST")
def rang(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """ "I rang them, still right": by name, for those who may change it and for convenors."""
    entry, today = entry_at(request, noun, pk), timezone.localdate()
    if not holds(request.user, "convenor", today):
        entry.check_editor(request.user)
    entry.confirm(request.user, today, Confirmation.How.RANG, request.POST.get("who_said", "")[:120])
    messages.success(request, _("Thank you. It is marked as right today, with your name."))
    return redirect(entry)


@by_link("GET", "POST")
def still_right_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page with one button that a mailed link leads to. Opening it writes nothing: mail scanners follow links."""
    try:
        entry, mailed = freshness.entry_behind(token)
    except ObjectDoesNotExist:
        raise Http404 from None
    if request.method == "POST":
        said = _("by the link mailed on %(day)s") % {"day": mailed}
        entry.confirm(None, timezone.localdate(), Confirmation.How.BUTTON, said)
    known = {"entry": entry, "done": request.method == "POST", "suggest": f"{entry.get_absolute_url()}suggest/"}
    return render(request, "directory/still_right.html", known)


@csrf_exempt  # a mail program posts here for its reader (RFC 8058); the signed link is the proof
@by_link("GET", "POST")
def stop_asking(request: HttpRequest, token: str) -> HttpResponse:
    """One button that ends these mails, and one that takes it back. Opening the page writes nothing."""
    try:
        body = freshness.body_behind(token)
    except ObjectDoesNotExist:
        raise Http404 from None
    if request.method == "POST":
        freshness.let_be(body, stop="again" not in request.POST)
        body.refresh_from_db()
    return render(request, "directory/stop_asking.html", {"body": body, "stopped": body.unasked == body.email})


@role("keeper", "GET")
def ring_round(request: HttpRequest) -> HttpResponse:
    """Whom to ring, for printing."""
    rows = freshness.to_ring(timezone.localdate())
    return render(request, "directory/ring_round.html", {"rows": rows, "today": timezone.localdate()})


@role("keeper", "GET", "POST")
def merge(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Say that this is the same as another; nothing is moved, and it can be undone."""
    entry = entry_at(request, noun, pk)
    form = MergeForm(request.POST or None, entry=entry)
    if request.method == "POST" and form.is_valid():
        survivor = entry.merge_into(form.cleaned_data["survivor"], request.user, form.cleaned_data["why"])
        messages.success(request, _("They are one entry now. You can part them again on this page."))
        return redirect(survivor)
    return plain_page(request, form, _("The same as another entry"), entry, _("They are the same"))


@asks_the_noun("POST")
def unmerge(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    entry = entry_at(request, noun, pk)
    entry.unmerge(request.user)
    messages.success(request, _("They are two entries again, each with everything it had."))
    return redirect(entry)


def plain_page(request: HttpRequest, form, title: str, entry, button: str) -> HttpResponse:
    known = {"form": form, "title": title, "entry": entry, "button": button}
    return render(request, "directory/plain_form.html", known, status=422 if form.is_bound else 200)

"""What people say beside a case: how strong the evidence is, where it was used, who can be asked, a reply."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations.models import Post
from folkmoot.conversations.views.talking import say_in
from folkmoot.directory.forms.care import ReplyForm
from folkmoot.directory.models import Reply
from folkmoot.kit.refusals import NotYours
from folkmoot.library import talking
from folkmoot.library.forms.beside import AskForm, JudgeForm, UsedForm
from folkmoot.library.models import Adaptation, AskMe, Judgement
from folkmoot.library.views.finding import case_at
from folkmoot.people.access import asks_the_noun, person_of, signed_in


@signed_in("GET", "POST")
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """How strong the evidence is, on a named scale, and why."""
    case = case_at(request, pk)
    form = JudgeForm(request.POST or None, auto_id="judge_%s")
    if request.method == "POST" and form.is_valid():
        Judgement.make(case, request.user, *form.said(), form.cleaned_data["because"], form.cleaned_data["who"])
        return redirect(f"{case.get_absolute_url()}#evidence")
    return small(request, form, case, _("How strong is the evidence?"), _("Say so"))


@signed_in("GET", "POST")
def used(request: HttpRequest, pk: int) -> HttpResponse:
    """It was used somewhere else."""
    case = case_at(request, pk)
    form = UsedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(Adaptation.say(case, request.user, once=form.cleaned_data["once"], **form.facts()))
    words = _("Where you use it, what you did differently and what happened: the best thanks to whoever wrote it down.")
    return small(request, form, case, _("We used this"), _("Put it there"), words)


@signed_in("POST")
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """A few words below a case; what looks personal is shown back once."""
    return say_in(request, talking.spoken_in(case_at(request, pk), request.user))


@asks_the_noun("POST")
def unsay(request: HttpRequest, pk: int, post: int) -> HttpResponse:
    case = case_at(request, pk)
    said = get_object_or_404(Post.objects.select_related("discussion"), pk=post, discussion=case.talk_id or 0)
    said.take_back(request.user)
    return redirect(f"{case.get_absolute_url()}#talk")


@asks_the_noun("GET", "POST")
def used_since(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of using it since."""
    one = adaptation_at(request, pk)
    if not one.may_be_edited_by(request.user, timezone.localdate()):
        raise NotYours(_("Whoever used it can say what came of it."))
    form = UsedForm(request.POST or None, initial=UsedForm.initial_of(one))
    if request.method == "POST" and form.is_valid():
        one.tell(request.user, **form.facts())
        return redirect(one)
    return small(request, form, one.of, _("What came of it?"), _("Keep it"))


@asks_the_noun("POST")
def write_up(request: HttpRequest, pk: int) -> HttpResponse:
    """A case of its own, begun with what is known."""
    made = adaptation_at(request, pk).write_up(request.user)
    messages.success(request, _("Begun as an interim note. Go on from here."))
    return redirect("library:case_edit", made.pk)


@asks_the_noun("POST")
def ask_me(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who may be asked about it: oneself at once, another once they said yes."""
    case = case_at(request, pk)
    case.check_editor(request.user)
    if request.POST.get("who") == "me":
        AskMe.propose(case, request.user, request.user)
        return redirect(f"{case.get_absolute_url()}#ask")
    form = AskForm(request.POST, auto_id="ask_%s")
    if form.is_valid():
        AskMe.propose(case, form.cleaned_data["name"], request.user)
        messages.success(request, _("They are asked. Their name stands here once they say yes."))
        return redirect(f"{case.get_absolute_url()}#ask")
    return small(request, form, case, _("Who could be asked?"), _("Ask them"))


@asks_the_noun("POST")
def ask_me_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes, people may ask me; or no, or not any more."""
    row = get_object_or_404(AskMe.objects.select_related("case"), case=case_at(request, pk), person=request.user)
    row.answer(request.user, request.POST.get("answer") == "yes")
    return redirect(f"{row.case.get_absolute_url()}#ask")


@asks_the_noun("GET", "POST")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The body a case is about answers beside it."""
    case = case_at(request, pk)
    form = ReplyForm(request.POST or None, entry=case, by=request.user)
    if not form.bodies:
        raise NotYours(_("Those this page speaks of can reply beside it, through somebody who speaks for them."))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        Reply.say(case, said["organisation"], said["words"], by=request.user, once=said["once"])
        return redirect(f"{case.get_absolute_url()}#replies")
    return small(request, form, case, _("Reply beside this"), _("Put it there"))


def small(request: HttpRequest, form, about, title: str, button: str, words: str = "") -> HttpResponse:
    context = {"form": form, "about": about, "title": title, "button": button, "words": words}
    return render(request, "library/small_form.html", context, status=422 if form.is_bound and form.errors else 200)


def adaptation_at(request: HttpRequest, pk: int) -> Adaptation:
    """One use of a case, if both are shown to this person."""
    one = get_object_or_404(Adaptation.objects.select_related("of__standing", "organisation", "standing"), pk=pk)
    day, held = timezone.localdate(), one.standing and one.standing.state != one.standing.State.SHOWN
    if held or not one.is_visible_to(person_of(request), day):
        raise Http404
    return one

"""One post: its lasting address, editing it, what it said before, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from folkmoot.conversations import limits, moderating, reading, speaking, uploading
from folkmoot.conversations.forms.post import EditForm
from folkmoot.conversations.limits import OverLimit
from folkmoot.conversations.models import Post
from folkmoot.conversations.views.finding import post_at
from folkmoot.kit.refusals import NotYours
from folkmoot.people.access import asks_the_noun, everyone, person_of


@everyone("GET")
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """To where it stands in its discussion, on whichever page that is now. Moderators of the site are shown a reported
    one by itself, also where only members read."""
    try:
        return redirect(post_at(request, pk))
    except Http404:
        found = moderating.reported_to(person_of(request), pk)
        if found is None:
            raise
        return render(request, "conversations/reported.html", {"post": found})


@asks_the_noun("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = post_at(request, pk)
    if not speaking.may_edit(found, request.user):
        raise NotYours(_("Only whoever wrote this can change it."))
    form = EditForm(request.POST or None, post=found)
    if request.method == "POST" and form.is_valid():
        try:
            return _changed(request, found, form.cleaned_data)
        except OverLimit as why:
            form.add_error(None, why.words)
    context = {"form": form, "post": found, "talk": found.discussion, "group": found.discussion.group}
    return render(request, "conversations/edit_post.html", context)


def _changed(request: HttpRequest, found: Post, said: dict) -> HttpResponse:
    words = (said["words"], said.get("title", ""), said["interest"])
    limits.check_files(found.discussion.group, request.user, len(request.FILES.getlist("files")))
    changed = speaking.edit(found, request.user, *words)
    if _files_changed(request, found) or changed:
        messages.success(request, _("Changed. What it said before can still be read."))
    return redirect(found)


def _files_changed(request: HttpRequest, found: Post) -> bool:
    """Taken off, said anew what they show, and added."""
    if not found.is_shown:
        return False
    alts = {name[4:]: said for name, said in request.POST.items() if name.startswith("alt-")}
    return uploading.change(found, request.POST.getlist("off"), alts, uploading.taken(request))


@everyone("GET")
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What it said before each edit, while it is shown."""
    found = post_at(request, pk)
    if reading.gone_words(found):
        raise Http404
    before = list(found.wordings.select_related("by"))
    after = [*before[1:], found] if before else []
    steps = list(reversed(list(zip(before, after, strict=True))))
    context = {"post": found, "talk": found.discussion, "group": found.discussion.group, "steps": steps}
    context["mine"] = steps and speaking.may_edit(found, person_of(request))
    return render(request, "conversations/history.html", context)


@asks_the_noun("POST")
def drop_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody reads any more what it said before."""
    found = post_at(request, pk)
    speaking.drop_wordings(found, request.user)
    return redirect(found)


@asks_the_noun("POST")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = post_at(request, pk)
    if found.take_back(request.user):
        messages.success(request, _("Taken back. Its place says so; the answers to it stay."))
    return redirect(found)

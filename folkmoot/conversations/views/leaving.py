"""A group's whole content in one file, and the group that leaves with it."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.conversations import bringing, exporting, jobs, leaving
from folkmoot.conversations.models import Arrival, Discussion, Export, Group, Post
from folkmoot.conversations.views.finding import moderated_at, read_at
from folkmoot.kit import lists
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import asks_the_noun, everyone, lately, signed_in


class OutOfDate(Refusal):
    """A file that holds what is no longer shown is not given out."""

    status = 410
    headers = {"Cache-Control": "no-cache"}


class LeavingForm(forms.Form):
    moved_to = forms.URLField(
        label=gettext_lazy("Where will it be?"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=gettext_lazy("Whoever follows an old link is told."),
    )
    because = forms.CharField(label=gettext_lazy("Why?"), required=False, max_length=600)
    sure = forms.BooleanField(label=gettext_lazy("Those in the group know, and we have the file"))


@asks_the_noun("GET", "POST")
@lately
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Have the file made, leave, or come back."""
    group = moderated_at(request, slug, gone=True)
    what = request.POST.get("what", "")
    form = LeavingForm(request.POST if what == "leave" else None)
    if what == "file":
        jobs.ask_for_export(group, request.user)
        return redirect("conversations:leaving", slug)
    if what == "back":
        leaving.come_back(group, request.user)
        return redirect(group)
    if what == "leave" and form.is_valid():
        said = form.cleaned_data
        leaving.leave(group, request.user, because=said["because"], moved_to=said["moved_to"])
        messages.success(request, _("The group left. Until the thirty days are over you can bring it back here."))
        return redirect("conversations:leaving", slug)
    return render(request, "conversations/leaving.html", {"group": group, "form": form} | _stands(group))


def _stands(group: Group) -> dict:
    return {
        "gone": group.departures.filter(undone_at=None).first(),
        "exports": group.exports.all()[:5],
        "going": group.members.open().filter(goes_along=True).count(),
    }


class BringForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The file of the group"),
        help_text=gettext_lazy("The zip that this site, or another Folkmoot, made of it; 60 MB at most."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > bringing.MOST_BYTES:
            raise forms.ValidationError(_("That is over 60 MB. Ask whoever hosts this site."))
        return file


@signed_in("GET", "POST")
def bring(request: HttpRequest) -> HttpResponse:
    """Choose a group's file; it is looked over, and no group is made yet."""
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(bringing.look_over(request.user, form.cleaned_data["file"].read()))
        except bringing.FileRefused as refused:
            form.add_error("file", refused.words)
    mine = Arrival.objects.filter(by=request.user).select_related("group")[:20]
    context = {"form": form, "mine": mine}
    return render(request, "conversations/bring.html", context, status=422 if form.errors else 200)


@asks_the_noun("GET", "POST")
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """What is in a file that I brought, and taking it in."""
    found = get_object_or_404(Arrival.objects.select_related("group"), pk=pk, by=request.user)
    if request.method == "POST":
        if bringing.want(found, request.user):
            jobs.take_in.enqueue(found.pk)
        return redirect(found)
    readers = dict(Group.Readers.choices).get(found.what.get("readers"), "")
    return render(request, "conversations/arrival.html", {"arrival": found, "what": found.what, "readers": readers})


@everyone("GET")
def moved(request: HttpRequest, slug: str) -> HttpResponse:
    """For a group that came with its file: each address it had, and the one that answers now."""
    group = read_at(request, slug)
    rows = Post.objects.shown().filter(discussion__in=Discussion.objects.shown().filter(group=group))
    rows = rows.exclude(discussion__came_from="").select_related("discussion__group").order_by("discussion", "number")
    title = _("Where things of %(group)s were before") % {"group": group}
    return lists.answer(request, title, rows, MOVED, "conversations/moved.html", group=group)


def was_at(post: Post) -> str:
    return f"{post.discussion.came_from}#post-{post.came_as}"


def is_at(post: Post) -> str:
    return f"{settings.SITE_URL}{post.get_absolute_url()}"


MOVED = (("was", gettext_lazy("It was at"), was_at), ("now", gettext_lazy("It is at"), is_at))


@asks_the_noun("GET")
@lately
def export(request: HttpRequest, key: str) -> HttpResponse:
    """The file, for those who look after the group."""
    made = get_object_or_404(Export.objects.select_related("group"), key=key)
    if not made.group.is_moderated_by(request.user) or made.ready_at is None or not made.path.exists():
        raise Http404
    if exporting.outdated(made):
        raise OutOfDate(_("Something in this file was taken back or removed since. Make the file anew."))
    answer = FileResponse(made.path.open("rb"), as_attachment=True, filename=f"{slugify(made.group.name)}.zip")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

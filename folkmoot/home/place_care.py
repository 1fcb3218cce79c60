"""A keeper's care of one place: what it is called, what it lies in, and when it ends and what follows it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.forms.fields import one_place
from folkmoot.directory.forms.people import day_field
from folkmoot.directory.jobs import follow_place
from folkmoot.directory.whereabouts import full_name
from folkmoot.home import jobs
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import role
from folkmoot.places.models import Place


class NameForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What it is called"),
        max_length=200,
        help_text=gettext_lazy("The old name goes on finding it."),
    )

    def change(self, place: Place) -> str:
        place.rename(self.cleaned_data["name"])
        return "renamed"


class CloseForm(forms.Form):
    """The day from which it is no more; one place after it is a merger, several are a split."""

    on = day_field(gettext_lazy("The first day on which it is no more"))
    after = forms.CharField(
        label=gettext_lazy("What follows it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One place a line; for a merger, the place it is now part of. Empty where nothing does."
        ),
    )
    why = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=300)

    def clean_after(self) -> list[Place]:
        found, wrong = [], []
        for line in filter(str.strip, self.cleaned_data["after"].splitlines()[:20]):
            try:
                found.append(one_place(line.strip()))
            except ValidationError as error:
                wrong += error.messages
        if wrong:
            raise ValidationError(wrong)
        return found

    def change(self, place: Place) -> str:
        said = self.cleaned_data
        if place in said["after"]:
            raise Refusal(_("A place does not follow itself."))
        place.close(said["on"], said["after"], said["why"])
        return "closed"


class MoveForm(forms.Form):
    """What it lies in from now on, with all inside it."""

    parent = forms.CharField(
        label=gettext_lazy("What it lies in"),
        max_length=200,
        help_text=gettext_lazy("All that lies inside it moves with it, and is counted there. You can move it back."),
        widget=forms.TextInput(attrs={"data-suggest": "/places/names/"}),
    )

    def clean_parent(self) -> Place:
        return one_place(self.cleaned_data["parent"])

    def change(self, place: Place) -> str:
        move_place(place, self.cleaned_data["parent"])
        return "moved"


class MoveBackForm(forms.Form):
    def change(self, place: Place) -> str:
        before = place.parent_before()
        if before is None:
            raise Refusal(_("It was not moved, or what it lay in is not known any more."))
        move_place(place, before)
        return "moved back"


@transaction.atomic
def move_place(place: Place, parent: Place) -> None:
    """Move it, and with it whoever follows it; what is found and counted by where it lies comes in a moment."""
    place.move_to(parent)
    jobs.follow_with(place)
    jobs.count_moved.enqueue(place.pk)


class ReopenForm(forms.Form):
    def change(self, place: Place) -> str:
        place.reopen()
        return "opened again"


FORMS = {"name": NameForm, "move": MoveForm, "back": MoveBackForm, "close": CloseForm, "reopen": ReopenForm}


@role("keeper", "GET", "POST")
def care(request: HttpRequest, slug: str) -> HttpResponse:
    """Rename it, move it, close it with what follows, or take a move or a closing back."""
    place = get_object_or_404(Place, slug=slug)
    if place.story:
        raise Http404
    do = request.POST.get("do", "")
    shown = {"name": NameForm(initial={"name": place.name}), "close": CloseForm(initial={"on": timezone.localdate()})}
    shown |= {"move": MoveForm(initial={"parent": full_name(place.parent) if place.parent else ""})}
    if do in FORMS:
        form = shown[do] = FORMS[do](request.POST)
        if form.is_valid() and _changed(request, place, form):
            return redirect(place)
    status = 422 if request.method == "POST" else 200
    page = {"place": place, "forms": shown, "before": place.parent_before()}
    return render(request, "home/place_care.html", page, status=status)


def _changed(request: HttpRequest, place: Place, form) -> bool:
    try:
        with transaction.atomic():
            verb = form.change(place)
            Line.record(request.user, verb, place, place=place)
            follow_place.enqueue(place.pk)
    except Refusal as refused:
        form.add_error(None, refused.words)
        return False
    messages.success(request, _("Kept. What stands in it is found and counted anew in a moment."))
    return True

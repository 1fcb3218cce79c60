"""Who has which role here: keepers give and end them, and every change is a line for keepers."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.journal.models import Audience, Line
from folkmoot.kit.refusals import Refusal
from folkmoot.people.access import lately, role
from folkmoot.people.models import Person, Role

EVERYWHERE = (Role.Kind.KEEPER, Role.Kind.MODERATOR)


class Give(forms.Form):
    """To whom, which role, and where."""

    email = forms.EmailField(
        label=gettext_lazy("Whose? Their email address"),
        help_text=gettext_lazy("They sign in here once first, so that they have an account."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Which role?"), choices=Role.Kind.choices)

    place = PlaceSaid(
        label=gettext_lazy("In which place only?"),
        help_text=gettext_lazy("Leave it empty for everywhere. A councillor’s ward, a convenor’s town."),
    )

    def clean(self) -> dict:
        if self.cleaned_data.get("place") and self.cleaned_data.get("kind") in EVERYWHERE:
            self.add_error("place", _("Keepers and moderators look after the whole site. Leave the place empty."))
        return self.cleaned_data

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        self.person = Person.objects.filter(email=email).first()
        if self.person is None:
            raise forms.ValidationError(_("Nobody with that address has an account here yet."))
        return email


@role("keeper", "GET", "POST")
@lately
def roles(request: HttpRequest) -> HttpResponse:
    """Everybody with a role, and a form that gives one."""
    today = timezone.localdate()
    form = Give(request.POST or None)
    if request.method == "POST" and form.is_valid() and _give(request, form, today):
        return redirect("roles")
    held = Role.objects.held_on(today).select_related("person", "place").order_by("kind", "person__name")
    past = Role.objects.exclude(pk__in=held).select_related("person", "place").order_by("-until")[:50]
    return render(request, "home/roles.html", {"form": form, "held": held, "past": past})


def _give(request: HttpRequest, form: Give, today) -> bool:
    try:
        said = form.cleaned_data
        given = Role.give(form.person, said["kind"], by=request.user, place=said["place"], today=today)
    except Refusal as error:
        form.add_error(None, error.words)
        return False
    _record(request, "gave a role", given)
    return True


@role("keeper", "POST")
@lately
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End one role; whoever held it keeps what they did."""
    ended = get_object_or_404(Role.objects.select_related("person"), pk=pk)
    ended_title, key = str(ended), ended.pk
    ended.end(request.user, timezone.localdate())
    ended.pk = key
    _record(request, "ended a role", ended, ended_title)
    return redirect("roles")


def _record(request: HttpRequest, verb: str, given: Role, title: str = "") -> None:
    Line.record(
        request.user,
        verb,
        given,
        title=title or str(given),
        address=given.person.get_absolute_url(),
        audience=Audience.KEEPERS,
    )

"""Away for a while: who stands in, from when to when."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.home.me import colleagues
from folkmoot.journal.models import Audience, Line, Notice
from folkmoot.people.access import asks_the_noun, signed_in
from folkmoot.people.models import Deputy, Person
from folkmoot.people.models.roles import NoDeputy


class Away(forms.Form):
    """Who, and the first and last day."""

    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Who stands in for you?"),
        queryset=Person.objects.none(),
        to_field_name="key",
        empty_label=gettext_lazy("Choose somebody"),
        help_text=gettext_lazy("People of your organisations, and those with a role here."),
    )
    from_on = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until_on = forms.DateField(label=gettext_lazy("To and including"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, person: Person, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = colleagues(person, timezone.localdate())


@signed_in("GET", "POST")
def away(request: HttpRequest) -> HttpResponse:
    """Ask somebody to stand in for me, and see who does and did."""
    today = timezone.localdate()
    form = Away(request.POST or None, person=request.user, initial={"from_on": today})
    if request.method == "POST" and form.is_valid() and _appoint(request, form, today):
        return redirect("away")
    mine = request.user.deputies.select_related("deputy").order_by("-until_on")
    others = request.user.stands_in_for.select_related("person").order_by("-until_on")
    return render(request, "home/me_away.html", {"form": form, "mine": mine, "others": others, "today": today})


def _appoint(request: HttpRequest, form: Away, today) -> bool:
    data = form.cleaned_data
    try:
        row = Deputy.appoint(request.user, data["deputy"], (data["from_on"], data["until_on"]), today)
    except NoDeputy as error:
        form.add_error(None, error.words)
        return False
    Line.record(request.user, "asked somebody to stand in", row, title="", address="", audience=Audience.KEEPERS)
    days = {"name": request.user, "first": f"{row.from_on:%-d %B %Y}", "last": f"{row.until_on:%-d %B %Y}"}
    Notice.tell(row.deputy, _("%(name)s asks you to stand in from %(first)s to %(last)s.") % days, reverse("away"))
    return True


@asks_the_noun("POST")
def end_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Back early, or not able to stand in: either of the two ends it."""
    today = timezone.localdate()
    row = get_object_or_404(Deputy.objects.of(request.user), pk=pk)
    Line.record(request.user, "ended a standing in", row, title="", address="", audience=Audience.KEEPERS)
    row.end(today)
    return redirect("away")

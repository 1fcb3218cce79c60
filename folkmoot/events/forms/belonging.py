"""Who holds an event, and what it belongs to."""

from __future__ import annotations

from email.utils import parseaddr

from django import forms
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from folkmoot.directory.forms.fields import body_called
from folkmoot.directory.models import Organisation
from folkmoot.events import cohosting, holding
from folkmoot.events.models import AskedToHost, Event, Host, Series, Stage
from folkmoot.people.models import Person
from folkmoot.requests.models import Request

Asked = Host | Request | AskedToHost


class BelongsForm(forms.Form):
    """The stage of a convening and the series that an event belongs to, of those that `by` looks after."""

    stage = forms.ModelChoiceField(
        label=_l("Of which stage is it?"), queryset=Stage.objects.none(), required=False, empty_label=_l("Of none")
    )
    series = forms.ModelChoiceField(
        label=_l("Of which series is it?"), queryset=Series.objects.none(), required=False, empty_label=_l("Of none")
    )

    def __init__(self, *args, event: Event, by: Person, **options) -> None:
        options.setdefault("initial", {"stage": event.stage, "series": event.series})
        super().__init__(*args, **options)
        today = timezone.localdate()
        runs = {"stage": [], "series": []}
        for stage in Stage.objects.filter(convening__story=False).select_related("convening"):
            if stage.pk == event.stage_id or stage.convening.may_be_run_by(by, today):
                runs["stage"].append(stage.pk)
        for series in Series.objects.filter(story=False, ended_on=None):
            if series.pk == event.series_id or series.may_be_run_by(by, today):
                runs["series"].append(series.pk)
        self.fields["stage"].queryset = Stage.objects.filter(pk__in=runs["stage"])
        self.fields["series"].queryset = Series.objects.filter(pk__in=runs["series"])
        for name in [name for name in runs if not runs[name]]:
            del self.fields[name]


class HostForm(forms.Form):
    """One more who is asked to hold it; or, with no account and a yes already, put down by name."""

    name = forms.CharField(
        label=_l("Which body, or who?"),
        max_length=400,
        help_text=_l(
            "A body or a person by their name here; or a mail address, and we ask there. No account is needed."
        ),
    )
    role = forms.ChoiceField(label=_l("As what?"), choices=Host.Role)
    said_yes = forms.BooleanField(
        label=_l("They have no account and said yes to me: put them down by this name"), required=False
    )

    def clean(self) -> dict:
        said = super().clean()
        words = " ".join(said.get("name", "").split())
        try:
            said["who"] = self._known(words) if words else None
        except forms.ValidationError as wrong:
            self.add_error("name", wrong)
            return said
        if words and said["who"] is None and "@" not in words and not said.get("said_yes"):
            words = _(
                "We know no body and no one person of that name. Write their mail address, and they are asked there;"
            )
            words += " " + _("or, if they said yes to you, tick the box below.")
            self.add_error("name", words)
        return said

    def _known(self, said: str) -> Organisation | Person | None:
        """A body or one person of that name; None for an address, which is asked by mail, and for nobody we know."""
        if "@" in said:
            self.cleaned_data["called"], self.cleaned_data["email"] = one_address(said)
            return None
        people = list(Person.objects.filter(is_active=True, name__iexact=said)[:2])
        return body_called(said[:200]) or (people[0] if len(people) == 1 else None)

    def ask(self, event: Event, by: Person) -> Asked:
        """Ask them, or put them down: a Host who is one already, else what was asked."""
        said = self.cleaned_data
        if said.get("email"):
            return holding.ask(event, by, said["email"], said["role"], said["called"])
        if said["who"]:
            return cohosting.ask(event, by, said["who"], said["role"])
        return holding.put_down(event, by, said["name"], said["role"])


def one_address(said: str) -> tuple[str, str]:
    """ "Jo Mill <jo@mill.example>" or the address alone, as (name, address in small letters)."""
    name, email = parseaddr(said)
    try:
        validate_email(email)
    except forms.ValidationError as wrong:
        words = _("“%(said)s” is no mail address. Write it like jo@mill.example.")
        raise forms.ValidationError(words % {"said": said[:80]}) from wrong
    return " ".join(name.split())[:120], email.lower()


class HoldForm(forms.Form):
    """The name under which somebody with no account stands among the hosts."""

    name = forms.CharField(
        label=_l("Your name, or that of your organisation"),
        max_length=120,
        help_text=_l("It stands on the page of the event; your address does not."),
    )

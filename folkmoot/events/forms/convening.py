"""Convening in stages: what for, and each stage."""

from __future__ import annotations

import secrets
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from folkmoot.directory.forms.careful import Careful
from folkmoot.directory.forms.fields import PlaceSaid, body_called
from folkmoot.directory.models import Membership, Organisation
from folkmoot.events.forms.checking import HowMany
from folkmoot.events.forms.event import day_field
from folkmoot.events.models import Convening, Stage
from folkmoot.events.models.stage import PROGRAMME_LEAD, StageOutput
from folkmoot.journal.models import Line
from folkmoot.people.models import Person, Role

ROLES = ((PROGRAMME_LEAD, _l("Programme leads")), *Role.Kind.choices)
SECTORS = [(code, words) for code, words in Person.Sector.choices if code]


class ConveningForm(forms.Form):
    title = forms.CharField(label=_l("What is it called?"), max_length=200)
    purpose = forms.CharField(
        label=_l("What shall come of it?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    place = PlaceSaid(label=_l("For which place?"), help_text=_l("A name or a postcode."))
    organisation = forms.ModelChoiceField(
        label=_l("Who convenes?"), queryset=Organisation.objects.none(), required=False, empty_label=_l("I do")
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, by: Person, convening: Convening | None = None, **options) -> None:
        first = {name: getattr(convening, name) for name in ("title", "purpose", "place")} if convening else {}
        options.setdefault("initial", {"once": secrets.token_urlsafe(12)} | first)
        super().__init__(*args, **options)
        self.by, self.convening = by, convening
        mine = Membership.objects.spoken_by(by, timezone.localdate())
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=mine, same_as=None)
        if convening:  # Who convenes it stays: others rely on whom they answered.
            del self.fields["organisation"], self.fields["once"]

    def keep(self) -> Convening:
        """Change the one there is."""
        found = self.convening
        for name in ("title", "purpose", "place"):
            setattr(found, name, self.cleaned_data[name])
        found.save(update_fields=["title", "purpose", "place"])
        Line.record(self.by, "changed", found, place=found.place)
        return found

    def begin(self) -> Convening:
        said = dict(self.cleaned_data)
        once = said.pop("once") or secrets.token_urlsafe(12)
        made, new = Convening.objects.get_or_create(once=f"{self.by.pk} {once}", defaults=said | {"by": self.by})
        if new:
            Line.record(self.by, "began", made, place=made.place)
        return made


class StageOutputForm(Careful):
    """What came out of a stage, which everybody reads: what looks personal is pointed out once."""

    words = forms.CharField(label=_l("What came out of it?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    address = forms.CharField(label=_l("Where it stands, if it is a page"), required=False, max_length=500)
    of = forms.ChoiceField(label=_l("Which of what was planned is it?"), required=False)
    whole = forms.BooleanField(label=_l("This is all of it: the next stage opens"), required=False)

    def __init__(self, *args, stage: Stage, **options) -> None:
        super().__init__(*args, auto_id=f"stage-{stage.pk}-%s", **options)
        self.stage, opens = stage, _("Everybody reads it, and the next stage opens.")
        if len(stage.planned()) > 1:
            opens = _("Everybody reads it. The next stage opens with the last of what was planned.")
            self.fields["of"].choices = [("", _("None of it")), *((line, line) for line in stage.still_to_come())]
        else:
            del self.fields["of"], self.fields["whole"]
        self.fields["words"].help_text = opens

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        if address and not address.startswith(("/", "https://", "http://")):
            raise forms.ValidationError(_("Give the address of a page, beginning with https://, or leave it out."))
        return address

    @classmethod
    def correcting(cls, output: StageOutput, *args) -> StageOutputForm:
        """The form that puts right what was published: its words and its address."""
        first = {"words": output.words, "address": output.address}
        form = cls(*args, stage=output.stage, initial=first, had=[output.words])
        for name in {"of", "whole"} & set(form.fields):
            del form.fields[name]
        form.fields["words"].help_text = _("Everybody reads it. What opened with it stays open.")
        return form

    def publish(self, by: Person) -> StageOutput:
        said = self.cleaned_data
        more = {"of": said.get("of", ""), "whole": said.get("whole", False)}
        return self.stage.publish_output(by, said["words"], said["address"], **more)


class StageForm(forms.Form):
    """One stage; `named` has one body a line."""

    title = forms.CharField(label=_l("What is this stage called?"), max_length=200)
    purpose = forms.CharField(
        label=_l("What is it for?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    sectors = forms.MultipleChoiceField(
        label=_l("Who may come, by sector?"),
        choices=SECTORS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_l("Nothing ticked here or below: everybody may."),
    )
    roles = forms.MultipleChoiceField(
        label=_l("Or by what they do?"), choices=ROLES, required=False, widget=forms.CheckboxSelectMultiple
    )
    named = forms.CharField(
        label=_l("Or by name? One body a line"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    places_held = HowMany(
        label=_l("How many places are held for each body named?"), required=False, min_value=0, max_value=1000
    )
    inputs = forms.CharField(label=_l("What does it need from before?"), required=False, max_length=2000)
    outputs = forms.CharField(
        label=_l("What must come out of it?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("One thing a line. The next stage opens once all of them are published."),
    )
    opens_on = day_field(
        _l("Does it open on a day?"),
        help_text=_l(
            "Then at the latest, whatever the stage before has published. Nothing: with its outputs, or by hand."
        ),
    )
    host = forms.CharField(label=_l("Which body hosts it, if that is known?"), required=False, max_length=200)

    def clean_opens_on(self) -> date | None:
        day = self.cleaned_data["opens_on"]
        if day and "opens_on" in self.changed_data and day < timezone.localdate():
            raise forms.ValidationError(_("That day has passed. Choose one to come, or open it by hand."))
        return day

    def clean_host(self) -> Organisation | None:
        said = self.cleaned_data["host"].strip()
        found = body_called(said) if said else None
        if said and found is None:
            raise forms.ValidationError(_("We do not know a body of that name. Add it under Organisations first."))
        return found

    def clean_named(self) -> list[Organisation]:
        found, unknown = [], []
        for name in filter(None, map(str.strip, self.cleaned_data["named"].splitlines())):
            body = body_called(name[:200])
            found.append(body) if body else unknown.append(name)
        if unknown:
            raise forms.ValidationError(_("We do not know: %(names)s.") % {"names": ", ".join(unknown)[:300]})
        return found

    @classmethod
    def of(cls, stage: Stage) -> dict:
        """What the form says first of a stage there is."""
        names = ("title", "purpose", "sectors", "roles", "places_held", "inputs", "outputs", "opens_on")
        facts = {name: getattr(stage, name) for name in names}
        return facts | {"named": "\n".join(map(str, stage.organisations.all())), "host": stage.host or ""}

    def keep(self, stage: Stage, by: Person) -> Stage:
        said = dict(self.cleaned_data)
        said["organisations"], said["places_held"] = said.pop("named"), said["places_held"] or 0
        stage.revise(by, **said)
        return stage

    def add_to(self, convening: Convening, by: Person) -> Stage:
        said = dict(self.cleaned_data)
        said["organisations"], said["places_held"] = said.pop("named"), said["places_held"] or 0
        return convening.add_stage(by, said.pop("title"), **said)

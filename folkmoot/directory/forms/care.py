"""The small forms of the care of facts."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Membership, Organisation, PeopleServed, TypeOfHelp

from .entry import new_once


class Once(forms.Form):
    """A hidden key that makes the form safe to send twice."""

    once = forms.SlugField(widget=forms.HiddenInput, max_length=40, initial=new_once)


class SuggesterForm(forms.Form):
    """Why, and, with no account, who says so. Sent with the form of an entry: no two fields may be named alike."""

    why = forms.CharField(label=_("How do you know?"), required=False, max_length=300)
    interest = forms.CharField(
        label=_("Do you have an interest in this?"),
        required=False,
        max_length=200,
        help_text=_("Stands beside the change: “I work for them”, “I am paid for this”, “I live next door”."),
    )
    suggester = forms.CharField(label=_("Your name"), max_length=120)
    suggester_email = forms.EmailField(label=_("Your email"), help_text=_("Only a keeper sees it, to ask you back."))

    def __init__(self, *args, by=None, **options) -> None:
        super().__init__(*args, **options)
        if by is not None:
            del self.fields["suggester"], self.fields["suggester_email"]

    def said(self) -> dict[str, str]:
        """What `suggest` is told: why, and the name and email of somebody without an account."""
        names = {"suggester": "name", "suggester_email": "email"}
        return {names.get(name, name): value for name, value in self.cleaned_data.items()}


class ClaimForm(Once):
    as_what = forms.CharField(label=_("What you are there"), max_length=120, help_text=_("“secretary”, “trustee”"))
    evidence = forms.CharField(
        label=_("How somebody can tell"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A page that names you, an address at its web domain, or somebody here who knows you."),
    )
    speaks = forms.BooleanField(
        label=_("I speak for it"),
        required=False,
        initial=True,
        help_text=_("You then answer in its name and change its entry. Without the tick you only belong to it."),
    )
    since = forms.DateField(
        label=_("Since when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day on which you came, if you know it."),
    )

    def clean_since(self):
        since = self.cleaned_data["since"]
        if since and since > timezone.localdate():
            raise forms.ValidationError(_("Write a day that is past, or today."))
        return since


class ReplyForm(Once):
    organisation = forms.ModelChoiceField(label=_("In whose name"), queryset=Organisation.objects.none())
    words = forms.CharField(label=_("What you say"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, entry=None, by=None, **options) -> None:
        super().__init__(*args, **options)
        mine = set(Membership.objects.spoken_by(by, timezone.localdate()))
        self.bodies = [body for body in entry.described() if body.pk in mine]
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[body.pk for body in self.bodies])
        field.initial = self.bodies[0] if len(self.bodies) == 1 else None


class MergeForm(forms.Form):
    """Which entry of the same kind this is the same as, by its number or its name."""

    other = forms.CharField(
        label=_("It is the same as"), max_length=255, help_text=_("Its name, or the number in its address.")
    )
    why = forms.CharField(label=_("How you know"), required=False, max_length=300)

    def __init__(self, *args, entry=None, **options) -> None:
        super().__init__(*args, **options)
        self.entry = entry
        if isinstance(entry, Organisation):
            self.fields["other"].widget.attrs["data-suggest"] = "/organisations/names/"

    def clean(self) -> dict:
        words = self.cleaned_data.get("other", "")
        name = "title" if hasattr(self.entry, "title") else "name"
        seen = type(self.entry).objects.live().shown().visible_to(None, timezone.localdate()).exclude(pk=self.entry.pk)
        found = list(seen.filter(pk=int(words)) if words.isdecimal() else seen.filter(**{f"{name}__iexact": words})[:2])
        if len(found) != 1:
            self.add_error("other", _("We know none, or several, of that name. Write the number in its address."))
        else:
            self.cleaned_data["survivor"] = found[0]
        return self.cleaned_data


class WordForm(forms.Form):
    """Another type of help, or another group of people served."""

    KINDS = {"type": TypeOfHelp, "people": PeopleServed}

    kind = forms.ChoiceField(
        label=_("What kind of word"), choices=[("type", _("A type of help")), ("people", _("People served"))]
    )
    name = forms.CharField(
        label=_("As people will read it"), max_length=80, help_text=_("“Lend things”, “New parents”")
    )

    def save(self):
        """The word; one that is there already, whatever its capitals, is given back."""
        model, name = self.KINDS[self.cleaned_data["kind"]], " ".join(self.cleaned_data["name"].split())
        found = model.objects.filter(name__iexact=name).first()
        if found:
            return found
        code = slugify(name)[: model._meta.get_field("code").max_length] or "word"
        return model.objects.get_or_create(code=code, defaults={"name": name})[0]

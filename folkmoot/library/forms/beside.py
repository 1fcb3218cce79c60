"""What is said beside a case, and the forms of toolkits and of bringing pages."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.forms.careful import Careful
from folkmoot.directory.forms.entry import new_once
from folkmoot.directory.forms.fields import PlaceSaid, body_called
from folkmoot.directory.models import Membership, Organisation
from folkmoot.library import scales
from folkmoot.library.models import Adaptation, Case, Folder, Page, Toolkit
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper

MOST_BYTES = 4 * 2**20


class JudgeForm(Careful):
    LOOKED_AT = ("because", "who")

    level = forms.ChoiceField(label=gettext_lazy("How strong is the evidence?"))
    because = forms.CharField(
        label=gettext_lazy("What do you go by?"), max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )
    who = forms.CharField(
        label=gettext_lazy("Who judged, if it was not you?"), required=False, max_length=200,
        help_text=gettext_lazy("An evaluation, with its year."),
    )  # fmt: skip

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["level"].choices = [("", _("Choose")), *scales.level_choices()]

    def said(self) -> tuple[str, int]:
        scale, _colon, level = self.cleaned_data["level"].partition(":")
        return scale, int(level)


class UsedForm(Careful):
    """Used somewhere else: who, where, what was changed, what happened."""

    LOOKED_AT = ("changed", "happened")

    who = forms.CharField(label=gettext_lazy("Who used it?"), max_length=200)
    place = PlaceSaid(label=gettext_lazy("Where"))
    state = forms.ChoiceField(label=gettext_lazy("How far is it?"), choices=Adaptation.State.choices)
    since_said = forms.CharField(label=gettext_lazy("Since when"), required=False, max_length=80)
    changed = forms.CharField(
        label=gettext_lazy("What was done differently?"), required=False, max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    happened = forms.CharField(
        label=gettext_lazy("What happened?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    once = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=40, initial=new_once)

    def clean(self) -> dict:
        said = super().clean()
        if said.get("state") == Adaptation.State.STOPPED and not said.get("happened"):
            self.add_error("happened", _("Say why it was stopped: others will want to know."))
        return said

    def facts(self) -> dict:
        said = {name: self.cleaned_data[name] for name in ("place", "state", "since_said", "changed", "happened")}
        body = body_called(self.cleaned_data["who"])
        return said | {"organisation": body, "who_words": "" if body else self.cleaned_data["who"]}

    @staticmethod
    def initial_of(one: Adaptation) -> dict:
        names = ("place", "state", "since_said", "changed", "happened")
        return {name: getattr(one, name) for name in names} | {"who": one.whose()}


class AskForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Who could be asked?"), max_length=120,
        help_text=gettext_lazy("The name of somebody with an account here. They are asked first."),
    )  # fmt: skip

    def clean_name(self) -> Person:
        found = list(Person.objects.filter(name__iexact=self.cleaned_data["name"].strip(), is_active=True)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("We do not know one person of that name here."))
        return found[0]


class ToolkitForm(Careful):
    LOOKED_AT = ("title", "about")

    title = forms.CharField(label=gettext_lazy("What is it called?"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=Toolkit.Kind.choices)
    about = forms.CharField(
        label=gettext_lazy("For whom is it, and what can they do afterwards?"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Whose it is"), required=False, queryset=Organisation.objects.none()
    )
    place = PlaceSaid(label=gettext_lazy("Place"))
    once = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=40, initial=new_once)

    def __init__(self, *args, by: Person, **options) -> None:
        super().__init__(*args, **options)
        day, bodies = timezone.localdate(), Organisation.objects.live().shown()
        mine = bodies if is_keeper(by, day) else bodies.filter(pk__in=Membership.objects.spoken_by(by, day))
        self.fields["organisation"].queryset = mine.order_by("name")

    def facts(self) -> dict:
        return {name: said for name, said in self.cleaned_data.items() if name != "anyway"}


class PartForm(Careful):
    """One more part: a page or a case by its title, words of its own, or both."""

    LOOKED_AT = ("heading", "words")

    thing = forms.CharField(
        label=gettext_lazy("A page or a case, by its title"), required=False, max_length=200,
        help_text=gettext_lazy("Or leave this empty and write the part yourself."),
    )  # fmt: skip
    heading = forms.CharField(label=gettext_lazy("Heading"), required=False, max_length=200)
    words = forms.CharField(
        label=gettext_lazy("Words"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean_thing(self) -> Page | Case | None:
        title = self.cleaned_data["thing"].strip()
        if not title:
            return None
        found = [*Page.objects.live().shown().filter(title__iexact=title)[:2]]
        found += Case.objects.live().shown().filter(title__iexact=title)[:2]
        if len(found) != 1:
            many, none = _("There are several of that title."), _("There is no page and no case of that title.")
            raise forms.ValidationError(many if found else none)
        return found[0]

    def clean(self) -> dict:
        said = super().clean()
        if not self.errors and not said.get("thing") and not said.get("heading"):
            self.add_error("heading", _("Give the part a heading, or choose a page or a case."))
        return said


class BringForm(forms.Form):
    folder = forms.ModelChoiceField(label=gettext_lazy("Into which folder?"), queryset=Folder.objects.none())
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("DokuWiki text (.txt), Markdown (.md), or a zip of them."),
    )

    def __init__(self, *args, by: Person, **options) -> None:
        super().__init__(*args, **options)
        day = timezone.localdate()
        mine = [one.pk for one in Folder.objects.filter(story=False) if one.may_be_written_by(by, day)]
        self.fields["folder"].queryset = Folder.objects.filter(pk__in=mine)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("That is over 4 MB. Bring it in parts."))
        return file

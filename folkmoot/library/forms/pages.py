"""Writing a page, moving it, saying what it concerns, and making a folder."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.conversations.models import Group
from folkmoot.directory.forms.careful import Careful
from folkmoot.directory.forms.entry import new_once, topic_choices
from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.directory.models import Membership, Organisation, Programme, Topic
from folkmoot.library.models import Case, Folder, Page, Toolkit
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper


class PageForm(Careful):
    """The words of a page. `base` is the version its writer began with."""

    LOOKED_AT = ("title", "words", "interest")

    title = forms.CharField(label=_("Title"), max_length=200)
    words = forms.CharField(
        label=_("The page"),
        max_length=Page.LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 22, "class": "words"}),
        help_text=_(
            "Markdown: # heading, **bold**, - list. [[Another page]] links to it, written or not. "
            "{{programmes place=thornbeck}} on a line of its own is a list of the directory."
        ),
    )
    why = forms.CharField(
        label=_("What you changed, in a few words"),
        required=False,
        max_length=300,
        help_text=_("Stands in the history."),
    )
    interest = forms.CharField(
        label=_("Do you have an interest in this?"),
        required=False,
        max_length=200,
        help_text=_("Stands beside the change: “I work for them”, “I am paid for this”, “I live next door”."),
    )
    minor = forms.BooleanField(label=_("A small mend: spelling, a link"), required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    once = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=40, initial=new_once)

    def __init__(self, *args, page: Page | None = None, **options) -> None:
        super().__init__(*args, auto_id="page_%s", had=(page.words,) if page else (), **options)
        if page is not None:
            del self.fields["title"]
        else:
            del self.fields["minor"], self.fields["why"]

    def so_far(self) -> dict:
        """What is typed, right or wrong, as a draft keeps it."""
        longest = {"title": 200, "why": 300, "interest": 200}
        said = {name: str(self.data.get(name, ""))[:most] for name, most in longest.items()}
        base = str(self.data.get("base", ""))
        words = str(self.data.get("words", "")).replace("\r\n", "\n").replace("\0", "")[: Page.LONGEST]
        return said | {"words": words, "base": int(base) if base.isdecimal() and len(base) < 9 else 0}


class MoveForm(forms.Form):
    folder = forms.ModelChoiceField(label=_("Folder"), queryset=Folder.objects.filter(story=False))
    title = forms.CharField(label=_("Title"), max_length=200)

    def __init__(self, *args, page: Page, by: Person, **options) -> None:
        super().__init__(*args, initial={"folder": page.folder_id, "title": page.title}, **options)
        day = timezone.localdate()
        mine = [one.pk for one in self.fields["folder"].queryset if one.may_be_written_by(by, day)]
        self.fields["folder"].queryset = Folder.objects.filter(pk__in=mine)


class AboutForm(forms.Form):
    """What a page concerns, who looks after it, and which full page it puts plainly."""

    place = PlaceSaid(label=_("Place"), help_text=_("It is shown on that place's page."))
    programmes = forms.ModelMultipleChoiceField(
        label=_("Programmes"), required=False, queryset=Programme.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    cares = forms.BooleanField(
        label=_("I look after this page"), required=False, help_text=_("You are asked once a year whether it is right.")
    )
    original_said = forms.CharField(
        label=_("When it was first written, if that was elsewhere"), required=False, max_length=120
    )
    source = forms.CharField(label=_("Where it comes from"), required=False, max_length=300)
    source_address = forms.URLField(label=_("A link to that"), required=False, max_length=500, assume_scheme="https")
    easy_of = forms.CharField(
        label=_("This is the easy-read version of"), required=False, max_length=200,
        help_text=_("The title of the full page in this folder, or of a case or toolkit, if there is one."),
    )  # fmt: skip

    def __init__(self, *args, page: Page, by: Person, **options) -> None:
        self.page, self.by = page, by
        super().__init__(*args, initial=self._now(), **options)
        self.fields["programmes"].queryset = Programme.objects.live().shown()
        self.fields["topic"].choices = topic_choices()

    def _now(self) -> dict:
        page = self.page
        topic = page.topics.first()
        names = ("place", "original_said", "source", "source_address")
        return {name: getattr(page, name) for name in names} | {
            "programmes": list(page.programmes.values_list("pk", flat=True)),
            "topic": topic.pk if topic else "",
            "cares": page.carer_id == self.by.pk,
            "easy_of": getattr(page.puts_plainly(), "title", ""),
        }

    def clean_easy_of(self) -> Page | Case | Toolkit | None:
        title = self.cleaned_data["easy_of"].strip()
        if not title:
            return None
        found = (
            Page.objects.shown().filter(folder=self.page.folder, title__iexact=title).exclude(pk=self.page.pk).first()
        )
        for model in (Case, Toolkit):
            found = found or model.objects.live().shown().filter(title__iexact=title).first()
        if found is None:
            raise forms.ValidationError(_("There is no page of that title in this folder, and no case or toolkit."))
        return found

    def save(self) -> None:
        """All of it, said once in the journal."""
        said = self.cleaned_data
        topics = list(Topic.objects.filter(pk=said["topic"])) if said["topic"] else []
        names = ("place", "original_said", "source", "source_address")
        carer = self.by if said["cares"] else None if self.page.carer_id == self.by.pk else self.page.carer
        facts = {name: said[name] for name in names} | {"carer": carer}
        self.page.describe(self.by, facts, programmes=said["programmes"], topics=topics)
        self.page.say_plainly(said["easy_of"], self.by)


class FolderForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("A programme, a group, a topic, a place."))
    about = forms.CharField(label=_("What belongs here"), required=False, max_length=300)
    organisation = forms.ModelChoiceField(label=_("Whose it is"), required=False, queryset=Organisation.objects.none())
    group = forms.ModelChoiceField(label=_("Or which group's"), required=False, queryset=Group.objects.none())
    programme = forms.ModelChoiceField(label=_("Programme"), required=False, queryset=Programme.objects.none())
    place = PlaceSaid(label=_("Place"))
    writers = forms.ChoiceField(label=_("Who may write here"), choices=Folder.Writers.choices)

    def __init__(self, *args, by: Person, **options) -> None:
        super().__init__(*args, **options)
        day = timezone.localdate()
        bodies = Organisation.objects.live().shown()
        mine = bodies if is_keeper(by, day) else bodies.filter(pk__in=Membership.objects.spoken_by(by, day))
        self.fields["organisation"].queryset = mine.order_by("name")
        groups = Group.objects.live().shown().public().of(by, day)
        looked_after = [one.pk for one in groups if one.may(by, "keeps_pages", day)]
        self.fields["group"].queryset = Group.objects.filter(pk__in=looked_after)
        self.fields["programme"].queryset = Programme.objects.live().shown()


class PagesFilter(forms.Form):
    """Every filter may be left out."""

    words = forms.CharField(label=_("Words"), required=False, max_length=200)
    folder = forms.CharField(label=_("Folder"), required=False, max_length=80)
    place = PlaceSaid(label=_("Place"))

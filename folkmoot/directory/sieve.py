"""Narrowing the list of activities: the filters of every page of who does what, kept in its address."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from folkmoot.directory import whereabouts
from folkmoot.directory.models import Activity, Organisation, Party, PeopleServed, Served, Topic, TypeOfHelp
from folkmoot.kit import search
from folkmoot.places.models import Place

UNSAID = "-"
NOW = "now"
MOST_FOUND = 500
STAGES = [("", _("Any")), (NOW, _("Planned or running")), *Activity.Stage.choices[:-1], (UNSAID, _("Not said"))]


class Sieve(forms.Form):
    """Every filter may be left out; one that makes no sense narrows nothing and says so beside its field."""

    words = forms.CharField(label=_("Words"), required=False, max_length=200)
    type = forms.ChoiceField(label=_("Type of help"), required=False)
    people = forms.ChoiceField(label=_("For whom"), required=False)
    place = forms.CharField(label=_("Where"), required=False, max_length=200)
    stage = forms.ChoiceField(label=_("How far it is"), choices=STAGES, required=False)
    organisation = forms.CharField(label=_("Who"), required=False, max_length=255)
    topic = forms.CharField(label=_("Topic"), required=False, max_length=120)
    runs = forms.BooleanField(widget=forms.HiddenInput, required=False)
    exact = forms.BooleanField(widget=forms.HiddenInput, required=False)

    NAMES = ("words", "type", "people", "place", "stage", "organisation", "topic", "runs", "exact")

    def __init__(self, asked: QueryDict, **also: str) -> None:
        data = {name: asked[name] for name in self.NAMES if asked.get(name)}
        super().__init__(also | data, auto_id="sieve_%s", use_required_attribute=False)
        for name, model in (("type", TypeOfHelp), ("people", PeopleServed)):
            known = list(model.objects.values_list("pk", "name"))
            self.fields[name].choices = [("", _("Any")), *known, (UNSAID, _("Not said"))]
        self.is_valid()
        self.fields["place"].widget.attrs["data-suggest"] = "/places/names/"
        if isinstance(self.cleaned_data.get("place"), Place):
            self.data = self.data | {"place": whereabouts.full_name(self.cleaned_data["place"])}
        if isinstance(self.cleaned_data.get("organisation"), Organisation):
            self.data = self.data | {"organisation": str(self.cleaned_data["organisation"])}

    def clean_place(self) -> Place | str | None:
        words = self.cleaned_data["place"]
        if words in ("", UNSAID):
            return words or None
        here = Place.objects.live().select_related("parent").filter(slug=words).first()
        found = [here] if here else whereabouts.places_called(words) or whereabouts.nearly(words)[:1]
        if not found:
            raise forms.ValidationError(_("We do not know that place."))
        return found[0]

    def clean_organisation(self) -> Organisation | str | None:
        words = self.cleaned_data["organisation"]
        if words in ("", UNSAID):
            return words or None
        how = Q(pk=int(words)) if words.isdecimal() and len(words) < 12 else Q(name__iexact=words)
        found = Organisation.objects.shown().filter(how, story=False).select_related("same_as").first()
        if found is None:
            raise forms.ValidationError(_("We do not know that group."))
        return found.survivor()

    def clean_topic(self) -> Topic | None:
        words = self.cleaned_data["topic"]
        found = Topic.objects.filter(Q(code=words.upper()) | Q(name__iexact=words)).first() if words else None
        if words and found is None:
            raise forms.ValidationError(_("We do not know that topic."))
        return found

    @cached_property
    def asked(self) -> dict:
        """The filters that narrow, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_open(self) -> bool:
        return not self.asked

    @property
    def place_now(self) -> Place | None:
        place = self.asked.get("place")
        return place if isinstance(place, Place) else None

    def sift(self, activities):
        """The activities that pass every filter. Words find the likeliest 500 first and keep the list's own order."""
        for name, value in self.asked.items():
            if name not in ("exact", "runs"):
                activities = activities.filter(getattr(self, f"_by_{name}")(value))
        return activities

    def _by_words(self, words: str) -> Q:
        hits = search.find(words, kinds=["directory.activity"], limit=MOST_FOUND)
        return Q(pk__in=[hit.key for hit in hits]) | Q(private_for_now=True, title__icontains=words)

    def _by_type(self, code: str) -> Q:
        return Q(types=None) if code == UNSAID else Q(pk__in=Activity.types.through.objects.filter(
            typeofhelp=code).values("activity"))  # fmt: skip

    def _by_people(self, code: str) -> Q:
        return Q(people=None) if code == UNSAID else Q(pk__in=Activity.people.through.objects.filter(
            peopleserved=code).values("activity"))  # fmt: skip

    def _by_topic(self, topic: Topic) -> Q:
        return Q(pk__in=Activity.topics.through.objects.filter(topic__code__startswith=topic.code).values("activity"))

    def _by_place(self, place: Place | str) -> Q:
        if place == UNSAID:
            return Q(served=None)
        served = Served.objects.filter(place=place) if self.asked.get("exact") else Served.objects.within(place)
        return Q(pk__in=served.values("activity"))

    def _by_stage(self, stage: str) -> Q:
        if stage == NOW:
            return ~Q(stage=Activity.Stage.ENDED)
        return Q(stage="" if stage == UNSAID else stage)

    def _by_organisation(self, body: Organisation | str) -> Q:
        run = Party.objects.filter(role__in=Party.OWNERS)
        if body == UNSAID:
            return ~Q(pk__in=run.values("activity"))
        parts = run if self.asked.get("runs") else Party.objects.all()
        return Q(pk__in=parts.filter(organisation__in=body.selves()).values("activity"))

    def address(self, **changes: str) -> str:
        """The query of a list with these filters and some changed: "type=train&place=mill-lane"."""
        query = QueryDict(mutable=True)
        plain = {name: self._plain(value) for name, value in self.asked.items()} | changes
        query.update({name: value for name, value in plain.items() if value})
        return query.urlencode()

    @staticmethod
    def _plain(value) -> str:
        if isinstance(value, Place):
            return value.slug
        return str(value.pk) if isinstance(value, Organisation | Topic) else "1" if value is True else str(value)


class Narrow(Sieve):
    """Some of the filters, for the lists that are not of activities."""

    def __init__(self, asked: QueryDict, names: tuple[str, ...]) -> None:
        kept = QueryDict(mutable=True)
        kept.update({name: asked[name] for name in names if asked.get(name)})
        super().__init__(kept)
        for name in set(self.fields) - set(names):
            del self.fields[name]

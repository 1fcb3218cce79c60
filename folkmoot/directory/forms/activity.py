"""What somebody does or plans, in one short form."""

from __future__ import annotations

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from folkmoot.directory import whereabouts
from folkmoot.directory.models import Activity, Organisation, Programme
from folkmoot.directory.models.party import part_of
from folkmoot.places.models import Place

from .entry import EntryForm, people_field, topic_choices, types_field
from .fields import PlaceSaid, Pounds, one_place
from .party import PartyRows, days_of, initial_of

NEW_KINDS = (
    ("", _("It is one of the places you know")),
    (Place.Kind.NEIGHBOURHOOD, _("It is a neighbourhood you do not know yet")),
    (Place.Kind.INTEREST, _("It is a community of interest, wherever its people live")),
)


class ActivityForm(EntryForm):
    noun = "who"
    model = Activity
    PLAIN = (
        "title",
        "about",
        "types",
        "people",
        "people_words",
        "stage",
        "offered",
        "filled",
        "money_pence",
        "shaped_by",
        "website",
        "contact",
        "private_for_now",
    )

    title = forms.CharField(label=_("What"), max_length=255, help_text=_("Its name, for example “Tuesday lunches”."))
    about = forms.CharField(
        label=_("A few words about it"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    where = forms.CharField(
        label=_("Where"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The places it serves, one a line: names or postcodes."),
    )
    new_kind = forms.ChoiceField(label=_("If we do not know the place"), choices=NEW_KINDS, required=False)
    new_inside = PlaceSaid(label=_("What that neighbourhood lies in"))
    types = types_field()
    people = people_field()
    people_words = forms.CharField(label=_("For whom, in your words"), required=False, max_length=200)
    starts_said = forms.CharField(
        label=_("When, or when it starts"),
        required=False,
        max_length=80,
        help_text=_("As you would say it: “March”, “every Tuesday”, “autumn 2027”."),
    )
    ends_said = forms.CharField(label=_("When it ends"), required=False, max_length=80)
    stage = forms.ChoiceField(label=_("How far it is"), choices=Activity.Stage, required=False)
    programme = forms.CharField(label=_("Part of which programme"), required=False, max_length=255)
    new_programme = forms.BooleanField(
        label=_("That programme is new here: enter it too"),
        required=False,
        help_text=_("As led by whoever does this, whom you name first above. You can say more of it afterwards."),
    )
    topic_1 = forms.ChoiceField(label=_("Topic"), required=False)
    topic_2 = forms.ChoiceField(label=_("Another topic"), required=False)
    topic_3 = forms.ChoiceField(label=_("A third topic"), required=False)
    offered = forms.IntegerField(label=_("Places offered"), required=False, min_value=0, max_value=10**7)
    filled = forms.IntegerField(label=_("Places filled"), required=False, min_value=0, max_value=10**7)
    money_pence = Pounds(label=_("What it costs in all, in pounds"))
    shaped_by = forms.CharField(
        label=_("How those it serves helped shape it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    website = forms.URLField(label=_("Web page"), required=False, max_length=500, assume_scheme="https")
    contact = forms.CharField(
        label=_("How to reach it"),
        required=False,
        max_length=200,
        help_text=_("A desk, a role or a number for the public; not somebody's own address."),
    )
    private_for_now = forms.BooleanField(
        label=_("Private for now"),
        required=False,
        help_text=_("Only your own group sees it. It is compared with other plans, and only you are told."),
    )

    MORE = (
        "programme",
        "new_programme",
        "topic_1",
        "topic_2",
        "topic_3",
        "offered",
        "filled",
        "money_pence",
        "shaped_by",
        "website",
        "contact",
        "private_for_now",
    )

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["title"].widget.attrs["data-likely-same"] = "/who/likely/"
        self.fields["programme"].widget.attrs["data-suggest"] = "/programmes/names/"
        if not self.makes_new:
            del self.fields["new_programme"]
        choices = topic_choices()
        for number in (1, 2, 3):
            self.fields[f"topic_{number}"].choices = choices
        known = self.initial.pop("party_rows", [])
        self.parties = PartyRows(self.data if self.is_bound else None, prefix="party", initial=known)
        self.parties.extra = 2 if known else 3

    @property
    def others_are_open(self) -> bool:
        """Whether a second party is there already, or something is wrong with it."""
        return any(row["name"].value() or row.errors for row in list(self.parties)[1:])

    @property
    def place_is_open(self) -> bool:
        return any(self.errors.get(name) or self[name].value() for name in ("new_kind", "new_inside")) or bool(
            self.errors.get("where")
        )

    def kind_fields(self) -> list:
        return [self[name] for name in ("types", "people", "people_words")]

    def when_fields(self) -> list:
        return [self[name] for name in ("starts_said", "ends_said", "stage")]

    def more_fields(self) -> list:
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def more_is_open(self) -> bool:
        """Whether the second part holds something already, or something wrong."""
        return any(self[name].value() or self.errors.get(name) for name in self.MORE if name in self.fields)

    def initial_of(self, entry: Activity) -> dict:
        facts = entry.facts()
        facts["where"] = "\n".join(whereabouts.full_name(row.place) for row in entry.served.select_related("place"))
        facts["programme"] = str(entry.programme or "")
        facts |= {f"topic_{n}": code for n, code in enumerate(facts["topics"][:3], 1)}
        rows = entry.parties.select_related("organisation").order_by("pk")
        facts["party_rows"] = [initial_of(row) for row in rows]
        return facts

    def is_valid(self) -> bool:
        """Both the form and its rows of parties, so that everything wrong is told at once."""
        sound = super().is_valid()
        return self.parties.is_valid() and (self.makes_new or self._names_only_known()) and sound

    def _names_only_known(self) -> bool:
        for row in self.parties:
            if row.cleaned_data.get("name") and row.body is None:
                row.add_error("name", _("We do not know this group yet; say so in your reason below."))
        return self.parties.is_valid()

    def clean_stage(self) -> str:
        return self.cleaned_data["stage"] or ""

    def clean_programme(self) -> Programme | None:
        name = " ".join(self.cleaned_data["programme"].split())
        found = list(Programme.objects.live().shown().filter(name__iexact=name)[:2]) if name else []
        self._new_programme = name if name and not found else ""
        if len(found) > 1:
            raise forms.ValidationError(_("Several programmes have that name. Say in the text which you mean."))
        return found[0] if found else None

    def clean(self) -> dict:
        self._known_places = self._read_places()
        self._look_at_new_programme()
        return self.cleaned_data

    def _look_at_new_programme(self) -> None:
        """A name that nobody knows is entered only when it is said to be new, and never out of a plan kept private."""
        if not getattr(self, "_new_programme", ""):
            return
        if not self.cleaned_data.get("new_programme"):
            words = _("We do not know a programme of that name. Choose one that is proposed, or tick that it is new.")
            unknown = _("We do not know a programme of that name; say so in your reason below.")
            self.add_error("programme", words if self.makes_new else unknown)
        elif self.cleaned_data.get("private_for_now"):
            words = _("Everybody can see a programme. Enter it when this plan is no longer private.")
            self.add_error("new_programme", words)
        elif not any(row["name"].value() for row in self.parties):
            self.add_error("new_programme", _("Name above who does this: they lead it."))

    def _read_places(self) -> list[Place]:
        """The places named in "where"; those not known are named anew when a kind is chosen for them."""
        known, self._new_places = [], []
        for line in filter(None, map(str.strip, self.cleaned_data.get("where", "").splitlines())):
            try:
                known.append(one_place(line))
            except forms.ValidationError as error:
                if error.code == "unknown" and self.makes_new and self.cleaned_data.get("new_kind"):
                    self._new_places.append(line[:200])
                else:
                    self.add_error("where", error)
        return known

    @cached_property
    def _places(self) -> list[int]:
        kind, inside = self.cleaned_data["new_kind"], self.cleaned_data["new_inside"]
        made = [whereabouts.name_place(name, kind, inside) for name in self._new_places]
        return sorted({place.pk for place in (*self._known_places, *made)})

    def more_facts(self) -> dict:
        cleaned = self.cleaned_data
        topics = {cleaned[f"topic_{n}"] for n in (1, 2, 3)} - {""}
        if self.entry is not None:
            topics |= set(self.entry.facts()["topics"][3:])
        parties = self._party_rows()
        return {
            "served": self._places,
            "parties": sorted(parties, key=part_of),
            "topics": sorted(topics),
            "programme": self._programme(parties),
            **self._when("starts"),
            **self._when("ends"),
        }

    def _programme(self, parties: list[list]) -> int | None:
        known = self.cleaned_data["programme"]
        if self._new_programme:
            once = f"{self.cleaned_data['once']}-programme" if self.cleaned_data["once"] else ""
            facts = {"name": self._new_programme, "organisation": parties[0][0]}
            known = Programme.enter(self.by, facts, once=once)
        return known.pk if known else None

    def _when(self, which: str) -> dict:
        """As said, with the days it means; words left as they were keep the days they meant when they were said."""
        said = self.cleaned_data[f"{which}_said"].strip()
        if self.entry is not None and said == getattr(self.entry, f"{which}_said"):
            return {}
        return days_of(which, said)

    def _party_rows(self) -> list[list]:
        """As a history holds them, in the order of the form; a name nobody knows yet becomes an organisation."""
        rows = {}
        for number, row in enumerate(self.parties.cleaned_data):
            if not row.get("name"):
                continue
            form = self.parties.forms[number]
            said = form.plain(form.body or self._new_body(row["name"], number))
            rows[part_of(said)] = said
        return list(rows.values())

    def _new_body(self, name: str, number: int) -> Organisation:
        once = f"{self.cleaned_data['once']}-{number}" if self.cleaned_data["once"] else ""
        facts = {"name": name, "place": self._places[0] if self._places else None}
        return Organisation.enter(self.by, facts, once=once)

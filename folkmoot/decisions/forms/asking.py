"""A proposition, step by step."""

from __future__ import annotations

import secrets

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.models import Ground, Proposition
from folkmoot.directory.forms.fields import PlaceSaid, Pounds
from folkmoot.directory.models import Membership, Organisation, Post
from folkmoot.people.models import Person
from folkmoot.places.models import Place

FEW_LINES = forms.Textarea(attrs={"rows": 3})
MOST_POSTS = 12


class BeginForm(forms.Form):
    """The first two questions; the rest comes step by step."""

    title = forms.CharField(
        label=_("What do you want?"), max_length=200, help_text=_("As you would say it to a neighbour.")
    )
    demand = forms.CharField(
        label=_("In your own words, the way you would say it when you are cross"),
        max_length=4000,
        required=False,
        widget=FEW_LINES,
        help_text=_("Nobody else sees this until you put it to somebody."),
    )
    place = PlaceSaid(label=_("Where?"), help_text=_("A name or a postcode."))
    body = forms.ChoiceField(label=_("Who asks?"), required=False)
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, by: Person, **options) -> None:
        options["initial"] = {"once": secrets.token_urlsafe(12)} | options.get("initial", {})
        super().__init__(*args, **options)
        self.by = by
        self.fields["body"].choices = [("", _("I do, for myself")), *((str(one.pk), one.name) for one in spoken(by))]

    def make(self) -> Proposition:
        said = self.cleaned_data
        body = Organisation.objects.filter(pk=said["body"]).first() if said["body"] else None
        return Proposition.begin(
            said["title"], self.by, said["once"], demand=said["demand"], place=said["place"], body=body
        )


def spoken(by: Person) -> QuerySet:
    """The bodies this person speaks for today, by name."""
    mine = Membership.objects.spoken_by(by, timezone.localdate())
    return Organisation.objects.live().filter(pk__in=mine, same_as=None).order_by("name")


class Step(forms.Form):
    """One step: its fields are those of the proposition."""

    def __init__(self, *args, proposition: Proposition, **options) -> None:
        said = {name: getattr(proposition, name) for name in self.base_fields if hasattr(proposition, name)}
        super().__init__(*args, **{"initial": said} | options)
        self.proposition = proposition

    def save(self, by: Person) -> None:
        self.proposition.change(by, **self.cleaned_data)


class InterestForm(Step):
    """From what they want to why, and what would be good enough."""

    title = forms.CharField(label=_("What we want, in a few words"), max_length=200)
    demand = forms.CharField(
        label=_("What we say when we are cross"), required=False, max_length=4000, widget=FEW_LINES
    )
    interest = forms.CharField(
        label=_("Why does it matter?"),
        required=False,
        max_length=4000,
        widget=FEW_LINES,
        help_text=_("What happens to whom as it is now? What would be different?"),
    )
    good_enough = forms.CharField(
        label=_("What would be good enough?"),
        required=False,
        max_length=4000,
        widget=FEW_LINES,
        help_text=_("Not all you could wish for: what you would shake hands on."),
    )
    affected = forms.CharField(
        label=_("Who is most affected, however few they are?"), required=False, max_length=2000, widget=FEW_LINES
    )
    place = PlaceSaid(label=_("Where?"), help_text=_("A name or a postcode."))


class DeciderForm(Step):
    """One decision, one named decider, by when."""

    who = forms.ChoiceField(label=_("Who can decide this?"), required=False, widget=forms.RadioSelect)
    other = forms.CharField(
        label=_("If it is somebody else: who?"),
        required=False,
        max_length=200,
        help_text=_("A post (“Leader of the council”) or a body. Those we know here are asked by the site."),
    )
    due_on = forms.DateField(
        label=_("By which day do you ask for an answer?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Two weeks or more is fair; a committee needs its next meeting."),
    )
    matter = forms.ChoiceField(
        label=_("Is it a planning or licensing matter?"),
        choices=Proposition.Matter,
        help_text=_("There a committee decides with an open mind, so nobody can promise you a yes."),
    )

    def __init__(self, *args, proposition: Proposition, **options) -> None:
        super().__init__(*args, proposition=proposition, **options)
        self.fields["who"].choices = [
            *((str(post.pk), f"{post.name}, {post.organisation.name}") for post in posts_near(proposition.place)),
            ("", _("Somebody else")),
        ]
        known = {key for key, _words in self.fields["who"].choices}
        self.initial["who"] = str(proposition.post_id) if str(proposition.post_id) in known else ""
        if not self.initial["who"]:
            self.initial["other"] = proposition.decider() if proposition.decider() != "None" else ""

    def save(self, by: Person) -> None:
        said = self.cleaned_data
        whom = {"post_id": int(said["who"]), "organisation": None, "decider_words": ""} if said["who"] else None
        whom = whom or known_decider(said["other"])
        self.proposition.change(by, due_on=said["due_on"], matter=said["matter"], **whom)


def posts_near(place: Place | None) -> list[Post]:
    """Posts for the place or what it lies in, nearest first; those of every place where none is said."""
    rows = Post.objects.filter(organisation__same_as=None, organisation__story=bool(place and place.story))
    if place:
        rows = rows.filter(Q(place__in=place.line()) | Q(place=None, organisation__place__in=place.line()))
    rows = rows.select_related("organisation", "place").order_by("-place__path", "name", "pk")
    return list(rows[:MOST_POSTS])


def known_decider(words: str) -> dict:
    """The one post, else the one body, these words name; else the words alone."""
    words = " ".join(words.split())
    nobody = {"post": None, "organisation": None, "decider_words": ""}
    if not words:
        return nobody
    name, _comma, body = words.partition(",")
    posts = Post.objects.filter(name__iexact=name.strip(), organisation__story=False)
    posts = posts.filter(organisation__name__iexact=body.strip()) if body.strip() else posts
    if len(found := list(posts[:2])) == 1:
        return nobody | {"post": found[0]}
    bodies = list(Organisation.objects.live().shown().filter(name__iexact=words, same_as=None)[:2])
    return nobody | ({"organisation": bodies[0]} if len(bodies) == 1 else {"decider_words": words})


class WordsForm(Step):
    """The exact words, what they cost, what each side gains, the first step, and what follows on a no."""

    words = forms.CharField(
        label=_("The exact words to say yes to"),
        required=False,
        max_length=2000,
        widget=FEW_LINES,
        help_text=_("One decision, in one breath: “The council paints a crossing at the school gate by 1 May.”"),
    )
    cost_low_pence = Pounds(label=_("What it costs, in pounds: at least"), help_text=_("0 if it costs nothing."))
    cost_high_pence = Pounds(label=_("at most"))
    payer = forms.CharField(label=_("Who pays?"), required=False, max_length=300)
    gain_asker = forms.CharField(label=_("What we gain"), required=False, max_length=2000, widget=FEW_LINES)
    gain_decider = forms.CharField(
        label=_("What they gain by saying yes"), required=False, max_length=2000, widget=FEW_LINES
    )
    first_step = forms.CharField(label=_("The smallest first step"), required=False, max_length=2000, widget=FEW_LINES)
    if_no = forms.CharField(
        label=_("What we do if the answer is no"),
        required=False,
        max_length=2000,
        widget=FEW_LINES,
        help_text=_("Not a threat: your next best way."),
    )

    def clean(self) -> dict:
        said = super().clean()
        low, high = said.get("cost_low_pence"), said.get("cost_high_pence")
        if low is not None and high is not None and high < low:
            self.add_error("cost_high_pence", _("This is below the lower cost. Put them the other way round."))
        return said


class WayForm(forms.Form):
    words = forms.CharField(label=_("One way it could be done"), max_length=400)
    gain_asker = forms.CharField(label=_("What we would gain by it"), max_length=400, required=False)
    gain_decider = forms.CharField(label=_("What they would gain by it"), max_length=400, required=False)


class GroundForm(forms.Form):
    sort = forms.ChoiceField(label=_("What is it?"), choices=Ground.Sort, widget=forms.RadioSelect)
    title = forms.CharField(label=_("In a few words"), max_length=300)
    address = forms.CharField(
        label=_("Where it can be read"),
        max_length=500,
        required=False,
        help_text=_("The address of a page here or elsewhere."),
    )

    def clean_address(self) -> str:
        words = self.cleaned_data["address"].strip()
        if words and not words.startswith(("/", "https://", "http://")):
            raise forms.ValidationError(_("An address begins with https:// or, for a page here, with /."))
        return words


class FilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("How they stand"),
        required=False,
        choices=(
            ("", _("All")),
            ("waiting", _("Waiting")),
            ("silent", _("No answer by the day")),
            ("answered", _("Answered")),
        ),
    )
    place = PlaceSaid(label=_("Place"))
    whose = forms.CharField(label=_("Asked of"), required=False, max_length=120)

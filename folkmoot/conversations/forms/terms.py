"""Terms between two groups, the duties of one, and what it asks of those who write in it."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from folkmoot.conversations import agreeing, duties, founding, limits
from folkmoot.conversations.models import POWERS, Duty, Group, Holder, Terms
from folkmoot.directory.forms.careful import Careful
from folkmoot.people.models import Person

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "required": False}


class TermsForm(Careful):
    """What one group proposes to another. `begun`: those in force between them, to be written anew."""

    LOOKED_AT = ("voices", "words")

    partner = forms.CharField(
        label=_("With which group?"), max_length=200, help_text=_("Its name, or the address of its page.")
    )
    events = forms.ChoiceField(
        label=_("Whose events stand on whose page?"),
        choices=Terms.Way.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    talks = forms.ChoiceField(
        label=_("Whose discussions are shown to the other’s readers, and may be carried there?"),
        choices=Terms.Way.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("What only members read is still read by them alone."),
    )
    voices = forms.CharField(
        label=_("Who may speak for whom?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As: “Emeka says at their meetings what we do on Sundays; nobody else speaks for us.”"),
    )
    words = forms.CharField(
        label=_("What else do the two agree?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    review_on = forms.DateField(label=_("When will both look at it again?"), **DAY)
    until = forms.DateField(
        label=_("Until when, if it ends by itself?"), help_text=_("Either group can end it earlier."), **DAY
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, by: Person, group: Group, partner: Group | None = None, **options) -> None:
        self.by, self.group = by, group
        begun = _begun(group, partner) | {"once": secrets.token_urlsafe(12)}
        had = [begun.get("voices", ""), begun.get("words", "")]
        super().__init__(*args, initial=begun, had=had, **options)

    def clean_partner(self) -> Group:
        said = self.cleaned_data["partner"].strip()
        slug = urlsplit(said).path.strip("/").rpartition("/")[2]
        known = Group.objects.shown().live().visible_to(self.by).exclude(pk=self.group.pk)
        found = known.filter(name__iexact=said)[:2] or known.filter(slug=slug.lower())[:2]
        if not found:
            raise ValidationError(_("There is no other group of that name here. Copy the address of its page."))
        if len(found) > 1:
            raise ValidationError(
                _("Two groups here have that name. Copy the address of the page of the one you mean.")
            )
        return found[0]

    def propose(self) -> Terms:
        said = dict(self.cleaned_data)
        return agreeing.propose(self.group, said["partner"], self.by, said, said["once"])


def _begun(group: Group, partner: Group | None) -> dict:
    """What stands in the form before one writes: the other’s name, and what is in force between the two."""
    if partner is None:
        return {}
    begun = {"partner": partner.get_absolute_url()}
    now = Terms.objects.between(group, partner).in_force().first()
    if now is None:
        return begun
    turned = {"given": "taken", "taken": "given"} if now.proposer_id != group.pk else {}
    begun |= {name: getattr(now, name) for name in agreeing.FACTS}
    return begun | {name: turned.get(begun[name], begun[name]) for name in ("events", "talks")}


class DutyForm(Careful):
    """Something in the group that somebody looks after."""

    LOOKED_AT = ("name", "purview")

    name = forms.CharField(label=_("What is it called?"), max_length=60, help_text=_("As: welcome, librarian, events."))
    purview = forms.CharField(
        label=_("What does it look after?"), max_length=300, help_text=_("In a sentence: what one comes to them for.")
    )
    powers = forms.MultipleChoiceField(
        label=_("What may whoever holds it do?"),
        choices=list(POWERS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a tick it is a name to turn to, and no more."),
    )

    def __init__(self, *args, by: Person, group: Group, duty: Duty | None = None, **options) -> None:
        self.by, self.group, self.duty = by, group, duty
        begun = {}
        if duty:
            begun = {
                "name": duty.name,
                "purview": duty.purview,
                "powers": [one for one in POWERS if getattr(duty, one)],
            }
        had = (begun.get("name", ""), begun.get("purview", ""))
        super().__init__(*args, initial=begun, had=had, **options)

    def keep(self) -> Duty:
        said = self.cleaned_data
        facts = {name: said[name] for name in ("name", "purview")} | {one: one in said["powers"] for one in POWERS}
        return duties.change(self.duty, self.by, facts) if self.duty else duties.name(self.group, self.by, facts)


class HolderForm(forms.Form):
    """Who holds a duty, and until when."""

    person = forms.ModelChoiceField(label=_("Who?"), queryset=Person.objects.none(), empty_label=_("Choose a member"))
    until = forms.DateField(label=_("Until when?"), help_text=_("Left empty, until further notice."), **DAY)

    def __init__(self, *args, by: Person, duty: Duty, **options) -> None:
        self.by, self.duty = by, duty
        super().__init__(*args, auto_id=f"duty-{duty.pk}-%s", **options)
        inside = duty.group.members.open().values("person")
        self.fields["person"].queryset = Person.objects.filter(pk__in=inside).order_by("name", "pk")

    def give(self) -> Holder:
        return duties.give(self.duty, self.by, self.cleaned_data["person"], self.cleaned_data["until"])


class LimitsForm(forms.Form):
    """What the group asks of those who write in it; the limits of the site hold besides."""

    new_for = forms.IntegerField(
        label=_("For how many days does somebody who came in count as new?"),
        required=False,
        min_value=1,
        max_value=limits.MOST_DAYS,
        help_text=_("Left empty, nobody does. Those who look after the group or hold a duty in it never do."),
    )
    new_posts = forms.IntegerField(
        label=_("How many posts a day may somebody new write?"),
        required=False,
        min_value=1,
        max_value=limits.MOST_POSTS,
        help_text=_("Left empty, as many as the site allows."),
    )
    new_links = forms.BooleanField(label=_("Somebody new may post links"), required=False)
    new_files = forms.BooleanField(label=_("Somebody new may post pictures and files"), required=False)
    closes_after = forms.IntegerField(
        label=_("After how many days does a discussion close?"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=_("Left empty they stay open. Whoever began one can open it again."),
    )
    carried = forms.ChoiceField(
        label=_("Who may carry a discussion into another group?"),
        choices=Group.Carried.choices,
        widget=forms.RadioSelect,
        help_text=_("It is begun there anew, with a link here. One’s own words everybody carries where they like."),
    )
    because = forms.CharField(
        label=_("Why?"), max_length=1000, help_text=_("It stands in the group’s log, for those who read the group.")
    )

    def __init__(self, *args, by: Person, group: Group, **options) -> None:
        self.by, self.group = by, group
        super().__init__(*args, initial={name: getattr(group, name) for name in founding.LIMITS}, **options)

    def clean(self) -> dict:
        said = super().clean()
        asks = said.get("new_posts") or not (said.get("new_links") and said.get("new_files"))
        if asks and not said.get("new_for") and "new_for" not in self.errors:
            self.add_error("new_for", _("Say for how many days somebody counts as new, or ask nothing of them below."))
        return said

    def keep(self) -> list[str]:
        facts = {name: self.cleaned_data[name] for name in founding.LIMITS}
        return founding.change(self.group, self.by, facts, self.cleaned_data["because"])

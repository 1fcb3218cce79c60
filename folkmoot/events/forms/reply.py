"""Replying to an event, and saying something below it."""

from __future__ import annotations

import secrets

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from folkmoot.directory.forms.careful import Careful
from folkmoot.directory.models import Membership, Organisation
from folkmoot.events.forms.checking import HowMany
from folkmoot.events.models import Asked, Event, Requirement, Rsvp
from folkmoot.events.replying import Said
from folkmoot.people.models import Person

SECTORS = [("", _("I would rather not say")), *[choice for choice in Person.Sector.choices if choice[0]]]


class ReplyForm(forms.Form):
    """What somebody says in a reply. Signed in there is no name or address to give; by a link the address is known."""

    answer = forms.ChoiceField(label=_("Will you come?"), choices=Rsvp.Answer.choices, widget=forms.RadioSelect)
    party = HowMany(label=_("How many of you?"), min_value=1, initial=1, help_text=_("Yourself included."))
    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(
        label=_("Your email address"), help_text=_("We send a link to it; your reply counts once you opened it.")
    )
    sector = forms.ChoiceField(
        label=_("Where do you come from?"),
        choices=SECTORS,
        required=False,
        help_text=_("Counted, so that all can see who will be in the room; never shown beside your name."),
    )
    organisation = forms.ChoiceField(label=_("Whom do you speak for?"), required=False)
    organisation_said = forms.CharField(
        label=_("Your organisation"), max_length=200, required=False, help_text=_("If you come for one.")
    )
    brings = forms.CharField(
        label=_("What do you bring?"),
        max_length=300,
        required=False,
        help_text=_("A topic, a question, a cake. Those who hold it see this."),
    )
    themes = forms.MultipleChoiceField(
        label=_("What do you come for?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    online = forms.BooleanField(label=_("I take part online, and need no seat"), required=False)
    by_screen = forms.BooleanField(label=_("If there is no seat I would take part online"), required=False)
    shows_name = forms.BooleanField(label=_("Show my name among those who come"), required=False)
    needs = forms.CharField(
        label=_("Is there anything you need, to take part?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Access, food, an interpreter. Only those who hold the event read it; gone 30 days after."),
    )
    no_steps = forms.BooleanField(
        label=_("Steps would keep me, or somebody I bring, out"),
        required=False,
        help_text=_("What you want to hear or say then gets a room without steps, as far as there are such rooms."),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, event: Event, by: Person | None, **options) -> None:
        """`rsvp`: the reply they have given. `asked`: they were asked by mail, so that their address is known."""
        rsvp, asked = options.pop("rsvp", None), options.pop("asked", None)
        options["initial"] = {"once": secrets.token_urlsafe(12)} | _said_before(by, rsvp, asked)
        super().__init__(*args, **options)
        self.event, self.asked = event, asked
        self.fields["party"].max_value = event.party_limit
        self.fields["party"].widget.attrs |= {"max": event.party_limit, "inputmode": "numeric"}
        if event.party_limit == 1:
            del self.fields["party"]
        for name in self._not_asked(by, rsvp):
            del self.fields[name]
        if "organisation" in self.fields:
            self.fields["organisation"].choices = [("", _("Myself, or one not listed")), *_bodies(by)]
        if "themes" in self.fields:
            self.fields["themes"].choices = [(str(topic), str(topic)) for topic in event.topics.all()]

    def _not_asked(self, by: Person | None, rsvp: Rsvp | None) -> list[str]:
        known = ["name", "email"] if by or rsvp else ["email"] if self.asked else ["needs", "no_steps"]
        return [
            *known,
            *([] if _bodies(by) else ["organisation"]),
            *([] if self.event.remote_seats else ["online"]),
            *([] if len(self.event.topics.all()) > 1 else ["themes"]),
        ]

    def clean_party(self) -> int:
        most, party = self.event.party_limit, self.cleaned_data["party"]
        if party > most:
            words = ngettext("One reply here is for %(n)d person.", "One reply here is for %(n)d people at most.", most)
            raise forms.ValidationError(words % {"n": most})
        return party

    def said(self) -> Said:
        given = self.cleaned_data
        kept = {name: given[name] for name in ("name", "brings", "sector", "organisation_said") if name in given}
        ticks = {name: bool(given.get(name)) for name in ("online", "shows_name", "by_screen")}
        return Said(
            answer=given["answer"],
            party=given.get("party", 1),
            organisation=int(given["organisation"]) if given.get("organisation") else None,
            themes=tuple(given.get("themes", ())),
            **kept,
            **ticks,
        )


def _bodies(by: Person | None) -> list[tuple[str, str]]:
    found = Organisation.objects.filter(pk__in=Membership.objects.spoken_by(by, timezone.localdate()), same_as=None)
    return [(str(body.pk), body.name) for body in found.order_by("name")]


def _said_before(by: Person | None, rsvp: Rsvp | None, asked: Asked | None = None) -> dict:
    if rsvp is None:
        return {"sector": by.sector if by else "", "name": asked.name if asked else ""}
    names = ("answer", "party", "sector", "organisation_said", "brings", "themes", "by_screen", "shows_name")
    needs = Requirement.objects.filter(rsvp=rsvp).first()
    return {name: getattr(rsvp, name) for name in names} | {
        "organisation": str(rsvp.organisation_id or ""),
        "online": rsvp.seat == Rsvp.Seat.REMOTE,
        "needs": needs.words if needs else "",
        "no_steps": bool(needs and needs.no_steps),
    }


class PostForm(Careful):
    """Said below an event, where everybody reads it: what looks personal is pointed out once."""

    words = forms.CharField(label=_("Say something"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}))
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **{"initial": {"once": secrets.token_urlsafe(12)}} | options)

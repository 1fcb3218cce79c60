"""Making an event in two steps, what and when; and the rest of it later."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.conversations.models import Group
from folkmoot.directory.forms.entry import topic_choices
from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.directory.models import Membership, Organisation
from folkmoot.events import changing, editing
from folkmoot.events.forms.checking import HowMany, in_our_time
from folkmoot.events.models import Event, KindOfEvent, Venue
from folkmoot.events.sums.dates import read_when
from folkmoot.events.words import last_day
from folkmoot.events.zones import NoSuchTime, WhichOne, moment
from folkmoot.people.models import Person

_l = gettext_lazy
MOST_DAYS = 60
SETTLE_BEFORE = timedelta(days=14)


def day_field(label: str, **options) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, validators=[in_our_time], **options)


def time_field(label: str, **options) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, **options)


@cache
def zones() -> list[tuple[str, str]]:
    """Every zone there is, by the names of the tz database."""
    known = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [(name, name.replace("_", " ")) for name in known]


def group_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=_l("Is it an event of a group?"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_l("No"),
        help_text=_l("It stands on the group’s page, and those who hold the group’s events look after it too."),
    )


def offer_groups(form: forms.Form, by: Person, now: Group | None = None) -> None:
    """Those whose events this person may hold, and the one it belongs to; no field where there is none."""
    mine = Group.objects.shown().live().with_power(by, "runs_events")
    kept = Group.objects.filter(pk=now.pk if now else None)
    form.fields["group"].queryset = (mine | kept).order_by("name", "pk")
    if not form.fields["group"].queryset.exists():
        del form.fields["group"]


class WhatForm(forms.Form):
    """The first step: what it is, for which place, in whose name."""

    title = forms.CharField(label=_l("What is it called?"), max_length=200)
    summary = forms.CharField(
        label=_l("What is it for?"),
        max_length=300,
        required=False,
        help_text=_l("One sentence that makes people come."),
    )
    kinds = forms.ModelMultipleChoiceField(
        label=_l("What sort of event is it?"),
        queryset=KindOfEvent.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_l("As many as fit."),
    )
    place = PlaceSaid(label=_l("For which place?"), help_text=_l("A name or a postcode."))
    organisation = forms.ModelChoiceField(
        label=_l("Who holds it?"), queryset=Organisation.objects.none(), required=False, empty_label=_l("I do")
    )
    group = group_field()
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, by: Person, **options) -> None:
        options["initial"] = {"once": secrets.token_urlsafe(12)} | options.get("initial", {})
        super().__init__(*args, **options)
        self.by = by
        mine = Membership.objects.spoken_by(by, timezone.localdate())
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=mine, same_as=None)
        offer_groups(self, by)

    def make(self) -> Event:
        said = dict(self.cleaned_data)
        title, once = said.pop("title"), said.pop("once") or None
        # Nobody opens another person's draft by sending its word.
        return editing.make(title, self.by, once=once and f"{self.by.pk} {once}", **said)


class WhenForm(forms.Form):
    """The second step: when and where, as far as they are known."""

    on = day_field(_l("On which day?"))
    starts = time_field(_l("From"))
    ends = time_field(_l("Until"), help_text=_l("Past midnight if it is earlier than the start."))
    last = day_field(
        _l("To which day, if it takes several?"), help_text=_l("It then ends at that time of its last day.")
    )
    which = forms.ChoiceField(
        label=_l("The clocks go back that night. Which one?"),
        choices=(("", _l("Does not matter here")), ("first", _l("The first")), ("second", _l("The second"))),
        required=False,
    )
    when_said = forms.CharField(
        label=_l("Or roughly, if the day is not known"), required=False, max_length=120, help_text=_l("“Autumn 2027”.")
    )
    venue = forms.ModelChoiceField(
        label=_l("Where?"),
        queryset=Venue.objects.filter(story=False),
        required=False,
        empty_label=_l("Not settled yet"),
    )
    new_venue = forms.CharField(label=_l("Or somewhere new: its name"), required=False, max_length=200)
    new_address = forms.CharField(label=_l("And its address"), required=False, max_length=300)
    fewer = forms.BooleanField(
        label=_l("Yes: some go back to the waiting list, and are told"), required=False, widget=forms.HiddenInput
    )
    link = forms.URLField(
        label=_l("Or online: the link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_l("Shown to those who come."),
    )
    settle_by = day_field(
        _l("If day or venue is open: by when will it be settled?"), help_text=_l("Those who hold it are reminded.")
    )
    zone = forms.ChoiceField(label=_l("On whose clock?"), choices=zones, initial=lambda: settings.TIME_ZONE)
    because = forms.CharField(
        label=_l("Why does it change?"), required=False, max_length=400, help_text=_l("Those who replied read this.")
    )

    def __init__(self, *args, event: Event, **options) -> None:
        self.event = event
        options.setdefault("initial", _as_said(event))
        super().__init__(*args, **options)
        if not event.published_at:
            del self.fields["because"]
        if not (self.is_bound and self.data.get("on") and self._comes_twice()):
            self.fields["which"].widget = forms.HiddenInput()

    def _comes_twice(self) -> bool:
        try:
            moment(datetime.fromisoformat(f"{self.data['on']}T{self.data.get('starts')}"), self.data.get("zone", ""))
        except WhichOne:
            return True
        except Exception:  # noqa: BLE001 - whatever is wrong with it is said beside its own field
            return False
        return False

    def clean(self) -> dict:
        said = super().clean()
        if not self.errors:
            said["facts"] = self._times(said) | {"settle_by": said["settle_by"], "link": said["link"]}
            self._check_venue(said)
            self._settle(said)
        return said

    def _times(self, said: dict) -> dict:
        """The event's fields for when it is, with what is wrong said beside the field."""
        if not said["on"]:
            return self._vaguely(said)
        if not said["starts"]:
            self.add_error("starts", _("Say when it begins."))
            return {}
        starts, ends = datetime.combine(said["on"], said["starts"]), self._ends(said)
        facts = {"when_said": "", "earliest_on": None, "latest_on": None, "zone": said["zone"]}
        facts["starts_at"] = self._moment("starts", starts, said)
        facts["ends_at"] = self._moment("ends", ends, said) if ends else None
        self._check_order(facts)
        return facts

    def _ends(self, said: dict) -> datetime | None:
        """When it ends on its own clock: on its last day where it takes several, else that day or past midnight."""
        last, days = said["last"], said["last"] and (said["last"] - said["on"]).days
        if last and not 0 <= days <= MOST_DAYS:
            words = _("The last day is before the first.") if days < 0 else _("It takes up to 60 days, or is a series.")
            self.add_error("last", words)
        elif days and not said["ends"]:
            self.add_error("ends", _("Say until when on the last day."))
        elif days:
            return datetime.combine(last, said["ends"])
        elif said["ends"]:
            return datetime.combine(said["on"] + timedelta(days=said["ends"] <= said["starts"]), said["ends"])
        return None

    def _moment(self, field: str, wall: datetime, said: dict) -> datetime | None:
        try:
            return moment(wall, said["zone"], said["which"])
        except NoSuchTime as wrong:
            self.add_error(field, str(wrong))
        except WhichOne as wrong:
            self.add_error("which", str(wrong))
        return None

    def _check_order(self, facts: dict) -> None:
        starts, ends = facts["starts_at"], facts["ends_at"]
        if starts and starts < timezone.now() and starts != self.event.starts_at:
            self.add_error("on", _("That has passed. Choose a time to come."))
        if starts and ends and ends <= starts:
            self.add_error("ends", _("It would end before it begins."))

    def _vaguely(self, said: dict) -> dict:
        words = said["when_said"].strip()
        facts = {"starts_at": None, "ends_at": None, "when_said": words, "zone": said["zone"]}
        if said["starts"]:
            self.add_error("on", _("Say on which day, too."))
        elif not words:
            self.add_error("on", _("Say on which day, or roughly when below."))
        first, last = read_when(words, timezone.localdate())
        if last and last < timezone.localdate():
            self.add_error("when_said", _("That has passed. Say when it will be."))
        return facts | {"earliest_on": first, "latest_on": last}

    def _check_venue(self, said: dict) -> None:
        if said["venue"] and said["new_venue"]:
            self.add_error("new_venue", _("Choose one of those we know, or write a new one: not both."))
        elif said["new_address"] and not said["new_venue"]:
            self.add_error("new_venue", _("Say what it is called."))
        out = self._people_too_many(said["venue"])
        if out and not said["fewer"]:
            self.fields["fewer"].widget = forms.CheckboxInput()
            words = _(
                "%(venue)s may hold %(most)s people, and %(taken)s have a seat: %(n)s of them would lose it. Choose a"
                " bigger one, or tick the box below."
            )
            known = {"venue": said["venue"], "most": said["venue"].seats, "taken": self.event.taken, "n": out}
            self.add_error("venue", words % known)

    def _people_too_many(self, venue: Venue | None) -> int:
        """How many of those who have a seat the law would not let into that building."""
        moves = venue is not None and venue.pk != self.event.venue_id
        return max(0, self.event.taken - venue.seats) if moves and venue.seats is not None else 0

    def _settle(self, said: dict) -> None:
        """What is open has a day by which it is settled: a fortnight before, where nobody says."""
        facts, today = said["facts"], timezone.localdate()
        where = said.get("venue") or said.get("new_venue") or said.get("link")
        if facts.get("starts_at") and where:
            facts["settle_by"] = None
            return
        latest = facts["starts_at"].date() if facts.get("starts_at") else facts.get("latest_on")
        if said["settle_by"] and said["settle_by"] < today:
            self.add_error("settle_by", _("That day has passed."))
        elif said["settle_by"] and latest and said["settle_by"] > latest:
            self.add_error("settle_by", _("It must be settled before it is held."))
        elif not said["settle_by"] and latest:
            first = facts["starts_at"].date() if facts.get("starts_at") else facts.get("earliest_on") or latest
            facts["settle_by"] = max(today, first - SETTLE_BEFORE)

    def keep(self, by: Person) -> Event:
        said, facts = self.cleaned_data, self.cleaned_data["facts"]
        facts["venue"] = said["venue"] or self._new_venue(said)
        because, most = said.get("because", ""), facts["venue"].seats if facts["venue"] else None
        too_many = most is not None and (self.event.capacity or 0) > most
        if too_many and not self.event.published_at:
            facts["capacity"] = most
        editing.revise(self.event, by, facts, because)
        if most is not None and self.event.published_at and (too_many or self.event.capacity is None):
            why = because or _("%(venue)s may hold %(most)s people.") % {"venue": facts["venue"], "most": most}
            changing.resize(self.event, by, most, why)
        return self.event

    def _new_venue(self, said: dict) -> Venue | None:
        if not said["new_venue"]:
            return None
        known = Venue.objects.filter(name__iexact=said["new_venue"], address=said["new_address"], story=False).first()
        facts = {"name": said["new_venue"], "address": said["new_address"], "place": self.event.place}
        return known or Venue.objects.create(**facts)


def _as_said(event: Event) -> dict:
    starts = event.local(event.starts_at) if event.starts_at else None
    ends = event.local(event.ends_at) if event.ends_at else None
    facts = {name: getattr(event, name) for name in ("when_said", "venue", "link", "settle_by", "zone")}
    facts |= {"on": starts and starts.date(), "starts": starts and starts.time(), "ends": ends and ends.time()}
    return facts | {"last": last_day(event)}


class RestForm(forms.Form):
    """All the rest of an event."""

    title = forms.CharField(label=_l("What is it called?"), max_length=200)
    summary = forms.CharField(label=_l("What is it for?"), max_length=300, required=False)
    words = forms.CharField(
        label=_l("More about it"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    bring = forms.CharField(
        label=_l("What are people asked to bring?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kinds = forms.ModelMultipleChoiceField(
        label=_l("What sort of event is it?"),
        queryset=KindOfEvent.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.MultipleChoiceField(
        label=_l("What is it about?"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_l(
            "With two or more, people say which of them they come for, and it can be split if too many want in."
        ),
    )
    place = PlaceSaid(label=_l("For which place?"))
    capacity = HowMany(label=_l("How many seats are there?"), required=False, min_value=1, max_value=100_000)
    remote_seats = HowMany(
        label=_l("How many can take part online?"),
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=_l("Beside the seats in the room."),
    )
    per_organisation = HowMany(
        label=_l("The most seats one organisation may have"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_l("Nothing: as many as come."),
    )
    party_limit = HowMany(
        label=_l("For how many people may one reply be?"),
        min_value=1,
        max_value=100,
        help_text=_l("Plus-ones included."),
    )
    offer_hours = HowMany(
        label=_l("For how many hours is a seat kept for whoever is next on the waiting list?"),
        min_value=1,
        max_value=24 * 14,
        help_text=_l("Then the one after them is asked."),
    )
    talk_of = forms.ChoiceField(label=_l("Who may comment?"), choices=Event.Talk)
    group = group_field()

    SEATS = ("capacity", "remote_seats", "per_organisation")
    NAMES = ("title", "summary", "words", "bring", "place", *SEATS, "party_limit", "offer_hours", "talk_of")

    def __init__(self, *args, event: Event, by: Person, **options) -> None:
        self.event = event
        facts = {name: getattr(event, name) for name in (*self.NAMES, "group")}
        facts |= {"kinds": event.kinds.all(), "topics": [topic.pk for topic in event.topics.all()]}
        options.setdefault("initial", facts)
        super().__init__(*args, **options)
        offer_groups(self, by, event.group)
        self.fields["topics"].choices = topic_choices()[1:]
        if not self.fields["topics"].choices:
            del self.fields["topics"]
        for name in self.SEATS if event.published_at else ():  # "Who is in the room?" changes them then.
            del self.fields[name]

    def clean_remote_seats(self) -> int:
        return self.cleaned_data["remote_seats"] or 0

    def keep(self, by: Person) -> Event:
        editing.revise(self.event, by, dict(self.cleaned_data))
        return self.event

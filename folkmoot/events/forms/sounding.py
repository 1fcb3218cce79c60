"""Asking whether people would welcome something, and answering."""

from __future__ import annotations

import secrets
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from folkmoot.directory.forms.careful import Careful
from folkmoot.directory.forms.fields import PlaceSaid
from folkmoot.directory.models import Membership, Organisation
from folkmoot.events.forms.checking import in_our_time
from folkmoot.events.forms.event import day_field, zones
from folkmoot.events.models import Sounding, Willing
from folkmoot.events.zones import moment
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

ANSWERS = ((2, _l("Yes")), (1, _l("Maybe")), (0, _l("No")))
# As many lines as the form shows at first; people write more into the box for several.
DAYS, MOST_DAYS = 5, 40
MORE = {"host": _l("Where and when?"), "pay": _l("How much, roughly?"), "bring": _l("What would you bring?")}


class SoundingForm(Careful):
    LOOKED_AT = ("question", "words")
    sounding: Sounding | None = None  # the one that is put right

    question = forms.CharField(
        label=_l("Would people welcome …?"),
        max_length=300,
        help_text=_l("One question they can say yes, maybe or no to."),
    )
    words = forms.CharField(
        label=_l("More about it"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4})
    )
    place = PlaceSaid(label=_l("For which place?"), help_text=_l("A name or a postcode."))
    organisation = forms.ModelChoiceField(
        label=_l("Who asks?"), queryset=Organisation.objects.none(), required=False, empty_label=_l("I do")
    )
    closes_on = day_field(_l("Until when can people answer?"))
    once = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args, by: Person, **options) -> None:
        options.setdefault("initial", {"once": secrets.token_urlsafe(12)})
        super().__init__(*args, **options)
        self.by = by
        mine = Membership.objects.spoken_by(by, timezone.localdate())
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=mine, same_as=None)
        widget = {"attrs": {"type": "datetime-local"}, "format": "%Y-%m-%dT%H:%M"}
        for n in range(1, DAYS + 1):
            field = forms.CharField(label=_("A day it might be, %(n)s") % {"n": n}, required=False, max_length=20)
            field.widget = forms.DateTimeInput(**widget)
            self.fields[f"day_{n}"] = field
        self.fields["more_days"] = forms.CharField(
            label=_("More days, one a line"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Like 2027-03-04 19:00. %(most)s days in all at most.") % {"most": MOST_DAYS},
        )
        self.fields["zone"] = forms.ChoiceField(
            label=_("On whose clock?"), choices=zones, initial=settings.TIME_ZONE, required=False
        )

    def clean(self) -> dict:
        said = super().clean()
        if said.get("closes_on") and said["closes_on"] < timezone.localdate():
            self.add_error("closes_on", _("That day has passed."))
        lines = [(f"day_{n}", said.get(f"day_{n}")) for n in range(1, DAYS + 1)]
        lines += [("more_days", line) for line in (said.get("more_days") or "").splitlines()]
        zone = said.get("zone") or (self.sounding.zone if self.sounding else "")
        days = [self._day(name, line.strip(), zone) for name, line in lines if line and line.strip()]
        said["days"] = sorted({day for day in days if day})
        if len(said["days"]) > MOST_DAYS:
            words = _("These are %(n)s days. %(most)s are as many as people will go through.")
            self.add_error("more_days", words % {"n": len(said["days"]), "most": MOST_DAYS})
        return said

    def _day(self, name: str, line: str, zone: str) -> datetime | None:
        try:
            said = datetime.fromisoformat(line).replace(tzinfo=None)
            in_our_time(said.date())
            at = moment(said, zone or settings.TIME_ZONE)
        except (Refusal, forms.ValidationError) as wrong:
            self.add_error(name, wrong if isinstance(wrong, forms.ValidationError) else str(wrong))
        except (ValueError, OverflowError):
            self.add_error(name, _("“%(line)s”: write a day and a time, like 2027-03-04 19:00.") % {"line": line[:40]})
        else:
            if at > timezone.now():
                return at
            self.add_error(name, _("“%(line)s” has passed.") % {"line": line[:40]})
        return None

    def _ends_and_days(self) -> tuple[datetime | None, list[tuple[str, datetime]]]:
        """Until when it can be answered, and the days in words, on its own clock."""
        said = self.cleaned_data
        clock = ZoneInfo(said.get("zone") or settings.TIME_ZONE)
        days = [(date_format(at.astimezone(clock), "l j F Y, H:i"), at) for at in said["days"]]
        return (said["closes_on"] and datetime.combine(said["closes_on"], time(23, 59), clock)) or None, days

    def ask(self) -> Sounding:
        said, (ends, days) = self.cleaned_data, self._ends_and_days()
        more = {name: said[name] for name in ("words", "place", "organisation", "zone")}
        once = said["once"] and f"{self.by.pk} {said['once']}"
        return Sounding.ask(said["question"], self.by, days, closes_at=ends, once=once or None, **more)


class PutRightForm(SoundingForm):
    """What can be changed once people answer: more about it, until when, and days that are added."""

    def __init__(self, *args, sounding: Sounding, **options) -> None:
        ends = sounding.interest.closes_at
        ends = ends and ends.astimezone(ZoneInfo(sounding.clock())).date()
        options |= {"initial": {"words": sounding.words, "closes_on": ends}, "had": [sounding.words]}
        super().__init__(*args, **options)
        self.sounding = sounding
        for name in ("question", "place", "organisation", "once", "zone", *(f"day_{n}" for n in range(1, DAYS + 1))):
            del self.fields[name]
        self.fields["more_days"].label = _("Days to add, one a line")

    def clean(self) -> dict:
        said = super().clean()
        there = self.sounding.dates.options.count() if self.sounding.dates else 0
        if there + len(said["days"]) > MOST_DAYS:
            words = _(
                "With those there are, these would be %(n)s days. %(most)s are as many as people will go through."
            )
            self.add_error("more_days", words % {"n": there + len(said["days"]), "most": MOST_DAYS})
        return said

    def keep(self) -> Sounding:
        self.cleaned_data["zone"] = self.sounding.zone
        ends, days = self._ends_and_days()
        self.sounding.put_right(self.by, self.cleaned_data["words"], ends, days)
        return self.sounding


class AnswerForm(forms.Form):
    """Yes, maybe or no; the days; who they are, roughly; and what they could do."""

    answer = forms.TypedChoiceField(
        label=_l("Would you welcome it?"), choices=ANSWERS, coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args, sounding: Sounding, person: Person | None = None, email: str = "", **options) -> None:
        super().__init__(*args, **options)
        self.sounding, self.person, self.email = sounding, person, email
        self.options = list(sounding.dates.options.filter(dropped_at=None)) if sounding.dates_id else []
        for option in self.options:
            self.fields[f"option_{option.pk}"] = forms.TypedChoiceField(
                label=option.words,
                choices=ANSWERS,
                coerce=int,
                widget=forms.RadioSelect,
                required=False,
                empty_value=None,
            )
        self._who()
        for what, words in Willing.What.choices:
            self.fields[f"{what}_ticked"] = forms.BooleanField(label=words, required=False)
            self.fields[what] = forms.CharField(label=MORE[what], required=False, max_length=300)
        self.fields["words"] = forms.CharField(
            label=_("Anything else?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
        )

    def _who(self) -> None:
        person = self.person
        if person is None:
            self.fields["name"] = forms.CharField(
                label=_("Your name"),
                required=False,
                max_length=120,
                help_text=_("For those who ask, if you could help."),
            )
        self.fields["sector"] = forms.ChoiceField(
            label=_("Whom do you answer for?"),
            choices=Person.Sector,
            required=False,
            initial=person.sector if person else "",
            help_text=_("Answers are counted by sector and place, never shown one by one."),
        )
        self.fields["place"] = PlaceSaid(label=_("Where?"), initial=person.place if person else None)

    def hear(self) -> None:
        """Keep it; whatever was ticked is what they are willing to do."""
        said = self.cleaned_data
        days = {option.pk: value for option in self.options if (value := said[f"option_{option.pk}"]) is not None}
        willing = {what: said[what] for what in Willing.What.values if said[f"{what}_ticked"]}
        more = {name: said[name] for name in ("sector", "place", "words")} | {"person": self.person, "willing": willing}
        more |= {"name": said.get("name", ""), "email": self.email, "organisation": self._body()}
        voter = self.sounding.voter_of(self.person, self.email)
        self.sounding.hear(voter, said["answer"], days, **more)

    def _body(self) -> Organisation | None:
        """The one body they speak for, if it is one."""
        mine = Membership.objects.spoken_by(self.person, timezone.localdate())
        bodies = list(Organisation.objects.filter(pk__in=mine, same_as=None)[:2])
        return bodies[0] if len(bodies) == 1 else None

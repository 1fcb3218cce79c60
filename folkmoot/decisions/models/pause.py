"""Days on which nothing new is put to people who stand for election."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Organisation, Term
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_keeper


class Pause(models.Model):
    """A pre-election period of one body: what is asked of its elected posts waits until it is over.

    A post is taken to be an elected one where it stands for a place: a councillor for a ward, a mayor. Whoever holds
    such a post is elected in every other post of the body too: a leader, a member of the cabinet. Those who stand and
    hold no post are known by their `names`.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="pauses")
    from_on = models.DateField()
    until_on = models.DateField(help_text="last day")
    because = models.CharField(max_length=300, help_text="which election, and who says so")
    names = models.TextField(max_length=8000, blank=True, help_text="who else stands, a name a line")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-from_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="pause_ends_after_it_begins"),
            models.UniqueConstraint(fields=["organisation", "from_on", "until_on"], name="pause_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.because}"

    @classmethod
    def enter(
        cls, organisation: Organisation, from_on: date, until_on: date, because: str, by: Person, names: str = ""
    ) -> Pause:
        """A keeper says which days, and who else stands; the same days again are the pause there is, with these
        names."""
        if not is_keeper(by, timezone.localdate()):
            raise NotYours(_("A keeper of the site enters the days before an election."))
        if until_on < from_on:
            raise Refusal(_("The last day lies before the first. Put them the other way round."))
        if not because.strip():
            raise Refusal(_("Say which election, and where the days come from."))
        told = {"because": because.strip()[:300], "by": by, "names": "\n".join(_names(names))}
        days = {"organisation": organisation, "from_on": from_on, "until_on": until_on}
        made, new = cls.objects.get_or_create(**days, defaults=told)
        if not new and _names(names):
            every = dict.fromkeys([*_names(made.names), *_names(names)])
            cls.objects.filter(pk=made.pk).update(names="\n".join(every))
            made.refresh_from_db()
        return made

    @classmethod
    def of(cls, proposition, day: date) -> Pause | None:
        """The pause that stops putting this to whoever is asked on that day, or None. What is asked of a body, or of
        an officer, goes on."""
        on = list(cls.objects.filter(from_on__lte=day, until_on__gte=day).order_by("-until_on"))
        return next((one for one in on if one.stops(proposition, day)), None)

    def stops(self, proposition, day: date) -> bool:
        """Whether whoever is asked stands for election in it, as far as is known."""
        post, term = proposition.post, proposition.holder(day)
        asked = [term.name if term else "", proposition.decider_words]
        if any(_is_in(name, words) for name in _names(self.names) for words in asked):
            return True
        seats = Term.objects.filter(_on(day), post__organisation=self.organisation_id, post__place__isnull=False)
        if post is None:
            return any(_is_in(name, proposition.decider_words) for name in seats.values_list("name", flat=True))
        if post.organisation_id != self.organisation_id:
            return False
        same = (Q(person=term.person_id) & Q(person__isnull=False)) | Q(name__iexact=term.name) if term else None
        return post.place_id is not None or (same is not None and seats.filter(same).exists())


def _on(day: date) -> Q:
    return (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gte=day))


def _names(lines: str) -> list[str]:
    return [" ".join(line.split()) for line in lines.splitlines() if line.strip()]


def _is_in(name: str, words: str) -> bool:
    """Whether the name stands in the words, as whole words."""
    return bool(name and words) and f" {_plain(name)} " in f" {_plain(words)} "


def _plain(words: str) -> str:
    return " ".join("".join(c if c.isalnum() or c in "'’-" else " " for c in words).split()).casefold()

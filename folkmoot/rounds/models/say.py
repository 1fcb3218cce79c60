"""What one person said in one round."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.places.models import Place

from .round import Option, Round

ALLOWED = {
    Round.Scale.TICK: range(2),
    Round.Scale.ONE: range(2),
    Round.Scale.YES_MAYBE_NO: range(3),
    Round.Scale.POINTS: range(101),
    Round.Scale.RANK: range(1, 1001),
    Round.Scale.AGREE: range(4),
    Round.Scale.PAIRS: (),
}
# Values of Scale.AGREE.
DISAGREE, PASS, AGREE, DONT_KNOW_YET = range(4)


class Say(models.Model):
    """What one person said in one round: one each, changed as often as they like until it closes.

    `voter` is who that is, so that nobody says twice: "person:12", "mail:" and a digest of an address, "paper:" and
    the number of the sheet.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="says")
    voter = models.CharField(max_length=80)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    sector = models.CharField(max_length=16, choices=Person.Sector, blank=True, default="")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.TextField(blank=True, max_length=2000)
    on_paper = models.BooleanField(default=False)
    said_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "voter"], name="say_once_each")]
        ordering = ["said_at", "pk"]

    def __str__(self) -> str:
        return f"{self.round}: {self.voter}"

    @staticmethod
    def voter_of(person: Person | None = None, email: str = "", paper: str = "") -> str:
        """Who says: the person signed in, else the address that was proved by a link, else the number of a sheet."""
        if person is not None:
            return f"person:{person.pk}"
        if email:
            return f"mail:{salted_hmac('folkmoot.rounds', email.strip().lower()).hexdigest()[:32]}"
        if paper:
            return f"paper:{paper.strip()[:40]}"
        raise NotYours(_("Sign in, or ask for a link by email, so that everybody says once."))

    @staticmethod
    def pseudonym(round: Round, voter: str) -> str:
        """The voter of a secret round: the same each time in this round, and like nothing in any other.

        Made with the key that lies beside the database, never in it: a copy of the database tells nobody who it is.
        """
        return f"voice:{salted_hmac(f'folkmoot.rounds.{round.pk}', voter, algorithm='sha256').hexdigest()[:40]}"

    @classmethod
    def _say_in(cls, locked: Round, voter: str, more: dict) -> Say:
        """The say of this voter, made or brought up to date. In a secret round nothing of a person is kept, and no
        time of day."""
        now = timezone.now()
        if locked.secret:
            now = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
            more = {name: more[name] for name in ("on_paper",) if name in more}
        fresh = {"said_at": now, "changed_at": now}
        say, new = cls.objects.get_or_create(round=locked, voter=voter, defaults=fresh | more)
        if not new:
            cls.objects.filter(pk=say.pk).update(**more, changed_at=now)
            for field, value in (more | {"changed_at": now}).items():
                setattr(say, field, value)
        return say

    @classmethod
    @transaction.atomic
    def mark(cls, round: Round, voter: str, option: int, value: int, *, before: bool = False, **more) -> Say:
        """Keep what somebody says of one option; what they said of the others stays. Refuses as `put` does.

        `before`: said before they read what is to be read first; it stays as it was said then.
        """
        locked = round.locked_open()
        _check(locked, {option: value})
        say = cls._say_in(locked, voter, more)
        kept = {"value": value} | ({"before": value} if before else {})
        Choice.objects.update_or_create(say=say, option_id=option, defaults=kept)
        return say

    @classmethod
    @transaction.atomic
    def prefer(cls, round: Round, voter: str, chosen: int, other: int, **more) -> Say:
        """Of two options of a round of pairs, this one rather than that; said again the other way, that counts."""
        locked = round.locked_open()
        if locked.scale != Round.Scale.PAIRS or chosen == other:
            raise Refusal(_("Choose one of the two on the page."))
        _check(locked, {chosen: 0, other: 0}, valued=False)
        say = cls._say_in(locked, voter, more)
        Preference.objects.filter(say=say, option=other, over=chosen).delete()
        Preference.objects.get_or_create(say=say, option_id=chosen, over_id=other)
        return say

    @classmethod
    @transaction.atomic
    def put(cls, round: Round, voter: str, choices: dict[int, int], **more) -> Say:
        """Keep what somebody says, in place of what they said before; the same again changes nothing.

        `choices`: option id → value (tick and one: 1; yes-maybe-no: 2, 1, 0; points: 0 to 100; rank: 1 is first). An
        option left out has no choice. `more`: person, sector, place, words, on_paper. Refuses a round that is not
        open, an option of another round, a value that is not on its scale.
        """
        locked = round.locked_open()
        _check(locked, choices)
        say = cls._say_in(locked, voter, more)
        kept = dict(say.choices.values_list("option", "value"))
        if kept != choices:
            say.choices.all().delete()
            Choice.objects.bulk_create(Choice(say=say, option_id=pk, value=value) for pk, value in choices.items())
        return say

    @transaction.atomic
    def take_back(self) -> bool:
        """Withdraw it while the round is open. True the first time."""
        self.round.locked_open()
        return bool(Say.objects.filter(pk=self.pk).delete()[0])


def _check(round: Round, choices: dict[int, int], valued: bool = True) -> None:
    known = Option.objects.filter(round=round, dropped_at=None, pk__in=choices).values_list("pk", flat=True)
    if not choices.keys() <= set(known):
        raise Refusal(_("One of these can no longer be chosen. Load the page again and choose from what is there now."))
    if valued and any(value not in ALLOWED[round.scale] for value in choices.values()):
        raise Refusal(_("Choose one of the answers on the page."))
    if round.scale == Round.Scale.ONE and sum(choices.values()) > 1:
        raise Refusal(_("Choose one."))
    if round.scale == Round.Scale.POINTS and sum(choices.values()) > 100:
        raise Refusal(_("You have 100 points to share; this is %(n)d.") % {"n": sum(choices.values())})
    if round.scale == Round.Scale.RANK and len(set(choices.values())) != len(choices):
        raise Refusal(_("Two of these have the same rank. Give each its own."))


class Choice(models.Model):
    """One option chosen in one say, with its value."""

    say = models.ForeignKey(Say, models.CASCADE, related_name="choices")
    option = models.ForeignKey(Option, models.CASCADE, related_name="choices")
    value = models.SmallIntegerField(default=1)
    before = models.SmallIntegerField(null=True, blank=True, help_text="what they said before they read about it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["say", "option"], name="choice_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="choice_value_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.option}: {self.value}"


class Preference(models.Model):
    """Of two options, somebody would rather have one than the other."""

    say = models.ForeignKey(Say, models.CASCADE, related_name="preferences")
    option = models.ForeignKey(Option, models.CASCADE, related_name="+")
    over = models.ForeignKey(Option, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["say", "option", "over"], name="preference_once"),
            models.CheckConstraint(condition=~Q(option=models.F("over")), name="preference_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.option} > {self.over}"

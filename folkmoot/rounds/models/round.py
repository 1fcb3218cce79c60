"""A round: the question, who may say, the options, and when it opens and closes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person
from folkmoot.places.models import Place


class RoundClosed(Refusal):
    """It closed before this came."""


class RoundNotOpen(Refusal):
    """It has not opened yet."""


class RoundSet(models.QuerySet):
    def open(self) -> RoundSet:
        """Opened and not closed, by the database's own clock."""
        late = Q(closes_at__isnull=False, closes_at__lte=Now())
        return self.filter(opens_at__lte=Now(), closure=None).exclude(late)


class Round(models.Model):
    """A question, who may say, the options, and one say each.

    A date poll, a sounding, interest in pitches, a ballot are all rounds; only what reads them differs. The app that
    asks owns the page: `title` and `address` say where it stands, and `kind` is that app's own word for it.
    """

    class Who(models.TextChoices):
        EVERYONE = "everyone", gettext_lazy("Everyone, with or without an account")
        SIGNED_IN = "signed-in", gettext_lazy("People who are signed in")
        ROLL = "roll", gettext_lazy("Those on the roll")

    class Scale(models.TextChoices):
        TICK = "tick", gettext_lazy("Tick what you want")
        ONE = "one", gettext_lazy("Choose one")
        YES_MAYBE_NO = "yes-maybe-no", gettext_lazy("Yes, maybe or no to each")
        POINTS = "points", gettext_lazy("Share out points")
        RANK = "rank", gettext_lazy("Put them in order")
        AGREE = "agree", gettext_lazy("Agree, disagree, pass, or don’t know yet")
        PAIRS = "pairs", gettext_lazy("Choose between two, again and again")

    class Shown(models.TextChoices):
        NAMES = "names", gettext_lazy("Names and counts")
        COUNTS = "counts", gettext_lazy("Counts only")
        AFTER = "after", gettext_lazy("Counts only, once it has closed")

    kind = models.CharField(max_length=40)
    words = models.CharField(max_length=400, help_text="the question, as people read it")
    title = models.CharField(max_length=300, help_text="of what asks")
    address = models.CharField(max_length=300, help_text="of the page where people say")
    who = models.CharField(max_length=12, choices=Who, default=Who.EVERYONE)
    scale = models.CharField(max_length=16, choices=Scale, default=Scale.TICK)
    shown = models.CharField(max_length=8, choices=Shown, default=Shown.COUNTS)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    secret = models.BooleanField(
        default=False, help_text="says carry no name, and nothing that joins them to a say in another round"
    )
    opens_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField(null=True, blank=True)

    objects = RoundSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")), name="round_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return self.address

    def is_open(self) -> bool:
        """Whether somebody can say something now, by the database's clock."""
        return Round.objects.open().filter(pk=self.pk).exists()

    def locked_open(self) -> Round:
        """This round, locked until the transaction ends; RoundClosed or RoundNotOpen with the day in words."""
        locked = Round.objects.select_for_update().get(pk=self.pk)
        if Round.objects.open().filter(pk=self.pk).exists():
            return locked
        closure = Closure.objects.filter(round=locked).first()
        if closure is None and locked.opens_at > timezone.now():
            day = _day(locked.opens_at)
            raise RoundNotOpen(_("“%(words)s” opens on %(day)s.") % {"words": locked.words, "day": day})
        day = _day(closure.at if closure else locked.closes_at)
        raise RoundClosed(_("“%(words)s” closed on %(day)s.") % {"words": locked.words, "day": day})

    @transaction.atomic
    def close(self, by: Person | None, because: str = "") -> Closure:
        """Nobody says anything more. The caller has made sure that `by` may. Closing twice is closing once."""
        Round.objects.select_for_update().get(pk=self.pk)
        closure, _new = Closure.objects.get_or_create(round=self, defaults={"by": by, "because": because})
        return closure

    @transaction.atomic
    def reopen(self, closes_at: datetime | None) -> None:
        """Take the closing back, with a new end or none."""
        Round.objects.select_for_update().get(pk=self.pk)
        Closure.objects.filter(round=self).delete()
        Round.objects.filter(pk=self.pk).update(closes_at=closes_at)
        self.refresh_from_db()

    @transaction.atomic
    def offer(self, options: Iterable[tuple[str, datetime | None]]) -> list[Option]:
        """Add options at the end: (words, when) each, `when` for a date poll. Words and time that stand already give
        the option there is."""
        Round.objects.select_for_update().get(pk=self.pk)
        last = self.options.aggregate(last=models.Max("position"))["last"] or 0
        made = []
        for step, (words, when) in enumerate(options, start=1):
            fields = {"words": words.strip()[:300], "starts_at": when}
            option = self.options.filter(**fields).first()
            made.append(option or self.options.create(**fields, position=last + step))
        return made


class Option(models.Model):
    """One thing that can be chosen in a round: a day, a pitch, a statement. Dropped, never deleted: says stay true."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="options")
    words = models.CharField(max_length=300)
    starts_at = models.DateTimeField(null=True, blank=True, help_text="for a date poll")
    position = models.PositiveIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.words


class Closure(models.Model):
    """A round was closed by somebody before its day, or without one."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="closure")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    because = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"{self.round}: closed"


def _day(at: datetime) -> str:
    return f"{timezone.localtime(at):%-d %B %Y}"

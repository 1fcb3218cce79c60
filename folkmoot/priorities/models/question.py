"""A question put to people: what is asked and of whom, how they say, and when the answers may be seen."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.journal.models import Line
from folkmoot.kit.refusals import Refusal
from folkmoot.kit.search.keeping import Entry
from folkmoot.people.models import Person
from folkmoot.rounds.models import Round

from .owned import Owned, OwnedSet

# Nothing is shown of fewer people than this.
FEWEST = 10


class QuestionSet(OwnedSet):
    def open(self) -> QuestionSet:
        """Open now, by the database's clock."""
        return self.filter(round__in=Round.objects.open())

    def over(self) -> QuestionSet:
        """Closed, by somebody or by their day, by the database's clock."""
        return self.filter(Q(round__closes_at__lte=Now()) | Q(round__closure__isnull=False))


class Question(Owned):
    """A question put to people, who say what they think without their name standing beside it.

    What they may choose are its statements, which are options of `round`; each says once, on a screen or on paper.
    """

    NOT_YOURS = gettext_lazy("Only those who ask this can do that.")

    class Kind(models.TextChoices):
        STATEMENTS = "statements", gettext_lazy("Agree or disagree with statements")
        PAIRS = "pairs", gettext_lazy("Choose between two, again and again")
        POINTS = "points", gettext_lazy("Share out 100 points")
        RANK = "rank", gettext_lazy("Put a few in order")
        BASKET = "basket", gettext_lazy("Fill a basket with prices")

    class Learn(models.TextChoices):
        NOTHING = "nothing", gettext_lazy("Nothing to read first")
        FIRST = "first", gettext_lazy("A page to read first, then say")
        BETWEEN = "between", gettext_lazy("Say, read, and say again: how views shift is shown")

    class Voices(models.TextChoices):
        LOCAL = "local", gettext_lazy("The result is that of voices known to be local; others are shown apart")
        EVERYONE = "everyone", gettext_lazy("Every voice is in the result")

    class Results(models.TextChoices):
        AFTER = "after", gettext_lazy("Once it has closed")
        TWENTY = "twenty", gettext_lazy("At each 20 new voices, and once it has closed")

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.STATEMENTS)
    words = models.CharField(max_length=300)
    about = models.TextField(blank=True, max_length=8000)
    so_that = models.CharField(
        max_length=400, blank=True, help_text="who reads the answers, and what they do with them"
    )
    asked_of = models.CharField(max_length=200, blank=True)
    reading = models.TextField(blank=True, max_length=20_000)
    learn = models.CharField(max_length=8, choices=Learn, default=Learn.NOTHING)
    affected = models.CharField(max_length=300, blank=True, help_text="who is touched most by what is decided")
    round = models.OneToOneField(Round, models.PROTECT, related_name="+")
    voices = models.CharField(max_length=8, choices=Voices, default=Voices.LOCAL)
    results = models.CharField(max_length=8, choices=Results, default=Results.AFTER)
    takes_statements = models.BooleanField(default=True, help_text="people may put statements of their own")
    gives_file = models.BooleanField(default=True, help_text="votes are given out, coarse and shuffled, to recompute")
    purse_pence = models.PositiveBigIntegerField(null=True, blank=True)
    population = models.JSONField(default=dict, blank=True, help_text="people of each age, and where that is from")
    asked_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="votes were shuffled and made coarse")

    objects = QuestionSet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="basket") | Q(purse_pence__isnull=False), name="basket_has_a_purse"
            )
        ]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("priorities:question", args=[self.pk])

    @classmethod
    @transaction.atomic
    def ask(cls, words: str, by: Person | None, *, closes_at=None, opens_at=None, **more) -> Question:
        """Put a question. `more`: any of its fields; `once`: asking again with the same word is asking once."""
        standing = cls.known(more.get("once"))
        if standing:
            return standing
        made = cls(words=words, by=by, **more)
        about = {"by": by, "place": made.place, "closes_at": closes_at, "secret": True, "shown": Round.Shown.AFTER}
        about |= {"opens_at": opens_at} if opens_at else {}
        # The round needs the page's address and the page its round: the address is put right once it is known.
        made.round = Round.objects.create(
            kind="question", words=words, title=words, address="/", scale=SCALES[made.kind], **about
        )
        made.save()
        Round.objects.filter(pk=made.round_id).update(address=made.get_absolute_url())
        Line.record(by, "asked", made, place=made.place)
        made.follow_standing()
        return made

    def document(self) -> Entry:
        """What the index says of it: never what anybody answered."""
        text = " ".join(filter(None, [self.about, self.asked_of, self.so_that, self.affected]))
        path = self.place.path if self.place else ""
        return Entry("priorities.question", self.pk, self.words, text, path, self.get_absolute_url())

    def is_open(self) -> bool:
        return not self.story and self.round.is_open()

    def margins(self) -> dict[str, dict[str, int]]:
        """How many people of each age, and in each part of the place, where that is known: what a result is weighted
        by. The parts are named by those who ask, and their names are what a voice says."""
        known = {"age": self.population.get("ages", {}), "part": self.population.get("parts", {})}
        return {name: people for name, people in known.items() if people}

    def is_over(self) -> bool:
        """Closed, by the database's clock; one that has not opened yet is not over."""
        return Question.objects.over().filter(pk=self.pk).exists()

    @transaction.atomic
    def close(self, by: Person, because: str = "") -> None:
        """Nobody says anything more. It can be opened again until the votes have been settled."""
        self.check_runner(by)
        self.round.close(by, because)
        Line.record(by, "closed", self, place=self.place)

    @transaction.atomic
    def reopen(self, by: Person, closes_at=None) -> None:
        """Take the closing back; Refusal once the result is out."""
        self.check_runner(by)
        locked = Question.objects.select_for_update().get(pk=self.pk)
        if locked.settled_at or locked.found.filter(final=True).exists():
            raise Refusal(_("The result is out. Ask anew rather than go on counting into a known result."))
        self.round.reopen(closes_at)
        Line.record(by, "opened again", self, place=self.place)

    def result(self):
        """The newest result that may be shown, or None."""
        return self.found.order_by("-pk").first()


SCALES = {
    Question.Kind.STATEMENTS: Round.Scale.AGREE,
    Question.Kind.PAIRS: Round.Scale.PAIRS,
    Question.Kind.POINTS: Round.Scale.POINTS,
    Question.Kind.RANK: Round.Scale.RANK,
    Question.Kind.BASKET: Round.Scale.TICK,
}

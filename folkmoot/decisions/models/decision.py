"""A decision that several people take among themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.decisions import findable
from folkmoot.directory.models import Membership, Organisation
from folkmoot.journal.models import Audience, Line, Notice, Pace
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_moderator
from folkmoot.places.models import Place
from folkmoot.rounds.models import Round, Say

MOST_OPTIONS = 20
MOST_SCORE = 5
CONSENT = (
    ("consent", gettext_lazy("I consent: good enough for now, safe enough to try")),
    ("aside", gettext_lazy("I stand aside: not for me, but I do not stop it")),
    ("object", gettext_lazy("I object: it would do harm, and I say where")),
)
GRADIENTS = (
    ("1", gettext_lazy("I am all for it")),
    ("2", gettext_lazy("I agree, with small doubts")),
    ("3", gettext_lazy("I support it, with reservations")),
    ("4", gettext_lazy("I have no opinion")),
    ("5", gettext_lazy("I would rather talk more")),
    ("6", gettext_lazy("I disagree, and will go along")),
    ("7", gettext_lazy("I disagree, and will not help")),
    ("8", gettext_lazy("I cannot accept it")),
)
# Of "going along": for each option, at how many others somebody would; see reckon/deciding/going_along.py.
WILLING = (
    (0, gettext_lazy("Never")),
    (1, gettext_lazy("If nearly all of us do: nine in ten")),
    (2, gettext_lazy("If three in four of us do")),
    (3, gettext_lazy("If half of us do")),
    (4, gettext_lazy("If one in four of us does")),
    (5, gettext_lazy("Yes, whatever others do")),
)


class DecisionSet(models.QuerySet):
    def shown(self) -> DecisionSet:
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN))

    def live(self) -> DecisionSet:
        return self.filter(story=False)

    def public(self) -> DecisionSet:
        return self.shown().filter(audience=Decision.Audience.EVERYONE)

    def visible_to(self, person: Person | None, day: date) -> DecisionSet:
        """The public ones, and those in which they or somebody they stand in for may say."""
        if person is None or not person.is_authenticated:
            return self.public()
        mine = acts_for(person, day)
        on_roll = Decision.objects.filter(Q(eligible__person__in=mine) | Q(by__in=mine)).values("pk")
        return self.shown().filter(Q(audience=Decision.Audience.EVERYONE) | Q(pk__in=on_roll))

    def at(self, place: Place) -> DecisionSet:
        return self.filter(place__path__startswith=place.path)

    def settled(self) -> DecisionSet:
        return self.filter(settlement__isnull=False)

    def open(self) -> DecisionSet:
        return self.filter(settlement=None)

    def to_review(self, day: date) -> DecisionSet:
        return self.filter(settlement__review_on__lte=day, settlement__reviewed_at=None)


class Decision(models.Model):
    """Something several people settle among themselves: by which method, who may say, how many must.

    Its text stands in versions; each version that is put to those who may say has a round of its own.
    """

    class Method(models.TextChoices):
        CONSENT = "consent", gettext_lazy("Consent: nobody has a reason against it")
        GRADIENTS = "gradients", gettext_lazy("Gradients: how far each of us agrees")
        ADVICE = "advice", gettext_lazy("Advice: one person decides, having heard us")
        SCORE = "score", gettext_lazy("Scores: none to five for each option")
        RANK = "rank", gettext_lazy("Ranking: the options in order")
        DOT = "dot", gettext_lazy("Dots: share out a few dots")
        TOGETHER = "together", gettext_lazy("Going along: what most can live with gains most, and all keep a chance")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", gettext_lazy("Everyone can read it")
        ROLL = "roll", gettext_lazy("Only those who may say")

    title = models.CharField(max_length=200)
    why = models.TextField(max_length=4000, blank=True)
    method = models.CharField(max_length=10, choices=Method)
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.EVERYONE)
    quorum = models.PositiveSmallIntegerField(default=1, help_text="how many must say for it to count")
    dots = models.PositiveSmallIntegerField(default=5)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="decisions")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    decider = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", help_text="by advice: who decides in the end"
    )
    made_at = models.DateTimeField(default=timezone.now)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)
    story = models.BooleanField(default=False)

    objects = DecisionSet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quorum__gte=1), name="decision_quorum_counts"),
            models.CheckConstraint(condition=Q(dots__gte=1, dots__lte=100), name="decision_dots_few"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("decisions:decision", args=[self.pk])

    # Who

    def is_kept_by(self, person: Person | None, day: date) -> bool:
        """Who began it, who stands in, and who speaks for the body whose decision it is."""
        if person is None or not person.is_authenticated or self.story:
            return False
        if self.by_id is not None and self.by_id in acts_for(person, day):
            return True
        return self.body_id is not None and self.body_id in Membership.objects.spoken_by(person, day)

    def check_kept_by(self, person: Person) -> None:
        """NotYours for who does not keep it."""
        if not self.is_kept_by(person, timezone.localdate()):
            raise NotYours(
                _("Whoever began it sees to this, or somebody who speaks for the body whose decision it is.")
            )

    def check_settled_by(self, person: Person) -> None:
        """NotYours for who does not say how it ended: by advice the one who decides, else whoever keeps it."""
        if self.method == self.Method.ADVICE and self.decider_id:
            if person.pk != self.decider_id:
                raise NotYours(_("%s decides this, having heard your advice.") % self.decider)
            return
        self.check_kept_by(person)

    def on_roll(self, person: Person | None):
        """Their line on the roll, or None."""
        if person is None or not person.is_authenticated:
            return None
        return self.eligible.filter(person=person).first()

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        if self.standing and person is not None and person.is_authenticated and is_moderator(person, day):
            return True
        if self.standing is not None and self.standing.state != Standing.State.SHOWN:
            return False
        if self.audience == self.Audience.EVERYONE or self.is_kept_by(person, day):
            return True
        return self.on_roll(person) is not None

    # Its text, and the round on it

    def newest(self):
        return self.versions.order_by("-number").first()

    def round(self) -> Round | None:
        """The round on the newest version that was put to those who may say."""
        put = self.versions.exclude(round=None).select_related("round").order_by("-number").first()
        return put.round if put else None

    def state(self) -> str:
        """text (being written), open (people say), closed (nobody says any more), or settled."""
        if hasattr(self, "settlement"):
            return "settled"
        found = self.round()
        if found is None:
            return "text"
        return "open" if found.is_open() else "closed"

    @classmethod
    @transaction.atomic
    def begin(cls, title: str, by: Person, method: str, once: str = "", **more) -> Decision:
        """A new one; whoever begins it may say in it. The same `once` is the same decision."""
        title = " ".join(title.split())
        if not title:
            raise Refusal(_("Give it a name, as a question or a sentence."))
        if method not in cls.Method.values:
            raise Refusal(_("Choose how you want to decide."))
        key = f"{by.pk}:{once}"[:80] if once else None
        known = cls.objects.filter(once=key).first() if key else None
        if known:
            return known
        made = cls.objects.create(title=title[:200], by=by, method=method, once=key, **more)
        made.eligible.create(person=by, name=str(by), added_by=by)
        Line.record(by, "began to decide", made, place=made.place, audience=made.journal_audience())
        return made

    def journal_audience(self) -> str:
        return Audience.PUBLIC if self.audience == self.Audience.EVERYONE else Audience.PARTIES

    @transaction.atomic
    def enrol(self, people: Iterable[Person], by: Person) -> int:
        """Put these on the roll, each once; gives how many are new. Refused once people have begun to say."""
        locked = self._locked_for(by)
        if locked.round() is not None:
            raise Refusal(_("People have begun to say. Who may say is settled before that."))
        new = 0
        for person in people:
            new += self.eligible.get_or_create(person=person, defaults={"name": str(person), "added_by": by})[1]
        return new

    @transaction.atomic
    def put(self, by: Person, closes_at: datetime, options: Iterable[str] = ()) -> Round:
        """Ask those on the roll to say, on the newest version, until `closes_at`. Safe twice on one version.

        Scores, rankings, dots and going along need two to twenty `options`; the other methods bring their own.
        """
        locked = self._locked_for(by)
        if hasattr(locked, "settlement"):
            raise Refusal(_("It is settled. Begin a new one, or look at it again on its day."))
        version = locked.newest()
        if version is None:
            raise Refusal(_("Write down first what is to be decided."))
        if version.round_id:
            return version.round
        if closes_at <= timezone.now():
            raise Refusal(_("That moment has passed. Choose a later one."))
        found = Round.objects.create(
            kind="decision",
            words=locked.title,
            title=locked.title,
            address=locked.get_absolute_url(),
            who=Round.Who.ROLL,
            scale=SCALE[locked.method],
            shown=Round.Shown.AFTER,
            place=locked.place,
            by=by,
            closes_at=closes_at,
        )
        found.offer([(words, None) for words in locked._options(options)])
        version.round = found
        version.save(update_fields=["round"])
        locked._call(by, closes_at)
        return found

    def _options(self, options: Iterable[str]) -> list[str]:
        own = {self.Method.CONSENT: CONSENT, self.Method.GRADIENTS: GRADIENTS}.get(self.method)
        if own:
            return [str(words) for _key, words in own]
        if self.method == self.Method.ADVICE:
            return [_("My advice")]
        said = list(dict.fromkeys(" ".join(each.split()) for each in options if each.strip()))
        if not 2 <= len(said) <= MOST_OPTIONS:
            raise Refusal(_("Give two to %(n)d different options, one a line.") % {"n": MOST_OPTIONS})
        return said

    def _call(self, by: Person, closes_at: datetime) -> None:
        words = _("You may say in a decision, until %(day)s: %(title)s") % {
            "day": f"{timezone.localtime(closes_at):%-d %B}",
            "title": self.title,
        }
        people = Person.objects.filter(pk__in=self.eligible.values("person"), is_active=True).exclude(pk=by.pk)
        for person in people:
            Notice.tell(person, words, self.get_absolute_url(), pace=Pace.AT_ONCE)
        Line.record(by, "asks everybody to say:", self, place=self.place, audience=self.journal_audience())

    @transaction.atomic
    def say(self, by: Person, choices: dict[int, int], words: str = "") -> Say:
        """Say something, in place of what one said before; whoever said does so for those who delegated to them.

        `choices`: option → value, on the method's scale. NotYours for who is not on the roll; an objection needs one
        that stands open on a clause.
        """
        mine = self.on_roll(by)
        if mine is None:
            raise NotYours(_("Those on the roll say here. %s can tell you who that is.") % (self.by or _("Its keeper")))
        found = self.round()
        if found is None:
            raise Refusal(_("Nobody is asked to say yet."))
        self._check(found, choices, words, mine)
        return Say.put(found, Say.voter_of(by), choices, person=by, words=words.strip()[:2000])

    @transaction.atomic
    def say_for(self, eligible, by: Person, choices: dict[int, int], words: str = "") -> Say:
        """Key what somebody without an account said on paper. Its keeper alone; the sheet is their line on the roll."""
        self._locked_for(by)
        if eligible.decision_id != self.pk or eligible.person_id:
            raise Refusal(_("They have an account here and say for themselves."))
        found = self.round()
        if found is None:
            raise Refusal(_("Nobody is asked to say yet."))
        self._check(found, choices, words, eligible)
        return Say.put(found, Say.voter_of(paper=str(eligible.pk)), choices, words=words.strip()[:2000], on_paper=True)

    def _check(self, found: Round, choices: dict[int, int], words: str, mine) -> None:
        values = list(choices.values())
        if self.method == self.Method.DOT and sum(values) > self.dots:
            raise Refusal(_("You have %(n)d dots; these are %(m)d.") % {"n": self.dots, "m": sum(values)})
        if self.method == self.Method.SCORE and any(value > MOST_SCORE for value in values):
            raise Refusal(_("Give each option none to five."))
        if self.method == self.Method.TOGETHER:
            self._check_willing(values)
        if self.method == self.Method.ADVICE and not words.strip():
            raise Refusal(_("Write your advice in a few words."))
        if self.method == self.Method.CONSENT and self._objects(found, choices) and not mine.has_open_objection():
            raise Refusal(_("Say first to which clause you object and what would meet it; then it counts."))
        if self.method in (self.Method.CONSENT, self.Method.GRADIENTS) and sum(values) != 1:
            raise Refusal(_("Choose one."))

    @staticmethod
    def _check_willing(values: list[int]) -> None:
        if any(value > WILLING[-1][0] for value in values):
            raise Refusal(_("Choose one of the answers for each option."))
        if not any(values):
            raise Refusal(_("Say at least of one option that you would go along with it, and when."))

    @staticmethod
    def _objects(found: Round, choices: dict[int, int]) -> bool:
        last = found.options.order_by("-position").first()
        return bool(last and choices.get(last.pk))

    @transaction.atomic
    def close(self, by: Person, because: str = "") -> None:
        """Nobody says any more. Safe twice."""
        self._locked_for(by)
        found = self.round()
        if found is None:
            raise Refusal(_("Nobody was asked to say yet, so there is nothing to close."))
        found.close(by, because)

    def follow_standing(self) -> None:
        """After a ruling: into the index or out of it."""
        findable.refresh_decision(self)

    def _locked_for(self, by: Person) -> Decision:
        found = Decision.objects.select_for_update(of=("self",)).get(pk=self.pk)
        found.check_kept_by(by)
        return found


SCALE = {
    Decision.Method.CONSENT: Round.Scale.ONE,
    Decision.Method.GRADIENTS: Round.Scale.ONE,
    Decision.Method.ADVICE: Round.Scale.ONE,
    Decision.Method.SCORE: Round.Scale.POINTS,
    Decision.Method.RANK: Round.Scale.RANK,
    Decision.Method.DOT: Round.Scale.POINTS,
    Decision.Method.TOGETHER: Round.Scale.POINTS,
}

"""A voice: one person in one question, without their name; and who is speaking."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person
from folkmoot.places.models import Place
from folkmoot.rounds.models import Option, Say

from .question import Question
from .vouch import Vouch


@dataclass(frozen=True)
class Speaker:
    """Who is speaking, before it is made into a pseudonym: `names`, the words a round knows them by, the first of which
    is theirs from now on; the way they came; and whether they are known to be local."""

    names: tuple[str, ...]
    way: str
    local: bool

    @classmethod
    def person(cls, person: Person, question: Question) -> Speaker:
        """Somebody with an account; what they said before by a link mailed to the same address is theirs."""
        names = (Say.voter_of(person), Say.voter_of(email=person.email))
        return cls(names, Voice.Way.SCREEN, Vouch.objects.stands(person, question.place))

    @classmethod
    def mailed(cls, email: str, question: Question) -> Speaker:
        """Somebody who holds a link mailed to them. Where there is an account with that address, that person."""
        known = Person.objects.filter(email__iexact=email, is_active=True).first()
        if known:
            return cls.person(known, question)
        return cls((Say.voter_of(email=email),), Voice.Way.MAIL, False)

    @classmethod
    def sheet(cls, code: str, local: bool) -> Speaker:
        """Whoever holds a numbered sheet, on paper or typing its number."""
        return cls((Say.voter_of(paper=code),), Voice.Way.PAPER, local)


class Voice(models.Model):
    """One person in one question, known there by a pseudonym that is like nothing elsewhere.

    `hour` is kept while the question is open, to see floods of votes, and goes when it is settled.
    """

    class Way(models.TextChoices):
        SCREEN = "screen", gettext_lazy("signed in")
        MAIL = "mail", gettext_lazy("by a mailed link")
        PAPER = "paper", gettext_lazy("on paper")

    class Age(models.TextChoices):
        UNSAID = "", gettext_lazy("Rather not say")
        UNDER_25 = "under-25", gettext_lazy("Under 25")
        UNDER_45 = "25-44", gettext_lazy("25 to 44")
        UNDER_65 = "45-64", gettext_lazy("45 to 64")
        OVER_64 = "65-up", gettext_lazy("65 or over")

    question = models.ForeignKey(Question, models.CASCADE, related_name="spoken")
    say = models.OneToOneField(Say, models.CASCADE, related_name="voice")
    way = models.CharField(max_length=8, choices=Way)
    local = models.BooleanField(default=False)
    affected = models.BooleanField(default=False)
    age = models.CharField(max_length=8, choices=Age, blank=True, default="")
    part = models.CharField(max_length=80, blank=True, default="", help_text="the part of the place they live in")
    has_read = models.BooleanField(default=False)
    hour = models.DateTimeField(null=True, blank=True)
    in_burst = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.question}: {self.get_way_display()}"

    @classmethod
    def of(cls, question: Question, speaker: Speaker) -> Voice | None:
        """The voice this speaker has here already, or None."""
        known = [Say.pseudonym(question.round, name) for name in speaker.names]
        return cls.objects.filter(question=question, say__voter__in=known).select_related("say").order_by("pk").first()

    @classmethod
    @transaction.atomic
    def speak(cls, question: Question, speaker: Speaker, option: int, value: int, *, keyed: bool = False) -> Voice:
        """Keep what a speaker says of one statement. `keyed`: from a sheet; what they said on a screen stands."""
        question.round.locked_open()
        voice = cls.of(question, speaker)
        if keyed and voice and voice.say.choices.filter(option=option).exists():
            return voice
        before = question.learn == Question.Learn.BETWEEN and not (voice and voice.has_read)
        name = voice.say.voter if voice else Say.pseudonym(question.round, speaker.names[0])
        say = Say.mark(question.round, name, option, value, before=before, on_paper=keyed)
        return cls._of_say(question, say, speaker, voice)

    @classmethod
    @transaction.atomic
    def prefer(cls, question: Question, speaker: Speaker, chosen: int, other: int) -> Voice:
        """Of two, this one rather than that."""
        question.round.locked_open()
        voice = cls.of(question, speaker)
        name = voice.say.voter if voice else Say.pseudonym(question.round, speaker.names[0])
        return cls._of_say(question, Say.prefer(question.round, name, chosen, other), speaker, voice)

    @classmethod
    @transaction.atomic
    def fill(cls, question: Question, speaker: Speaker, choices: dict[int, int], *, keyed: bool = False) -> Voice:
        """A whole sheet at once: points, an order, a basket; it takes the place of what they said before."""
        question.round.locked_open()
        voice = cls.of(question, speaker)
        if keyed and voice and voice.say.choices.exists():
            return voice
        check_purse(question, choices)
        name = voice.say.voter if voice else Say.pseudonym(question.round, speaker.names[0])
        return cls._of_say(question, Say.put(question.round, name, choices, on_paper=keyed), speaker, voice)

    @classmethod
    def _of_say(cls, question: Question, say: Say, speaker: Speaker, known: Voice | None) -> Voice:
        """The voice of this say: `known`, looked up under the lock of the round, else a new one."""
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        fresh = {"question": question, "way": speaker.way, "local": speaker.local, "hour": hour}
        voice, new = (known, False) if known else cls.objects.get_or_create(say=say, defaults=fresh)
        if not new and voice.local != speaker.local:
            cls.objects.filter(pk=voice.pk).update(local=speaker.local or voice.local)
            voice.refresh_from_db()
        return voice

    @transaction.atomic
    def tell(self, **about) -> None:
        """What they say of themselves: `age`, `part` of the place, `affected`; or that they have read the page."""
        self.question.round.locked_open()
        Voice.objects.filter(pk=self.pk).update(**about)
        self.refresh_from_db()

    @transaction.atomic
    def withdraw(self) -> None:
        """All they said here, taken back while the question is open."""
        self.say.take_back()

    @classmethod
    def mark_local(cls, person: Person, place: Place) -> int:
        """Somebody was vouched for: what they said in questions still open counts as local from now on."""
        marked, around = 0, models.Q(place=None) | models.Q(place__in=Place.objects.around(place))
        for question in Question.objects.open().filter(around).select_related("round", "place"):
            voice = cls.of(question, Speaker.person(person, question))
            if voice:
                marked += cls.objects.filter(pk=voice.pk, local=False).update(local=True)
        return marked

    @classmethod
    def unmark_local(cls, person: Person, place: Place) -> int:
        """They are vouched for no longer: what they said on a screen in questions still open counts apart from now on,
        where no other vouch of theirs stands for it. A sheet that was handed to them stands by itself."""
        marked, around = 0, models.Q(place=None) | models.Q(place__in=Place.objects.around(place))
        for question in Question.objects.open().filter(around).select_related("round", "place"):
            speaker = Speaker.person(person, question)
            voice = None if speaker.local else cls.of(question, speaker)
            if voice and voice.way != cls.Way.PAPER:
                marked += cls.objects.filter(pk=voice.pk, local=True).update(local=False)
        return marked


def check_purse(question: Question, choices: dict[int, int]) -> None:
    """Refusal for a basket that costs more than there is."""
    if question.kind != Question.Kind.BASKET:
        return
    prices = dict(Option.objects.filter(round=question.round).values_list("pk", "statement__price_pence"))
    cost = sum(prices.get(option) or 0 for option, value in choices.items() if value)
    if cost > question.purse_pence:
        over = (cost - question.purse_pence) / 100
        raise Refusal(
            _("That is £%(over)s more than there is. Take something out, and keep the rest.") % {"over": f"{over:,.2f}"}
        )

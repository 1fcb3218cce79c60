"""Word back to those who spoke: what came of it."""

from __future__ import annotations

import hashlib

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Line, Notice, Pace
from folkmoot.kit.refusals import Refusal
from folkmoot.listening.telling import organisers_of
from folkmoot.people.models import Person
from folkmoot.points.models import Placing, Point, Theme
from folkmoot.priorities.models import Evidence
from folkmoot.requests.models import Request

from .proposition import Proposition
from .reasons import Ground


class WordBack(models.Model):
    """What those who spoke were told came of it, by those who asked.

    People with an account hear it at once. Those who were heard in private are told by whoever heard them, by the means
    they chose: this only asks their organisers to.
    """

    proposition = models.ForeignKey(Proposition, models.CASCADE, related_name="words_back")
    words = models.TextField(max_length=2000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    told = models.PositiveIntegerField(default=0, help_text="how many people with an account were told")
    carriers = models.PositiveIntegerField(default=0, help_text="how many organisers were asked to tell others")
    once = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "words back"

    def __str__(self) -> str:
        return self.words[:80]

    def get_absolute_url(self) -> str:
        return f"{self.proposition.get_absolute_url()}#word-back-{self.pk}"

    @classmethod
    @transaction.atomic
    def send(cls, proposition: Proposition, words: str, by: Person) -> WordBack:
        """Tell everybody who spoke. The same words on the same day are one. Only by those who asked, once it was
        answered, was withdrawn, or its day has passed without an answer."""
        found, words = proposition._locked_for(by), words.strip()[:2000]
        if not words:
            raise Refusal(_("Write in a few sentences what came of it."))
        if found.put_at is None:
            raise Refusal(_("It has not been put to anybody yet, so nothing has come of it."))
        if found.state(timezone.localdate()) == "waiting":
            raise Refusal(
                _("Nothing has come of it yet: an answer is asked for by %(day)s. Tell them then, or when it comes.")
                % {"day": f"{found.due_on:%-d %B %Y}"}
            )
        mark = hashlib.sha256(f"{timezone.localdate()} {words}".encode()).hexdigest()[:32]
        made, new = cls.objects.get_or_create(
            once=f"{found.pk}:{mark}", defaults={"proposition": found, "words": words, "by": by}
        )
        if new:
            made._tell(found, by)
        return made

    def _tell(self, found: Proposition, by: Person) -> None:
        people, organisers = those_who_spoke(found, by), carriers_of(found)
        said = _("What came of “%(title)s”: %(words)s") % {"title": found.title, "words": self.words}
        for person in people:
            Notice.tell(person, said[:400], self.get_absolute_url(), pace=Pace.AT_ONCE)
        for theme, person in organisers:
            asked = _("Tell those you heard on “%(theme)s” what came of it") % {"theme": theme}
            more = {"asked_by": by, "once": f"{self.pk} {theme.pk}", "payload": {"words": self.words}}
            address = reverse("listening:news", args=[theme.pk])
            Request.put("word-back", asked, found, to=[person], address=address, **more)
        self.told, self.carriers = len(people), len({person for _theme, person in organisers})
        self.save(update_fields=["told", "carriers"])
        Line.record(by, "told those who spoke what came of", found, place=found.place)


def themes_of(proposition: Proposition) -> list[Theme]:
    """The themes it rests on, laid under it or cited by a priority it rests on."""
    return list(Theme.objects.standing().filter(pk__in=under([proposition])).select_related("theming"))


def under(asked: list[Proposition]) -> set[int]:
    """The keys of the themes that these rest on, of themselves or by a priority."""
    laid = Ground.objects.filter(proposition__in=asked)
    first = laid.filter(kind="priorities.priority").values_list("key", flat=True)
    cited = Evidence.objects.filter(priority__in=[int(key) for key in first], kind="points.theme")
    keys = [*laid.filter(kind="points.theme").values_list("key", flat=True), *cited.values_list("key", flat=True)]
    return {int(key) for key in keys}


def those_who_spoke(proposition: Proposition, but: Person | None = None) -> list[Person]:
    """People with an account whose own words lie under it, or who stand behind it; by name."""
    points = Point.objects.standing().filter(
        pk__in=Placing.objects.filter(theme__in=themes_of(proposition)).values("point"), person__isnull=False
    )
    signed = proposition.signatures.filter(taken_back_at=None, person__isnull=False)
    keys = {*points.values_list("person", flat=True), *signed.values_list("person", flat=True)}
    keys -= {but.pk} if but else set()
    return list(Person.objects.filter(pk__in=keys, is_active=True).order_by("name", "pk"))


def carriers_of(proposition: Proposition) -> list[tuple[Theme, Person]]:
    """Those who heard somebody in private on a theme it rests on, each with the theme."""
    return [(theme, person) for theme in themes_of(proposition) for person in organisers_of(theme)]

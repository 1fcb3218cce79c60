"""What was decided about a thing, and the appeal against it, which another person decides."""

from __future__ import annotations

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person, Role
from folkmoot.people.permissions import acts_for, is_moderator
from folkmoot.requests.models import Request

from .standing import Standing

APPEAL_WITHIN = timedelta(days=183)
APPEAL_DUE = timedelta(days=14)


class Rule(models.TextChoices):
    """The house rules. The three that reports can hold by have the reason's own word."""

    TRUTH = "wrong", gettext_lazy("What is said of others is true, or says how sure it is")
    PRIVATE = "private", gettext_lazy("Other people’s private matters stay private")
    RESPECT = "abuse", gettext_lazy("Nobody is abused or threatened")
    LAW = "illegal", gettext_lazy("Nothing here breaks the law")
    SPAM = "spam", gettext_lazy("No advertising that helps nobody here")
    CHILD = "child", gettext_lazy("Children come first")
    NONE = "", gettext_lazy("None of the rules was broken")


class TwoPeople(NotYours):
    """Whoever ruled does not decide the appeal against it."""


class AlreadyAppealed(Refusal):
    """One appeal for each ruling, and it has been decided."""


class Ruling(models.Model):
    """What was decided about a thing, by whom and why; told to the author and kept in the public log."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="rulings")
    state = models.CharField(max_length=8, choices=Standing.State)
    because = models.TextField(max_length=4000)
    rule = models.CharField(max_length=120, blank=True, choices=Rule, help_text="which house rule")
    by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", help_text="empty: held at once, by rule, when reported"
    )
    at = models.DateTimeField(default=timezone.now)
    on_appeal_of = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="decided_by")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="ruling_has_a_reason")]
        indexes = [models.Index(fields=["-at"])]

    def __str__(self) -> str:
        return f"{self.standing.title}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:ruling", args=[self.pk])

    def may_be_appealed_by(self, person: Person | None) -> bool:
        """The author, or who stands in for them, within half a year, while it stands and hides what they wrote."""
        if person is None or self.state == Standing.State.SHOWN or self.on_appeal_of_id or self.decision():
            return False
        newest = not self.standing.rulings.filter(pk__gt=self.pk).exists()
        return newest and timezone.now() - self.at < APPEAL_WITHIN and self.is_for(person)

    @transaction.atomic
    def appeal(self, by: Person, words: str) -> Request:
        """Ask that somebody else decide again. Asking twice is asking once; refuses whoever did not write it."""
        if not self.is_for(by):
            raise NotYours(_("Whoever wrote it can appeal. Anyone else can send a report."))
        if self.decision():
            raise AlreadyAppealed(_("An appeal against this was decided already; its reason is on this page."))
        if not words.strip():
            raise Refusal(_("Say why this was decided wrongly, or what has changed."))
        if not self.may_be_appealed_by(by):
            raise Refusal(_("This can no longer be appealed: it is no longer in force, or too long ago."))
        question = _("Appeal: was it right that “%(title)s” was %(state)s?")
        state = self.get_state_display().lower()
        return Request.put(
            "appeal",
            question % {"title": self.standing.title[:200], "state": state},
            self,
            to=self.others(),
            once=f"ruling {self.pk}",
            asked_by=by,
            due_on=timezone.localdate() + APPEAL_DUE,
            payload={"words": words.strip()[:4000]},
        )

    def others(self) -> list[Person]:
        """The moderators and keepers who did not make this ruling and did not write the thing."""
        held = Role.objects.held_on(timezone.localdate()).filter(kind__in=(Role.Kind.MODERATOR, Role.Kind.KEEPER))
        people = Person.objects.filter(pk__in=held.values("person"), is_active=True)
        return list(people.exclude(pk__in=[pk for pk in (self.by_id, self.standing.author_id) if pk]).order_by("pk"))

    def appealed(self) -> Request | None:
        return Request.objects.filter(kind="appeal", once=f"ruling {self.pk}").first()

    def decision(self) -> Ruling | None:
        """The ruling that decided the appeal against this one."""
        return Ruling.objects.filter(on_appeal_of=self).first()

    @transaction.atomic
    def decide(self, by: Person, state: str, because: str) -> Ruling:
        """Answer the appeal with a new ruling: the same state upholds this one, another overturns it. Safe twice.

        Refuses whoever made this ruling, whoever wrote the thing, who is no moderator, and where nobody appealed.
        """
        Standing.objects.select_for_update().get(pk=self.standing_id)
        asked = self.appealed()
        if asked is None:
            raise Refusal(_("Nobody has appealed against this."))
        if by.pk == self.by_id or not is_moderator(by, timezone.localdate()):
            raise TwoPeople(_("An appeal is decided by a moderator or keeper other than whoever ruled first."))
        decided = self.decision()
        if decided is None:
            decided = self.standing.rule(state, because, by, self.rule, on_appeal_of=self)
            asked.close()
        return decided

    def is_for(self, person: Person) -> bool:
        """Whether the person wrote what this is about, or stands in for whoever did."""
        author = self.standing.author_id
        return author is not None and author in acts_for(person, timezone.localdate())

"""Words that leave the room: only with a yes of whoever said them, and of a second reader."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.kit.sealed import SealedText
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person

from .point import Point
from .theming import Theming


class QuoteSet(models.QuerySet):
    def shown(self) -> QuoteSet:
        """What everybody may read: agreed by a second reader, and still allowed by whoever said it."""
        seen = Q(standing=None) | Q(standing__state=Standing.State.SHOWN)
        allowed = Q(point__taken_back_at=None, point__quotable=True)
        return self.filter(seen, allowed, agreed_at__isnull=False, taken_out_at=None)

    def waiting(self) -> QuoteSet:
        return self.filter(agreed_at=None, taken_out_at=None, point__taken_back_at=None, point__quotable=True)


class Quote(models.Model):
    """Some of a private point's words, as they may leave: proposed by one of the team, read by another.

    Sealed until the second reader's yes; wiped when it is taken out, or when whoever said it withdraws.
    """

    theming = models.ForeignKey(Theming, models.CASCADE, related_name="quotes")
    point = models.ForeignKey(Point, models.CASCADE, related_name="quotes")
    sealed = SealedText(max_length=1000, blank=True, default="")
    words = models.TextField(max_length=1000, blank=True)
    allowed_by = models.CharField(max_length=60, help_text="which consent it stands on")
    proposed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    read_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    taken_out_at = models.DateTimeField(null=True, blank=True)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = QuoteSet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(words="") | Q(agreed_at__isnull=False), name="quote_open_when_agreed"),
            models.UniqueConstraint(fields=["theming", "point"], condition=Q(taken_out_at=None), name="quote_once"),
        ]

    def __str__(self) -> str:
        return self.words[:80] or _("A quote that waits")

    def get_absolute_url(self) -> str:
        return f"{self.theming.get_absolute_url()}#quote-{self.pk}"

    @classmethod
    def propose(cls, theming: Theming, point: Point, words: str, by: Person) -> Quote:
        """Put words of a point forward; the second reader then decides. Once for each point: again changes what is
        proposed while nobody has decided."""
        theming.check_team(by)
        words = " ".join(words.split())
        if not point.quotable or point.taken_back_at:
            raise Refusal(_("Whoever said this has not allowed it to be quoted."))
        if not words:
            raise Refusal(_("Write the words as they may be read by everybody."))
        if len(words) > 1000:
            raise Refusal(_("A quote has at most 1,000 letters."))
        facts = {"sealed": words, "proposed_by": by, "allowed_by": point.allowed_by}
        quote, new = cls.objects.get_or_create(theming=theming, point=point, taken_out_at=None, defaults=facts)
        if not new and quote.agreed_at is None:
            cls.objects.filter(pk=quote.pk).update(sealed=words, proposed_by=by)
            quote.refresh_from_db()
        return quote

    @transaction.atomic
    def agree(self, by: Person) -> bool:
        """A second reader's yes: from now on everybody may read it. True the first time."""
        quote = Quote.objects.select_for_update(of=("self",)).get(pk=self.pk)
        quote.theming.check_team(by)
        if quote.proposed_by_id == by.pk:
            raise NotYours(_("You proposed this quote. Somebody else of the team reads it first."))
        if quote.agreed_at or quote.taken_out_at:
            return False
        if not quote.point.quotable or quote.point.taken_back_at:
            raise Refusal(_("Whoever said this has withdrawn it."))
        now = {"agreed_at": timezone.now(), "read_by": by, "words": quote.sealed, "sealed": ""}
        Quote.objects.filter(pk=quote.pk).update(**now)
        self.refresh_from_db()
        return True

    def take_out(self, by: Person | None) -> bool:
        """Off every page, its words wiped. True the first time; `by` of the team, None where the person withdrew."""
        if by is not None:
            self.theming.check_team(by)
        out = {"taken_out_at": timezone.now(), "words": "", "sealed": ""}
        done = Quote.objects.filter(pk=self.pk, taken_out_at=None).update(**out)
        self.refresh_from_db()
        return bool(done)

    def follow_standing(self) -> None:
        """After a ruling: nothing keeps a copy of it."""

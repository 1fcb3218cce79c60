"""Two who were heard and have the same concern are asked whether they would meet."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.points.models import Theme
from folkmoot.requests.models import Request

from .heard import Allowed, Heard

KIND = "pairing"


class Pairing(models.Model):
    """Each is asked by whoever heard them, or answers by their own link; no contact is shown before both said yes."""

    a = models.ForeignKey(Heard, models.CASCADE, related_name="pairings_a")
    b = models.ForeignKey(Heard, models.CASCADE, related_name="pairings_b")
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    a_said = models.BooleanField(null=True, blank=True)
    b_said = models.BooleanField(null=True, blank=True)
    request = models.OneToOneField(Request, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True, help_text="when the second yes came")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="a no, or a withdrawal")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="pairing_in_order"),
            models.UniqueConstraint(fields=["a", "b"], condition=Q(ended_at=None), name="pairing_once"),
            models.CheckConstraint(
                condition=Q(made_at=None) | Q(a_said=True, b_said=True), name="pairing_made_by_two_yeses"
            ),
        ]

    def __str__(self) -> str:
        return _("Two people heard with the same concern")

    def get_absolute_url(self) -> str:
        return reverse("listening:pairing", args=[self.pk])

    @classmethod
    @transaction.atomic
    def suggest(cls, one: Heard, other: Heard, theme: Theme | None, by: Person) -> Pairing:
        """Put it to whoever heard each of the two, to ask them. Both have allowed to be asked. Twice is once."""
        if one.pk == other.pk:
            raise Refusal(_("That is one and the same person."))
        for heard in (one, other):
            if not heard.allows(Allowed.Purpose.INTRODUCE):
                raise Refusal(_("One of the two has not allowed to be asked whether they would meet others."))
        if not any(heard.listening.kept_by.person_id == by.pk for heard in (one, other)):
            raise NotYours(_("Whoever heard one of the two suggests this."))
        a, b = sorted((one, other), key=lambda heard: heard.pk)
        found, new = cls.objects.get_or_create(a=a, b=b, ended_at=None, defaults={"theme": theme, "by": by})
        if new:
            found._ask(by)
        return found

    def _ask(self, by: Person) -> None:
        people = {self.a.listening.kept_by.person, self.b.listening.kept_by.person}
        words = _("Ask somebody you heard whether they would meet somebody with the same concern.")
        once = f"pairing {self.pk}"
        self.request = Request.put(KIND, words, self, to=people, once=once, address=self.get_absolute_url())
        self.save(update_fields=["request"])

    def ask_anew(self) -> None:
        """Somebody else keeps one of the two now: they are asked as well."""
        self.refresh_from_db()
        if self.request and not self.request.closed_at:
            self._ask(self.by)

    def sides_of(self, person: Person) -> list[str]:
        """Which of the two this person keeps, while they listen there: "a", "b", both or none."""
        keepers = {side: getattr(self, side).listening.kept_by for side in ("a", "b")}
        day = timezone.localdate()
        return [side for side, one in keepers.items() if one.person_id == person.pk and one.is_here(day)]

    @transaction.atomic
    def say(self, side: str, yes: bool, by: Person | None = None) -> bool:
        """One side's answer: passed on by whoever heard them, or (`by` None) by themselves through their link. With the
        second yes it is made; a no ends it. True when it changed something."""
        pairing = Pairing.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if by is not None and side not in pairing.sides_of(by):
            raise NotYours(_("Whoever heard them passes on their answer."))
        if pairing.ended_at or pairing.made_at:
            raise Refusal(_("This has been settled already."))
        if getattr(pairing, f"{side}_said") == yes:
            return False
        setattr(pairing, f"{side}_said", yes)
        now = timezone.now()
        if not yes:
            pairing.ended_at = now
        elif pairing.a_said and pairing.b_said:
            pairing.made_at = now
        pairing.save()
        pairing._close(by)
        self.refresh_from_db()
        return True

    def _close(self, by: Person | None) -> None:
        settled = self.made_at or self.ended_at
        mine = self.sides_of(by) if by else []
        if self.request and by and all(getattr(self, f"{side}_said") is not None for side in mine):
            self.request.answer(by, "passed on")
        if settled and self.request:
            self.request.close()
        if self.made_at:
            told = _("Both said yes: two people you heard would like to meet.")
            for person in {self.a.listening.kept_by.person, self.b.listening.kept_by.person}:
                Notice.tell(person, told, self.get_absolute_url())

    def end(self) -> None:
        """One of the two withdrew, or would rather not be asked any more: no answer makes it, no contact is shown."""
        Pairing.objects.filter(pk=self.pk, ended_at=None).update(ended_at=timezone.now())
        if self.request:
            self.request.close()

    def contacts_for(self, side: str) -> dict[str, str] | None:
        """The other one's name and contact, once both said yes and never before; None otherwise."""
        self.refresh_from_db()
        if self.made_at is None or self.ended_at:
            return None
        other = self.b if side == "a" else self.a
        return {"name": other.name, "contact": other.contact}

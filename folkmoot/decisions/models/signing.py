"""Who stands behind a proposition, and who carries it further."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Membership, Organisation
from folkmoot.journal.models import Line, Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person, Role
from folkmoot.people.permissions import holds
from folkmoot.requests.models import Request

from .proposition import Proposition


class CoSignature(models.Model):
    """A body, or a person for themselves, stands behind a proposition. Taken back, never deleted."""

    proposition = models.ForeignKey(Proposition, models.CASCADE, related_name="signatures")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposition", "organisation"],
                condition=Q(organisation__isnull=False),
                name="signature_of_body_once",
            ),
            models.UniqueConstraint(
                fields=["proposition", "person"], condition=Q(organisation=None), name="signature_of_person_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.person or _("Somebody"))

    @classmethod
    @transaction.atomic
    def sign(
        cls, proposition: Proposition, by: Person, body: Organisation | None = None, words: str = ""
    ) -> CoSignature:
        """Stand behind it, for a body one speaks for or for oneself. Twice is once; again after taking it back counts.

        Refuses a proposition that is withdrawn or answered, and one's own without a body.
        """
        day = timezone.localdate()
        locked = Proposition.objects.select_for_update(of=("self",)).get(pk=proposition.pk)
        if not locked.is_visible_to(by, day):
            raise NotYours(_("There is nothing here to sign."))
        if locked.put_at and locked.state(day) not in ("waiting", "silent"):
            raise Refusal(_("It is settled or withdrawn, so nobody signs it any more."))
        if body is not None and body.pk not in Membership.objects.spoken_by(by, day):
            raise NotYours(_("You do not speak for %s here. Somebody who does can sign.") % body)
        if body is None and locked.by_id == by.pk:
            raise Refusal(_("You ask for this already. A body you speak for can sign it as well."))
        who = {"organisation": body} if body else {"organisation": None, "person": by}
        told = {"person": by, "words": words.strip()[:400]}
        made, new = cls.objects.get_or_create(proposition=locked, **who, defaults=told)
        if not new and made.taken_back_at:
            cls.objects.filter(pk=made.pk).update(taken_back_at=None, at=timezone.now(), **told)
            new = True
            made.refresh_from_db()
        if new:
            made._tell(locked, by)
        return made

    def _tell(self, proposition: Proposition, by: Person) -> None:
        if proposition.put_at:
            Line.record(by, "stands behind", proposition, place=proposition.place)
        if proposition.by and proposition.by != by:
            words = _("%(who)s stands behind “%(title)s”") % {"who": self, "title": proposition.title}
            Notice.tell(proposition.by, words, proposition.get_absolute_url())
        if self.organisation:
            asked = (
                Request.objects.open().filter(kind="co-signature", once=_once(proposition, self.organisation)).first()
            )
            if asked:
                asked.answer(by, "yes", party=self.organisation.party)
                asked.close()

    def take_back(self, by: Person) -> bool:
        """No longer. True the first time."""
        mine = self.person_id == by.pk and self.organisation_id is None
        if not mine and self.organisation_id not in Membership.objects.spoken_by(by, timezone.localdate()):
            raise NotYours(_("Only whoever signed can take it back."))
        return bool(CoSignature.objects.filter(pk=self.pk, taken_back_at=None).update(taken_back_at=timezone.now()))


def _once(proposition: Proposition, body: Organisation) -> str:
    return f"{proposition.pk} {body.pk}"


def ask_to_sign(proposition: Proposition, body: Organisation, by: Person) -> Request:
    """Ask a body whether it stands behind this too; asking twice is asking once."""
    found = proposition._locked_for(by) if proposition.pk else proposition
    words = _("Do you stand behind this? “%(title)s”") % {"title": found.title}
    more = {"asked_by": by, "due_on": found.due_on, "once": _once(found, body)}
    return Request.put("co-signature", words, found, to=[body.party], **more)


def decline(proposition: Proposition, body: Organisation, by: Person, because: str = "") -> None:
    """The body says that it does not; kept with the question, and told to whoever asked alone."""
    if body.pk not in Membership.objects.spoken_by(by, timezone.localdate()):
        raise NotYours(_("You do not speak for %s here.") % body)
    asked = Request.objects.open().filter(kind="co-signature", once=_once(proposition, body)).first()
    if asked:
        asked.answer(by, "no", because.strip()[:4000], party=body.party)
        asked.close()


class Carrying(models.Model):
    """A councillor says that they carry this further: they listen, ask and report. It is no vote."""

    proposition = models.ForeignKey(Proposition, models.CASCADE, related_name="carryings")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, help_text="as they were called then, with their post")
    words = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposition", "person"], condition=Q(ended_at=None), name="carrying_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    @transaction.atomic
    def take_up(cls, proposition: Proposition, by: Person, words: str = "") -> Carrying:
        """Carry it. Twice is once. Refuses who holds no seat, and what is not put."""
        day = timezone.localdate()
        if not may_carry(by, day):
            raise NotYours(_("Councillors carry what is asked. Anyone else can stand behind it."))
        locked = Proposition.objects.select_for_update(of=("self",)).get(pk=proposition.pk)
        if not locked.put_at or locked.withdrawn_at:
            raise Refusal(_("It is not put to anybody now."))
        told = {"name": str(by)[:200], "words": words.strip()[:400]}
        made, new = cls.objects.get_or_create(proposition=locked, person=by, ended_at=None, defaults=told)
        if new:
            Line.record(by, "carries", locked, place=locked.place)
            if locked.by and locked.by != by:
                said = _("%(who)s carries “%(title)s” further") % {"who": by, "title": locked.title}
                Notice.tell(locked.by, said, locked.get_absolute_url())
        return made

    def lay_down(self, by: Person) -> bool:
        if self.person_id != by.pk:
            raise NotYours(_("Only whoever carries it can lay it down."))
        return bool(Carrying.objects.filter(pk=self.pk, ended_at=None).update(ended_at=timezone.now()))


def may_carry(person: Person | None, day: date) -> bool:
    """Whether they hold the role of councillor, anywhere."""
    if person is None or not person.is_authenticated:
        return False
    seats = Role.objects.held_on(day).filter(person=person, kind=Role.Kind.COUNCILLOR)
    return seats.exists() or holds(person, Role.Kind.COUNCILLOR, day)

"""Who is shown or quoted in a piece, and what they agreed to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from folkmoot.journal.models import Line, Notice
from folkmoot.kit import codes
from folkmoot.kit.links import sign
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for

from .piece import Piece

LINK = "slip"


class Purpose(models.TextChoices):
    """Where somebody shown agreed to be seen. A piece is on a surface when everybody in it agreed to that one."""

    RECORD = "record", _("On the page of the event")
    WALL = "wall", _("On the big screen of the day")
    ONWARD = "onward", _("In the newsletter, and in feeds and files that others take")


class CodeTaken(Refusal):
    """The code of a slip is somebody else's already."""

    status = 422


class Subject(models.Model):
    """Somebody shown or quoted in a piece. With the code on their slip, or their account, they can take it back."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="subjects")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True, help_text="who they are, for the desk")
    is_named = models.BooleanField(default=False, help_text="their name may stand beside it")
    guardian = models.CharField(max_length=120, blank=True, help_text="who agreed for a child")
    code = models.CharField(max_length=64, null=True, blank=True, unique=True, help_text="digest of their slip's code")
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="when they took everything back")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="when they last said so themselves")

    class Meta:
        ordering = ["piece", "pk"]

    def __str__(self) -> str:
        return self.name or said("Somebody")

    def get_absolute_url(self) -> str:
        return reverse("newsroom:slip", args=[sign(LINK, self.pk, days=400)])

    @classmethod
    @transaction.atomic
    def show(cls, piece: Piece, name: str, purposes: Iterable[str], by: Person | None, **more) -> Subject:
        """Somebody is in this piece and agreed to these purposes, in the words of the desk. `more`: person, is_named,
        guardian, slip (the code on the slip they were given; CodeTaken when it was given to another)."""
        slip = codes.plain(more.pop("slip", ""))
        digest = codes.digest(LINK, slip) if slip else None
        if slip and len(slip) < 8:
            raise CodeTaken(said("A slip’s code has eight letters and figures. Look at it again."))
        known = cls.objects.filter(code=digest, piece=piece).first() if digest else None
        if known:
            known.put_right(name, purposes, by, **more)
            return known
        try:
            with transaction.atomic():
                facts = {"piece": piece, "name": " ".join(name.split())[:120], "entered_by": by, "code": digest} | more
                found = cls.objects.create(**facts)
        except IntegrityError as taken:
            raise CodeTaken(said("That slip was given to somebody else. Take another.")) from taken
        found.agree(purposes, piece.desk.consent)
        found._tell(by)
        return found

    @transaction.atomic
    def put_right(self, name: str, purposes: Iterable[str], by: Person | None, **more) -> None:
        """The desk wrote down something wrong: who it is, for which purposes, whether their name may stand there.
        `more`: person, is_named, guardian; what is not given stays.

        Refuses to go beyond what they said themselves, and to bring back what they took back.
        """
        wanted = {purpose for purpose in purposes if purpose in Purpose.values}
        locked = Subject.objects.select_for_update().get(pk=self.pk)
        if locked.withdrawn_at:
            raise Refusal(said("They took it back. Only they can allow it again, with their slip or signed in."))
        if locked.answered_at and not wanted <= set(self.agreed_now()):
            raise Refusal(
                said("They said themselves where they may be seen. You can take away from that, not add to it.")
            )
        facts = {"name": " ".join(name.split())[:120] or locked.name} | more
        was = locked.person
        Subject.objects.filter(pk=self.pk).update(**facts)
        self.refresh_from_db()
        self.agree(wanted, self.piece.desk.consent)
        if self.person != was:
            self._tell(by)

    def agreed_now(self) -> list[str]:
        """The purposes agreed to, read anew."""
        return list(self.permissions.filter(withdrawn_at=None).values_list("purpose", flat=True))

    @classmethod
    def by_code(cls, code: str) -> Subject | None:
        """Whose slip that is; None for a code that nobody has."""
        return cls.objects.filter(code=codes.digest(LINK, code)).select_related("piece__desk__event").first()

    def new_slip(self) -> str:
        """A code for a slip, shown once; an earlier one no longer opens anything."""
        code = codes.new_code()
        self.code = codes.digest(LINK, code)
        self.save(update_fields=["code"])
        return code

    def may_be_answered_by(self, person: Person | None) -> bool:
        """Themselves, and whoever stands in for them."""
        return bool(person and self.person_id and self.person_id in acts_for(person, timezone.localdate()))

    @transaction.atomic
    def agree(self, purposes: Iterable[str], words: str) -> None:
        """To these purposes and, from now on, no others."""
        wanted = {purpose for purpose in purposes if purpose in Purpose.values}
        standing = self.permissions.filter(withdrawn_at=None)
        standing.exclude(purpose__in=wanted).update(withdrawn_at=timezone.now())
        for purpose in wanted:
            Permission.objects.get_or_create(
                subject=self, purpose=purpose, withdrawn_at=None, defaults={"words": words[:2000]}
            )
        self.piece.follow()
        Line.note(None, "was told who agreed to what of", self.piece)

    @transaction.atomic
    def withdraw(self) -> bool:
        """They take it all back: the piece is gone from every page, screen, feed, file and search at once, and its
        words and picture are erased a week later. True the first time. Until it is erased `give_again` undoes it."""
        if not Subject.objects.filter(pk=self.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
            return False
        self.permissions.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
        for piece in Piece.objects.filter(Q(pk=self.piece_id) | Q(pk=self.piece.same_as_id)):
            piece.follow()
            Line.record(None, "took down, as somebody in it asked,", piece, title=said("a report"), address="")
            if piece.by:
                words = said("Somebody shown in what you kept took their yes back, so it is gone: %(event)s")
                Notice.tell(piece.by, words % {"event": piece.desk.event}, piece.desk.get_absolute_url())
        self.refresh_from_db()
        return True

    @transaction.atomic
    def give_again(self, purposes: Iterable[str]) -> bool:
        """After all: yes again, while the piece is not erased. True when something came back."""
        if self.piece.erased_at:
            raise Refusal(said("What was kept is erased already. It cannot be shown again."))
        Subject.objects.filter(pk=self.pk).update(withdrawn_at=None)
        self.agree(purposes, self.piece.desk.consent)
        Line.record(None, "allowed again", self.piece, title=said("a report"), address="")
        self.refresh_from_db()
        return True

    def answer(self, purposes: Iterable[str], by: Person | None = None, *, holds_slip: bool = False) -> None:
        """What they agree to now; nothing is taking everything back. With the slip or its link, or their account."""
        if not holds_slip and not self.may_be_answered_by(by):
            raise NotYours(said("Only whoever is shown can say this: with their slip, or signed in."))
        wanted = [purpose for purpose in purposes if purpose in Purpose.values]
        Subject.objects.filter(pk=self.pk).update(answered_at=timezone.now())
        if not wanted:
            self.withdraw()
        elif self.withdrawn_at:
            self.give_again(wanted)
        else:
            self.agree(wanted, self.piece.desk.consent)

    def agreed_to(self) -> list[str]:
        return [each.purpose for each in self.permissions.all() if each.withdrawn_at is None]

    def _tell(self, by: Person | None) -> None:
        if self.person and self.person != by:
            words = said("You are shown in a report from “%(event)s”. See what you agreed to, or take it back.")
            Notice.tell(self.person, words % {"event": self.piece.desk.event}, self.get_absolute_url())


class Permission(models.Model):
    """What somebody shown in a piece agreed to, for one purpose, in the words they heard; withdrawn, never deleted."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="permissions")
    purpose = models.CharField(max_length=8, choices=Purpose)
    words = models.TextField(max_length=2000)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["subject", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "purpose"], condition=Q(withdrawn_at=None), name="permission_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_purpose_display()}"


def take_down_all_of(person: Person) -> None:
    """Every report that shows this person is taken down and erased now, with no week to wait."""
    for subject in Subject.objects.filter(person=person).select_related("piece__desk__event", "piece__by"):
        subject.withdraw()
        subject.piece.erase()

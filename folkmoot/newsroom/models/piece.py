"""What a reporter keeps from an event: words, a picture, a link, a quote, an interview."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from folkmoot.events.models import Session
from folkmoot.journal.models import Line, Veil
from folkmoot.kit import search, uploads
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for

from .desk import Desk, Shows
from .licences import LICENCES
from .piece_lists import PieceSet

SHELF = "pieces"
ERASED_AFTER = timedelta(days=7)


class PieceRefused(Refusal):
    """A piece that cannot be kept as it is; the words say what to change."""

    status = 422


class Piece(models.Model):
    """One thing a reporter kept. `happened_at` is the phone's clock, `kept_at` when it arrived here."""

    class Kind(models.TextChoices):
        WORDS = "words", _("Words")
        PICTURE = "picture", _("Picture")
        QUOTE = "quote", _("Quote")
        LINK = "link", _("Link")
        INTERVIEW = "interview", _("Interview")

    class People(models.TextChoices):
        NOBODY = "nobody", _("Nobody can be recognised")
        SOME = "some", _("Somebody can, and I asked them")
        LATER = "later", _("I will say later")

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="pieces")
    session = models.ForeignKey(Session, models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.WORDS)
    words = models.TextField(blank=True, max_length=4000)
    link = models.URLField(blank=True, max_length=500)
    picture = models.CharField(max_length=40, blank=True, help_text="the name of its file")
    alt = models.CharField(max_length=500, blank=True, help_text="what is seen, for who cannot see it")
    transcript = models.TextField(blank=True, max_length=20_000, help_text="what is heard, for who cannot hear it")
    licence = models.CharField(max_length=12, choices=LICENCES, default="cc-by")
    people = models.CharField(max_length=8, choices=People, default=People.NOBODY)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    happened_at = models.DateTimeField(default=timezone.now)
    kept_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    hidden_because = models.CharField(max_length=300, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="also")
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=100, unique=True, help_text="the word the phone sent: same word, same piece")

    objects = PieceSet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False) | ~Q(words="", link="", picture=""), name="piece_says_something"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False) | ~Q(kind="link") | ~Q(link=""), name="piece_link_has_its_address"
            ),
        ]
        indexes = [models.Index(fields=["desk", "happened_at"]), models.Index(fields=["session"])]

    def __str__(self) -> str:
        return (self.words or self.alt or self.link)[:80] or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("newsroom:piece", args=[self.pk])

    @classmethod
    def keep(cls, desk: Desk, by: Person, kind: str, *, once: str, **facts) -> Piece:
        """Keep a piece sent from a phone; the same `once` by the same person is the same piece, its picture included.

        `facts`: words, link, picture (an `uploads.Picture`), alt, transcript, licence, people, session, happened_at.
        Refuses who is not on the rota, a piece with nothing in it, and a session of another event.
        """
        if not desk.may_be_written_by(by):
            raise NotYours(said("Reporters on the rota keep what happens here. Ask those who hold the event to join."))
        once = f"{desk.pk}:{by.pk}:{once}"[:100]
        known = cls.objects.filter(once=once).first()
        if known:
            return known
        picture = facts.pop("picture", None)
        piece = cls(desk=desk, by=by, kind=kind, once=once, licence=facts.pop("licence", "") or desk.licence, **facts)
        piece._check(bool(picture))
        piece.picture = uploads.keep(picture, SHELF) if picture else ""
        return piece._first(once)

    def _first(self, once: str) -> Piece:
        try:
            with transaction.atomic():
                self.save()
                self._tell("reported from")
                self.follow()
        except IntegrityError:
            known = Piece.objects.get(once=once)
            if self.picture and known.picture != self.picture:
                uploads.throw_away(SHELF, self.picture)
            return known
        return self

    def _check(self, has_picture: bool) -> None:
        if self.kind not in Piece.Kind.values:
            raise PieceRefused(said("Choose what sort of report it is."))
        if self.session_id and self.session.event_id != self.desk.event_id:
            raise PieceRefused(said("Choose a session of this event."))
        if len(self.words) > 4000:
            raise PieceRefused(said("That is over 4,000 letters. Make it two; nothing has been lost."))
        wanted = {
            Piece.Kind.PICTURE: (has_picture, said("Choose a picture.")),
            Piece.Kind.LINK: (bool(self.link), said("Give the address of what you link to.")),
        }.get(self.kind, (bool(self.words.strip()), said("Write something first.")))
        if not wanted[0]:
            raise PieceRefused(wanted[1])
        now = timezone.now()
        if self.happened_at > now or self.happened_at < now - timedelta(days=30):  # a phone's clock may be wrong
            self.happened_at = now

    def _tell(self, verb: str) -> None:
        """The journal holds no words of a piece: they may have to go one day, and its lines do not."""
        event = self.desk.event
        if Piece.objects.shown().filter(pk=self.pk).exists():
            Line.record(self.by, verb, self, place=event.place, title=event.title, address=self.get_absolute_url())

    def follow(self) -> None:
        """Search and the journal's lines follow what is shown now. A search is not the page of the event: it holds only
        what may be sent on."""
        Piece.objects.filter(pk=self.pk).update(changed_at=timezone.now())
        if Piece.objects.shown().filter(pk=self.pk).exists():
            Veil.lift("newsroom.piece", self.pk)
        else:
            Veil.draw("newsroom.piece", self.pk)
        if Piece.objects.shown("onward").filter(pk=self.pk).exists():
            search.put(*self.document())
        else:
            search.drop("newsroom.piece", self.pk)

    def follow_standing(self) -> None:
        """Moderators ruled on it: as they said, and never shown again by them alone where somebody said no."""
        self.follow()

    def document(self) -> tuple:
        """As it can be found: see `search.put`."""
        event = self.desk.event
        text = " ".join(filter(None, [self.words, self.alt, self.transcript]))
        path = event.place.path if event.place else ""
        return ("newsroom.piece", self.pk, f"{self.get_kind_display()}: {event}", text, path, self.get_absolute_url())

    def is_own(self, person: Person | None) -> bool:
        return bool(person and self.by_id and self.by_id in acts_for(person, timezone.localdate()))

    def may_be_changed_by(self, person: Person | None) -> bool:
        """Its reporter, and whoever looks after the desk."""
        if person is None or not person.is_authenticated:
            return False
        return self.is_own(person) or self.desk.may_be_edited_by(person)

    def is_visible_to(self, person: Person | None, day) -> bool:
        """Everybody, where it is shown and the event is; before that its reporter and the desk."""
        if self.erased_at or self._is_ruled_out():
            return False
        if self.desk.event.is_visible_to(person, day) and Piece.objects.ready().filter(pk=self.pk).exists():
            return True
        withdrawn = self.subjects.filter(withdrawn_at__isnull=False).exists()
        return not withdrawn and self.may_be_changed_by(person)

    def _is_ruled_out(self) -> bool:
        return bool(self.standing and self.standing.state != Standing.State.SHOWN)

    # What the desk does with it

    @transaction.atomic
    def change(self, by: Person, **facts) -> Piece:
        """Other words, a description, another session; what nobody has sent stays as it is."""
        if not self.may_be_changed_by(by):
            raise NotYours(said("Whoever kept this, or an editor, can change it."))
        piece = Piece.objects.select_for_update(of=("self",)).select_related("desk__event", "session").get(pk=self.pk)
        was = Piece.objects.shown().filter(pk=piece.pk).exists()
        for name, value in facts.items():
            setattr(piece, name, value)
        kept_at = piece.happened_at
        piece._check(bool(piece.picture))
        piece.happened_at, piece.changed_at = kept_at, timezone.now()
        piece.save()
        if was:
            Line.note(by, "changed", piece)
        else:
            piece._tell("reported from")
        piece.follow()
        self.refresh_from_db()
        return self

    def approve(self, by: Person) -> bool:
        """An editor has looked: it may show, on the big screen too. True the first time."""
        self._only_editors(by)
        now = {"checked_at": timezone.now(), "checked_by": by, "changed_at": timezone.now()}
        with transaction.atomic():
            first = bool(Piece.objects.filter(pk=self.pk, checked_at=None).update(**now))
            if first and self.desk.shows == Shows.CHECKED:
                self._tell("reported from")
            elif first:
                Line.note(by, "approved", self)
            self.follow()
        self.refresh_from_db()
        return first

    def hide(self, by: Person, because: str = "") -> bool:
        """Take it off; its reporter may too. True the first time. `show_again` undoes it."""
        if not self.may_be_changed_by(by):
            raise NotYours(said("Whoever kept this, or an editor, can take it off."))
        now = {"hidden_at": timezone.now(), "hidden_by": by, "hidden_because": because[:300]}
        with transaction.atomic():
            done = bool(Piece.objects.filter(pk=self.pk, hidden_at=None).update(**now, changed_at=timezone.now()))
            if done:
                Line.record(by, "took off", self, title=said("a report"), address="")
                self.follow()
        self.refresh_from_db()
        return done

    def show_again(self, by: Person) -> bool:
        """What was taken off is back. True the first time."""
        if not self.is_own(by):
            self._only_editors(by)
        back = {"hidden_at": None, "hidden_by": None, "hidden_because": "", "changed_at": timezone.now()}
        done = bool(Piece.objects.filter(pk=self.pk, hidden_at__isnull=False).update(**back))
        self.refresh_from_db()
        if done:
            self._tell("put back a report from")
            self.follow()
        return done

    @transaction.atomic
    def merge(self, into: Piece, by: Person) -> bool:
        """The two are one report: this one stands behind `into` from now on. True the first time; `apart` undoes it."""
        self._only_editors(by)
        rows = Piece.objects.select_for_update().filter(pk__in=[self.pk, into.pk]).order_by("pk")
        found = {row.pk: row for row in rows}
        one, two = found[self.pk], found[into.pk]
        if one.pk == two.pk or one.desk_id != two.desk_id or two.same_as_id:
            raise Refusal(said("Choose another report of the same event to merge it with."))
        if one.same_as_id == two.pk:
            return False
        one.also.update(same_as=two)
        Piece.objects.filter(pk=one.pk).update(same_as=two, changed_at=timezone.now())
        Line.record(by, "merged two reports of", self.desk.event, place=self.desk.event.place)
        self.refresh_from_db()
        self.follow()
        into.follow()
        return True

    @transaction.atomic
    def apart(self, by: Person) -> bool:
        """Two reports after all. True the first time."""
        self._only_editors(by)
        was = Piece.objects.get(pk=self.pk).same_as
        done = bool(Piece.objects.filter(pk=self.pk, same_as__isnull=False).update(same_as=None))
        self.refresh_from_db()
        for piece in filter(None, [self, was]):
            piece.follow()
        if done:
            Line.note(by, "took apart", self)
        return done

    def _only_editors(self, by: Person) -> None:
        if not self.desk.may_be_edited_by(by):
            raise NotYours(said("Those who hold this event, and its editors, decide that."))

    @transaction.atomic
    def erase(self) -> bool:
        """Words, picture and names are gone for good; that there was a report stays counted. True the first time."""
        piece = Piece.objects.select_for_update().get(pk=self.pk)
        if piece.erased_at:
            return False
        if piece.picture:
            uploads.throw_away(SHELF, piece.picture)
        blank = dict.fromkeys(("words", "link", "picture", "alt", "transcript", "hidden_because"), "")
        Piece.objects.filter(pk=piece.pk).update(**blank, erased_at=timezone.now())
        piece.subjects.update(name="", guardian="", person=None, code=None)
        piece.moments.all().delete()
        return True


def to_erase(now: datetime):
    """Pieces that somebody in them took back over a week ago."""
    late = {"subjects__withdrawn_at__lt": now - ERASED_AFTER, "erased_at": None}
    return Piece.objects.filter(**late).distinct()

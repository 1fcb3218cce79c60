"""One reading of a source, from the file to what came of it, and back again."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Source
from folkmoot.exchange import files
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person, Role
from folkmoot.people.permissions import acts_for, holds

OWN_ROWS = 100
OPEN_AT_ONCE = 5
MOST_CHANGED = 0.2


class IntakeRefused(Refusal):
    """This reading cannot do that now."""


def new_key() -> str:
    return secrets.token_urlsafe(12)


class IntakeSet(models.QuerySet):
    def seen_by(self, person: Person | None, day: date) -> IntakeSet:
        """Their own, those of sources they keep, and for keepers and convenors all."""
        if person is None or not person.is_authenticated:
            return self.none()
        if looks_after_all(person, day):
            return self
        mine = acts_for(person, day)
        return self.filter(Q(by__in=mine) | Q(source__keeper__in=mine))

    def at_work(self) -> IntakeSet:
        return self.filter(state__in=Intake.WORKING)


class Intake(models.Model):
    """One reading of a source: what was new, changed, the same, refused or gone; it can be undone."""

    class State(models.TextChoices):
        READING = "reading", gettext_lazy("Reading the file")
        COLUMNS = "columns", gettext_lazy("Waiting to hear what the columns hold")
        COMPARING = "comparing", gettext_lazy("Comparing with what is here")
        CHECK = "check", gettext_lazy("Ready to be checked")
        TAKING = "taking", gettext_lazy("Taking it in")
        TAKEN = "taken", gettext_lazy("Taken in")
        UNDOING = "undoing", gettext_lazy("Being undone")
        UNDONE = "undone", gettext_lazy("Undone")
        REFUSED = "refused", gettext_lazy("Could not be read")

    class Came(models.TextChoices):
        BROUGHT = "", gettext_lazy("Brought by a person")
        LINK = "link", gettext_lazy("Read again at its address")
        MAIL = "mail", gettext_lazy("Mailed")

    WORKING = (State.READING, State.COMPARING, State.TAKING, State.UNDOING)

    key = models.CharField(max_length=24, unique=True, default=new_key, editable=False)
    source = models.ForeignKey(Source, models.CASCADE, null=True, blank=True, related_name="intakes")
    source_name = models.CharField(max_length=200)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=200)
    address = models.URLField(blank=True, max_length=500, help_text="where the file was fetched from")
    came = models.CharField(max_length=4, choices=Came, blank=True, default="", help_text="by itself, and how")
    digest = models.CharField(max_length=64, blank=True, help_text="of the file, so that the same file is known again")
    kind = models.CharField(max_length=12, blank=True, help_text='"sheet", "hsds" or "360giving", once read')
    as_kind = models.CharField(max_length=12, blank=True, help_text='"entry": as a plain sheet, whatever it looks like')
    sheet = models.CharField(max_length=120, blank=True)
    mapping = models.JSONField(default=dict, blank=True, help_text="heading → [meaning, use]")
    as_of = models.DateField(null=True, blank=True, help_text="the day on which the list was right")
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    words = models.TextField(blank=True, help_text="why it could not be read")
    notes = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    compared_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=dict, blank=True, help_text="what came of it, as counts")

    objects = IntakeSet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            # One at a time, so that what the dry run showed is what is done.
            models.UniqueConstraint(
                fields=["source"], condition=Q(state__in=["taking", "undoing"]), name="intake_one_at_work"
            ),
        ]
        indexes = [models.Index(fields=["source", "state"]), models.Index(fields=["by", "state"])]

    def __str__(self) -> str:
        return self.source_name

    def get_absolute_url(self) -> str:
        return reverse("exchange:intake", args=[self.key])

    @property
    def is_at_work(self) -> bool:
        return self.state in self.WORKING

    @property
    def folder(self) -> files.Folder:
        return files.Folder(self.key)

    @property
    def has_tidied(self) -> bool:
        return self.folder.has(files.TIDIED_CSV)

    # Beginning

    @classmethod
    def begin(cls, by: Person, file_name: str, source: Source | None = None, **more) -> Intake:
        """A new reading. `more`: source_name, address, as_kind. Put the file in its folder, then queue the reading."""
        if source and not may_keep(by, source):
            raise NotYours(
                _("“%(name)s” is kept by somebody else. Give your list a name of its own.") % {"name": source}
            )
        if cls.objects.filter(by=by).at_work().count() >= OPEN_AT_ONCE:
            raise IntakeRefused(_("Several of your lists are being read. Wait until one of them is done."))
        name = str(source) if source else (more.pop("source_name", "").strip() or name_from(file_name))
        if source is None:
            source, name = _own_or_new(by, name)
        return cls.objects.create(by=by, file_name=file_name[:200], source=source, source_name=name[:200], **more)

    # Who may

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        return Intake.objects.seen_by(person, day).filter(pk=self.pk).exists()

    def is_kept_by(self, person: Person | None) -> bool:
        """Whether it is this person's own sheet: only they see its private cells, and get the tidier copy."""
        return person is not None and self.by_id is not None and self.by_id == person.pk

    def check_kept_by(self, person: Person) -> None:
        if not self.is_kept_by(person):
            raise NotYours(_("Only the person who brought this list may do that."))

    def may_be_taken_by(self, person: Person, day: date) -> bool:
        """Keepers and convenors may take anything; others their own, up to 100 rows a day."""
        if looks_after_all(person, day):
            return True
        return self.is_kept_by(person) and self.rows_to_take + taken_lately(person) <= OWN_ROWS

    @property
    def rows_to_take(self) -> int:
        return sum(self.counts.get(name, 0) for name in ("new", "changed", "gone"))

    # What the dry run found

    @property
    def share_changed(self) -> float:
        """The share of what the source already gave us that this reading would change or mark as gone."""
        stood = self.counts.get("stood", 0)
        return (self.counts.get("changed", 0) + self.counts.get("gone", 0)) / stood if stood else 0.0

    @property
    def needs_second_yes(self) -> bool:
        return self.share_changed > MOST_CHANGED

    # Taking and undoing

    @transaction.atomic
    def take(self, by: Person, *, sure: bool = False) -> Intake:
        """Say yes to the dry run; a job then takes the rows. Safe twice."""
        intake, day = self.locked(), timezone.localdate()
        if intake.state in (self.State.TAKING, self.State.TAKEN):
            return intake
        if not intake.is_visible_to(by, day):
            raise NotYours(_("This list was brought by somebody else."))
        if not intake.may_be_taken_by(by, day):
            raise NotYours(
                _("More than %(n)s rows a day need a yes from a keeper or convenor. Ask for it here.") % {"n": OWN_ROWS}
            )
        intake._check_ready(sure)
        intake.state, intake.taken_by = self.State.TAKING, by
        intake.done, intake.of = 0, intake.rows_to_take
        intake.save()
        return intake

    def _check_ready(self, sure: bool) -> None:
        if self.state != self.State.CHECK:
            raise IntakeRefused(_("There is no dry run of this list to say yes to."))
        if self.is_out_of_date:
            raise IntakeRefused(_("Something else was taken from this source since the dry run. Compare again."))
        if self.source.intakes.filter(state__in=[self.State.TAKING, self.State.UNDOING]).exists():
            raise IntakeRefused(_("Another reading of this source is being taken in. Wait until it is done."))
        if self.needs_second_yes and not sure:
            share = round(self.share_changed * 100)
            raise IntakeRefused(
                _("This would change or lose %(share)s %% of what the source gave us. Tick that you mean it.")
                % {"share": share}
            )

    @property
    def is_out_of_date(self) -> bool:
        """Whether the source was changed here since the dry run."""
        changed = self.source and self.source.read_at
        return bool(changed and self.compared_at and changed > self.compared_at)

    @transaction.atomic
    def undo(self, by: Person) -> Intake:
        """Bring back what was; a job does it. Only the latest reading of a source can be undone. Safe twice."""
        intake, day = self.locked(), timezone.localdate()
        if intake.state in (self.State.UNDOING, self.State.UNDONE):
            return intake
        if not (intake.is_kept_by(by) or looks_after_all(by, day)):
            raise NotYours(_("Only the person who brought this list, a keeper or a convenor can undo it."))
        if intake.state not in (self.State.TAKEN, self.State.TAKING):
            raise IntakeRefused(_("This list was not taken in, so there is nothing to undo."))
        later = intake.source.intakes.filter(pk__gt=intake.pk, state__in=[self.State.TAKING, self.State.TAKEN])
        if later.exists():
            raise IntakeRefused(_("A later reading of this source was taken in. Undo that one first."))
        intake.state = self.State.UNDOING
        intake.of = intake.rows.filter(done=True).count()
        intake.done = 0
        intake.save()
        return intake

    def locked(self) -> Intake:
        return Intake.objects.select_for_update(of=("self",)).select_related("source").get(pk=self.pk)

    def tell(self, by: Person | None, verb: str) -> None:
        """One line in the journal for the whole reading."""
        kept = {name: self.counts.get(name, 0) for name in ("new", "changed", "gone", "refused")}
        Line.record(by, verb, self.source, detail=kept)


def looks_after_all(person: Person, day: date) -> bool:
    return holds(person, Role.Kind.KEEPER, day) or holds(person, Role.Kind.CONVENOR, day)


def may_keep(person: Person, source: Source) -> bool:
    """Whether this person may bring a new copy of the source."""
    if source.story:
        return False
    day = timezone.localdate()
    return source.keeper_id in acts_for(person, day) or looks_after_all(person, day)


def taken_lately(person: Person) -> int:
    """How many rows this person took in over the last day."""
    since = timezone.now() - timedelta(days=1)
    lately = Intake.objects.filter(taken_by=person, state__in=["taking", "taken"], at__gt=since)
    return sum(intake.rows_to_take for intake in lately)


def name_from(file_name: str) -> str:
    """A name for the source from the file's: "groups_2026.xlsx" → "Groups 2026"."""
    stem = file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    words = " ".join(stem.replace("_", " ").replace("-", " ").split())
    return (words[:1].upper() + words[1:])[:150] or _("A list")


def _own_or_new(by: Person, name: str) -> tuple[Source | None, str]:
    """The source of that name where it is theirs; else None, and a name that nobody has."""
    source = Source.objects.filter(name=name).first()
    if source is None or may_keep(by, source):
        return source, name
    names = (f"{name} ({by})", *(f"{name} ({by}, {n})" for n in range(2, 1000)))
    for other in names:
        source = Source.objects.filter(name=other).first()
        if source is None or may_keep(by, source):
            return source, other
    raise IntakeRefused(_("Give your list another name."))

"""A small team and project out of a concern, and how people who were heard grow into it."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory.models import Activity
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.kit.sealed import SealedText
from folkmoot.people.models import Person
from folkmoot.points.models import Theme

from .heard import Heard
from .listening import still_kept
from .patch import Organiser, Patch


class ProjectSet(models.QuerySet):
    def kept_by(self, person: Person) -> ProjectSet:
        """Those this person sees to while they listen there."""
        return self.filter(still_kept("kept_by"), kept_by__person=person)


class Project(models.Model):
    """Something a few people who were heard do about a concern. Sealed until they choose to put it in the directory;
    seen to by whoever listens there and began it, or took over from them."""

    patch = models.ForeignKey(Patch, models.CASCADE, related_name="projects")
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="+")
    title = SealedText(max_length=200)
    words = SealedText(max_length=2000, blank=True, default="")
    begun_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    kept_by = models.ForeignKey(Organiser, models.PROTECT, null=True, related_name="projects")
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    activity = models.OneToOneField(Activity, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ProjectSet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]

    def __str__(self) -> str:
        return _("A project in %(patch)s") % {"patch": self.patch}

    def get_absolute_url(self) -> str:
        return reverse("listening:project", args=[self.pk])

    @classmethod
    def begin(cls, patch: Patch, title: str, words: str, by: Person, theme: Theme | None = None) -> Project:
        title = " ".join(title.split())[:200]
        if not title:
            raise Refusal(_("Say in a few words what they want to do."))
        organiser = Organiser.of(by, patch, timezone.localdate())
        if organiser is None:
            raise NotYours(_("You do not listen in this patch today."))
        facts = {"begun_by": by, "kept_by": organiser, "theme": theme}
        return cls.objects.create(patch=patch, title=title, words=words.strip()[:2000], **facts)

    def check_led(self, by: Person) -> None:
        if not Project.objects.kept_by(by).filter(pk=self.pk).exists():
            raise NotYours(_("Whoever keeps this project, and listens there, sees to it."))

    def join(self, heard: Heard, by: Person, does: str = "") -> ProjectMember:
        """Somebody heard is in it; twice is once."""
        self.check_led(by)
        if heard.listening.kept_by.person_id != by.pk or heard.withdrawn_at:
            raise Refusal(_("Take in people you heard yourself."))
        return self.members.get_or_create(heard=heard, defaults={"does": does[:200]})[0]

    @transaction.atomic
    def publish(self, by: Person, agreed: int) -> Activity:
        """Put it in the directory, by the team's choice: all of its members said yes, and how many they are is said
        once more. Twice gives the entry there is."""
        self.check_led(by)
        project = Project.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if project.activity:
            return project.activity
        many = project.members.count()
        if not many or agreed != many:
            raise Refusal(_("All %(n)d of the team have to say yes before it stands in the directory.") % {"n": many})
        facts = {"title": project.title, "about": project.words, "stage": Activity.Stage.PLANNED}
        facts |= {"served": [project.patch.place_id]}
        project.activity = Activity.enter(by, facts, once=f"project {project.pk}", why=_("its team chose to be listed"))
        project.save(update_fields=["activity"])
        self.refresh_from_db()
        return project.activity


class ProjectMember(models.Model):
    """Somebody who was heard is in a project's team."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="members")
    heard = models.ForeignKey(Heard, models.CASCADE, related_name="memberships")
    does = SealedText(max_length=200, blank=True, default="")
    since = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "heard"], name="project_member_once")]

    def __str__(self) -> str:
        return str(self.project)


class ContactState(models.Model):
    """How far somebody who was heard has come, from a day on: met, willing, active, leading. Seen by whoever keeps the
    listening, and by nobody else; no score, no ranking."""

    class State(models.TextChoices):
        MET = "met", gettext_lazy("Met")
        WILLING = "willing", gettext_lazy("Willing to do something")
        ACTIVE = "active", gettext_lazy("Doing something")
        LEADING = "leading", gettext_lazy("Leading others")
        RESTING = "resting", gettext_lazy("Not at the moment")

    heard = models.ForeignKey(Heard, models.CASCADE, related_name="states")
    state = models.CharField(max_length=8, choices=State)
    on = models.DateField(default=timezone.localdate)
    note = SealedText(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["heard", "state", "on"], name="contact_state_once_a_day"),
            models.CheckConstraint(condition=~Q(state=""), name="contact_state_says_which"),
        ]

    def __str__(self) -> str:
        return self.get_state_display()

"""The reporters' desk of an event: what they need to know, and what of theirs shows when."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from folkmoot.events.models import Event
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for

from .licences import LICENCES

CONSENT = _(
    "Ask before you film or take a picture, and say where it will be seen. Nobody has to say why not. A child needs a "
    "yes of their own and one of a parent. Give everybody a slip: with its code they can take it back at any time."
)
QUESTIONS = _(
    "What brought you here?\nWhat did you hear today that you did not know?\nWhat will you do next, and with whom?"
)


class Shows(models.TextChoices):
    """When what a reporter keeps is seen."""

    AT_ONCE = "at-once", _("What reporters keep shows at once")
    CHECKED = "checked", _("It shows once an editor has looked")


class Posts(models.TextChoices):
    """What is shown of outside posts before anybody has looked."""

    NOTHING = "nothing", _("Nothing: each waits for somebody to look")
    KNOWN = "known", _("What comes from blogs we know")
    ALL = "all", _("Everything; what does not belong is taken off")


def of_shown_events(event: str = "desk__event", *, or_none: bool = False) -> Q:
    """What belongs to an event that everybody may see: published, and not held or removed. `event` is the way to it;
    `or_none`: what belongs to no event as well."""
    fine = Q(**{f"{event}__standing": None}) | Q(**{f"{event}__standing__state": Standing.State.SHOWN})
    shown = fine & Q(**{f"{event}__published_at__isnull": False})
    return shown | Q(**{event.partition("__")[0]: None}) if or_none else shown


class DeskSet(models.QuerySet):
    def gathering(self, day: date) -> DeskSet:
        """Desks whose event is near enough for posts elsewhere to be about it: 60 days before to a year after."""
        soon, past = day + timezone.timedelta(days=60), day - timezone.timedelta(days=365)
        near = Q(event__starts_at__date__gte=past, event__starts_at__date__lte=soon) | Q(event__starts_at=None)
        return self.filter(near, event__published_at__isnull=False, event__cancelled_at=None, event__story=False)


class Desk(models.Model):
    """The reporters' desk of one event. Whoever holds the event opens it; editors on its rota look after it too."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="newsdesk")
    tag = models.SlugField(max_length=40, blank=True, help_text="the word people put on what they post elsewhere")
    why = models.TextField(blank=True, max_length=2000, help_text="why it is reported, and what for")
    meet = models.CharField(max_length=300, blank=True, help_text="where reporters meet, when, and whom they ask")
    consent = models.TextField(max_length=2000, default=CONSENT)
    questions = models.TextField(max_length=2000, default=QUESTIONS, help_text="one a line")
    licence = models.CharField(max_length=12, choices=LICENCES, default="cc-by")
    shows = models.CharField(max_length=8, choices=Shows, default=Shows.AT_ONCE)
    posts = models.CharField(max_length=8, choices=Posts, default=Posts.KNOWN)
    wall_delay = models.PositiveSmallIntegerField(default=60, help_text="seconds before something is on the big screen")
    wall_checked = models.BooleanField(default=True, help_text="only what an editor has looked at is on the big screen")
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = DeskSet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag"], condition=~Q(tag=""), name="desk_tag_once")]

    def __str__(self) -> str:
        return said("Reporters’ desk of %(event)s") % {"event": self.event}

    def get_absolute_url(self) -> str:
        return reverse("newsroom:desk", args=[self.event_id])

    @classmethod
    @transaction.atomic
    def open(cls, event: Event, by: Person, **facts) -> Desk:
        """Open the desk of an event, or change what it says. Whoever holds the event may, and its editors."""
        desk = cls.objects.filter(event=event).first()
        if not (desk.may_be_edited_by(by) if desk else event.may_be_run_by(by, timezone.localdate())):
            raise NotYours(said("Whoever holds this event opens its reporters’ desk."))
        tag = slugify(facts.get("tag", ""))[:40].replace("-", "")
        if tag and cls.objects.filter(tag=tag).exclude(event=event).exists():
            raise Refusal(said("Another event has the tag #%(tag)s. Choose one of its own.") % {"tag": tag})
        facts |= {"tag": tag, "changed_at": timezone.now()}
        made, new = cls.objects.update_or_create(event=event, defaults=facts, create_defaults=facts | {"opened_by": by})
        if new:
            Line.record(by, "opened the reporters’ desk of", event, place=event.place, address=made.get_absolute_url())
        else:
            Line.note(by, "changed the reporters’ desk of", event)
        if desk and desk.shows != made.shows:
            made.follow_event()
        return made

    def may_be_edited_by(self, person: Person | None) -> bool:
        """Whoever holds the event, and those who said yes to be an editor."""
        return self.event.may_be_run_by(person, timezone.localdate()) or self._on_rota(person, part="editor")

    def may_be_written_by(self, person: Person | None) -> bool:
        """Those who look after it, and every reporter who said yes."""
        return self.event.may_be_run_by(person, timezone.localdate()) or self._on_rota(person)

    def _on_rota(self, person: Person | None, **more) -> bool:
        if person is None or not person.is_authenticated or self.event.story:
            return False
        return self.reporters.on_rota().filter(person__in=acts_for(person, timezone.localdate()), **more).exists()

    def follow_event(self) -> None:
        """Its event was hidden or is back: every report, post and round-up of it goes or comes back with it."""
        for things in (self.pieces, self.posts_found, self.round_ups):
            for thing in things.select_related("standing"):
                thing.follow_standing()

    def asks(self) -> list[str]:
        """The questions of an interview, one each."""
        return [line.strip() for line in self.questions.splitlines() if line.strip()][:20]

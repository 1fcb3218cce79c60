"""Whether one thing is shown, held while somebody looks, or removed."""

from __future__ import annotations

import hashlib
from datetime import date

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.journal.models import Audience, Line, Veil
from folkmoot.kit import search
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation import telling
from folkmoot.people.models import Person
from folkmoot.people.permissions import is_moderator

PAGE = "page"
# Harm that grows while it is looked at: taken off at once, and put back as quickly if it was nothing.
URGENT = ("child", "private")


class StandingSet(models.QuerySet):
    def waiting(self) -> StandingSet:
        """Those with open reports: what a moderator should look at, urgent ones first, then the oldest."""
        still = Q(reports__ruling=None, reports__isnull=False)
        urgent = Count("reports", filter=still & Q(reports__reason__in=URGENT))
        oldest = Min("reports__at", filter=still)
        found = self.annotate(open_reports=Count("reports", filter=still), urgent=urgent, oldest_at=oldest)
        first = models.Case(models.When(urgent__gt=0, then=0), default=1)
        return found.filter(open_reports__gt=0).order_by(first, "oldest_at")


class Standing(models.Model):
    """Whether one thing is shown, held while somebody looks, or removed. A thing never reported has none."""

    class State(models.TextChoices):
        SHOWN = "shown", gettext_lazy("Shown")
        HELD = "held", gettext_lazy("Held while we look")
        REMOVED = "removed", gettext_lazy("Removed")

    state = models.CharField(max_length=8, choices=State, default=State.SHOWN)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=300)
    author = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    objects = StandingSet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="standing_once")]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return self.address

    @classmethod
    @transaction.atomic
    def of(cls, thing, author: Person | None = None, address: str = "") -> Standing:
        """The standing of a thing, made (shown) and tied to it at the first asking. `author` is told of rulings: while
        it is shown, whoever wrote the words that stand there now."""
        # What only some may read has words of its own for the log, which everybody reads.
        title = thing.said_outside() if hasattr(thing, "said_outside") else str(thing)
        now = {"title": title[:300], "address": address or thing.get_absolute_url()}
        standing, new = cls.objects.get_or_create(
            kind=thing._meta.label_lower, key=str(thing.pk), defaults=now | {"author": author}
        )
        now_theirs = standing.author is None or standing.state == cls.State.SHOWN
        if not new and author and author != standing.author and now_theirs:
            standing.author = author
            standing.save(update_fields=["author"])
        if hides(thing._meta.label_lower) and thing.standing_id is None:
            type(thing)._base_manager.filter(pk=thing.pk).update(standing=standing)
            thing.standing = standing
        return standing

    @classmethod
    def of_page(cls, address: str, title: str = "") -> Standing:
        """That of a page which is no thing of its own: it is looked at, and cannot be hidden as a whole."""
        key = hashlib.sha256(address.encode()).hexdigest()[:40]
        now = {"title": (title or address)[:300], "address": address[:300]}
        return cls.objects.get_or_create(kind=PAGE, key=key, defaults=now)[0]

    def report(self, reason: str, words: str = "", by: Person | None = None, reply_to: str = "", *, hold: bool = True):
        """Keep a report and give it (with its reference); the same report again is the one there is.

        Reasons in `URGENT` take the thing off the pages until a moderator has looked, once in its life
        for each reason, and not when `hold` is False (somebody who cries wolf).
        """
        return self.reports.model.file(self, reason, words, by=by, reply_to=reply_to, hold=hold)

    @transaction.atomic
    def rule(self, state: str, because: str, by: Person, rule: str = "", on_appeal_of=None):
        """Decide, with a reason: shown, held or removed. Answers every open report, and tells the author why.

        Refuses who is no moderator, the author, and a ruling without a reason. The same ruling again is one.
        """
        locked = Standing.objects.select_for_update().get(pk=self.pk)
        if not (is_moderator(by, timezone.localdate()) or locked.is_looked_after_by(by)):
            raise NotYours(_("Moderators and keepers decide this."))
        if locked.author_id == by.pk:
            raise NotYours(_("This is your own. Another moderator has to decide it."))
        if not because.strip():
            raise Refusal(_("Say why. The author reads it, and everyone can read it in the public log."))
        if state not in self.State.values:
            raise Refusal(_("Choose whether it is shown, held or removed."))
        if state != self.State.SHOWN and not hides(locked.kind):
            raise Refusal(_("This cannot be hidden as a whole. Decide on the entry it comes from."))
        ruling = locked._same_again(state, because.strip(), by) or locked._set_down(
            state, because.strip(), by, rule, on_appeal_of
        )
        self.refresh_from_db()
        return ruling

    def _same_again(self, state: str, because: str, by: Person):
        last = self.rulings.order_by("-pk").first()
        same = last and (last.state, last.because, last.by_id) == (state, because, by.pk)
        return last if same and not self.reports.filter(ruling=None).exists() else None

    def _set_down(self, state: str, because: str, by: Person | None, rule: str, on_appeal_of=None):
        """The ruling, what follows from it on every page, and word of it to those it concerns."""
        changed = state != self.state
        answered = list(self.reports.filter(ruling=None)) if by else []
        ruling = self.rulings.create(state=state, because=because, by=by, rule=rule, on_appeal_of=on_appeal_of)
        self.reports.filter(pk__in=[report.pk for report in answered]).update(ruling=ruling)
        self.state, self.since = state, timezone.now() if changed else self.since
        self.save(update_fields=["state", "since"])
        if changed:
            self._show_or_hide()
        Line.record(by, VERBS[state], ruling, title=_("a ruling"), audience=Audience.KEEPERS)
        telling.author(self, ruling, changed)
        telling.reporters(answered, ruling)
        return ruling

    def _show_or_hide(self) -> None:
        """Off every surface in the same transaction, or back on all of them."""
        if self.state == self.State.SHOWN:
            Veil.lift(self.kind, self.key)
        else:
            Veil.draw(self.kind, self.key)
            search.drop(self.kind, self.key)
        thing = self.thing()
        if hasattr(thing, "follow_standing"):
            thing.follow_standing()

    def thing(self):
        """What this is the standing of, or None when it is gone, or is a page."""
        if self.kind == PAGE or not self.key.isdigit():
            return None
        return apps.get_model(self.kind)._base_manager.filter(pk=self.key).first()

    def is_looked_after_by(self, person: Person) -> bool:
        """Whether the thing names this person among those who may rule on it besides the site's moderators: a group
        lets those who look after it."""
        thing = self.thing()
        return hasattr(thing, "moderated_by") and thing.moderated_by(person, timezone.localdate())

    def days_open(self, day: date) -> int | None:
        """How many days the oldest open report has waited; None when none is open."""
        oldest = self.reports.filter(ruling=None).aggregate(at=Min("at"))["at"]
        return (day - timezone.localdate(oldest)).days if oldest else None


VERBS = {Standing.State.SHOWN: "put back", Standing.State.HELD: "held", Standing.State.REMOVED: "removed"}


def hides(kind: str) -> bool:
    """Whether things of this kind have a standing of their own, so that their lists leave out what is not shown."""
    try:
        return apps.get_model(kind)._meta.get_field("standing").related_model is Standing
    except (LookupError, ValueError, FieldDoesNotExist):
        return False

"""A proposition: one decision that one named decider can say yes to."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.decisions import findable
from folkmoot.directory.models import Membership, Organisation, Post, Term
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, is_moderator
from folkmoot.places.models import Place
from folkmoot.requests.models import Request

from .pause import Pause

# What a new proposition takes along from the one it follows.
KEPT = ("demand", "interest", "good_enough", "words", "cost_low_pence", "cost_high_pence", "payer", "gain_asker")
KEPT += ("gain_decider", "first_step", "if_no", "affected", "matter", "place", "body")


class NotReady(Refusal):
    """Something without which nobody could say yes is still missing."""


class Paused(Refusal):
    """Nothing new is put to people who stand for election just now."""


class PropositionSet(models.QuerySet):
    def shown(self) -> PropositionSet:
        """What everyone may see: put to whoever can decide, and not held or removed by moderators. What was withdrawn
        later stays, and says so."""
        return self.filter(Q(standing=None) | Q(standing__state=Standing.State.SHOWN), put_at__isnull=False)

    def live(self) -> PropositionSet:
        return self.filter(story=False)

    def visible_to(self, person: Person | None, day: date) -> PropositionSet:
        """What everyone may see, and their own drafts."""
        if person is None or not person.is_authenticated:
            return self.shown()
        mine = Q(by__in=acts_for(person, day)) | Q(body__in=Membership.objects.spoken_by(person, day))
        return self.filter(mine) | self.shown()

    def at(self, place: Place) -> PropositionSet:
        return self.filter(place__path__startswith=place.path)

    def answered(self) -> PropositionSet:
        return self.filter(_response())

    def unanswered(self) -> PropositionSet:
        """Put, not withdrawn, and without an answer of whoever can decide."""
        return self.filter(~_response(), put_at__isnull=False, withdrawn_at=None)

    def overdue(self, day: date) -> PropositionSet:
        return self.unanswered().filter(due_on__lt=day)

    def with_answer(self) -> PropositionSet:
        """Each knows the choice of its standing answer (`chosen`), or None."""
        standing = _responses().filter(proposition=OuterRef("pk")).order_by("-pk")
        return self.annotate(chosen=models.Subquery(standing.values("choice")[:1]))

    def put_to(self, posts, bodies) -> PropositionSet:
        """Put to one of these posts, or to one of these bodies without a post."""
        return self.filter(Q(post__in=posts) | Q(post=None, organisation__in=bodies), put_at__isnull=False)


def _responses():
    return Proposition._meta.get_field("responses").related_model.objects.filter(undone_at=None, is_view=False)


def _response() -> Exists:
    return Exists(_responses().filter(proposition=OuterRef("pk")))


class Proposition(models.Model):
    """What some people ask for, put so that one named decider can say yes to it.

    It grows from what they want (`demand`), through why (`interest`) and what would be good enough, to the exact
    `words` to agree. Who decides is a `post`, whoever holds it; or a body; or somebody known by name only.
    """

    class Matter(models.TextChoices):
        ORDINARY = "ordinary", gettext_lazy("Neither of these")
        PLANNING = "planning", gettext_lazy("A planning matter")
        LICENSING = "licensing", gettext_lazy("A licensing matter")

    class FollowsAs(models.TextChoices):
        AGAIN = "again", gettext_lazy("asked again")
        PASSED_ON = "passed-on", gettext_lazy("passed on to whoever decides this")
        ALSO = "also", gettext_lazy("the same, asked of another body")

    title = models.CharField(max_length=200)
    demand = models.TextField(max_length=4000, blank=True)
    interest = models.TextField(max_length=4000, blank=True)
    good_enough = models.TextField(max_length=4000, blank=True)
    words = models.TextField(max_length=2000, blank=True, help_text="the exact words to agree")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="propositions")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="propositions")
    decider_words = models.CharField(max_length=200, blank=True, help_text="who decides, where they are not known here")
    term = models.ForeignKey(
        Term, models.SET_NULL, null=True, blank=True, related_name="+", help_text="who held the post when it was put"
    )
    due_on = models.DateField(null=True, blank=True, help_text="by when an answer is asked for")
    cost_low_pence = models.BigIntegerField(null=True, blank=True)
    cost_high_pence = models.BigIntegerField(null=True, blank=True)
    payer = models.CharField(max_length=300, blank=True)
    gain_asker = models.TextField(max_length=2000, blank=True)
    gain_decider = models.TextField(max_length=2000, blank=True)
    first_step = models.TextField(max_length=2000, blank=True)
    if_no = models.TextField(max_length=2000, blank=True)
    affected = models.TextField(max_length=2000, blank=True, help_text="who is most affected, however few")
    matter = models.CharField(max_length=12, choices=Matter, default=Matter.ORDINARY)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="propositions")
    body = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", help_text="on whose behalf it is asked"
    )
    follows = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")
    follows_as = models.CharField(max_length=12, choices=FollowsAs, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    put_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=400, blank=True)
    standing = models.OneToOneField(Standing, models.SET_NULL, null=True, blank=True, related_name="+")
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)
    story = models.BooleanField(default=False)

    objects = PropositionSet.as_manager()

    class Meta:
        ordering = ["-put_at", "-pk"]
        indexes = [models.Index(fields=["story", "-put_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_low_pence=None)
                | Q(cost_high_pence=None)
                | Q(cost_high_pence__gte=F("cost_low_pence")),
                name="proposition_cost_range",
            ),
            models.CheckConstraint(
                condition=Q(put_at=None) | (~Q(words="") & Q(due_on__isnull=False)), name="proposition_put_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("decisions:proposition", args=[self.pk])

    # Who

    def decider(self) -> str:
        """Who can decide, in words: the post and its body, the body, or the name that was given."""
        return str(self.post or self.organisation or self.decider_words)

    def decider_body(self) -> Organisation | None:
        return self.post.organisation if self.post_id else self.organisation

    def holder(self, day: date) -> Term | None:
        """Who holds the post on that day; None for a body, or an empty post."""
        if self.post_id is None:
            return None
        held = self.post.terms.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))
        return held.select_related("person").order_by("-since", "-pk").first()

    def is_asked_by(self, person: Person | None, day: date) -> bool:
        """Whether this person may change it: who wrote it, who stands in, who speaks for the body that asks."""
        if person is None or not person.is_authenticated or self.story:
            return False
        mine = self.by_id is not None and self.by_id in acts_for(person, day)
        return mine or (self.body_id is not None and self.body_id in Membership.objects.spoken_by(person, day))

    def may_be_answered_by(self, person: Person | None, day: date) -> bool:
        """Whoever holds the post on that day, who stands in for them, or who speaks for the body."""
        if person is None or not person.is_authenticated or self.story or not self.put_at:
            return False
        term, body = self.holder(day), self.decider_body()
        if term and term.person_id and term.person_id in acts_for(person, day):
            return True
        return body is not None and body.pk in Membership.objects.spoken_by(person, day)

    def is_visible_to(self, person: Person | None, day: date) -> bool:
        if person is not None and person.is_authenticated and is_moderator(person, day) and self.put_at:
            return True
        if self.is_asked_by(person, day):
            return True
        return self.put_at is not None and (self.standing is None or self.standing.state == Standing.State.SHOWN)

    # How it stands

    def answer(self):
        """The standing answer of whoever can decide, or None."""
        return self.responses.filter(undone_at=None, is_view=False).order_by("-pk").first()

    def state(self, day: date) -> str:
        """draft, withdrawn, waiting, silent (no answer by the day), or the answer's own: yes, yes-if, no, not-mine,
        see-me, done (all that was promised is kept)."""
        if self.put_at is None:
            return "draft"
        if self.withdrawn_at:
            return "withdrawn"
        answer = self.answer()
        if answer is None:
            return "silent" if self.due_on < day else "waiting"
        return "done" if answer.is_done() else answer.choice

    # Making it

    @classmethod
    def begin(cls, title: str, by: Person, once: str = "", **more) -> Proposition:
        """A draft, seen by whoever asks alone. `more`: any of its fields. The same `once` is the same draft."""
        title = " ".join(title.split())
        if not title:
            raise Refusal(_("Give it a name, as you would say it to a neighbour."))
        key = f"{by.pk}:{once}"[:80] if once else None
        known = cls.objects.filter(once=key).first() if key else None
        return known or cls.objects.create(title=title[:200], by=by, once=key, **more)

    @transaction.atomic
    def change(self, by: Person, **fields) -> Proposition:
        """Write some of it anew. Refuses strangers, and once it is put: then it is withdrawn and asked again."""
        found = self._locked_for(by)
        if found.put_at:
            raise Refusal(_("It has been put, so its words stand. Withdraw it, or ask again with other words later."))
        for name, value in fields.items():
            setattr(found, name, value)
        if found.cost_low_pence and found.cost_high_pence and found.cost_high_pence < found.cost_low_pence:
            raise Refusal(_("The higher cost is below the lower one. Put them the other way round."))
        found.changed_at = timezone.now()
        found.save()
        self.refresh_from_db()
        return self

    @transaction.atomic
    def put(self, by: Person) -> Proposition:
        """Put it to whoever can decide: from now on it is public, and they are asked. Safe twice.

        NotReady without exact words, a decider, or a day at least two days ahead; Paused while nothing new is put to
        people who stand for election.
        """
        found, day = self._locked_for(by), timezone.localdate()
        if found.put_at and not found.withdrawn_at:
            return found
        found._check_ready(day)
        pause = Pause.of(found, day)
        if pause:
            raise Paused(
                _("Nothing new is put to people who stand for election until %(day)s (%(why)s). It is kept as it is.")
                % {"day": f"{pause.until_on:%-d %B %Y}", "why": pause.because}
            )
        found.put_at, found.withdrawn_at, found.withdrawn_because = timezone.now(), None, ""
        found.term = found.holder(day)
        found.save()
        found._ask(by)
        Line.record(by, "asked for", found, place=found.place)
        findable.refresh(found)
        self.refresh_from_db()
        return self

    def _check_ready(self, day: date) -> None:
        missing = [
            words
            for wrong, words in (
                (not self.words.strip(), _("the exact words to say yes to")),
                (not self.decider(), _("who can decide")),
                (self.due_on is None, _("the day by which you ask for an answer")),
            )
            if wrong
        ]
        if missing:
            raise NotReady(_("Before you put it, say: %s.") % "; ".join(missing))
        if (self.due_on - day).days < 2:
            raise NotReady(_("Give them at least two days: choose a later day for the answer."))

    def _ask(self, by: Person) -> None:
        body, holder = self.decider_body(), self.term.person if self.term else None
        to = [*([holder] if holder else []), *([body.party] if body else [])]
        if not to:
            return
        words = _("Can you say yes to this? “%(title)s”") % {"title": self.title}
        more = {"asked_by": by, "due_on": self.due_on, "once": f"proposition {self.pk} {self.put_at:%Y%m%d%H%M%S}"}
        Request.put("proposition", words, self, to=to, **more)

    def request(self) -> Request | None:
        """The question as it stands with whoever is asked, or None where nobody of theirs is here."""
        asked = Request.objects.filter(kind="proposition", about_kind=self._meta.label_lower, about_key=str(self.pk))
        return asked.order_by("-pk").first()

    @transaction.atomic
    def withdraw(self, by: Person, because: str) -> bool:
        """Ask for it no longer, and say why. True the first time."""
        found = self._locked_for(by)
        if found.put_at is None:
            raise Refusal(_("It has not been put, so there is nothing to withdraw."))
        if not because.strip():
            raise Refusal(_("Say why. Those who stood behind it will read this."))
        if found.withdrawn_at:
            return False
        found.withdrawn_at, found.withdrawn_because = timezone.now(), because.strip()[:400]
        found.save(update_fields=["withdrawn_at", "withdrawn_because"])
        asked = found.request()
        if asked:
            asked.close()
        Line.record(by, "withdrew", found, place=found.place)
        self.refresh_from_db()
        return True

    @transaction.atomic
    def ask_again(self, by: Person, how: str, once: str = "") -> Proposition:
        """A new draft from this one, tied to it: asked again, passed on, or asked of another body too."""
        self._locked_for(by)
        if how not in self.FollowsAs.values:
            raise Refusal(_("Say how the new one follows from this one."))
        told = {name: getattr(self, name) for name in KEPT}
        if how == self.FollowsAs.AGAIN:
            told |= {"post": self.post, "organisation": self.organisation, "decider_words": self.decider_words}
        answer = self.answer()
        if how == self.FollowsAs.PASSED_ON and answer:
            told |= {"post": answer.other_post, "decider_words": answer.other_words}
        again = Proposition.begin(self.title, by, once, follows=self, follows_as=how, **told)
        if not again.grounds.exists():
            for ground in self.grounds.all():
                again.grounds.create(**ground.plain())
        return again

    def follow_standing(self) -> None:
        """After a ruling: into the index or out of it."""
        findable.refresh(self)

    def _locked_for(self, by: Person) -> Proposition:
        found = Proposition.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not found.is_asked_by(by, timezone.localdate()):
            raise NotYours(
                _("Only those who ask for this can change it. You can stand behind it, or say what you think.")
            )
        return found

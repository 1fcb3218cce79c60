"""A request put to named people by a date, and the answer they gave, with a reason; an answer can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import acts_for, holds


class RequestClosed(Refusal):
    """It was settled or taken back before this answer came."""


class RequestSet(models.QuerySet):
    def open(self) -> RequestSet:
        return self.filter(closed_at=None)

    def put_to(self, people: Iterable[int], parties: Iterable[str] = ()) -> RequestSet:
        """Put to one of these people, by id, or to one of these parties."""
        return self.filter(Q(recipients__person__in=people) | Q(recipients__party__in=list(parties))).distinct()

    def waiting_for(self, person: Person, parties: Iterable[str] = (), day: date | None = None) -> RequestSet:
        """Open requests not answered yet, put to this person, to somebody they stand in for on that day, or to a
        party ("directory.organisation:12", "role:keeper") they answer for. The most pressing first."""
        return self.waiting_for_any(acts_for(person, day or timezone.localdate()), parties)

    def waiting_for_any(self, people: Iterable[int], parties: Iterable[str]) -> RequestSet:
        """The same for people, by id, and parties that the caller knows already."""
        people, parties = list(people), list(parties)
        mine = Q(person__in=people) | Q(party__in=parties)
        answered = Answer.objects.filter(
            Q(person=models.OuterRef("person")) | Q(party=models.OuterRef("party"), person=None),
            request=models.OuterRef("request"),
            undone_at=None,
        ).exclude(Q(person=None) & Q(party=""))
        left = Recipient.objects.filter(mine, ~models.Exists(answered)).values("request")
        return self.open().filter(pk__in=left).order_by(F("due_on").asc(nulls_last=True), "asked_at", "pk")


class Request(models.Model):
    """Something put to a named party: a suggested edit, "this is us", an introduction, an appeal.

    `kind` is the asking app's own word for it; that app owns the page at `address`, where it is answered.
    """

    kind = models.CharField(max_length=40)
    words = models.CharField(max_length=400, help_text="the question, as the person asked will read it")
    about_kind = models.CharField(max_length=40)
    about_key = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=300)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="asked")
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True, blank=True)
    payload = models.JSONField(default=dict, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=80, blank=True, help_text="same word, same request: asking twice is asking once")

    objects = RequestSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "once"], condition=~Q(once=""), name="request_once"),
        ]
        indexes = [models.Index(fields=["about_kind", "about_key"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.address or reverse("waiting")

    @classmethod
    @transaction.atomic
    def put(cls, kind: str, words: str, about, *, to: Iterable[Person | str], **more) -> Request:
        """Put a question about a thing to people and parties; they are told by themselves.

        `kind` is the asking app's own word, `to` holds Persons and party words ("directory.organisation:12",
        "role:keeper"). `more`: asked_by, due_on, payload (plain values), address (the page where it is answered; the
        thing's own when left out), title, and `once`: asking again with the same word gives the request there is,
        open or closed, with whoever is newly asked added to an open one.
        """
        fields = {
            "words": words[:400],
            "about_kind": about._meta.label_lower,
            "about_key": str(about.pk),
            "title": more.pop("title", str(about))[:300],
            "address": more.pop("address", "") or about.get_absolute_url(),
        }
        once = more.pop("once", "")
        if once:
            request, _new = cls.objects.get_or_create(kind=kind, once=once, defaults=fields | more)
        else:
            request = cls.objects.create(kind=kind, **fields, **more)
        if request.closed_at is None:
            for one in to:
                who = {"party": one} if isinstance(one, str) else {"person": one}
                Recipient.objects.get_or_create(request=request, **{"party": "", "person": None} | who)
        return request

    @transaction.atomic
    def answer(self, by: Person, choice: str, because: str = "", party: str = "") -> Answer:
        """Keep an answer, in place of an earlier one of the same person or party; the same answer twice is one.

        Without a party, `by` was asked in person, or stands in today for somebody who was (their answer is then
        kept under the absent one's name). With a party the caller has made sure that `by` may answer for it; a
        role's party ("role:keeper") is looked up here. Refuses strangers and a request that is closed.
        """
        asked = self._locked_open()
        person = None if party else asked._asked_in_person(by)
        if party.startswith("role:") and not holds(by, party.removeprefix("role:"), timezone.localdate()):
            raise NotYours(_("This was put to people with a role that you do not hold today."))
        standing = asked.answers.filter(undone_at=None, party=party, person=person).first()
        if standing and (standing.choice, standing.because) == (choice, because):
            return standing
        if standing:
            standing.undone_at = timezone.now()
            standing.save(update_fields=["undone_at"])
        given = asked.answers.create(by=by, person=person, party=party, choice=choice, because=because)
        if asked.asked_by and asked.asked_by != by:
            words = _("%(who)s answered: %(title)s") % {"who": by, "title": asked.title}
            Notice.tell(asked.asked_by, words, asked.get_absolute_url())
        return given

    @transaction.atomic
    def close(self) -> bool:
        """Nothing more is asked: it was settled, acted on or taken back. True the first time."""
        closed = Request.objects.filter(pk=self.pk, closed_at=None).update(closed_at=timezone.now())
        self.refresh_from_db(fields=["closed_at"])
        return bool(closed)

    def is_overdue(self, day: date) -> bool:
        return self.closed_at is None and self.due_on is not None and self.due_on < day

    def _locked_open(self) -> Request:
        locked = Request.objects.select_for_update().get(pk=self.pk)
        if locked.closed_at is not None:
            raise RequestClosed(
                _("This was settled on %(day)s, so it needs no answer any more.")
                % {"day": f"{timezone.localtime(locked.closed_at):%-d %B %Y}"}
            )
        return locked

    def _asked_in_person(self, by: Person) -> Person:
        """The one asked whom `by` answers for: themselves first, else somebody absent."""
        may = acts_for(by, timezone.localdate())
        asked = {recipient.person_id: recipient.person for recipient in self.recipients.filter(person__in=may)}
        if not asked:
            raise NotYours(_("This was not put to you. Those it was put to can answer it, or whoever stands in."))
        return asked.get(by.pk) or next(iter(asked.values()))


class Recipient(models.Model):
    """One of those asked: a person, or a party that several people may answer for."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="recipients")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    party = models.CharField(max_length=80, blank=True, help_text='"directory.organisation:12" or "role:keeper"')
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, party="") | (Q(person=None) & ~Q(party="")), name="recipient_is_one"
            ),
            models.UniqueConstraint(
                fields=["request", "person"], condition=Q(person__isnull=False), name="recipient_person_once"
            ),
            models.UniqueConstraint(fields=["request", "party"], condition=~Q(party=""), name="recipient_party_once"),
        ]
        indexes = [
            models.Index(fields=["party"]),
            models.Index(fields=["request"], name="recipient_to_tell", condition=Q(told_at=None)),
        ]

    def __str__(self) -> str:
        return self.party or str(self.person)


class Answer(models.Model):
    """What was answered, by whom, for whom, and why; undone, never deleted. Each person or party has one standing."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="answers")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="answers")
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", help_text="who was asked, where no party was"
    )
    party = models.CharField(max_length=80, blank=True)
    choice = models.CharField(max_length=40)
    because = models.TextField(blank=True, max_length=4000)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "person"],
                condition=Q(undone_at=None, party="", person__isnull=False),
                name="answer_standing_once",
            ),
            models.UniqueConstraint(
                fields=["request", "party"], condition=Q(undone_at=None) & ~Q(party=""), name="answer_of_party_once"
            ),
        ]

    def __str__(self) -> str:
        return self.choice

    @transaction.atomic
    def undo(self, by: Person) -> bool:
        """Take it back, so that the request waits again. True the first time. Only for whoever gave it, or who stands
        in; refused once the request is closed, since then somebody acted on it."""
        if self.by_id not in acts_for(by, timezone.localdate()):
            raise NotYours(_("Only whoever gave this answer can take it back."))
        self.request._locked_open()
        undone = Answer.objects.filter(pk=self.pk, undone_at=None).update(undone_at=timezone.now())
        self.refresh_from_db(fields=["undone_at"])
        return bool(undone)

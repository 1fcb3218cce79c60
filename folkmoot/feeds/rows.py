"""Which rows of each kind a person (None: anybody) may see on a day, with what a piece of news needs of them, in a
constant number of queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from folkmoot.conversations.models import Discussion, Group, Post
from folkmoot.decisions.models import Decision, Proposition
from folkmoot.directory.models import Activity, Reply
from folkmoot.events.models import Convening, Event, Pitch, Sounding
from folkmoot.joinup.models import Agreement, Finding, Publication
from folkmoot.joinup.models.heard import SIDES
from folkmoot.library.models import Case, Folder, Page, Toolkit
from folkmoot.moderation.models import Standing
from folkmoot.newsroom.models import OutsidePost, Piece, RoundUp
from folkmoot.people.models import Person
from folkmoot.places.models import Place
from folkmoot.priorities.models import Question
from folkmoot.promises.models import Promise, Word

Rows = Callable[[Person | None, date], QuerySet]


def entries(model, *with_: str) -> Rows:
    """Of the directory: shown, and visible to the person."""
    return lambda person, day: model.objects.shown().visible_to(person, day).select_related(*with_)


def activities(person: Person | None, day: date) -> QuerySet:
    return Activity.objects.shown().visible_to(person, day).with_all()


def promises(person: Person | None, day: date) -> QuerySet:
    rows = Promise.objects.shown().select_related("holder", "organisation", "outcome", "place")
    return rows.prefetch_related("words__standing")


def words(person: Person | None, day: date) -> QuerySet:
    return Word.objects.shown().filter(promise__in=Promise.objects.shown()).select_related("promise", "by")


def events(person: Person | None, day: date) -> QuerySet:
    rows = Event.objects.shown().select_related("venue", "place")
    return rows.prefetch_related("hosts__organisation", "hosts__person")


def soundings(person: Person | None, day: date) -> QuerySet:
    return Sounding.objects.shown().select_related("place", "interest")


def convenings(person: Person | None, day: date) -> QuerySet:
    return Convening.objects.shown().select_related("organisation", "place")


def pitches(person: Person | None, day: date) -> QuerySet:
    rows = Pitch.objects.open().select_related("event", "person", "rsvp")
    return rows.filter(event__in=Event.objects.shown())


def groups(person: Person | None, day: date) -> QuerySet:
    return Group.objects.shown().visible_to(person, day).select_related("place")


def discussions(person: Person | None, day: date) -> QuerySet:
    first = Prefetch("posts", Post.objects.shown().filter(number=1), to_attr="first")
    return Discussion.objects.shown().visible_to(person, day).select_related("group").prefetch_related(first)


def posts(person: Person | None, day: date) -> QuerySet:
    """Said in a group this person may read, or below an event or a case that is shown."""
    in_groups = Q(discussion__in=Discussion.objects.shown().visible_to(person, day).values("pk"))
    below = Q(discussion__group=None, discussion__in=Event.objects.shown().exclude(talk=None).values("talk"))
    below |= Q(discussion__group=None, discussion__in=Case.objects.shown().exclude(talk=None).values("talk"))
    rows = Post.objects.shown().filter(in_groups | below)
    return rows.select_related("discussion__group", "by", "as_body")


def pages(person: Person | None, day: date) -> QuerySet:
    return Page.objects.shown().select_related("folder", "last")


def folders(person: Person | None, day: date) -> QuerySet:
    """Everybody may read them all."""
    return Folder.objects.all()


def cases(person: Person | None, day: date) -> QuerySet:
    return Case.objects.shown().select_related("place", "organisation")


def toolkits(person: Person | None, day: date) -> QuerySet:
    return Toolkit.objects.shown().select_related("organisation")


def pieces(person: Person | None, day: date) -> QuerySet:
    """Reports whose people agreed to be in what goes out."""
    return Piece.objects.shown("onward").select_related("desk__event", "by")


def outside_posts(person: Person | None, day: date) -> QuerySet:
    return OutsidePost.objects.shown().select_related("outlet")


def round_ups(person: Person | None, day: date) -> QuerySet:
    return RoundUp.objects.shown().select_related("place", "desk__event")


def propositions(person: Person | None, day: date) -> QuerySet:
    rows = Proposition.objects.shown().select_related("organisation", "post", "place")
    return rows.prefetch_related("responses")


def decisions(person: Person | None, day: date) -> QuerySet:
    return Decision.objects.visible_to(person, day).select_related("place", "body")


def questions(person: Person | None, day: date) -> QuerySet:
    return Question.objects.shown().select_related("place", "round")


def findings(person: Person | None, day: date) -> QuerySet:
    publications = Prefetch("publications", Publication.objects.select_related("answer").order_by("at"))
    rows = Finding.objects.standing().heard_by(person, day).select_related(*SIDES)
    return rows.prefetch_related(publications)


def agreements(person: Person | None, day: date) -> QuerySet:
    return Agreement.objects.standing().prefetch_related("joinings__organisation")


def replies(person: Person | None, day: date) -> QuerySet:
    hidden = Reply.objects.exclude(standing=None).exclude(standing__state=Standing.State.SHOWN)
    return Reply.objects.exclude(pk__in=hidden.values("pk")).select_related("organisation")


def places(person: Person | None, day: date) -> QuerySet:
    return Place.objects.all()

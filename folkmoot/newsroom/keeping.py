"""What the desk does with pieces: keeping one with who is in it, what is still wanted of it, and what waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.newsroom import sums
from folkmoot.newsroom.models import Desk, Mention, Moment, OutsidePost, Piece, Purpose, Subject
from folkmoot.people.models import Person


def keep(desk: Desk, by: Person, kind: str, said: Mapping, facts: Mapping) -> Piece:
    """Keep a piece, and with it whoever was named as being in it. Sent twice it is once."""
    with transaction.atomic():
        piece = Piece.keep(desk, by, kind, once=said["once"], **facts)
        if piece.people == Piece.People.SOME:
            keep_people(piece, by, [said])
    return piece


def keep_people(piece: Piece, by: Person, people: Iterable[Mapping]) -> None:
    """Everybody named as being in a piece, each with what they said yes to. `people`: name, slip, purposes, is_named,
    guardian. Sent twice, each is there once."""
    for one in people:
        theirs = Subject.by_code(one["slip"]) if one["slip"] else piece.subjects.filter(name=one["name"]).first()
        if one["name"] and not (theirs and theirs.piece_id == piece.pk):
            more = {"is_named": one["is_named"], "guardian": one["guardian"], "slip": one["slip"]}
            Subject.show(piece, one["name"], one["purposes"], by, **more)


def keep_interview(desk: Desk, by: Person, once: str, facts: Mapping, people: list[dict]) -> Piece:
    """Keep what was answered with everybody who answered; a slip that is another's keeps nothing."""
    with transaction.atomic():
        piece = Piece.keep(desk, by, Piece.Kind.INTERVIEW, once=once, **facts)
        keep_people(piece, by, people)
    return piece


def change(piece: Piece, by: Person, facts: Mapping, moments: list[Moment] | None) -> None:
    with transaction.atomic():
        piece.change(by, **facts)
        if moments is not None:
            piece.moments.all().delete()
            Moment.objects.bulk_create(Moment(piece=piece, seconds=m.seconds, words=m.words) for m in moments)


def show(piece: Piece, by: Person, said: Mapping) -> str:
    """Somebody is in it. Gives the code for their slip, where they have no account and were given none yet."""
    _only_the_desk(piece, by)
    more = _who(said) | {"slip": said["slip"]}
    with transaction.atomic():
        Piece.objects.filter(pk=piece.pk).update(people=Piece.People.SOME)
        found = Subject.show(piece, said["name"], said["purposes"], by, **more)
        return "" if found.person or found.code else found.new_slip()


def put_right(subject: Subject, by: Person, said: Mapping) -> None:
    """What was written down wrongly of somebody in a piece."""
    _only_the_desk(subject.piece, by)
    who = _who(said)
    if not said["email"] and not said.get("not_theirs"):
        del who["person"]
    subject.put_right(said["name"], said["purposes"], by, **who)


def _only_the_desk(piece: Piece, by: Person) -> None:
    if not piece.may_be_changed_by(by):
        raise NotYours(_("Whoever kept this, or an editor, can change it."))


def _who(said: Mapping) -> dict:
    person = Person.objects.filter(email__iexact=said["email"], is_active=True).first() if said["email"] else None
    if said["email"] and person is None:
        raise Refusal(_("Nobody here has that mail address. Leave it empty, and give them a slip."))
    return {"person": person, "is_named": said["is_named"], "guardian": said["guardian"]}


def do(piece: Piece, what: str, by: Person, sent: Mapping) -> None:
    """One of the things a desk does with a piece, by its word."""
    if what == "merge":
        other = sent.get("into", "")
        into = (
            Piece.objects.filter(pk=other, desk=piece.desk).first() if other.isdecimal() and len(other) < 18 else None
        )
        if into is None:
            raise Refusal(_("Choose the report it is one with."))
        piece.merge(into, by)
        return
    if what == "hide":
        piece.hide(by, sent.get("because", ""))
        return
    deeds = {"approve": piece.approve, "show": piece.show_again, "apart": piece.apart}
    if what not in deeds:
        raise Refusal(_("That cannot be done with a report."))
    deeds[what](by)


def still_wanted(piece: Piece) -> list[str]:
    """What has to be added before it shows, in words."""
    wanted = []
    if piece.kind == Piece.Kind.PICTURE and not piece.alt:
        wanted.append(_("Say what is to be seen, for whoever cannot see it."))
    if piece.people == Piece.People.LATER:
        wanted.append(_("Say who can be recognised, or that nobody can."))
    if piece.people == Piece.People.SOME:
        subjects = list(piece.subjects.prefetch_related("permissions"))
        no_yes = [one for one in subjects if Purpose.RECORD not in one.agreed_to()]
        if not subjects:
            wanted.append(_("Say who is in it, and what they agreed to."))
        elif no_yes:
            wanted.append(_("Somebody in it did not agree to be on the page of the event."))
    if piece.desk.shows == "checked" and piece.checked_at is None:
        wanted.append(_("An editor has still to look at it."))
    return wanted


def waiting(desk: Desk) -> dict:
    """What waits for whoever looks after the desk."""
    pieces = list(Piece.objects.kept().filter(desk=desk).select_related("by", "session", "desk").newest_first()[:200])
    unseen = [piece for piece in pieces if piece.checked_at is None]
    posts = OutsidePost.objects.waiting().filter(desk=desk).select_related("outlet", "session").newest_first()
    mentions = Mention.objects.waiting().filter(event=desk.event)
    merged = Piece.objects.filter(desk=desk, same_as__isnull=False).select_related("same_as", "by")
    hidden = Piece.objects.filter(desk=desk, hidden_at__isnull=False, erased_at=None).select_related("by", "hidden_by")
    sessions = desk.event.sessions.live().filter(slot__isnull=False).select_related("slot")
    return {
        "unseen": [(piece, still_wanted(piece)) for piece in unseen],
        "pairs": likely_pairs(pieces),
        "posts": posts[:100],
        "left_out": desk.posts_found.filter(state=OutsidePost.State.HIDDEN)[:50],
        "mentions": mentions[:100],
        "merged": merged[:50],
        "hidden": hidden[:50],
        "sessions": sessions.order_by("slot__starts_at", "pk"),
        "quiet": not (unseen or posts or mentions),
    }


def likely_pairs(pieces: list[Piece]) -> list[tuple[Piece, Piece]]:
    """Pairs of reports from one session that seem to be one, the later first: (it, what it may go into). Two links to
    one address are such a pair."""
    rows = list(reversed(pieces))
    found = sums.pairs_alike([(f"{row.session_id}", row.words or row.link or row.alt) for row in rows])
    return [(rows[other], rows[one]) for one, other in found]

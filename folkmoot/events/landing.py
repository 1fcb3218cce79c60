"""Where the lines of a table go: offers, asks and gaps into the directory, promises among the promises."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.directory.models import Ask, Offer, Organisation
from folkmoot.events.models import CheckIn, Event, Note, Rsvp
from folkmoot.kit.refusals import NotYours
from folkmoot.people.models import Person
from folkmoot.promises.models import Promise

FORTY = 40
NOUN = {Note.Kind.OFFER: Offer, Note.Kind.ASK: Ask, Note.Kind.GAP: Ask}


def take_in(note: Note, by: Person) -> Offer | Ask | Promise | None:
    """Put one line where it belongs, entered by `by` as suggested at its session; None when that was done or need not
    be. Those who hold the event may, and anybody signed in for a line of their own."""
    with transaction.atomic():
        line = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
        if line.look != Note.Look.WAITS or line.struck_at:
            return None
        if not (line.event.may_be_run_by(by, timezone.localdate()) or is_their_own(line, by)):
            raise NotYours(_("Only those who hold this event can take lines in."))
        landed = _promise(line, by) if line.kind == Note.Kind.PROMISE else _entry(line, by)
        line.look, line.looked_at, line.looked_by = Note.Look.TAKEN, timezone.now(), by
        line.landed_kind, line.landed_key = landed._meta.label_lower, str(landed.pk)
        line.landed_address = landed.get_absolute_url()
        line.save()
    note.refresh_from_db()
    return landed


def leave(note: Note, by: Person) -> bool:
    """It stays in the notes and goes nowhere else. True the first time."""
    if not note.event.may_be_run_by(by, timezone.localdate()):
        raise NotYours(_("Only those who hold this event can say that."))
    waits = Note.objects.filter(pk=note.pk, look=Note.Look.WAITS)
    return bool(waits.update(look=Note.Look.LEFT, looked_at=timezone.now(), looked_by=by))


def is_their_own(note: Note, by: Person) -> bool:
    """Whether somebody with an account wrote it of themselves."""
    return note.by_id == by.pk and note.whose.strip().lower() in ("", by.name.lower())


def look_through(event: Event, by: Person, shown: list[int], ticked: list[int]) -> int:
    """What a host said of the lines on one page: the ticked are taken in, the others of the page stay in the notes.
    Gives how many were taken in; lines of other events, and those looked at already, are passed over."""
    taken = 0
    for line in event.notes.to_look_at().filter(pk__in=shown[:FORTY]):
        if line.pk in ticked:
            taken += take_in(line, by) is not None
        else:
            leave(line, by)
    return taken


def _entry(line: Note, by: Person) -> Offer | Ask:
    body = _body(line.whose) if not is_their_own(line, by) else None
    said = _("Said at “%(where)s”.") % {"where": line.about()}
    facts = {"thing": "other", "words": line.words[:300], "about": said, "said_at": _where(line)}
    facts |= {"place": line.event.place_id, "organisation": body.pk if body else None}
    facts["person"] = by.pk if is_their_own(line, by) else None
    entry = NOUN[line.kind].enter(by, facts, once=f"note {line.pk}", source=_where(line), why=_("noted at a table"))
    type(entry).objects.filter(pk=entry.pk).update(said_at_address=line.get_absolute_url())
    return entry


def _promise(line: Note, by: Person) -> Promise:
    whose = {"holder": by} if is_their_own(line, by) else _holder(line)
    where = {"said_at": _where(line), "said_at_address": line.get_absolute_url(), "place": line.event.place}
    due = {"due_words": line.due_words, "made_on": line.said_on(), "once": f"note {line.pk}"}
    return Promise.make(line.words[:300], line.due_on, by, **whose, **where, **due)


def _holder(line: Note) -> dict:
    """The body of that name, or the one person of that name who replied or came; else the name as it was said."""
    body = _body(line.whose)
    if body:
        return {"organisation": body}
    named = {"event": line.event, "person__name__iexact": line.whose.strip(), "person__is_active": True}
    keys = {row.person_id for model in (CheckIn, Rsvp) for row in model.objects.filter(**named)}
    return {"holder": Person.objects.get(pk=keys.pop())} if len(keys) == 1 else {"holder_words": line.whose[:200]}


def _body(name: str) -> Organisation | None:
    """The one organisation of exactly this name."""
    found = Organisation.objects.live().shown().filter(name__iexact=name.strip())[:2] if name.strip() else []
    return found[0] if len(found) == 1 else None


def _where(line: Note) -> str:
    if line.session_id is None:
        return str(line.event)[:200]
    return f"{line.session} ({line.event})"[:200]

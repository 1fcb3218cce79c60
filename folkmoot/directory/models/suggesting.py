"""Suggested edits and "this is us": put to whoever may answer, answered with a reason, and undone if need be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person
from folkmoot.people.permissions import holds, is_keeper
from folkmoot.requests.models import Request

from .organisation import Membership, Organisation
from .party import part_of, row_of, when_in
from .revisions import Revision

SUGGESTION, CLAIM = "suggestion", "claim"
ACCEPTED, DECLINED = "accepted", "declined"
KEEPERS = "role:keeper"
DAYS_TO_ANSWER = 21


class NeedsReason(Refusal):
    """A no without a reason helps nobody."""

    status = 422


class SameAsNow(Refusal):
    """A suggestion that changes nothing."""

    status = 422


class NotThere(Refusal):
    """What a request is about was taken out since, as when a list is undone."""

    status = 410


def suggest(entry: models.Model, changes: dict, *, by: Person | None, once: str, **more: Any) -> Request:
    """Put changed facts (plain values) to the owners, or to the keepers when nobody speaks for it.

    Somebody with no account gives `name` and `email`, and a keeper looks first. `more` also holds `why`, `interest`,
    and `adds`: fact → rows or ids that are to stand beside those that are there when it is accepted. Of a changed list
    only what comes and what goes is put to them: whatever else is there by then stays.
    """
    changes, lists = _apart(entry, changes, more.pop("adds", {}))
    if entry.story or not (changes or lists):
        raise SameAsNow(_("Nothing in this differs from what is there."))
    owners = _owner_parties(entry) if by is not None else []
    words = _("%(who)s suggests a change to “%(what)s”.") % {
        "who": by or more.get("name") or _("Somebody"),
        "what": entry,
    }
    return Request.put(
        SUGGESTION,
        words,
        entry,
        to=owners or [KEEPERS],
        asked_by=by,
        due_on=timezone.localdate() + timedelta(days=DAYS_TO_ANSWER),
        payload={"changes": changes} | lists | more,
        address=f"/suggested/{once}/",
        once=once,
    )


def _apart(entry: models.Model, changes: dict, adds: dict) -> tuple[dict, dict]:
    """The changes of single facts, and {"adds": …, "ends": …} of those that are lists, where there are any."""
    whole = {name: after for name, after in changes.items() if isinstance(after, list)}
    now = entry.facts() if whole else {}
    ends = {name: [each for each in now[name] if each not in after] for name, after in whole.items()}
    adds = adds | {name: [each for each in after if each not in now[name]] for name, after in whole.items()}
    found = {"adds": _told_of(adds), "ends": _told_of(ends)}
    return {name: after for name, after in changes.items() if name not in whole}, _told_of(found)


def _told_of(said: dict) -> dict:
    return {name: each for name, each in said.items() if each}


def _owner_parties(entry: models.Model) -> list[str]:
    """The parties that answer for it and have somebody to speak; [] when there are none."""
    day = timezone.localdate()
    if not entry.speakers(day).exists():
        return []
    bodies = entry.owners() if hasattr(entry, "owners") else [getattr(entry, "organisation", None) or entry]
    return [body.party for body in bodies if isinstance(body, Organisation) and body.speakers(day).exists()]


def entry_of(request: Request) -> models.Model:
    """What a request is about; refuses where it is not there any more."""
    found = apps.get_model(request.about_kind)._default_manager.filter(pk=request.about_key).first()
    if found is None:
        raise NotThere(_("“%(what)s” is not there any more.") % {"what": request.title})
    return found


def party_for(request: Request, by: Person) -> str:
    """The party among those asked that `by` may answer for today; refuses who may not."""
    day = timezone.localdate()
    mine = set(Membership.objects.parties_of(by, day))
    asked = list(request.recipients.order_by("pk").values_list("party", flat=True))
    if found := next((party for party in asked if party in mine), None):
        return found
    if holds(by, "keeper", day) and (KEEPERS in asked or is_keeper(by, day)):
        return KEEPERS
    raise NotYours(_("This was put to others: those who speak for it, or the keepers."))


@transaction.atomic
def accept(request: Request, by: Person, because: str = "") -> Revision | Membership | None:
    """Do what was suggested, or let the claimant speak. Accepting twice is accepting once."""
    request = _locked(request)
    party = party_for(request, by)
    if request.closed_at is not None:
        return None
    done = _change(request, by) if request.kind == SUGGESTION else _let_speak(request, by)
    request.answer(by, ACCEPTED, because, party)
    request.close()
    return done


@transaction.atomic
def decline(request: Request, by: Person, because: str) -> None:
    """Say no, with the reason the asker will read. Declining twice is declining once."""
    request = _locked(request)
    party = party_for(request, by)
    if request.closed_at is not None:
        return
    if not because.strip():
        raise NeedsReason(_("Say why not, in a few words: whoever asked will read it."))
    request.answer(by, DECLINED, because, party)
    request.close()


def _locked(request: Request) -> Request:
    return Request.objects.select_for_update().get(pk=request.pk)


def _change(request: Request, by: Person) -> Revision | None:
    who = str(request.asked_by or request.payload.get("name") or _("somebody"))
    why = request.payload.get("why") or _("suggested by %(who)s") % {"who": who}
    source = _("suggested by %(who)s, accepted by %(by)s") % {"who": who, "by": by}
    interest = request.payload.get("interest", "")
    return entry_of(request).set_down(changes_of(request), by, why, source=source, interest=interest)


def changes_of(request: Request) -> dict:
    """What would change, as plain values: what it only adds or ends leaves the others as they are now."""
    changes, adds, ends = (request.payload.get(name, {}) for name in ("changes", "adds", "ends"))
    now = entry_of(request).facts() if adds or ends else {}
    lists = {name: _moved(now[name], ends.get(name, []), adds.get(name, [])) for name in {*adds, *ends}}
    return changes | {name: after for name, after in lists.items() if after != now[name]}


def _moved(now: list, ends: list, adds: list) -> list:
    """Ids, or rows of parties, once these end and those stand beside the others. A party that somebody changed or
    took away since is left so."""
    if not any(isinstance(each, list) for each in (*ends, *adds)):
        return sorted(({*now} - {*ends}) | {*adds})
    left = {part_of(row): row for row in now if row not in ends}
    moved_since = {part_of(row) for row in ends if row not in now}
    for row in adds:
        if part_of(row) not in moved_since:
            left[part_of(row)] = _more_told(left.get(part_of(row)), row)
    return [left[each] for each in sorted(left)]


def _more_told(row: list | None, more: list) -> list:
    """Of a party that is there already only its pence and its dates are new, where nobody told them."""
    if row is None:
        return more
    pence = row[2] if row[2] is not None else more[2]
    return row_of(*part_of(row), pence, when_in(row) or when_in(more))


def claim(body: Organisation, by: Person, as_what: str, evidence: str, once: str, **more) -> Request:
    """ "This is us": put to those who speak for it already, and to the keepers. One open claim a person and body.

    `more`: speaks (True: to speak for it, not only belong to it) and since, the day they came, if it is known.
    """
    if body.story or body.same_as_id:
        raise Refusal(_("Nobody can speak for this entry: it is history, or was absorbed by another."))
    already = Request.objects.open().filter(kind=CLAIM, asked_by=by, about_key=str(body.pk)).first()
    if already:
        return already
    words = _("%(who)s says of “%(what)s”: this is us.") % {"who": by, "what": body}
    return Request.put(
        CLAIM,
        words,
        body,
        to=[*_owner_parties(body), KEEPERS],
        asked_by=by,
        due_on=timezone.localdate() + timedelta(days=DAYS_TO_ANSWER),
        payload={"as_what": as_what[:120], "evidence": evidence} | _told(more),
        address=f"/claims/{once}/",
        once=once,
    )


def _told(more: dict) -> dict:
    since = more.get("since")
    return {"speaks": more.get("speaks", True), "since": since.isoformat() if since else ""}


def _let_speak(request: Request, by: Person) -> Membership:
    body, today = entry_of(request), timezone.localdate()
    if request.asked_by == by:
        raise NotYours(_("Somebody else has to accept this: nobody vouches for themselves."))
    said = request.payload
    open_one = Membership.objects.filter(person=request.asked_by, organisation=body, until=None).first()
    speaks = said.get("speaks", True) or bool(open_one and open_one.speaks_for)
    since = date.fromisoformat(said["since"]) if said.get("since") else (open_one and open_one.since) or today
    facts = {"speaks_for": speaks, "accepted_at": timezone.now(), "as_what": said["as_what"], "since": since}
    standing, _new = Membership.objects.update_or_create(
        person=request.asked_by, organisation=body, until=None, defaults=facts
    )
    verb = "let speak" if speaks else "took as a member"
    Line.record(by, verb, body, place=body.whereabouts(), detail={"person": request.asked_by.key})
    return standing


@transaction.atomic
def take_back(request: Request, by: Person, day: date) -> None:
    """Undo an accepted claim: from that day the person no longer belongs to the body, or speaks for it. Safe twice."""
    party_for(request, by)
    body = entry_of(request)
    held = Membership.objects.select_for_update(of=("self",)).filter(person=request.asked_by, organisation=body)
    for membership in held.filter(until=None).select_related("organisation"):
        spoke = membership.speaks_for
        membership.end(by, day)
        if spoke:
            Line.record(by, "let speak no more", body, place=body.whereabouts())

"""The duties a group names, and who holds them: given and taken by those who look after the group, with dates."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations.models import POWERS, Duty, Group, Holder, LogRow
from folkmoot.journal.models import Notice, Pace
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person

MOST = 20


@transaction.atomic
def name(group: Group, by: Person, facts: dict) -> Duty:
    """A new duty, or the one of that name with these facts: saying the same again changes nothing. `facts`: name,
    purview, and a yes or no for each of POWERS."""
    group.needs_moderator(by)
    Group.objects.select_for_update().get(pk=group.pk)
    facts = _checked(facts)
    known = group.duties.open().filter(name__iexact=facts["name"]).first()
    if known is not None:
        return _change(known, by, facts)
    if group.duties.open().count() >= MOST:
        raise Refusal(_("A group has at most twenty duties. Lay one down first, or add to one there is."))
    duty = Duty.objects.create(group=group, by=by, **facts)
    LogRow.add(group, by, LogRow.What.DUTY, _in_words(duty), address=duty.get_absolute_url())
    return duty


@transaction.atomic
def change(duty: Duty, by: Person, facts: dict) -> Duty:
    """Another name, purview or powers, from now on for whoever holds it."""
    duty.group.needs_moderator(by)
    Group.objects.select_for_update().get(pk=duty.group_id)
    facts = _checked(facts)
    if duty.group.duties.open().filter(name__iexact=facts["name"]).exclude(pk=duty.pk).exists():
        raise Refusal(_("There is a duty of that name already. Choose another."))
    return _change(duty, by, facts)


def _checked(facts: dict) -> dict:
    said = {name: " ".join(str(facts[name]).split()) for name in ("name", "purview")}
    if not all(said.values()):
        raise Refusal(_("Give it a name, and say in a sentence what it looks after."))
    # Powers that nobody here knows of are none.
    return {"name": said["name"][:60], "purview": said["purview"][:300]} | {one: bool(facts.get(one)) for one in POWERS}


def _change(duty: Duty, by: Person, facts: dict) -> Duty:
    if duty.laid_down_at:
        raise Refusal(_("This duty was laid down. Name it anew."))
    if all(getattr(duty, name) == value for name, value in facts.items()):
        return duty
    before = _in_words(duty)
    for field, value in facts.items():
        setattr(duty, field, value)
    duty.save(update_fields=list(facts))
    LogRow.add(duty.group, by, LogRow.What.DUTY, f"{before} → {_in_words(duty)}", address=duty.get_absolute_url())
    return duty


def _in_words(duty: Duty) -> str:
    powers = "; ".join(duty.powers()) or _("no powers of its own")
    return f"{duty.name} ({duty.purview}; {powers})"


@transaction.atomic
def lay_down(duty: Duty, by: Person, because: str) -> bool:
    """Nobody holds it any more, and it is not named again until somebody does so. True the first time."""
    duty.group.needs_moderator(by)
    locked = Duty.objects.select_for_update().get(pk=duty.pk)
    if locked.laid_down_at:
        return False
    if not because.strip():
        raise Refusal(_("Say why. It stands in the group’s log."))
    locked.laid_down_at = duty.laid_down_at = timezone.now()
    locked.save(update_fields=["laid_down_at"])
    locked.holders.filter(ended_at=None).update(ended_at=locked.laid_down_at)
    words = _("%(duty)s: laid down") % {"duty": duty.name}
    LogRow.add(duty.group, by, LogRow.What.DUTY, words, because=because, address=duty.get_absolute_url())
    return True


@transaction.atomic
def give(duty: Duty, by: Person, person: Person, until: date | None = None) -> Holder:
    """This member holds it from today, for good or until a day. Whoever holds it already holds it until then; the same
    again changes nothing."""
    group = duty.group
    group.needs_moderator(by)
    today, locked = timezone.localdate(), Duty.objects.select_for_update().get(pk=duty.pk)
    if locked.laid_down_at:
        raise Refusal(_("This duty was laid down. Name it anew."))
    if not group.members.open().filter(person=person).exists():
        raise Refusal(_("Only somebody who is in the group can hold a duty in it."))
    if until and until < today:
        raise Refusal(_("That day is past. Choose one to come, or leave it empty."))
    held = locked.holders.on(today).filter(person=person).first()
    if held and held.until == until:
        return held
    # One that ran out, or is to last until another day, has its end; the new one begins today.
    locked.holders.filter(person=person, ended_at=None).update(ended_at=timezone.now())
    held = Holder.objects.create(duty=locked, person=person, until=until, by=by)
    ends = " " + _("until %(day)s") % {"day": f"{until:%-d %B %Y}"} if until else ""
    _log(held, by, f"{duty.name}{ends}")
    _tell(held, by, _("You hold a duty in %(group)s now: %(duty)s. %(purview)s"))
    return held


@transaction.atomic
def take(held: Holder, by: Person, because: str = "") -> bool:
    """They hold it no longer: handed back by themselves, or taken by those who look after the group with a reason. At
    once, and true the first time."""
    own = held.person_id == by.pk
    if not own:
        held.duty.group.needs_moderator(by)
    locked = Holder.objects.select_for_update(of=("self",)).get(pk=held.pk)
    if locked.ended_at:
        return False
    if not own and not because.strip():
        raise Refusal(_("Say why. They read it, and it stands in the group’s log."))
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    _log(locked, by, _("no longer %(duty)s") % {"duty": locked.duty.name}, because)
    _tell(locked, by, _("You no longer hold a duty in %(group)s: %(duty)s. %(because)s"), because)
    return True


def _log(held: Holder, by: Person, words: str, because: str = "") -> None:
    """Written as a change of role is, name first: the file of a group then leaves the name out where it must."""
    duty, words = held.duty, f"{held.person}: {words.replace(': ', ' ')}"
    LogRow.add(duty.group, by, LogRow.What.ROLE, words, because=because, address=duty.get_absolute_url())


def _tell(held: Holder, by: Person, words: str, because: str = "") -> None:
    if held.person_id != by.pk:
        duty = held.duty
        names = {"group": duty.group, "duty": duty.name, "purview": duty.purview, "because": because}
        Notice.tell(held.person, (words % names)[:400], duty.get_absolute_url(), pace=Pace.AT_ONCE)


def end_for(group: Group, person: Person) -> None:
    """Whoever goes from a group holds nothing in it."""
    Holder.objects.filter(duty__group=group, person=person, ended_at=None).update(ended_at=timezone.now())

"""What the matrix of tests/test_access.py asks of groups: their states, examples of their routes, whom each lets in.

Amina looks after the group that is asked about, and Bram is in it; Dilys holds two duties in it, to welcome and to
moderate. Kofi, who keeps the site, is in none.
"""

from __future__ import annotations

from types import SimpleNamespace

from folkmoot.conversations import belonging, joining, settling, summing
from folkmoot.conversations.models import (
    Arrival,
    Attachment,
    Discussion,
    Duty,
    Export,
    Group,
    Holder,
    HouseAgreement,
    Member,
    Post,
    Terms,
)
from folkmoot.conversations.posted import STOP
from folkmoot.journal.models import Veil
from folkmoot.kit.links import sign
from folkmoot.moderation.models import Standing

CANARY = "Zyxomma"
OWNERS = ("amina", "deputy")
INSIDE = ("amina", "bram", "deputy", "dilys")
# Whoever holds a duty with the power that is asked for, besides.
EMPOWERED = (*OWNERS, "dilys")

SEES: dict = {"hidden": OWNERS, "within": OWNERS, "gone": (), "taken": OWNERS}
EXAMPLES: dict = {
    "conversations:invited": lambda village: {"token": joining.token_of(_invitation(village))},
    "conversations:stop": lambda village: {"token": sign(STOP, [village.bram.pk, village.first_street.pk])},
    "conversations:asked": lambda village: {"pk": _asked(village).pk},
    "conversations:settling": lambda village: {"pk": _settling(village).pk},
    "conversations:export": lambda village: {"key": _export(village).key},
    "conversations:contest": lambda village: {"pk": _summary(village).lines.first().pk},
    "conversations:unsum": lambda village: {"pk": _summary(village).pk},
    "conversations:summary": lambda village: {"pk": _summary(village).pk},
    "conversations:uncontest": lambda village: {"pk": _contest(village).pk},
    "conversations:arrival": lambda village: {"pk": _arrival(village).pk},
    "conversations:part_asked": lambda village: {"pk": _part_asked(village).pk},
    "conversations:terms": lambda village: _terms(village, "live", "hidden"),
    "conversations:answer_terms": lambda village: _terms(village, "live", "hidden"),
    "conversations:end_terms": lambda village: _terms(village, "live", "hidden"),
    "conversations:withdraw_terms": lambda village: _terms(village, "live"),
    "conversations:change_duty": lambda village: _duties(village),
    "conversations:lay_down_duty": lambda village: _duties(village),
    "conversations:give_duty": lambda village: _duties(village),
    "conversations:take_duty": lambda village: _holder(village),
    "conversations:edit_post": lambda village: {"pk": village.first_street.post_at(2).pk},
    "conversations:drop_history": lambda village: {"pk": village.first_street.post_at(2).pk},
    "conversations:rule_on": lambda village: {"pk": Standing.of(village.first_street, village.amina).pk},
    "conversations:take_back": lambda village: {"pk": village.first_street.post_at(2).pk},
}
SENT: dict = {
    "conversations:begin": {"title": "x", "words": "x"},
    "conversations:say": {"words": "x"},
    "conversations:write_agreement": {"words": "x", "because": "x"},
    "conversations:settle": {"words": "x"},
    "conversations:contest": {"words": "x"},
    "conversations:rule": {"state": "held", "because": "x"},
    "conversations:settling": {"what": "talk"},
    "conversations:asked": {"answer": "yes"},
    "conversations:answer_terms": {"answer": "yes"},
    "conversations:end_terms": {"because": "x"},
    "conversations:propose_terms": {"partner": "/groups/mill-lane-neighbours/", "events": "both"},
    "conversations:name_duty": {"name": "x", "purview": "x"},
    "conversations:change_duty": {"name": "x", "purview": "x"},
    "conversations:lay_down_duty": {"because": "x"},
    "conversations:take_duty": {"because": "x"},
    "conversations:limits": {"new_for": "3", "carried": "anywhere", "because": "x"},
}
LETS_IN: dict = {
    "conversations:begin": INSIDE,
    "conversations:say": INSIDE,
    "conversations:sum_up": INSIDE,
    "conversations:contest": INSIDE,
    "conversations:settle": INSIDE,
    "conversations:members": INSIDE,
    "conversations:edit_post": ("bram",),
    "conversations:take_back": ("bram",),
    "conversations:drop_history": ("bram",),
    "conversations:unsum": ("amina",),
    "conversations:uncontest": ("amina",),
    "conversations:arrival": ("amina",),
    "conversations:part_asked": (*OWNERS, "bram"),
    "conversations:settling": ("bram", "amina"),
    "conversations:asked": ("carys", *EMPOWERED),
    "conversations:looked_after": EMPOWERED,
    "conversations:rule": EMPOWERED,
    "conversations:rule_on": EMPOWERED,
    "conversations:close": EMPOWERED,
    "conversations:reopen": EMPOWERED,
    "conversations:withdraw": EMPOWERED,
    "conversations:withdraw_terms": ("bram",),
    "conversations:end_terms": ("bram", *OWNERS),
    "conversations:take_duty": (*OWNERS, "dilys"),
    "conversations:": OWNERS,
}
# "settle" is the beginning of "settling" too: the longer names come first.
LETS_IN = dict(sorted(LETS_IN.items(), key=lambda pair: -len(pair[0])))


def groups(village: SimpleNamespace) -> dict:
    """One that everybody reads, one for its members, one nobody else knows of, one held, and one that left."""
    if not hasattr(village, "_groups"):
        found = {"live": village.neighbours_first}
        found["within"] = _group(village, "Within", Group.Readers.MEMBERS)
        found["hidden"] = _group(village, f"{CANARY} hidden", Group.Readers.HIDDEN)
        found["held"] = _group(village, f"{CANARY} held", Group.Readers.EVERYONE)
        village._groups = found
        _hold_duties(village, found["live"])
        village._talks = {state: _talk(village, group, state) for state, group in found.items()}
        _hold(found["held"], f"{CANARY} held")  # with what was said in it: nobody talks in a group that is held
    return village._groups


def talks(village: SimpleNamespace) -> dict:
    """One in each of those groups, and one removed by itself."""
    groups(village)
    if "removed" not in village._talks:
        removed = _talk(village, village.neighbours_first, "removed", f"{CANARY} removed")
        _hold(removed, f"{CANARY} removed", Standing.State.REMOVED)
        village._talks |= {"live": village.first_street, "removed": removed}
    return village._talks


def posts(village: SimpleNamespace) -> dict:
    """The first of each of those."""
    return {state: talk.post_at(1) for state, talk in talks(village).items()}


def files(village: SimpleNamespace) -> dict:
    """One with each of those posts; there is nothing behind their names, so that a 404 comes last."""
    facts = {"name": "x.pdf", "kind": "pdf", "file": f"{'0' * 32}.pdf", "by": village.amina}
    return {state: Attachment.objects.get_or_create(post=post, **facts)[0] for state, post in posts(village).items()}


def _group(village: SimpleNamespace, name: str, readers: str) -> Group:
    group = Group.objects.create(name=name, slug=f"matrix-{name.lower().replace(' ', '-')}", readers=readers)
    Member.objects.create(group=group, person=village.amina, role=Member.Role.MODERATOR)
    HouseAgreement.objects.create(group=group, version=1, words="x", by=village.amina).accept(village.amina)
    return group


def _talk(village: SimpleNamespace, group: Group, state: str, title: str = "") -> Discussion:
    title = title or (f"{CANARY} {state}" if state != "live" else "Live")
    talk = Discussion.objects.create(group=group, title=title, by=village.amina)
    talk.say(village.amina, f"{CANARY} {state} words" if state != "live" else "Words")
    return talk


def _hold(thing, title: str, state: str = Standing.State.HELD) -> None:
    kind = thing._meta.label_lower
    thing.standing = Standing.objects.create(state=state, kind=kind, key=thing.pk, title=title, address="/")
    thing.save()
    Veil.draw(kind, thing.pk)
    thing.follow_standing()


def _hold_duties(village: SimpleNamespace, group: Group) -> None:
    Member.objects.create(group=group, person=village.dilys)
    for agreement in group.agreements.all():
        agreement.accept(village.dilys)
    for power in ("welcomes", "moderates"):
        duty = Duty.objects.create(group=group, name=f"Matrix {power}", purview="x", **{power: True})
        duty.holders.create(person=village.dilys, since="2026-01-01")


def _duties(village: SimpleNamespace) -> dict:
    """The first of a group that Dilys holds a duty in, and one of a group nobody else knows of."""
    known = groups(village)
    found = {"live": known["live"].duties.get(name="Matrix moderates")}
    found["hidden"] = Duty.objects.get_or_create(group=known["hidden"], name=CANARY, defaults={"purview": CANARY})[0]
    return {state: {"slug": duty.group.slug, "pk": duty.pk} for state, duty in found.items()}


def _holder(village: SimpleNamespace) -> dict:
    found = _duties(village)
    return {state: kwargs | {"pk": _held(village, kwargs["pk"])} for state, kwargs in found.items()}


def _held(village: SimpleNamespace, duty: int) -> int:
    held = Holder.objects.filter(duty=duty, ended_at=None).first()
    return (held or Holder.objects.create(duty_id=duty, person=village.amina)).pk


def _terms(village: SimpleNamespace, *states: str) -> dict:
    """What Bram's group proposed to the one that everybody reads, and to one that nobody else knows of."""
    part = _part_asked(village) and Group.objects.get(slug="matrix-part")
    known, found = groups(village), {}
    for state in states:
        facts = {"proposer": part, "partner": known[state], "version": 1, "proposed_by": village.bram}
        terms = Terms.objects.filter(proposer=part, partner=known[state]).first() or Terms.objects.create(
            voices=f"{CANARY} words" if state != "live" else "", **facts
        )
        found[state] = {"slug": part.slug, "pk": terms.pk}
    return found


def _invitation(village: SimpleNamespace):
    return joining.invite(village.neighbours_first, village.amina, "nia@example.org")


def _asked(village: SimpleNamespace):
    groups(village)
    village.neighbours_first.way_in = Group.WayIn.REQUEST
    village.neighbours_first.save()
    return joining.ask(village.neighbours_first, village.carys, "x", accepts=True)


def _settling(village: SimpleNamespace):
    return settling.ask(Post.objects.get(pk=village.first_street.post_at(1).pk), village.bram, "x")


def _export(village: SimpleNamespace) -> Export:
    """Being made, so that those who may have it are told that there is none yet."""
    return Export.objects.get_or_create(group=village.neighbours_first, by=village.amina)[0]


def _summary(village: SimpleNamespace):
    return summing.sum_up(village.first_street, village.amina, "A line. [1]", once="matrix")


def _contest(village: SimpleNamespace):
    return summing.contest(_summary(village).lines.first(), village.amina, "Not quite.")


def _arrival(village: SimpleNamespace) -> Arrival:
    """One whose file is not there any more."""
    what = {"name": f"{CANARY} brought", "discussions": 1, "posts": 1, "files": 0}
    return Arrival.objects.get_or_create(by=village.amina, mark="matrix", defaults={"what": what})[0]


def _part_asked(village: SimpleNamespace):
    """Bram asks those who look after the group whether one of his may be part of it."""
    part = Group.objects.filter(slug="matrix-part").first()
    if part is None:
        part = Group.objects.create(name="Part", slug="matrix-part")
        Member.objects.create(group=part, person=village.bram, role=Member.Role.MODERATOR)
    return belonging.ask(part, village.neighbours_first, village.bram)

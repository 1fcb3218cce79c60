"""What the matrix of tests/test_access.py asks of groups: their states, examples of their routes, whom each lets in.

Amina looks after the group that is asked about, and Bram is in it; Kofi, who keeps the site, is in none.
"""

from __future__ import annotations

from types import SimpleNamespace

from folkmoot.conversations import belonging, joining, settling, summing
from folkmoot.conversations.models import Arrival, Attachment, Discussion, Export, Group, HouseAgreement, Member, Post
from folkmoot.conversations.posted import STOP
from folkmoot.journal.models import Veil
from folkmoot.kit.links import sign
from folkmoot.moderation.models import Standing

CANARY = "Zyxomma"
OWNERS = ("amina", "deputy")
INSIDE = ("amina", "bram", "deputy")

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
    "conversations:asked": ("dilys", *OWNERS),
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


def _invitation(village: SimpleNamespace):
    return joining.invite(village.neighbours_first, village.amina, "nia@example.org")


def _asked(village: SimpleNamespace):
    village.neighbours_first.way_in = Group.WayIn.REQUEST
    village.neighbours_first.save()
    return joining.ask(village.neighbours_first, village.dilys, "x", accepts=True)


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

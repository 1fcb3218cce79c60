"""Beginning a group and changing it: every change by those who look after it, with a row in its log."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from folkmoot.conversations import belonging, newcomers
from folkmoot.conversations.models import Discussion, Group, HouseAgreement, LogRow, Member
from folkmoot.conversations.models.group import TAKEN
from folkmoot.journal.models import Audience, Line, Watch
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

SHOWN = ("name", "about", "way_in", "readers", "licence", "colour", "place", "programme", "topic", "organisation")
FACTS = (*SHOWN, "for_title", "for_address", "parent")
# What a group asks of those who write in it.
LIMITS = ("closes_after", "new_for", "new_posts", "new_links", "new_files", "carried")


@transaction.atomic
def begin(by: Person, facts: dict, *, agreement: str = "", review_on=None, once: str = "") -> Group:
    """A new group, looked after by whoever begins it. `once`: sent again with the same word it is the same group."""
    known = Group.objects.filter(once=once).first() if once else None
    if known:
        return known
    newcomers.check_deed(by, "group", 1, facts["name"], facts.get("about", ""), agreement)
    parent = facts.get("parent")
    group = Group.objects.create(
        **facts | {"parent": None}, slug=free_slug(facts["name"]), began_by=by, once=once or None
    )
    Member.objects.create(group=group, person=by, role=Member.Role.MODERATOR, came=Member.Came.BEGAN)
    LogRow.add(group, by, LogRow.What.BEGAN)
    if agreement.strip():
        write_agreement(group, by, agreement, review_on, because=_("The group begins with it."))
    Line.record(by, "began the group", group, place=group.place, audience=group.audience)
    Watch.start(by, group)
    group.follow_standing()
    if parent is not None:
        belonging.ask(group, parent, by)
    return group


def free_slug(name: str) -> str:
    """An address of its own, made of the name."""
    wished = slugify(name)[:50].strip("-") or "group"
    if wished in TAKEN or wished.isdigit():
        wished = f"group-{wished}"
    used = set(Group.objects.filter(slug__startswith=wished).values_list("slug", flat=True))
    return next(one for one in (wished, *(f"{wished}-{n}" for n in range(2, len(used) + 3))) if one not in used)


@transaction.atomic
def change(group: Group, by: Person, facts: dict, because: str) -> list[str]:
    """Change what is given in `facts`; the names of what did change. Each changed fact stands in the log, with before
    and after, and the change needs a reason."""
    group.needs_moderator(by)
    locked = Group.objects.select_for_update().get(pk=group.pk)
    facts = _parent_apart(group, by, facts, because)
    changed = [name for name in (*FACTS, *LIMITS) if name in facts and getattr(locked, name) != facts[name]]
    if not changed:
        return []
    if not because.strip():
        raise Refusal(_("Say why. It stands in the group’s log, where those who read the group see it."))
    before = {name: shown(locked, name) for name in changed}
    for name in changed:
        setattr(locked, name, facts[name])
    locked.changed_at = timezone.now()
    locked.save()
    words = "; ".join(f"{label(name)}: {before[name] or '–'} → {shown(locked, name) or '–'}" for name in changed)
    LogRow.add(locked, by, LogRow.What.CHANGED, words, because=because)
    Line.record(by, "changed the group", locked, place=locked.place, audience=locked.audience)
    if {"readers", "name", "about", "place"} & set(changed):
        locked.follow_standing()
    group.refresh_from_db()
    return changed


def _parent_apart(group: Group, by: Person, facts: dict, because: str) -> dict:
    """Another wider group is asked first; leaving one needs nobody but this group."""
    if "parent" not in facts or facts["parent"] == group.parent:
        return facts
    if not because.strip():
        raise Refusal(_("Say why. It stands in the group’s log, where those who read the group see it."))
    if group.parent is not None:
        belonging.let_go(group.parent, group, by, because)
    if facts["parent"] is not None:
        belonging.ask(group, facts["parent"], by)
    return {name: value for name, value in facts.items() if name != "parent"}


def shown(group: Group, name: str) -> str:
    """A fact as people read it."""
    said = getattr(group, f"get_{name}_display", None)
    value = said() if said else getattr(group, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)[:120]


def label(name: str) -> str:
    words = {
        "name": _("name"),
        "about": _("what it is for"),
        "way_in": _("way in"),
        "readers": _("who reads it"),
        "licence": _("licence"),
        "colour": _("colour"),
        "place": _("place"),
        "programme": _("programme"),
        "topic": _("topic"),
        "organisation": _("body that runs it"),
        "parent": _("part of"),
        "closes_after": _("discussions close after days"),
        "new_for": _("for how many days somebody is new"),
        "new_posts": _("posts a day of somebody new"),
        "new_links": _("links by somebody new"),
        "new_files": _("files by somebody new"),
        "carried": _("who may carry discussions elsewhere"),
    }
    return str(words.get(name, _("for")))


@transaction.atomic
def write_agreement(group: Group, by: Person, words: str, review_on=None, because: str = "") -> HouseAgreement:
    """A new version of the house agreement; everybody is asked again before they next write. The same words with the
    same review day are the version there is."""
    group.needs_moderator(by)
    Group.objects.select_for_update().get(pk=group.pk)
    now = group.agreement()
    words = words.strip()[:10_000]
    if not words:
        raise Refusal(_("Write the agreement first."))
    if now and (now.words, now.review_on) == (words, review_on):
        return now
    version = (group.agreements.aggregate(last=Max("version"))["last"] or 0) + 1
    made = HouseAgreement.objects.create(group=group, version=version, words=words, review_on=review_on, by=by)
    made.accept(by)
    LogRow.add(group, by, LogRow.What.AGREED, _("version %(n)d") % {"n": version}, because=because)
    Line.record(by, "wrote a house agreement for", group, place=group.place, audience=group.audience)
    return made


@transaction.atomic
def close(talk: Discussion, by: Person, because: str = "") -> bool:
    """Nothing more is said in it from now on. By whoever began it or looks after the group. True the first time."""
    _needs_keeper(talk, by)
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    if not talk.is_open(timezone.localdate()):
        return False
    _set_closing(talk, yesterday)
    _log(talk, by, LogRow.What.CLOSED, because)
    return True


@transaction.atomic
def reopen(talk: Discussion, by: Person, days: int | None = None, because: str = "") -> bool:
    """Open it again, for so many days or for good. True when it was closed."""
    _needs_keeper(talk, by)
    was_open = talk.is_open(timezone.localdate())
    _set_closing(talk, timezone.localdate() + timezone.timedelta(days=days) if days else None)
    if not was_open:
        _log(talk, by, LogRow.What.REOPENED, because)
    return not was_open


def _needs_keeper(talk: Discussion, by: Person) -> None:
    if talk.group is None:
        raise NotYours(_("Until when people speak here is said by those who look after what it belongs to."))
    if talk.by_id != by.pk:
        talk.group.needs(by, "moderates")


def _set_closing(talk: Discussion, day) -> None:
    Discussion.objects.filter(pk=talk.pk).update(closes_on=day)
    talk.closes_on = day


def _log(talk: Discussion, by: Person, what: str, because: str) -> None:
    LogRow.add(talk.group, by, what, talk.title, because=because, address=talk.get_absolute_url())
    verb = "closed" if what == LogRow.What.CLOSED else "opened again"
    Line.record(by, verb, talk, place=talk.place_or_groups(), audience=talk.audience)


def keepers_line(group: Group, by: Person, verb: str) -> None:
    """A line that few read, so that kept pages go stale."""
    Line.record(by, verb, group, audience=Audience.PARTIES)

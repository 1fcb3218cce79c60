"""Thornbeck's groups: one that everybody reads and talks in, one for members of a street, one that shows itself to
nobody else, and the one that a programme runs inside the common space."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.conversations import findable, naming
from folkmoot.conversations.models import (
    Contest,
    Discussion,
    Duty,
    Group,
    HouseAgreement,
    LogRow,
    Member,
    Post,
    Quotation,
    Summary,
    SummaryLine,
    Terms,
)
from folkmoot.conversations.seed_rows import AGREEMENT, DUTIES, GROUPS, INTERESTS, SUMMARY, TALKS, TERMS

LONDON = ZoneInfo("Europe/London")
BEGAN = datetime(2026, 3, 2, 19, tzinfo=LONDON)


def plant(village: SimpleNamespace) -> None:
    """Adds village.sundays (everybody reads it), .street (members), .carers (hidden), .neighbours_first (a
    programme's own, part of the first), and of the first .heating (lively), .lunch (a story), .which_day (closed)."""
    for short, facts in GROUPS.items():
        setattr(village, short, _group(village, dict(facts)))
    Group.objects.filter(pk=village.neighbours_first.pk).update(parent=village.sundays)
    for short, row in TALKS.items():
        setattr(village, short, _talk(village, *row))
    for (short, number), interest in INTERESTS.items():
        getattr(village, short).posts.filter(number=number).update(interest=interest)
    _summary(village)
    _duties(village)
    for row in TERMS:
        _terms(village, *row)
    findable.refresh_groups(Group.objects.filter(story=False).select_related("place", "standing"))
    talks = Discussion.objects.filter(group__story=False).select_related("group__place", "group__standing", "place")
    findable.refresh_discussions(talks)
    said = Post.objects.in_groups().public().select_related("discussion__group__place", "discussion__place", "standing")
    findable.refresh_posts(said)


def _group(village: SimpleNamespace, facts: dict) -> Group:
    people, slug = facts.pop("people"), facts.pop("slug")
    facts["place"] = getattr(village, facts.pop("place"))
    for name in ("programme", "organisation"):
        if name in facts:
            facts[name] = getattr(village, facts[name])
    keeper = getattr(village, people[0])
    begun = {"began_by": keeper, "began_at": BEGAN, "changed_at": BEGAN}
    group, new = Group.objects.get_or_create(slug=slug, defaults=facts | begun)
    if not new:
        return group
    words = {"words": AGREEMENT, "by": keeper, "at": BEGAN, "review_on": date(2027, 3, 1)}
    agreement = HouseAgreement.objects.create(group=group, version=1, **words)
    for number, short in enumerate(people):
        role = Member.Role.MODERATOR if number == 0 else Member.Role.MEMBER
        came = Member.Came.BEGAN if number == 0 else Member.Came.JOINED
        since = {"since": BEGAN.date() + timedelta(days=number)}
        Member.objects.create(group=group, person=getattr(village, short), role=role, came=came, **since)
        agreement.acceptances.create(person=getattr(village, short), at=BEGAN)
    LogRow.objects.create(group=group, by=keeper, what=LogRow.What.BEGAN, at=BEGAN)
    return group


def _talk(village: SimpleNamespace, where: str, title: str, kind: str, closes, posts: tuple) -> Discussion:
    group = getattr(village, where)
    by, _body, at, _words, _answers = posts[0]
    facts = {"title": title, "kind": kind, "by": getattr(village, by), "begun_at": _at(at), "closes_on": closes}
    talk, new = Discussion.objects.get_or_create(once=f"seed {group.slug} {title}"[:80], group=group, defaults=facts)
    for number, row in enumerate(posts if new else (), 1):
        _post(village, talk, number, row)
    if new:
        Discussion.objects.filter(pk=talk.pk).update(last_number=len(posts), last_at=_at(posts[-1][2]))
        talk.refresh_from_db()
    return talk


def _post(village: SimpleNamespace, talk: Discussion, number: int, row: tuple) -> None:
    by, body, at, words, answers = row
    facts = {"by": getattr(village, by), "words": words, "at": _at(at), "number": number}
    if body:
        facts |= {"as_body": getattr(village, body[0]), "mandate": body[1]}
    answered = talk.post_at(answers[0]) if answers else None
    post = Post.objects.create(discussion=talk, reply_to=answered, **facts)
    if answered and answers[1]:
        Quotation.objects.create(post=post, quoted=answered, excerpt=answers[1])
    naming.keep(post, naming.find(talk, words))


def _duties(village: SimpleNamespace) -> None:
    for short, rows in DUTIES.items():
        group = getattr(village, short)
        for name, purview, powers, holders in rows:
            facts = {"purview": purview, "by": group.began_by, "at": BEGAN} | dict.fromkeys(powers, True)
            duty, new = Duty.objects.get_or_create(group=group, name=name, laid_down_at=None, defaults=facts)
            for who, since, until in holders if new else ():
                duty.holders.create(person=getattr(village, who), since=since, until=until, by=group.began_by)


def _terms(village: SimpleNamespace, proposer: str, partner: str, facts: dict, by: str, agreed_by: str) -> None:
    """In force since a week after they were proposed, with what both logs say of it."""
    sides = {"proposer": getattr(village, proposer), "partner": getattr(village, partner)}
    days = {"proposed_at": _at("2026-09-07 19:00"), "answered_at": _at("2026-09-14 20:30")}
    people = {"proposed_by": getattr(village, by), "answered_by": getattr(village, agreed_by)}
    facts = facts | days | people | {"answer": Terms.Answer.AGREED}
    terms, new = Terms.objects.get_or_create(**sides, version=1, defaults=facts)
    for group in sides.values() if new else ():
        words = f"{terms.other(group)}: version 1 agreed"
        more = {"at": days["answered_at"], "address": terms.get_absolute_url()}
        LogRow.objects.create(group=group, by=people["answered_by"], what=LogRow.What.TERMS, words=words, **more)


def _summary(village: SimpleNamespace) -> None:
    """Amina's, with what Bram sees otherwise."""
    talk = village.heating
    facts = {"by": village.amina, "at": _at("2026-11-14 18:20"), "up_to": talk.last_number - 1}
    made, new = Summary.objects.get_or_create(discussion=talk, once="seed summary", defaults=facts)
    for order, (words, numbers) in enumerate(SUMMARY if new else ()):
        line = SummaryLine.objects.create(summary=made, order=order, words=words)
        line.cites.set(talk.posts.filter(number__in=numbers))
    if new:
        words = "Two of us said Sunday, not everybody: I only said that I could be there on one."
        Contest.objects.create(line=made.lines.last(), by=village.bram, words=words, at=_at("2026-11-15 09:05"))


def _at(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=LONDON)

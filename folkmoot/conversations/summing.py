"""Summing up a discussion, and saying that a line of it is not how it was."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.conversations import newcomers, speaking
from folkmoot.conversations.models import Contest, Discussion, Post, Summary, SummaryLine
from folkmoot.journal.models import Line, Notice, Veil
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

CITED = re.compile(r"\[([\d ,–-]{1,80})\]\s*$")
MOST_LINES, MOST_CITED = 12, 30


def read(words: str) -> list[tuple[str, list[int]]]:
    """Lines as they are typed, each with the numbers of its posts in brackets at its end, as (words, numbers).

    >>> read("Most want the hall heated. [3, 7-9]\\n\\nNobody knows the cost [4]")
    [('Most want the hall heated.', [3, 7, 8, 9]), ('Nobody knows the cost', [4])]
    """
    lines = [line.strip(" -*\t") for line in words.splitlines() if line.strip(" -*\t")]
    return [_line(line) for line in lines[: MOST_LINES + 1]]


def _line(line: str) -> tuple[str, list[int]]:
    found = CITED.search(line)
    if found is None:
        return line, []
    numbers: list[int] = []
    for part in found[1].replace("–", "-").split(","):
        first, _dash, last = part.strip().partition("-")
        if first.isdecimal() and len(first) < 8:
            end = int(last) if last.strip().isdecimal() and len(last) < 8 else int(first)
            numbers += range(int(first), min(end, int(first) + MOST_CITED) + 1)
    return line[: found.start()].strip(), list(dict.fromkeys(numbers))[:MOST_CITED]


def check(talk: Discussion, lines: list[tuple[str, list[int]]]) -> dict[int, Post]:
    """The posts cited, by number. Refusal, in words, for a line that cites nothing, or what is not there."""
    if not lines:
        raise Refusal(_("Write at least one line."))
    if len(lines) > MOST_LINES:
        raise Refusal(_("Twelve lines at most: it is to be shorter than what it sums up."))
    wanted = {number for _words, numbers in lines for number in numbers}
    there = {post.number: post for post in talk.posts.shown().filter(number__in=wanted)}
    for words, numbers in lines:
        if not words or len(words) > 600:
            raise Refusal(_("A line has between one and 600 letters: “%(line)s”.") % {"line": words[:60]})
        if not numbers:
            raise Refusal(_("Say on which posts this line rests, as [3, 7]: “%(line)s”.") % {"line": words[:60]})
        missing = [str(number) for number in numbers if number not in there]
        if missing:
            told = {"line": words[:60], "numbers": ", ".join(missing)}
            raise Refusal(_("“%(line)s” cites posts that are not here to read: %(numbers)s.") % told)
    return there


@transaction.atomic
def sum_up(talk: Discussion, by: Person, words: str, once: str = "") -> Summary:
    """A signed summary, above those there are, which stay to be read and whose writers are told. Each line cites posts.
    Safe twice."""
    speaking.check(talk, by)
    once = f"{talk.pk}:{once}"[:80] if once else None
    known = Summary.objects.filter(once=once).first() if once else None
    if known:
        return known
    lines = read(words)
    there = check(talk, lines)
    newcomers.check_deed(by, "summary", 2, words)
    made = Summary.objects.create(discussion=talk, by=by, up_to=talk.last_number, once=once)
    for order, (said, numbers) in enumerate(lines):
        line = SummaryLine.objects.create(summary=made, order=order, words=said)
        line.cites.set([there[number] for number in numbers])
    _tell_earlier(made, by)
    Line.record(by, "summed up", made, title=talk.title, place=talk.place_or_groups(), audience=talk.audience)
    return made


def _tell_earlier(made: Summary, by: Person) -> None:
    words = _("%(who)s summed up “%(title)s” anew. Yours stays to be read below it.")
    earlier = made.discussion.summaries.shown().exclude(pk=made.pk).exclude(by=by).exclude(by=None)
    for person in {one.by for one in earlier.select_related("by")}:
        Notice.tell(person, words % {"who": by, "title": made.discussion.title}, made.get_absolute_url())


@transaction.atomic
def contest(line: SummaryLine, by: Person, words: str) -> Contest:
    """Say beside a line how you saw it: whoever spoke in the discussion, once for each line; again replaces it."""
    talk = line.summary.discussion
    speaking.check(talk, by)
    if not talk.posts.filter(by=by).exists():
        raise NotYours(_("Those who spoke in the discussion can say that a line of its summary is not how it was."))
    words = words.strip()
    if not words or len(words) > 600:
        raise Refusal(_("Say in between one and 600 letters how you saw it."))
    known = line.contests.filter(by=by, taken_back_at=None).first()
    if known and known.words == words:
        return known
    newcomers.check_deed(by, "contest", 3, words)
    line.contests.filter(by=by, taken_back_at=None).update(taken_back_at=timezone.now())
    made = Contest.objects.create(line=line, by=by, words=words)
    about = {"title": talk.title, "place": talk.place_or_groups(), "audience": talk.audience}
    Line.record(by, "saw otherwise a line on", made, **about)
    if line.summary.by_id not in (None, by.pk):
        said = _("%(who)s sees a line of your summary otherwise: “%(words)s”") % {"who": by, "words": words[:200]}
        Notice.tell(line.summary.by, said, made.get_absolute_url())
    return made


@transaction.atomic
def take_back_contest(made: Contest, by: Person) -> bool:
    """Whoever saw it otherwise takes that back. True the first time."""
    if made.by_id != by.pk:
        raise NotYours(_("Only whoever wrote this can take it back. You can report it."))
    gone = Contest.objects.filter(pk=made.pk, taken_back_at=None).update(taken_back_at=timezone.now())
    if gone:
        Veil.draw("conversations.contest", made.pk)
        Line.record(by, "took back", made, title=made.line.summary.discussion.title, audience="parties")
    return bool(gone)


@transaction.atomic
def take_back(summary: Summary, by: Person) -> bool:
    """Its writer takes it off. True the first time."""
    if summary.by_id != by.pk:
        raise NotYours(_("Only whoever wrote this can take it back. You can report it."))
    gone = Summary.objects.filter(pk=summary.pk, taken_back_at=None).update(taken_back_at=timezone.now())
    if gone:
        Veil.draw("conversations.summary", summary.pk)
        Line.record(by, "took back", summary, audience="parties")
    return bool(gone)

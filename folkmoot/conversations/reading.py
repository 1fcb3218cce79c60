"""What the page of a group and of a discussion shows one visitor, in a number of queries that does not grow."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.conversations import following, limits, naming, sharing, speaking
from folkmoot.conversations.models import Discussion, Group, Holder, Post, Quotation, Summary, Terms
from folkmoot.kit.markdown import render
from folkmoot.people.models import Person

FEW = 8


def _whose(of: str = "") -> tuple[str, ...]:
    """The fields that name who said a post."""
    return (f"{of}name", f"{of}by__name", f"{of}as_body__name")


# What a page shows of each post, and no more: reading a row costs as much as it has fields.
OF_POST = ("by", "as_body", "standing", "reply_to__by", "reply_to__as_body")
SHOWN = (
    *(
        "discussion",
        "number",
        "words",
        "at",
        "came",
        "mandate",
        "interest",
        "edited_at",
        "taken_back_at",
        "standing__state",
    ),
    *("by__key", "by__is_active", "by__forget_on", "reply_to__number"),
    *(*_whose(), *_whose("reply_to__")),
)


@dataclass
class Row:
    """One number of a discussion: the post, or why there is none to read."""

    post: Post
    gone: str = ""
    html: str = ""
    quotes: list = field(default_factory=list)
    mine: bool = False


@dataclass
class Reading:
    """One page of a discussion, for one visitor."""

    talk: Discussion
    person: Person | None
    page: int = 1

    @cached_property
    def moderates(self) -> bool:
        return self.person is not None and self.talk.moderated_by(self.person, timezone.localdate())

    @cached_property
    def rows(self) -> list[Row]:
        first = (self.page - 1) * self.talk.a_page
        said = self.talk.posts.filter(number__gt=first, number__lte=first + self.talk.a_page)
        said = said.select_related(*OF_POST).only(*SHOWN)
        said = list(said.prefetch_related(Prefetch("quotes", queryset=_quotes()), "attachments").order_by("number"))
        prefetch_related_objects([post for post in said if "@" in post.words], "mentions__person")
        return [self._row(post) for post in said]

    def _row(self, post: Post) -> Row:
        post.discussion = self.talk
        gone = gone_words(post)
        if gone:
            return Row(post, gone)
        people = [one.person for one in post.mentions.all()] if "@" in post.words else []
        for quote in post.quotes.all():
            if quote.quoted is not None and quote.quoted.discussion_id == self.talk.pk:
                quote.quoted.discussion = self.talk  # one discussion, asked once whether it is there
        quotes = [(one, one.shown_excerpt()) for one in post.quotes.all()]
        html = render(naming.linked(post.words, people), 3)
        return Row(post, "", html, quotes, self.person is not None and post.by_id == self.person.pk)

    @cached_property
    def summaries(self) -> list[Summary]:
        """The newest twenty; the first stands in full, and none hides the others."""
        found = self.talk.summaries.shown().select_related("by")
        standing = Q(lines__contests__taken_back_at=None, lines__contests__isnull=False)
        standing &= Q(lines__contests__standing=None) | Q(lines__contests__standing__state="shown")
        counted = found.annotate(otherwise=Count("lines__contests", filter=standing, distinct=True))
        return list(counted.order_by("-at", "-pk")[:20])

    @property
    def summary(self) -> Summary | None:
        return self.summaries[0] if self.summaries else None

    @cached_property
    def summary_lines(self) -> list:
        return lines_of(self.summary, self.talk) if self.summary else []

    @cached_property
    def newer(self) -> int:
        """How many posts came after the newest summary."""
        return max(0, self.talk.last_number - self.summary.up_to) if self.summary else 0

    @cached_property
    def why_silent(self) -> str:
        why = speaking.why_not(self.talk, self.person)
        if why:
            return why
        if not self.talk.is_open(timezone.localdate()):
            return _("This closed on %(day)s. What was said stays.") % {"day": f"{self.talk.closes_on:%-d %B %Y}"}
        return ""

    @property
    def is_open(self) -> bool:
        return not self.talk.is_closed

    @cached_property
    def hears(self) -> str:
        return following.of(self.talk, self.person)

    @property
    def pages(self) -> list[int]:
        """Numbers of pages to offer: the first, those around this one, the last."""
        near = {1, self.talk.pages, *range(self.page - 2, self.page + 3)}
        return sorted(one for one in near if 1 <= one <= self.talk.pages)

    @cached_property
    def counted(self) -> tuple[int, int]:
        """How many posts are shown, and how many different people and bodies wrote them."""
        own, guest = Q(as_body=None), Q(as_body=None, by=None) & ~Q(name="")
        found = self.talk.posts.shown().aggregate(
            posts=Count("pk"),
            bodies=Count("as_body", distinct=True),
            people=Count("by", distinct=True, filter=own),
            guests=Count("name", distinct=True, filter=guest),
        )
        return found["posts"], found["bodies"] + found["people"] + found["guests"]

    @cached_property
    def said(self) -> str:
        """How it stands, in a sentence."""
        many, who = self.counted
        posts = ngettext("One post", "%(n)d posts", many) % {"n": many}
        people = ngettext("one person", "%(n)d people", who) % {"n": who}
        closed = not self.talk.is_open(timezone.localdate())
        how = _("closed") if closed else _("open")
        day = timezone.localdate(self.talk.last_at)
        return _("%(posts)s by %(people)s, the last on %(day)s; it is %(how)s.") % {
            "posts": posts,
            "people": people,
            "day": f"{day:%-d %B %Y}",
            "how": how,
        }

    @cached_property
    def origin(self) -> dict:
        """Of a linked copy: where it came from, whether that can still be read there, and whether it changed since."""
        from_there = self.talk.copy_of
        if not self.talk.copied_from:
            return {}
        first = from_there.post_at(1) if from_there else None
        if first is None or not (first.is_there() and first.is_visible_to(self.person)):
            return {"group": self.talk.copied_from}
        changed = first.edited_at is not None and first.edited_at > self.talk.begun_at
        html = render(first.words, 3)
        return {"talk": from_there, "group": from_there.group, "changed": changed, "html": html, "whose": first.whose()}


def lines_of(summary: Summary, talk: Discussion) -> list:
    """(line, the posts it cites that are shown, what is said against it)."""
    rows = []
    # Read together with how often it is seen otherwise, a summary that never is has nothing more to ask for.
    contested = getattr(summary, "otherwise", True)
    contests = ("contests__by", "contests__standing") if contested else ()
    for line in summary.lines.prefetch_related(Prefetch("cites", queryset=_cited()), *contests):
        cited = [post for post in line.cites.all() if post.is_shown]
        for post in cited:
            post.discussion = talk
        rows.append((line, cited, [one for one in line.contests.all() if _stands(one)] if contested else []))
    return rows


def _cited() -> QuerySet:
    return Post.objects.select_related("standing").only("discussion", "number", "taken_back_at", "standing__state")


def _stands(contest) -> bool:
    held = contest.standing is not None and contest.standing.state != "shown"
    return contest.taken_back_at is None and not held


def _quotes() -> QuerySet:
    """What posts repeat of others, with all that says whether it is still there to read."""
    there = ("quoted__standing", "quoted__discussion__standing", "quoted__discussion__group__standing")
    asked = ("quoted__number", "quoted__taken_back_at", "quoted__discussion__group__left_at")
    states = tuple(f"{one}__state" for one in there)
    found = Quotation.objects.select_related("quoted__by", "quoted__as_body", *there)
    return found.only("post", "excerpt", "quoted__discussion", *asked, *states, *_whose("quoted__"))


def gone_words(post: Post) -> str:
    """Why a post is not there to read, in words; nothing when it is."""
    if post.taken_back_at:
        return _("Taken back by whoever wrote it.")
    if post.standing is not None and post.standing.state == "held":
        return _("Held while moderators look.")
    if post.standing is not None and post.standing.state == "removed":
        return _("Removed by moderators; the log says why.")
    return ""


@dataclass
class GroupPage:
    """A group, for one visitor."""

    group: Group
    person: Person | None
    day: date = field(default_factory=timezone.localdate)

    @cached_property
    def member(self):
        return self.group.member(self.person, self.day)

    @cached_property
    def moderates(self) -> bool:
        return self.group.is_moderated_by(self.person, self.day)

    @cached_property
    def welcomes(self) -> bool:
        return self.group.may(self.person, "welcomes", self.day)

    @cached_property
    def decides(self) -> bool:
        """Whether they decide about what is reported in it."""
        return self.group.may(self.person, "moderates", self.day)

    @cached_property
    def duties(self) -> list[tuple]:
        """(duty, who holds it today), for whoever reads the group."""
        if not self.reads or self.group.story:
            return []
        held = Holder.objects.in_group(self.group, self.day)
        return [(duty, [one for one in held if one.duty_id == duty.pk]) for duty in self.group.duties.open()]

    @cached_property
    def terms(self) -> list:
        return sharing.in_force(self.group, self.person, self.day)

    @cached_property
    def agreed_with(self) -> set[int]:
        return {terms.with_whom.pk for terms in self.terms}

    @cached_property
    def proposed(self) -> list:
        """Terms that wait for an answer, for those who look after the group."""
        if not self.moderates:
            return []
        return list(Terms.objects.of(self.group).open().select_related("proposer", "partner"))

    @cached_property
    def shared_talks(self) -> list[Discussion]:
        return sharing.talks(self.group, self.person, FEW)

    @cached_property
    def limits(self) -> list[str]:
        return limits.in_words(self.group)

    @cached_property
    def reads(self) -> bool:
        return self.group.is_read_by(self.person, self.day)

    @cached_property
    def agreement(self):
        return self.group.agreement()

    @cached_property
    def must_accept(self) -> bool:
        """A member whom the newest agreement still waits for."""
        if self.member is None or self.agreement is None:
            return False
        return not self.agreement.is_accepted_by(self.member.person)

    @cached_property
    def talks(self) -> list[Discussion]:
        return self._newest(Discussion.Kind.TALK)

    @cached_property
    def stories(self) -> list[Discussion]:
        return self._newest(Discussion.Kind.STORY)

    def _newest(self, kind: str) -> list[Discussion]:
        return with_counts(self._all().filter(kind=kind).newest_first()[:FEW]) if self.reads else []

    def _all(self) -> QuerySet:
        return listed(Discussion.objects.shown().filter(group=self.group))

    @cached_property
    def parts(self) -> list[Group]:
        return list(self.group.parts.all().shown().visible_to(self.person, self.day).order_by("name"))

    @cached_property
    def above(self) -> list[Group]:
        return [one for one in self.group.line() if one.is_visible_to(self.person, self.day) and not one.left_at]

    @cached_property
    def many(self) -> int:
        return self.group.members.open().count()

    @cached_property
    def hears(self) -> str:
        return following.of_group(self.group, self.person)

    @cached_property
    def said(self) -> str:
        """Who is in it and what goes on, in a sentence; of a private one strangers learn only how one comes in."""
        way = {
            "open": _("Anyone can join."),
            "request": _("Anyone can ask to join."),
            "invite": _("One is invited into it."),
        }[self.group.way_in]
        if self.group.story:
            return _("A group of the 2009 story.")
        if not self.reads:
            return _("What is said in it is for its members.") + " " + way
        people = ngettext("One person is in it", "%(n)d people are in it", self.many) % {"n": self.many}
        talks = Discussion.objects.shown().filter(group=self.group).count()
        open_ones = ngettext("one discussion or story", "%(n)d discussions and stories", talks) % {"n": talks}
        return f"{people}, {_('with')} {open_ones}. {way}" if talks else f"{people}. {way}"


def listed(talks: QuerySet) -> QuerySet:
    return talks.select_related("group__place", "by", "as_body", "copy_of")


def with_counts(talks) -> list[Discussion]:
    """Each with `said`, how many of its posts are shown: one query for all."""
    talks = list(talks)
    counted = Post.objects.shown().filter(discussion__in=talks).values_list("discussion").annotate(n=Count("pk"))
    many = dict(counted.order_by())
    for talk in talks:
        talk.said = many.get(talk.pk, 0)
    return talks

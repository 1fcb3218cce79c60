"""What a piece of news holds of a thing, so that whoever reads it need not come here: its facts and its words."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from folkmoot.conversations.models import Discussion, Group, Post
from folkmoot.decisions.models import Decision, Proposition
from folkmoot.directory.models import Activity, Ask, Need, Offer, Organisation, Programme, Reply
from folkmoot.directory.saying import joined
from folkmoot.events.models import Convening, Event, Pitch, Sounding
from folkmoot.events.words import when, where
from folkmoot.joinup.models import Agreement, Finding
from folkmoot.kit import markdown
from folkmoot.kit.outgoing import clean
from folkmoot.library.models import Case, Folder, Page, Toolkit
from folkmoot.newsroom.models import OutsidePost, Piece, RoundUp
from folkmoot.priorities.models import Question
from folkmoot.promises import saying
from folkmoot.promises.models import Promise, Word

LONGEST = 600


@dataclass(frozen=True)
class Said:
    """`facts`: short lines, the most telling first; `words`: what somebody wrote, as plain text, cut at 600 letters;
    `whole`: the same uncut, of what is said among people; `post`: the keys (discussion, post) of what can be answered;
    `rights`: under which licence they go out, and whose they are.
    """

    title: str
    address: str
    facts: tuple[str, ...] = ()
    words: str = ""
    whole: str = ""
    post: tuple[int, int] | None = None
    rights: str = ""


def said(thing, title: str = "", facts=(), words: str = "", rights: str = "") -> Said:
    told = tuple(clean(fact) for fact in facts if fact)
    return Said(clean(title or thing), thing.get_absolute_url(), told, excerpt(words), rights=clean(rights))


def whole(words: str) -> str:
    """All of somebody's Markdown as plain text, its paragraphs and lists apart."""
    lines = html.unescape(strip_tags(markdown.render(words))).strip().splitlines()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(clean(line).strip() for line in lines))


def rights_of(holder, whose: object = "") -> str:
    """Whose it is and under which licence, of whatever carries one: a group, a report, a post from elsewhere."""
    licence = str(holder.get_licence_display()) if holder is not None and holder.licence else ""
    return ": ".join(filter(None, [str(whose or "") if licence else "", licence]))


def excerpt(words: str, longest: int = LONGEST) -> str:
    """The beginning of somebody's Markdown as plain text, cut after a word.

    >>> excerpt("**Bring** a [cup](http://x.example)")
    'Bring a cup'
    """
    text = clean(html.unescape(strip_tags(markdown.render(words[: longest * 4])))).strip() if words else ""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def of_activity(entry: Activity) -> Said:
    """From what `with_all` fetched: no query of its own."""
    who = joined([str(part.body) for part in entry.parties.all() if part.role in part.OWNERS])
    people = joined([str(group).lower() for group in entry.people.all()]) or entry.people_words
    places = joined([str(row.place) for row in entry.served.all()])
    where_ = " ".join(filter(None, (people and _("for %(people)s") % {"people": people},
                                    places and _("in %(places)s") % {"places": places})))  # fmt: skip
    stage = entry.get_stage_display() if entry.stage else ""
    when_ = ", ".join(filter(None, (stage, entry.when_said)))
    programme = _("part of %(name)s") % {"name": entry.programme} if entry.programme else ""
    return said(entry, facts=(who, _sentence(where_), when_, programme), words=entry.about)


def of_programme(entry: Programme) -> Said:
    spans = " – ".join(filter(None, (entry.starts_said, entry.ends_said)))
    return said(entry, facts=(_("led by %(who)s") % {"who": entry.organisation}, spans), words=entry.about)


def of_organisation(entry: Organisation) -> Said:
    return said(entry, facts=(str(entry.shown_place or ""), entry.website), words=getattr(entry, "about", ""))


def of_offer(entry: Offer | Ask) -> Said:
    whose, kind = entry.organisation or entry.person, entry.get_thing_display()
    settled = _("This is settled.") if entry.closed_at else ""
    facts = (joined([str(part) for part in (whose, entry.place) if part]), kind, entry.when_said, settled)
    return said(entry, facts=facts, words=entry.about)


def of_need(entry: Need) -> Said:
    figure = "" if entry.figure is None else f"{entry.figure_shown} {entry.unit}".strip()
    return said(entry, facts=(figure, _("Source: %(source)s") % {"source": entry.source} if entry.source else ""))


def of_reply(entry: Reply) -> Said:
    return said(entry, title=entry.title, facts=(_("%(who)s replied:") % {"who": entry.organisation},),
                words=entry.words)  # fmt: skip


def of_promise(promise: Promise) -> Said:
    last = max(promise.words.all(), key=lambda word: word.at, default=None)
    words = last.words if last and (last.standing is None or last.standing.state == "shown") else ""
    return said(promise, facts=(saying.of_one(promise, timezone.localdate()), str(promise.place or "")), words=words)


def of_word(word: Word) -> Said:
    who = _("%(who)s said:") % {"who": word.by or _("Somebody")}
    return said(word, title=word.promise.what, facts=(who,), words=word.words)


def of_event(event: Event) -> Said:
    held = joined([str(host) for host in event.hosts.all() if host.role in host.RUNS])
    off = _("Called off: %(why)s") % {"why": event.cancelled_because} if event.cancelled_at else ""
    place = where(event) if event.venue or event.link else ""
    by = _("held by %(who)s") % {"who": held} if held else ""
    return said(event, facts=(off, _sentence(when(event)), place, by), words=event.summary or event.words)


def of_sounding(asked: Sounding) -> Said:
    closes = asked.interest.closes_at
    until = _("Answers until %(day)s") % {"day": date_format(timezone.localtime(closes), "j F Y")} if closes else ""
    return said(asked, facts=(str(asked.place or ""), until), words=asked.words)


def of_convening(found: Convening) -> Said:
    return said(found, facts=(str(found.organisation or ""), str(found.place or "")), words=found.purpose)


def of_pitch(pitch: Pitch) -> Said:
    return said(pitch, facts=(_("at %(event)s") % {"event": pitch.event}, pitch.whose()), words=pitch.words)


def of_post(post: Post) -> Said:
    who = _("%(who)s wrote:") % {"who": post.whose()}
    told = said(
        post,
        title=post.discussion.title,
        facts=(who,),
        words=post.words,
        rights=rights_of(post.discussion.group, post.whose()),
    )
    return _answerable(told, post)


def of_discussion(talk: Discussion) -> Said:
    first = talk.first[0] if talk.first else None
    told = said(
        talk,
        facts=(_("in %(group)s") % {"group": talk.group},),
        words=first.words if first else "",
        rights=rights_of(talk.group, talk.group),
    )
    return _answerable(told, first) if first else told


def _answerable(told: Said, post: Post) -> Said:
    """What somebody said among people: all of it, and by which keys it can be answered."""
    return replace(told, whole=whole(post.words), post=(post.discussion_id, post.pk))


def of_group(group: Group) -> Said:
    return said(
        group,
        facts=(group.get_way_in_display(), str(group.place or "")),
        words=group.about,
        rights=rights_of(group, group),
    )


def of_proposition(asked: Proposition) -> Said:
    whom = asked.organisation or asked.decider_words or asked.post or ""
    due = _("An answer is asked for by %(day)s") % {"day": date_format(asked.due_on, "j F Y")} if asked.due_on else ""
    answers = [each.get_choice_display() for each in asked.responses.all()]
    answer = _("Answer: %(answer)s") % {"answer": answers[-1]} if answers else ""
    return said(asked, facts=(_("put to %(who)s") % {"who": whom} if whom else "", answer or due), words=asked.words)


def of_decision(found: Decision) -> Said:
    return said(found, facts=(found.get_method_display(), str(found.place or "")), words=found.why)


def of_question(asked: Question) -> Said:
    closes = asked.round.closes_at
    until = _("Answers until %(day)s") % {"day": date_format(timezone.localtime(closes), "j F Y")} if closes else ""
    return said(asked, facts=(asked.so_that, until), words=asked.about)


def of_piece(piece: Piece) -> Said:
    who = _("%(who)s at %(event)s") % {"who": piece.by or _("A reporter"), "event": piece.desk.event}
    facts = (who, piece.get_kind_display())
    return said(piece, facts=facts, words=piece.words or piece.alt, rights=rights_of(piece, piece.by))


def of_outside_post(post: OutsidePost) -> Said:
    whose = ", ".join(filter(None, [post.author, post.source()]))
    return said(post, facts=(post.source(), post.author), words=post.excerpt, rights=rights_of(post, whose))


def of_round_up(made: RoundUp) -> Said:
    return said(made, facts=(str(made.about()),), words=made.words)


def of_case(case: Case) -> Said:
    failed = _("What failed: %(words)s") % {"words": excerpt(case.failed, 200)} if case.failed else ""
    where_ = str(case.place or case.place_words or "")
    return said(case, facts=(case.get_came_display(), where_, failed), words=case.summary or case.done)


def of_page(page: Page) -> Said:
    return said(page, facts=(_("in %(folder)s") % {"folder": page.folder},), words=page.words)


def of_folder(folder: Folder) -> Said:
    return said(folder, words=folder.about)


def of_toolkit(kit: Toolkit) -> Said:
    return said(kit, facts=(str(kit.organisation or ""),), words=kit.about)


def of_finding(found: Finding) -> Said:
    one, other = found.sides()
    both = _("“%(a)s” and “%(b)s”") % {"a": one, "b": other}
    answers = [publication.answer for publication in found.publications.all() if publication.answer.undone_at is None]
    because = answers[-1].because if answers else ""
    return said(found, title=both, facts=(found.get_kind_display(),), words=because)


def of_agreement(found: Agreement) -> Said:
    bodies = [str(row.organisation) for row in found.joinings.all() if row.joined_at and not row.left_at]
    return said(found, facts=(_("shared by %(who)s") % {"who": joined(bodies)} if bodies else "",), words=found.about)


def of_place(place) -> Said:
    return said(place)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]

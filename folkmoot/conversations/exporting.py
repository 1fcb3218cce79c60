"""All of a group in one file: JSON for machines, pages for people, and every picture and file, in open formats.

Ids and addresses stay what they were here, so that links can be made to lead on. The list of members holds those who
said that their name may go along, and the number of the others. In a group that everybody reads, posts carry the names
they carry here; in one for its members, whoever did not say so is "a member" with a number.

What is held, removed or taken back does not go along, nor does what was quoted of it. What stands above groups (pages
of the library, events) is handed in by whoever knows of it, as `Part`s; and so are the discussions below it, which go
along as those of the group do, with the names they carry there, where everybody reads.
"""

from __future__ import annotations

import json
import logging
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from folkmoot.conversations import moderating
from folkmoot.conversations.models import (
    Attachment,
    Contest,
    Discussion,
    Export,
    Group,
    LogRow,
    Post,
    Quotation,
    Summary,
)
from folkmoot.conversations.models.attachment import SHELF
from folkmoot.conversations.offline import Ways
from folkmoot.conversations.ruled import arranged
from folkmoot.kit import uploads
from folkmoot.kit.markdown import render
from folkmoot.kit.uploads import documents
from folkmoot.moderation.models import Standing

FORMAT = "folkmoot group 1"


class Part(NamedTuple):
    """One more file of the group's: where it lies in the bundle, what it is called in the list (nothing: it is not
    listed), its bytes, and what it holds, as (kind, key): when that is held or goes, the file is made anew."""

    path: str
    title: str
    raw: bytes
    about: tuple[str, int] | None = None


class Names:
    """How each person is called in the file: `open` where everybody reads what they said."""

    def __init__(self, group: Group, *, open: bool) -> None:
        self.open = open
        self.group = group
        self.going = set(group.members.filter(goes_along=True, until=None).values_list("person", flat=True))
        self.numbers: dict[int, int] = {}

    def of(self, person) -> str:
        if person is None:
            return _("somebody who has left")
        if self.open or person.pk in self.going:
            return person.name
        number = self.numbers.setdefault(person.pk, len(self.numbers) + 1)
        return _("member %(n)d") % {"n": number}


Parts = Callable[[Group, Ways], Iterable[Part]]
Below = Callable[[Group], Iterable[Discussion]]


def make(export: Export, parts: Parts | None = None, below: Below | None = None) -> bool:
    """Write the file and say that it is there, or what went wrong; True where it is there. Safe twice."""
    if not export.group.is_shown:
        Export.objects.filter(pk=export.pk).update(trouble=_("The group is held or removed, so no file of it is made."))
        return False
    try:
        what = write(export, parts, below)
    except Exception:
        logging.getLogger("folkmoot").exception("The file of group %s could not be made", export.group_id)
        words = _("It could not be made. Try once more; if it fails again, ask whoever hosts this site.")
        Export.objects.filter(pk=export.pk).update(trouble=words)
        return False
    Export.objects.filter(pk=export.pk).update(ready_at=timezone.now(), what=what, size=export.path.stat().st_size)
    return True


def outdated(export: Export) -> bool:
    """Whether something that may be in the file was held, removed or taken back since it was made."""
    group, since, below = export.group, export.ready_at, export.what.get("below", [])
    talks = Discussion.objects.filter(Q(group=group) | Q(pk__in=below)).order_by().values("pk")
    hidden = [moderating.standings(group), moderating.standings_below(below)]
    hidden = [rows.exclude(state="shown").filter(since__gte=since) for rows in hidden]
    summaries = Summary.objects.filter(discussion__in=talks, taken_back_at__gte=since)
    contests = Contest.objects.filter(line__summary__discussion__in=talks, taken_back_at__gte=since)
    posts = Post.objects.filter(discussion__in=talks, taken_back_at__gte=since)
    gone = any(rows.exists() for rows in (*hidden, posts, summaries, contests))
    return not group.is_shown or gone or any(_is_gone(*each) for each in export.what.get("about", {}).items())


def _is_gone(kind: str, keys: list[int]) -> bool:
    """Whether one of what an app above put into a file was taken off or is held by now."""
    if apps.get_model(kind)._base_manager.filter(pk__in=keys).count() < len(keys):
        return True
    words = [str(key) for key in keys]
    return Standing.objects.filter(kind=kind, key__in=words).exclude(state=Standing.State.SHOWN).exists()


def _talks(group: Group) -> QuerySet:
    """Neither held nor removed; those of a group that left are still its own."""
    fine = Q(standing=None) | Q(standing__state="shown")
    return group.discussions.filter(fine).select_related("by", "as_body", "copy_of", "standing").order_by("pk")


def write(export: Export, parts: Parts | None = None, below: Below | None = None) -> dict:
    """Write the file, whole or not at all; how many of each kind are in it, and what may come to be hidden."""
    group, path = export.group, export.path
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(f".{os.getpid()}.half")
    names = Names(group, open=group.readers == Group.Readers.EVERYONE)
    outside, counts = list(below(group)) if below else [], {"discussions": 0, "posts": 0, "files": 0}
    talks = [*_talks(group), *outside]
    ways, held = Ways(group, talks), {}
    for talk in outside:
        held.setdefault(talk.owner._meta.label_lower, []).append(talk.owner.pk)
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as bundle:
        more = _put_parts(bundle, parts(group, ways) if parts else (), counts, held)
        listed = [_put_talk(bundle, talk, (names, ways), counts) for talk in talks]
        about = about_group(group, names)
        bundle.writestr("group.json", _json(about | {"discussions": listed, "more": more, "counts": counts}))
        said = {"about": about, "talks": listed, "counts": counts, "more": more}
        bundle.writestr("index.html", _page("index", said))
        bundle.writestr("style.css", STYLE)
        bundle.writestr("README.txt", README)
    half.replace(path)
    return counts | ({"about": held} if held else {}) | ({"below": [talk.pk for talk in outside]} if outside else {})


def _put_parts(bundle: zipfile.ZipFile, parts: Iterable[Part], counts: dict, held: dict) -> list[dict]:
    """`held` comes to say what is in them: kind → keys."""
    listed = []
    for part in parts:
        bundle.writestr(part.path, part.raw)
        if part.title:
            listed.append({"title": part.title, "file": part.path})
        if part.about:
            held.setdefault(part.about[0], []).append(part.about[1])
    if listed:
        counts["more"] = len(listed)
    return listed


def _put_talk(bundle: zipfile.ZipFile, talk: Discussion, told: tuple[Names, Ways], counts: dict) -> dict:
    names, ways = told
    names = names if talk.group_id else Names(names.group, open=True)
    posts = [post_of(post, names) for post in _posts(talk)]
    facts = about_talk(talk, names) | {"summaries": summaries_of(talk, names)}
    bundle.writestr(f"discussions/{talk.pk}.json", _json(facts | {"posts": posts}))
    page = f"discussions/{talk.pk}.html"
    shown = [(post | _led(post, ways, page), _drawn(post["words"], ways, page)) for post in posts]
    bundle.writestr(page, _page("talk", {"talk": facts, "posts": shown}))
    counts["discussions"] += 1
    counts["posts"] += len(posts)
    there = Post.objects.shown().filter(discussion=talk)
    for one in Attachment.objects.filter(post__in=there.values("pk")).exclude(file=""):
        counts["files"] += _put_file(bundle, one)
    return facts | {"posts": len(posts), "file": f"discussions/{talk.pk}.json", "page": page}


def _led(post: dict, ways: Ways, page: str) -> dict:
    """Its quotations with where each leads in the file."""
    return {"quotes": [one | {"page": ways.to_post(one["post"], page)} for one in post["quotes"]]}


def _drawn(words: str, ways: Ways, page: str) -> SafeString:
    return mark_safe(ways.in_page(render(words, 3), page))  # noqa: S308 - cleaned; only addresses were changed, escaped


def _posts(talk: Discussion) -> Iterator[Post]:
    said = talk.posts.select_related("by", "as_body", "standing", "reply_to").order_by("number")
    quotes = Quotation.objects.select_related("quoted__standing", "quoted__discussion__standing")
    quotes = Prefetch("quotes", queryset=quotes.select_related("quoted__discussion__group__standing"))
    return said.prefetch_related(quotes, "attachments", "wordings").iterator(chunk_size=500)


def _put_file(bundle: zipfile.ZipFile, one: Attachment) -> int:
    shelf = uploads.keeping if one.is_picture else documents
    path: Path = shelf.path_of(SHELF, one.file)
    if not path.exists():
        return 0
    bundle.write(path, file_of(one), zipfile.ZIP_STORED)
    return 1


def file_of(one: Attachment) -> str:
    return f"files/{one.key}.{one.file.rpartition('.')[2]}"


def about_group(group: Group, names: Names) -> dict:
    """What the group is, its rules, who looks after it and who goes along."""
    members = group.members.open().select_related("person")
    going = [one for one in members if one.goes_along]
    agreements = group.agreements.shown().order_by("version")
    return {
        "format": FORMAT,
        "site": settings.SITE_URL,
        "address": f"{settings.SITE_URL}{group.get_absolute_url()}",
        "id": group.pk,
        "name": group.name,
        "about": group.about,
        "way_in": group.way_in,
        "readers": group.readers,
        "licence": group.licence,
        "colour": group.colour,
        "place": str(group.place or ""),
        "programme": str(group.programme or ""),
        "topic": str(group.topic or ""),
        "began_at": group.began_at.isoformat(),
        "taken_at": timezone.now().isoformat(),
        "members": [
            {"name": one.person.name, "email": one.person.email, "role": one.role, "since": one.since.isoformat()}
            for one in going
        ],
        "members_who_stay_unnamed": members.count() - len(going),
        "agreements": [
            {"version": one.version, "words": one.words, "at": one.at.isoformat(), "accepted": one.acceptances.count()}
            for one in agreements
        ],
        "log": list(_log(group, going)),
    } | arranged(group, names.of)


def _log(group: Group, going: list) -> Iterator[dict]:
    """What was changed and decided. Whoever did not say that their name goes along is "a member" in it too, and the
    title of what is hidden does not go along."""
    known = {one.person.name for one in going}
    here = {talk.get_absolute_url() for talk in _talks(group)}
    for row in group.log.order_by("pk"):
        words = row.words
        if row.what == LogRow.What.ROLE:
            name, _colon, role = words.rpartition(": ")
            words = words if name in known else f"{_('a member')}: {role}"
        elif row.what in (LogRow.What.CLOSED, LogRow.What.REOPENED) and row.address not in here:
            words = ""
        elif row.what == LogRow.What.RULED:
            words = words.rpartition(": ")[2]
        yield {"what": row.what, "words": words, "because": row.because, "at": row.at.isoformat()}


def about_talk(talk: Discussion, names: Names) -> dict:
    below = talk.owner
    return {
        "id": talk.pk,
        "address": f"{settings.SITE_URL}{talk.page_address}",
        "title": str(below or talk.title),
        "below": below._meta.model_name if below else None,
        "kind": talk.kind,
        "begun_by": str(talk.as_body) if talk.as_body else names.of(talk.by),
        "begun_at": talk.begun_at.isoformat(),
        "closes_on": talk.closes_on.isoformat() if talk.closes_on else None,
        "carried_from": talk.copied_from or None,
    }


def post_of(post: Post, names: Names) -> dict:
    """One post; of what was taken back or removed only that it stood there."""
    facts = {"id": post.pk, "number": post.number, "at": post.at.isoformat()}
    if not post.is_shown:
        return facts | {"gone": True, "by": "", "interest": "", "words": "", "quotes": [], "files": []}
    return facts | {
        "by": str(post.as_body) if post.as_body else names.of(post.by) if post.by else post.name or names.of(None),
        "mandate": post.mandate,
        "interest": post.interest,
        "words": post.words,
        "answers": post.reply_to.number
        if post.reply_to and post.reply_to.discussion_id == post.discussion_id
        else None,
        "quotes": [
            {"post": one.quoted_id, "number": one.quoted.number if one.quoted else None, "excerpt": _excerpt(one, post)}
            for one in post.quotes.all()
        ],
        "edited_at": post.edited_at.isoformat() if post.edited_at else None,
        "before": [
            {"words": one.words, "interest": one.interest, "until": one.at.isoformat()} for one in post.wordings.all()
        ],
        "files": [
            {"name": one.name, "file": file_of(one), "alt": one.alt, "picture": one.is_picture}
            for one in post.attachments.all()
            if one.file
        ],
    }


def _excerpt(quote: Quotation, post: Post) -> str:
    """The words quoted, while they stand where they come from; those of the group itself also after it left."""
    quoted = quote.quoted
    if quoted is None or not quoted.is_shown:
        return ""
    if quoted.discussion_id == post.discussion_id:
        return quote.excerpt
    if quoted.discussion.group_id and quoted.discussion.group_id == post.discussion.group_id:
        return quote.excerpt if quoted.discussion.is_shown else ""
    return quote.shown_excerpt()


def summaries_of(talk: Discussion, names: Names) -> list[dict]:
    return [
        {
            "by": made.name or names.of(made.by),
            "at": made.at.isoformat(),
            "up_to": made.up_to,
            "lines": [
                {
                    "words": line.words,
                    "posts": [post.number for post in line.cites.all()],
                    "seen_otherwise": [
                        {"by": one.name or names.of(one.by), "words": one.words}
                        for one in line.contests.shown().select_related("by")
                    ],
                }
                for line in made.lines.prefetch_related("cites")
            ],
        }
        for made in talk.summaries.shown().select_related("by")
    ]


def _json(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _page(name: str, facts: dict) -> str:
    return render_to_string(f"conversations/export/{name}.html", facts)


README = """This file holds a whole group.

index.html        open it in a browser: everything, to read
group.json        the group, its rules, its log, who goes along, and a list of the discussions
discussions/      each discussion and story, and what was said below its events and cases, as a page and as JSON; ids
                  and addresses are those it had
files/            pictures and files, as they were given out
library/          its folders in the library, each page to read and as Markdown, with its dates and author
cases/            what it wrote up as “what works”, each to read; cases.json the same
photographs/      photographs of its events that everybody may see; photographs.json says to what those in them agreed
events.json       its events, and events.ics the same for a calendar; there where it has any

A Folkmoot takes the file in again: Groups, “Bring a group in”.

Words are in Markdown (CommonMark). Times are ISO 8601. Nothing in it needs the site it came from.
"""
STYLE = """body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1.0625rem/1.55 system-ui, sans-serif }
blockquote { margin: 0 0 0 .5rem; padding-left: 1rem; border-left: 4px solid #b4d5ca; color: #545e58 }
article { border-top: 1px solid #d9d3c6; padding: 1rem 0 } .small { font-size: .875rem; color: #545e58 }
img { max-width: 100%; height: auto }
"""

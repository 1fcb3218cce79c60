"""What happened to one thing, in one place or to one topic, as a list and as a feed with the content in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from folkmoot.feeds import areas, pieces
from folkmoot.feeds.concerns import lines_about
from folkmoot.feeds.content import Said
from folkmoot.feeds.models.follower import Followed
from folkmoot.journal.models import Line
from folkmoot.kit import outgoing
from folkmoot.people.models import Person


def lines_of(found: Followed | None, kind: str = "") -> QuerySet:
    """The public lines of it (None: of the whole site), newest first; `kind`: only those about that kind of thing."""
    lines = Line.objects.public().exclude(title="").select_related("by").newest_first()
    if found and found.place_path:
        lines = lines.under(found.place_path)
    elif found and found.kind == areas.AREA:
        lines = areas.lines_in(found.key, lines)
    elif found:
        lines = lines.filter(lines_about(found.kind, found.key))
    return lines.filter(kind=kind) if kind else lines


@dataclass
class Happened:
    """One line, and what its thing holds now (None where the line is all there is to tell)."""

    line: Line
    said: Said | None


def with_content(lines: list[Line], person: Person | None) -> list[Happened]:
    """Each line with its thing as this reader may see it; lines about what they may not see are left out."""
    there = pieces.seen([(line.kind, line.key) for line in lines], person, timezone.localdate())
    made = []
    for line in lines:
        thing = there.get((line.kind, line.key))
        if thing is not None:
            made.append(Happened(line, pieces.BY_KIND[line.kind].said(thing)))
        elif line.kind not in pieces.BY_KIND:
            made.append(Happened(line, None))
    return made


def item(happened: Happened) -> outgoing.Item:
    line, said = happened.line, happened.said
    address = f"{settings.SITE_URL}{line.address or '/'}"
    words = "\n".join(filter(None, (*(said.facts if said else ()), said.words if said else "")))
    mark = outgoing.tag("journal.line", line.pk)
    rights = said.rights if said else ""
    return outgoing.Item(mark, str(line), address, line.at, words, html_of(said), str(line.by or ""), rights)


def html_of(said: Said | None) -> SafeString:
    """Its facts and words as HTML, everything escaped."""
    if said is None:
        return mark_safe("")
    facts = mark_safe("".join(format_html("<p>{}</p>", fact) for fact in said.facts))  # noqa: S308 - each is escaped
    words = mark_safe(linebreaks(said.words, autoescape=True)) if said.words else ""  # noqa: S308 - escaped there
    return format_html("{}{}", facts, words)

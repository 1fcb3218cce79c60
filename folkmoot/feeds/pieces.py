"""One list of what news can be about: for each kind, which of it a person may see today, and what a piece of news
holds of it. Whatever is not on this list is told by its line alone, and only where that is public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from folkmoot.directory.models import Ask, Need, Offer, Organisation, Programme
from folkmoot.feeds import content, rows
from folkmoot.people.models import Person


@dataclass(frozen=True)
class Piece:
    """`rows`: what this person (None: anybody) may see of the kind on that day. `page`: the name of its page, whose
    address is made of `field`, with a space between where it is made of two."""

    kind: str
    name: str
    rows: rows.Rows
    said: Callable[[object], content.Said]
    page: str = ""
    field: str = "pk"


PIECES = (
    Piece("events.event", _("Events"), rows.events, content.of_event, "events:event"),
    Piece("events.sounding", _("Would people welcome this?"), rows.soundings, content.of_sounding, "events:sounding"),
    Piece("events.convening", _("In stages"), rows.convenings, content.of_convening, "events:convening"),
    Piece("events.pitch", _("Pitches"), rows.pitches, content.of_pitch),
    Piece("decisions.proposition", _("Asked of those who can decide"), rows.propositions, content.of_proposition,
          "decisions:proposition"),
    Piece("decisions.decision", _("Settled among ourselves"), rows.decisions, content.of_decision,
          "decisions:decision"),
    Piece("priorities.question", _("Questions"), rows.questions, content.of_question, "priorities:question"),
    Piece("promises.promise", _("Promises"), rows.promises, content.of_promise, "promises:promise"),
    Piece("promises.word", _("Promises"), rows.words, content.of_word),
    Piece("conversations.discussion", _("What people said"), rows.discussions, content.of_discussion,
          "conversations:talk"),
    Piece("conversations.post", _("What people said"), rows.posts, content.of_post, "conversations:post"),
    Piece("conversations.group", _("Groups"), rows.groups, content.of_group, "conversations:group", "slug"),
    Piece("newsroom.roundup", _("The round-up"), rows.round_ups, content.of_round_up, "newsroom:round_up"),
    Piece("newsroom.piece", _("Reports"), rows.pieces, content.of_piece, "newsroom:piece"),
    Piece("newsroom.outsidepost", _("Elsewhere"), rows.outside_posts, content.of_outside_post, "newsroom:post"),
    Piece("library.case", _("What works"), rows.cases, content.of_case, "library:case"),
    Piece("library.page", _("Library"), rows.pages, content.of_page, "library:page", "folder__slug slug"),
    Piece("library.folder", _("Library"), rows.folders, content.of_folder, "library:folder", "slug"),
    Piece("library.toolkit", _("Toolkits"), rows.toolkits, content.of_toolkit, "library:toolkit"),
    Piece("directory.activity", _("Who does what"), rows.activities, content.of_activity, "activity"),
    Piece("directory.offer", _("Offers"), rows.entries(Offer, "organisation", "person", "place"), content.of_offer,
          "offer"),
    Piece("directory.ask", _("Asks"), rows.entries(Ask, "organisation", "person", "place"), content.of_offer, "ask"),
    Piece("directory.need", _("Needs"), rows.entries(Need, "place"), content.of_need, "need"),
    Piece("directory.programme", _("Programmes"), rows.entries(Programme, "organisation"), content.of_programme,
          "programme"),
    Piece("directory.organisation", _("Organisations"), rows.entries(Organisation, "place"), content.of_organisation,
          "organisation"),
    Piece("directory.reply", _("Replies"), rows.replies, content.of_reply),
    Piece("joinup.finding", _("Worth a look together"), rows.findings, content.of_finding, "joinup:finding"),
    Piece("joinup.agreement", _("Shared work"), rows.agreements, content.of_agreement, "joinup:agreement"),
    Piece("places.place", _("Places"), rows.places, content.of_place, "place", "slug"),
)  # fmt: skip
BY_KIND = {piece.kind: piece for piece in PIECES}
# A story is a discussion with a page of its own sort.
BY_PAGE = {piece.page: piece for piece in PIECES if piece.page}
BY_PAGE["conversations:story"] = BY_KIND["conversations.discussion"]
ORDER = {piece.kind: number for number, piece in enumerate(PIECES)}


def seen(wanted: Iterable[tuple[str, str]], person: Person | None, day: date) -> dict[tuple[str, str], object]:
    """(kind, key) → the thing, for those of these that exist and that this person may see: one set of queries for
    each kind among them, however many there are."""
    keys = defaultdict(set)
    for kind, key in wanted:
        if kind in BY_KIND and str(key).isdigit():
            keys[kind].add(int(key))
    found = {}
    for kind, among in keys.items():
        for thing in BY_KIND[kind].rows(person, day).filter(pk__in=among):
            found[kind, str(thing.pk)] = thing
    return found


def at(address: str) -> tuple[str, str] | None:
    """(kind, key) of the thing whose page stands at this address of ours; None for any other page."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    piece = BY_PAGE.get(match.view_name)
    if piece is None or not match.kwargs:
        return None
    names = piece.field.split()
    values = dict(zip(names, match.kwargs.values()))
    if names == ["pk"]:
        return piece.kind, str(values["pk"])
    # Whether they may see it is asked where it is read.
    pk = piece.rows(None, date.max).model._base_manager.filter(**values).values_list("pk", flat=True).first()
    return (piece.kind, str(pk)) if pk else None

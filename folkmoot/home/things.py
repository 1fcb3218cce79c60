"""One list of what can be watched and reported: from the address of its page to the thing itself."""

from __future__ import annotations

from django.apps import apps
from django.urls import Resolver404, resolve
from django.utils import timezone

from folkmoot.kit.way_back import parted

# Name of the page → its model and the fields its address is made of, in their order.
THINGS = {
    "place": ("places.Place", "slug"),
    "person": ("people.Person", "key"),
    "organisation": ("directory.Organisation", "pk"),
    "programme": ("directory.Programme", "pk"),
    "activity": ("directory.Activity", "pk"),
    "offer": ("directory.Offer", "pk"),
    "ask": ("directory.Ask", "pk"),
    "need": ("directory.Need", "pk"),
    "source": ("directory.Source", "pk"),
    "promises:promise": ("promises.Promise", "pk"),
    "events:event": ("events.Event", "pk"),
    "events:sounding": ("events.Sounding", "pk"),
    "events:convening": ("events.Convening", "pk"),
    "priorities:priority": ("priorities.Priority", "pk"),
    "priorities:matrix": ("priorities.Matrix", "pk"),
    "priorities:question": ("priorities.Question", "pk"),
    "newsroom:piece": ("newsroom.Piece", "pk"),
    "newsroom:post": ("newsroom.OutsidePost", "pk"),
    "newsroom:outlet": ("newsroom.Outlet", "pk"),
    "newsroom:mention": ("newsroom.Mention", "key"),
    "newsroom:round_up": ("newsroom.RoundUp", "pk"),
    "library:page": ("library.Page", "folder__slug slug"),
    "library:version": ("library.Version", "page__folder__slug page__slug number"),
    "library:case": ("library.Case", "pk"),
    "library:toolkit": ("library.Toolkit", "pk"),
    "library:folder": ("library.Folder", "slug"),
    "conversations:agreement": ("conversations.HouseAgreement", "group__slug"),
    "conversations:group": ("conversations.Group", "slug"),
    "conversations:talk": ("conversations.Discussion", "pk"),
    "conversations:story": ("conversations.Discussion", "pk"),
    "conversations:post": ("conversations.Post", "pk"),
    "decisions:proposition": ("decisions.Proposition", "pk"),
    "decisions:decision": ("decisions.Decision", "pk"),
    "joinup:finding": ("joinup.Finding", "pk"),
    "joinup:agreement": ("joinup.Agreement", "pk"),
    "points:theme": ("points.Theme", "pk"),
}
KINDS = {model.lower(): model for model, _field in THINGS.values()} | {
    "directory.reply": "directory.Reply",
    "promises.word": "promises.Word",
    "conversations.summary": "conversations.Summary",
    "conversations.contest": "conversations.Contest",
    "points.point": "points.Point",
    "priorities.remark": "priorities.Remark",
    "points.quote": "points.Quote",
    "events.pitch": "events.Pitch",
    "library.adaptation": "library.Adaptation",
    "library.judgement": "library.Judgement",
    "events.note": "events.Note",
    "events.output": "events.Output",
    "events.followup": "events.FollowUp",
    "events.photo": "events.Photo",
}
# What stands on the page of something else, by the word before the dash of its fragment: "#note-7".
PARTS = {
    "remark": "priorities.remark",
    "reply": "directory.reply",
    "word": "promises.word",
    "point": "points.point",
    "post": "conversations.post",
    "pitch": "events.pitch",
    "note": "events.note",
    "theme": "points.theme",
    "output": "events.output",
    "next": "events.followup",
    "photo": "events.photo",
    "used": "library.adaptation",
    "judgement": "library.judgement",
    "summary": "conversations.summary",
    "contest": "conversations.contest",
}
# What everybody may see while moderators show it. A kind that is neither here, nor in SEEN_BY, nor says itself who
# may see it (`is_visible_to`) is seen by nobody: forgetting one then hides it, and shows nothing.
OPEN = {
    "places.place",
    "directory.organisation",
    "directory.programme",
    "directory.offer",
    "directory.ask",
    "directory.need",
    "directory.source",
    "library.folder",
}
# What says nothing of itself and is seen with something else: (it, the person) to whether it may be seen.
SEEN_BY = {
    "people.person": lambda one, person: one.is_here or one == person,
    "directory.reply": lambda reply, person: seen_with(of(reply.kind, reply.key), person),
    "promises.word": lambda word, person: seen_with(word.promise, person),
    "priorities.remark": lambda remark, person: seen_with(remark.cell.matrix, person),
    "points.quote": lambda quote, person: quote.theming.published_at is not None,
}
AUTHORS = ("entered_by", "holder", "by", "proposed_by", "keeper", "begun_by", "began_by", "made_by")


def at(address: str):
    """The thing whose page stands at this address of ours, or None. "/who/7/#reply-3" is the third reply there."""
    parts = parted(address)
    by_part = _by_fragment(parts.fragment)
    if by_part is not None:
        return by_part
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    model, field = THINGS.get(match.view_name, (None, None))
    if model is None or not match.kwargs:
        return None
    named = dict(zip(field.split(), match.kwargs.values(), strict=False))
    return apps.get_model(model)._default_manager.filter(**named).order_by("-pk").first()


def of(kind: str, key: str):
    """The thing of that kind and key, or None when there is none any more."""
    model = KINDS.get(kind)
    return apps.get_model(model)._base_manager.filter(pk=key).first() if model and str(key).isdigit() else None


def author_of(thing):
    """Whoever wrote it, as far as that is known: told of a ruling, and may appeal. Of a page that many change it is
    whoever wrote the words that stand there now."""
    if thing._meta.label == "people.Person":
        return thing
    if thing._meta.label == "library.Page" and thing.last and thing.last.by:
        return thing.last.by
    return next((getattr(thing, name) for name in AUTHORS if getattr(thing, name, None)), None)


def is_visible(thing, person) -> bool:
    """Whether this person (None: not signed in) may see the thing on a page of its own; no, where nothing says so."""
    standing = getattr(thing, "standing", None)
    if standing is not None and standing.state != standing.State.SHOWN:
        return False
    if hasattr(thing, "is_visible_to"):
        return thing.is_visible_to(person, timezone.localdate())
    return _is_shown(thing) and SEEN_BY.get(thing._meta.label_lower, _is_open)(thing, person)


def taken_off(address: str):
    """The standing of what moderators removed from this address and everybody could see until then; else None.

    What is private, is held, or was never there gives None alike, so that nobody learns which it was.
    """
    thing = at(address)
    standing = getattr(thing, "standing", None)
    if standing is None or standing.state != standing.State.REMOVED:
        return None
    thing.standing = None  # in memory alone: would everybody see it, had nobody ruled?
    if hasattr(thing, "is_visible_to"):
        return standing if thing.is_visible_to(None, timezone.localdate()) else None
    return standing if _is_open(thing, None) else None


def seen_with(other, person) -> bool:
    """Whether the thing it stands on is there, and may be seen."""
    return other is not None and is_visible(other, person)


def _is_open(thing, _person) -> bool:
    return thing._meta.label_lower in OPEN


def _is_shown(thing) -> bool:
    """Among those its own manager shows, where it has such a word: not said in private, found to be true, agreed."""
    shown = getattr(type(thing)._default_manager, "shown", None)
    return shown is None or shown().filter(pk=thing.pk).exists()


def _by_fragment(fragment: str):
    kind, _dash, key = fragment.partition("-")
    return of(PARTS.get(kind, ""), key)

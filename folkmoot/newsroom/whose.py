"""Pages of the apps below that may be mentioned from elsewhere: what stands there, and who looks after it."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.urls import Resolver404, resolve
from django.utils import timezone

from folkmoot.people.models import Person

# Name of the page → its model and the fields its address is made of, in their order. A person's own page is not among
# them: nobody is to find on it who writes about them elsewhere.
THINGS = {
    "organisation": ("directory.Organisation", "pk"),
    "programme": ("directory.Programme", "pk"),
    "activity": ("directory.Activity", "pk"),
    "offer": ("directory.Offer", "pk"),
    "ask": ("directory.Ask", "pk"),
    "promises:promise": ("promises.Promise", "pk"),
    "events:sounding": ("events.Sounding", "pk"),
    "priorities:priority": ("priorities.Priority", "pk"),
    "priorities:question": ("priorities.Question", "pk"),
    "library:page": ("library.Page", "folder__slug slug"),
    "library:case": ("library.Case", "pk"),
    "library:toolkit": ("library.Toolkit", "pk"),
    "conversations:group": ("conversations.Group", "slug"),
    "conversations:talk": ("conversations.Discussion", "pk"),
    "conversations:story": ("conversations.Discussion", "pk"),
    "decisions:proposition": ("decisions.Proposition", "pk"),
    "decisions:decision": ("decisions.Decision", "pk"),
}
LOOKS_AFTER = ("may_be_edited_by", "may_be_run_by", "is_moderated_by")
WROTE = ("holder", "by", "began_by", "begun_by", "proposed_by", "entered_by", "made_by")


def at(path: str):
    """What stands at this path of ours; None where it is nothing that may be mentioned."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    model, fields = THINGS.get(match.view_name, (None, ""))
    if model is None:
        return None
    named = dict(zip(fields.split(), match.kwargs.values(), strict=True))
    return apps.get_model(model)._default_manager.filter(**named).first()


def is_open(thing) -> bool:
    """Whether everybody may read it: no story of 2009, nothing moderators hold, nothing that is for members alone."""
    standing, group = getattr(thing, "standing", None), getattr(thing, "group", thing)
    story = getattr(thing, "story", False) or getattr(thing, "in_story", False)
    if story or standing is not None and standing.state != standing.State.SHOWN:
        return False
    if hasattr(group, "is_public") and not group.is_public():
        return False
    if hasattr(thing, "is_visible_to"):
        return thing.is_visible_to(None, timezone.localdate())
    return type(thing)._default_manager.shown().filter(pk=thing.pk).exists()


def looks_after(thing, person: Person, day: date) -> bool:
    """Whether this person may change it, or holds it: as the thing itself says."""
    thing = getattr(thing, "group", None) or thing
    return any(hasattr(thing, verb) and getattr(thing, verb)(person, day) for verb in LOOKS_AFTER)


def wrote(thing) -> Person | None:
    """Who put it there, as far as that is known."""
    return next((person for name in WROTE if isinstance(person := getattr(thing, name, None), Person)), None)

"""What a discussion outside groups belongs to: an event, a case, or whatever else an app above lets people talk below.

It holds its discussion in a one-to-one key, and answers two questions: `is_visible_to(person, day)` and
`why_silent(person)`, the words why somebody cannot speak there, empty where they can. So an app above keeps its own
rules, and everything else (quotations, files, pages, following, summaries, mail) is the same as in a group.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.people.models import Person
from folkmoot.people.permissions import is_moderator


def holders(discussion: type) -> Iterator[tuple[type, str]]:
    """(model, field) of all that can hold a discussion, whichever app keeps it."""
    for relation in discussion._meta.get_fields(include_hidden=True):
        if relation.auto_created and relation.one_to_one and hasattr(relation.related_model, "why_silent"):
            yield relation.related_model, relation.field.name


def is_shown(owner) -> bool:
    """Whether moderators leave it where it is; no, where nobody knows what it belongs to."""
    if owner is None:
        return False
    return owner.standing is None or owner.standing.state == owner.standing.State.SHOWN


def is_public(owner) -> bool:
    """Whether everybody may read what is said below it today, and it is no part of the 2009 story."""
    if owner is None or owner.story or getattr(owner, "same_as_id", None):
        return False
    return owner.is_visible_to(None, timezone.localdate())


def why_silent(talk, person: Person | None) -> str:
    """Why this person cannot speak there, in words, as its owner says; nothing when they can."""
    if talk.owner is None:
        return _("What this belonged to is not here any more.")
    return talk.owner.why_silent(person)


def rules_here(person: Person | None) -> bool:
    """Moderators of the site see what they hold back."""
    return person is not None and is_moderator(person, timezone.localdate())

"""Carrying a discussion into another group: a linked copy of its first words, which says where it comes from."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.conversations import sharing, speaking
from folkmoot.conversations.models import Discussion, Group
from folkmoot.conversations.speaking import Said
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person


def groups_for(talk: Discussion, person: Person) -> list[Group]:
    """Where this person may carry it: their other groups. What is said among members stays there, unless one carries
    one's own words; and a group may keep its discussions to the groups it has agreed it with."""
    first = talk.post_at(1)
    if first is None or not first.is_shown or not (talk.group.readers == "everyone" or first.is_mine(person)):
        return []
    mine = Group.objects.shown().live().of(person).exclude(pk=talk.group_id)
    open_to = [one for one in mine.order_by("name") if not speaking.why_not(one, person)]
    return open_to if first.is_mine(person) else sharing.may_be_carried(talk, open_to)


@transaction.atomic
def copy(talk: Discussion, group: Group, person: Person, words: str = "") -> Discussion:
    """Begin it anew in another group: what you say there, above a quotation of the first words, by reference.

    The copy holds no words of the original. Its page shows them from there as they stand, says when they changed since,
    and what is left of them when they go. Carrying it to a group twice gives the copy there is.
    """
    if group not in groups_for(talk, person):
        raise Refusal(_("It cannot be carried there: it is not one of your groups, or it was said among members."))
    known = Discussion.objects.shown().filter(group=group, copy_of=talk).first()
    if known:
        return known
    source = talk.copy_of if talk.copy_of and talk.copied_from else talk
    own = words.strip() or _("I carry this here from %(group)s: what do you think?") % {
        "group": talk.group.said_outside()
    }
    once = f"copy {talk.pk}"
    made = speaking.begin(group, person, Said(own, title=talk.title, once=once), talk.kind)
    Discussion.objects.filter(pk=made.pk).update(copy_of=source, copied_from=source.group.said_outside()[:120])
    made.refresh_from_db()
    return made

"""The group that Talk About Local ran inside the shared network, as far as sources say; anything more is labelled."""

from __future__ import annotations

from datetime import UTC, datetime

from folkmoot.conversations.models import Discussion, Group
from folkmoot.directory.models import Organisation, Programme
from folkmoot.places.models import Place

SAID = datetime(2009, 9, 22, 12, tzinfo=UTC)
ABOUT = (
    "The first programme to run a group of its own inside the network that all of them shared. That is what the "
    "organiser of the workshop wrote the day after it; what was said in the group we do not know.\n\n"
    "Source: Socialreporter blog, 22 September 2009."
)
EXAMPLE = (
    "**Example, not theirs.** What was said in this group in 2009 is not known here. A discussion in a programme’s own "
    "group looks like this one: its members speak, everybody reads, and the programme can take all of it along."
)


def plant_group(programme: Programme, organisation: Organisation, place: Place) -> Group:
    """Safe twice."""
    facts = {"name": "Talk About Local", "about": ABOUT, "programme": programme, "organisation": organisation}
    facts |= {"place": place, "story": True, "began_at": SAID, "changed_at": SAID, "licence": ""}
    group, new = Group.objects.get_or_create(slug="2009-talk-about-local", defaults=facts)
    if new:
        talk = Discussion.objects.create(
            group=group, title="A discussion (example, not theirs)", begun_at=SAID, last_at=SAID, last_number=1
        )
        talk.posts.create(number=1, name="Folkmoot", words=EXAMPLE, at=SAID)
    return group

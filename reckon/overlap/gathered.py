"""A programme as one entry: what its activities say, taken together, so that it can be compared with others."""

from collections.abc import Sequence
from dataclasses import replace

from reckon.times import Span

from .entries import Activity

# What can still be changed comes first: a programme with one plan in it is worth talking to.
_STAGES = ("idea", "planned", "funded", "", "running", "ended")
_SETS = (("kind", "kinds"), ("topic", "topics"), ("people", "people"), ("place", "places"))


def gathered(whole: Activity, parts: Sequence[Activity]) -> Activity:
    """`whole` with what its parts say added; its own words, dates and organisations stand first.

    Private parts are left out: what they say must not show through the whole. A field is guessed where the whole does
    not say it and no part says it for certain. It begins with the first part and ends with the last, never for
    certain, and stays open while one part says no end. Without a text of its own it has those of its parts.

    >>> club = Activity(id="1", text="Free blog training", kinds=frozenset({"train"}), places=("dudley",), stage="idea")
    >>> fund = Activity(id="2", kinds=frozenset({"fund"}), places=("sutton",), stage="running")
    >>> both = gathered(Activity(id="programme", name="Local 2.0"), [club, fund])
    >>> sorted(both.kinds), both.places, both.stage, both.text
    (['fund', 'train'], ('dudley', 'sutton'), 'idea', 'Free blog training')
    """
    open_parts = [part for part in parts if not part.private]
    everyone = [whole, *open_parts]
    stages = {part.stage for part in open_parts}
    return replace(
        whole,
        text=whole.text if whole.text.strip() else " ".join(part.text for part in open_parts if part.text.strip()),
        kinds=whole.kinds.union(*(part.kinds for part in open_parts)),
        topics=whole.topics.union(*(part.topics for part in open_parts)),
        people=whole.people.union(*(part.people for part in open_parts)),
        places=tuple(sorted({place for each in everyone for place in each.places})),
        starts=whole.starts or _first(open_parts),
        ends=whole.ends or (None if whole.starts else _last(open_parts)),
        stage=whole.stage or next((stage for stage in _STAGES if stage in stages), ""),
        guessed=frozenset(name for name, kept in _SETS if _only_guessed(name, kept, whole, open_parts)),
    )


def _only_guessed(name: str, kept: str, whole: Activity, parts: Sequence[Activity]) -> bool:
    saying = [each for each in (whole, *parts) if getattr(each, kept)]
    return bool(saying) and all(name in each.guessed for each in saying)


def _first(parts: Sequence[Activity]) -> Span | None:
    """When the first begins; None where nobody says a day."""
    starts = [part.starts for part in parts if part.starts and part.starts.earliest]
    found = min(starts, key=lambda span: (span.earliest, span.latest is None, span.latest, span.said), default=None)
    return replace(found, sure=False) if found else None


def _last(parts: Sequence[Activity]) -> Span | None:
    """When the last ends; None where one of those that say when they are says no end."""
    dated = [part for part in parts if part.dates.known]
    ends = [part.ends for part in dated if part.ends and part.ends.latest]
    if not ends or len(ends) < len(dated):
        return None
    found = max(ends, key=lambda span: (span.latest, span.earliest is not None, span.earliest, span.said))
    return replace(found, sure=False)

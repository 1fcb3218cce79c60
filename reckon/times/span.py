"""A stretch of days that may be vague."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Overlap = Literal["certainly", "perhaps", "no", "unknown"]


@dataclass(frozen=True)
class Span:
    """The days a saying can mean, first and last included, and the saying itself.

    `sure` says that the thing is known to fill every day from `earliest` to `latest`: "7 March 2012",
    or "7 to 9 March 2012". A vague span ("March 2012") only says that it falls somewhere inside.
    A bound of None is open: "from April 2011" has no `latest`. Both None means that nothing is known.
    """

    earliest: date | None
    latest: date | None
    said: str = ""
    sure: bool = False

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"A span cannot end ({self.latest}) before it begins ({self.earliest}).")
        if self.sure and not (self.earliest and self.latest):
            raise ValueError("A span with an open end cannot be sure.")

    @property
    def known(self) -> bool:
        """Whether at least one end is known."""
        return self.earliest is not None or self.latest is not None

    @property
    def exact(self) -> bool:
        """Whether it is one certain day."""
        return self.sure and self.earliest == self.latest


UNKNOWN = Span(None, None)


def may_overlap(a: Span, b: Span) -> Overlap:
    """Whether two things share a day: "certainly", "perhaps", "no", or "unknown" when either has no dates at all.

    The order of the two does not matter. Only two sure spans overlap certainly; a vague one overlaps perhaps,
    even where it lies wholly inside the other.

    >>> may_overlap(Span(date(2012, 3, 1), date(2012, 3, 31)), Span(date(2012, 3, 31), None))
    'perhaps'
    >>> may_overlap(Span(date(2012, 3, 1), date(2012, 3, 31)), Span(date(2012, 4, 1), None))
    'no'
    >>> may_overlap(Span(date(2012, 3, 7), date(2012, 3, 7), sure=True), UNKNOWN)
    'unknown'
    """
    if not (a.known and b.known):
        return "unknown"
    if _before(a, b) or _before(b, a):
        return "no"
    return "certainly" if a.sure and b.sure else "perhaps"


def period(starts: Span | None, ends: Span | None) -> Span:
    """From when to when something runs, out of a vague start and a vague end; either may be missing.

    Sure only when both are certain days. A missing end stays open. An end before the start says nothing: unknown.

    >>> period(Span(date(2011, 4, 1), date(2011, 4, 30), "April 2011"), None)
    Span(earliest=datetime.date(2011, 4, 1), latest=None, said='from April 2011', sure=False)
    """
    starts, ends = starts or UNKNOWN, ends or UNKNOWN
    said = " ".join(filter(None, (starts.said and f"from {starts.said}", ends.said and f"to {ends.said}")))
    first, last = starts.earliest, ends.latest
    if first and last and first > last:
        return Span(None, None, said)
    return Span(first, last, said, starts.exact and ends.exact)


def _before(a: Span, b: Span) -> bool:
    return a.latest is not None and b.earliest is not None and a.latest < b.earliest

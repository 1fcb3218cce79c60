"""The nouns of the directory, one file each."""

from .activity import Activity, Served
from .entry import CannotMerge
from .offers import Ask, Need, Offer, Thing
from .organisation import Identifier, Membership, Organisation, Post, Term
from .party import Party
from .programme import Programme
from .replies import Reply
from .revisions import ChangedSince, Confirmation, Revision
from .sources import Record, Source
from .tallies import Counted, Counts, Presence, Tally
from .vocabulary import PeopleServed, Topic, TypeOfHelp

__all__ = [
    "Activity",
    "Ask",
    "CannotMerge",
    "ChangedSince",
    "Confirmation",
    "Counted",
    "Counts",
    "Identifier",
    "Membership",
    "Need",
    "Offer",
    "Organisation",
    "Party",
    "PeopleServed",
    "Post",
    "Presence",
    "Programme",
    "Record",
    "Reply",
    "Revision",
    "Served",
    "Source",
    "Tally",
    "Term",
    "Thing",
    "Topic",
    "TypeOfHelp",
]

"""The nouns of the directory, one file each."""

from .activity import Activity, Party, Served
from .care import Confirmation, Reply, Revision
from .offers import Ask, Need, Offer
from .organisation import Identifier, Membership, Organisation, Post, Term
from .programme import Programme
from .sources import Record, Source
from .vocabulary import PeopleServed, Topic, TypeOfHelp

__all__ = [
    "Activity",
    "Ask",
    "Confirmation",
    "Identifier",
    "Membership",
    "Need",
    "Offer",
    "Organisation",
    "Party",
    "PeopleServed",
    "Post",
    "Programme",
    "Record",
    "Reply",
    "Revision",
    "Served",
    "Source",
    "Term",
    "Topic",
    "TypeOfHelp",
]

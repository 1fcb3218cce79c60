"""Soundings, stages, events, who comes, the day and what came of it. One file for each few nouns that go together."""

from .asked import Asked, AskedToHost
from .bulletin import Bulletin
from .calendar import Calendar, Listed
from .change import Change, Rethink
from .check_in import CheckIn
from .event import Event, Host, KindOfEvent
from .followup import CouldHost, FollowUp
from .held import Held
from .helping import Helper, Shift, Visit
from .mapped import Mapped
from .merging import Merging
from .note import Note
from .photo import Photo
from .pitch import Pitch
from .remix import Remix
from .requirement import Requirement
from .rsvp import Rsvp
from .seating import Seat, Seating
from .series import Series
from .session import Session
from .slot import Slot
from .sounding import Sounding, Willing
from .stage import Convening, Stage, StageNotOpen, StageOutput
from .swap import ContactCard, Swap
from .table import TableCode
from .timer import Opening, Timer
from .venue import Room, Venue
from .writeup import Output, WriteUp

__all__ = [
    "Asked",
    "AskedToHost",
    "Bulletin",
    "Calendar",
    "Change",
    "CheckIn",
    "ContactCard",
    "Convening",
    "CouldHost",
    "Event",
    "FollowUp",
    "Held",
    "Helper",
    "Host",
    "KindOfEvent",
    "Listed",
    "Mapped",
    "Merging",
    "Note",
    "Opening",
    "Output",
    "Photo",
    "Pitch",
    "Remix",
    "Requirement",
    "Rethink",
    "Room",
    "Rsvp",
    "Seat",
    "Seating",
    "Series",
    "Session",
    "Shift",
    "Slot",
    "Sounding",
    "Stage",
    "StageNotOpen",
    "StageOutput",
    "Swap",
    "TableCode",
    "Timer",
    "Venue",
    "Visit",
    "Willing",
    "WriteUp",
]

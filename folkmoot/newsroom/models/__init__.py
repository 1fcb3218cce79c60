"""The desk of an event and what its reporters keep; what others post elsewhere; mentions; the round-up."""

from .desk import Desk, Posts, Shows
from .licences import LICENCES, may_keep_text
from .mention import Mention, MentionSent
from .moment import Moment
from .outlet import Outlet
from .piece import Piece
from .post import OutsidePost
from .reporter import Beat, Reporter
from .round_up import NoRoundUp, RoundUp, RoundUpLine
from .subject import Permission, Purpose, Subject

__all__ = [
    "LICENCES",
    "Beat",
    "Desk",
    "Mention",
    "MentionSent",
    "Moment",
    "NoRoundUp",
    "OutsidePost",
    "Outlet",
    "Permission",
    "Piece",
    "Posts",
    "Purpose",
    "Reporter",
    "RoundUp",
    "RoundUpLine",
    "Shows",
    "Subject",
    "may_keep_text",
]

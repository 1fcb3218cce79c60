"""Groups, who is in them, what is said in them, what is made of it, and how a group leaves with all of it."""

from .agreement import Acceptance, AgreementAsked, HouseAgreement
from .arrival import Arrival
from .attachment import Attachment
from .departure import Departure, Export
from .discussion import Discussion, DiscussionClosed
from .draft import Draft
from .duty import POWERS, Duty, Holder
from .following import Mute
from .group import Group
from .logrow import LogRow
from .member import Invitation, Member
from .post import Named, Post, Quotation, Wording
from .summary import Contest, Summary, SummaryLine
from .terms import Terms

__all__ = [
    "Acceptance",
    "AgreementAsked",
    "Arrival",
    "Attachment",
    "Contest",
    "Departure",
    "Discussion",
    "DiscussionClosed",
    "Draft",
    "Duty",
    "Export",
    "Group",
    "Holder",
    "HouseAgreement",
    "Invitation",
    "LogRow",
    "Member",
    "Named",
    "Mute",
    "POWERS",
    "Post",
    "Quotation",
    "Summary",
    "SummaryLine",
    "Terms",
    "Wording",
]

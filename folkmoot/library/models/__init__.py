"""Pages with their versions, what works and what failed, and toolkits."""

from .ask_me import AskMe
from .attachment import Attachment
from .bringing import Bringing
from .case import Case
from .draft import Draft
from .folder import Folder
from .judging import Barrier, Judgement
from .linked import OldAddress, OutsideLink, PageLink
from .page import AlreadyThere, Clash, Page
from .toolkit import Part, Tick, Toolkit
from .used import Adaptation, Use
from .version import Version

__all__ = [
    "Adaptation",
    "AlreadyThere",
    "AskMe",
    "Attachment",
    "Barrier",
    "Bringing",
    "Case",
    "Clash",
    "Draft",
    "Folder",
    "Judgement",
    "OldAddress",
    "OutsideLink",
    "Page",
    "PageLink",
    "Part",
    "Tick",
    "Toolkit",
    "Use",
    "Version",
]

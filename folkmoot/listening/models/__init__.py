"""What organisers hear, sealed: patches, listenings, who was heard, what was promised them and what came of it."""

from .heard import Allowed, Heard, Slip, Told
from .knock import Knock
from .listening import Listening
from .outing import Outing
from .owed import Owed
from .pairing import Pairing
from .passing import PassedOn
from .patch import Organiser, Patch
from .profile import Profile, Published
from .project import ContactState, Project, ProjectMember
from .safeguard import Safeguard, SafeguardNote

__all__ = [
    "Allowed",
    "ContactState",
    "Heard",
    "Knock",
    "Listening",
    "Organiser",
    "Outing",
    "Owed",
    "Pairing",
    "PassedOn",
    "Patch",
    "Profile",
    "Project",
    "ProjectMember",
    "Published",
    "Safeguard",
    "SafeguardNote",
    "Slip",
    "Told",
]

"""What is asked of whoever can decide, what they said, and what people settle among themselves."""

from .contrary import Contrary
from .decision import Decision, DecisionSet
from .pause import Pause
from .proposition import NotReady, Paused, Proposition, PropositionSet
from .reasons import Ground, Way
from .response import Commitment, Response
from .roll import Eligible
from .settlement import Settlement
from .signing import Carrying, CoSignature
from .text import Clause, Objection, Version, Wording
from .word_back import WordBack

__all__ = [
    "Carrying",
    "Clause",
    "CoSignature",
    "Commitment",
    "Contrary",
    "Decision",
    "DecisionSet",
    "Eligible",
    "Ground",
    "NotReady",
    "Objection",
    "Pause",
    "Paused",
    "Proposition",
    "PropositionSet",
    "Response",
    "Settlement",
    "Version",
    "Way",
    "WordBack",
    "Wording",
]

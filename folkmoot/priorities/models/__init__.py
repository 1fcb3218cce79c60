"""Questions and what people say to them, what a place puts first, and the matrix of priorities and policies."""

from .batch import Batch
from .matrix import Aim, Cell, Existing, Matrix, Rating, Relation, Remark, SignOff
from .policy import Policy, PolicySet
from .priority import Evidence, Priority
from .question import Question
from .result import Result
from .statement import RULES, Statement
from .voice import Voice
from .vouch import Vouch

__all__ = [
    "RULES",
    "Aim",
    "Batch",
    "Cell",
    "Evidence",
    "Existing",
    "Matrix",
    "Policy",
    "PolicySet",
    "Priority",
    "Question",
    "Rating",
    "Relation",
    "Remark",
    "Result",
    "SignOff",
    "Statement",
    "Voice",
    "Vouch",
]

"""Thornbeck's questions: one closed with its map, one open, one trade-off; what it puts first; and a matrix."""

from __future__ import annotations

from types import SimpleNamespace

from .asked import plant_questions
from .matrices import plant_matrix
from .wanted import plant_priorities


def plant(village: SimpleNamespace) -> None:
    """Adds village.buildings (closed), .square (open), .hundred (a closed trade-off), .choosing (an open one)."""
    plant_questions(village)
    plant_priorities(village)
    plant_matrix(village)

"""Search, the same on SQLite and PostgreSQL: put, put_many, drop, find and, where nothing was found, respelt."""

from .alike import phrases
from .asking import Hit, find
from .keeping import Entry, drop, put, put_many
from .spelling import respelt

__all__ = ["Entry", "Hit", "drop", "find", "phrases", "put", "put_many", "respelt"]

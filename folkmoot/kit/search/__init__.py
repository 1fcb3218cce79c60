"""Search, the same on SQLite and PostgreSQL: put, put_many, drop and find."""

from .asking import Hit, find
from .keeping import Entry, drop, put, put_many

__all__ = ["Entry", "Hit", "drop", "find", "put", "put_many"]

"""Which tests touch a database."""

from __future__ import annotations

import pytest


def touches_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or item.get_closest_marker("django_db"))

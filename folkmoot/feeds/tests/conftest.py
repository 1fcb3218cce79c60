"""Whatever Thornbeck was planted with, in these tests nobody watches anything yet and nothing waits to be told."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from folkmoot.journal.models import Bookmark, Line, Notice, Watch


@pytest.fixture(autouse=True)
def nothing_waits(request) -> None:
    if "village" not in request.fixturenames:
        return
    request.getfixturevalue("village")
    Notice.objects.all().delete()
    Watch.objects.all().delete()
    DBTaskResult.objects.all().delete()
    last = Line.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    Bookmark.objects.update_or_create(name="watchers", defaults={"line": last})

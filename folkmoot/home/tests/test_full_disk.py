"""A disk with no room left: what is sent is refused in words, pages are still read, and it mends by itself."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from folkmoot.promises.models import Promise
from tests.access_asking import sign_in

NO_LIMIT = 1_073_741_823


def pages_at_most(count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count = {count}")


@pytest.fixture
def no_room(open_village):
    """A way to fill the disk under the site: the file may not grow by one page."""
    if connection.vendor != "sqlite":
        pytest.skip("A full disk is tried where the database is a file; a server of its own says so by itself.")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # tests before this one left room inside the file
    yield lambda: pages_at_most(1)
    pages_at_most(NO_LIMIT)


def send(client: Client, n: int):
    long = "a long promise " * 19
    form = {"what": f"{n} {long}", "whose": "me", "due_words": "soon", "said_at": "x" * 190}
    return client.post("/promises/new/", form)


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_loses_nothing_that_was_kept_and_mends_by_itself(no_room, open_village):
    client = Client(raise_request_exception=False)
    sign_in(client, open_village.amina)
    assert send(client, 0).status_code == 302
    kept = Promise.objects.count()
    no_room()
    answers = [send(client, n) for n in range(1, 40)]
    full = [answer for answer in answers if answer.status_code == 503]
    assert full and full[0].headers["Retry-After"] == "60"
    assert b"Nothing of what you sent was kept" in full[0].content
    assert Promise.objects.count() == kept + sum(answer.status_code == 302 for answer in answers)
    assert Client().get("/promises/").status_code == 200
    pages_at_most(NO_LIMIT)
    assert send(client, 99).status_code == 302
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert Promise.objects.filter(made_on=timezone.localdate()).count() >= 2

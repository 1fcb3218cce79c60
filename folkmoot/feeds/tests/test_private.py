"""Private addresses show what their owner sees, to whoever holds them, until they are taken back; nothing else opens."""

from __future__ import annotations

import logging

import feedparser
import pytest
from django.db import connection

from folkmoot.feeds.models import PrivateAddress
from folkmoot.feeds.models.address import TooManyAddresses, digest_of
from folkmoot.journal.models import Notice
from folkmoot.kit.logs import WithoutSecrets

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(village) -> PrivateAddress:
    Notice.tell(village.bram, "Quorra waits for you", "/waiting/")
    return PrivateAddress.make(village.bram, "My news", "/me/news/", "atom")


def titles(answer) -> list[str]:
    return [entry.title for entry in feedparser.parse(answer.content).entries]


def test_it_shows_what_its_owner_sees_without_signing_in_and_is_never_kept(mine, client):
    answer = client.get(mine.get_absolute_url())
    assert titles(answer) == ["Quorra waits for you"]
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "noindex" in answer.headers["X-Robots-Tag"] and answer.headers["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in answer.headers and not answer.cookies


def test_its_own_address_stands_in_it_and_not_that_of_the_list_for_all(mine, client):
    links = {link.rel: link.href for link in feedparser.parse(client.get(mine.get_absolute_url()).content).feed.links}
    assert links["self"].endswith(mine.get_absolute_url())


def test_taken_back_it_is_dead_at_once_and_a_new_one_is_another(mine, client, village):
    old = mine.get_absolute_url()
    client.force_login(village.bram)
    client.post(f"/feeds/addresses/{mine.pk}/", {"do": "renew"})
    assert client.get(old).status_code == 404
    new = PrivateAddress.objects.get(ended_at=None)
    assert client.get(new.get_absolute_url()).status_code == 200
    client.post(f"/feeds/addresses/{new.pk}/", {"do": "end"})
    assert client.get(new.get_absolute_url()).status_code == 404
    assert set(PrivateAddress.objects.values_list("secret", flat=True)) == {""}


def test_it_is_dead_when_its_owner_is_gone(mine, client, village):
    village.bram.is_active = False
    village.bram.save()
    assert client.get(mine.get_absolute_url()).status_code == 404


def test_the_secret_is_long_and_is_not_in_the_database(mine):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret, digest FROM feeds_privateaddress")
        kept = cursor.fetchone()
    assert len(mine.secret) == 40 and mine.secret not in "".join(kept) and kept[1] == digest_of(mine.secret)


def test_another_persons_address_is_not_mine_to_change(mine, client, village):
    client.force_login(village.carys)
    assert client.post(f"/feeds/addresses/{mine.pk}/", {"do": "end"}).status_code == 404
    assert client.get(mine.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "about", ["/me/data/?as=json", "/account/logout/", "/me/", "/waiting/", "/nowhere/", "x", "/events/new/"]
)
def test_only_lists_have_one(village, client, about):
    client.force_login(village.bram)
    answer = client.post("/feeds/addresses/", {"about": about, "form": "atom"})
    assert answer.status_code in (404, 409) and not PrivateAddress.objects.exists()


def test_one_made_for_something_else_in_the_database_still_opens_nothing(village, client):
    for address in ("/me/data/", "/who/new/", "/feeds/mine/x/", "/static/kit/base.css"):
        made = PrivateAddress.make(village.bram, "x", address, "atom")
        assert client.get(made.get_absolute_url()).status_code == 404


def test_asked_twice_there_is_one_and_at_most_fifty(village):
    first = PrivateAddress.make(village.bram, "x", "/events/", "ics")
    assert PrivateAddress.make(village.bram, "x", "/events/", "ics").pk == first.pk
    for n in range(49):
        PrivateAddress.make(village.bram, "x", f"/events/?n={n}", "ics")
    with pytest.raises(TooManyAddresses):
        PrivateAddress.make(village.bram, "x", "/who/", "atom")


def test_no_secret_is_written_to_the_log(mine, client, caplog):
    caplog.handler.addFilter(WithoutSecrets())
    with caplog.at_level(logging.DEBUG):
        client.get("/feeds/mine/" + "s3cret" * 6 + "/")
        client.post(mine.get_absolute_url())
    assert caplog.text and "s3cret" not in caplog.text and mine.secret not in caplog.text

"""Photos: sent by those who came, looked at by a host, shown to whoever may see them at that moment and nobody else."""

from __future__ import annotations

import io
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from folkmoot.events.jobs import sweep_photos
from folkmoot.events.models import CheckIn, Event, Photo, TableCode
from folkmoot.events.models.photo import SHELF
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.kit.tests.uploads import made
from folkmoot.kit.uploads import Picture
from folkmoot.kit.uploads.keeping import path_of, taken
from folkmoot.moderation.models import Standing

pytestmark = pytest.mark.django_db
SEEN = Picture("jpeg", 40, 30, b"whole", b"small")


@pytest.fixture(autouse=True)
def shelves(settings, tmp_path):
    settings.FILES = tmp_path


def sent(event: Event, words: str = "Cards on a wall", **more) -> Photo:
    return Photo.add(event, SEEN, words, more.pop("consent", "agreed"), **more)


def status(client, photo: Photo, person=None) -> int:
    client.logout() if person is None else client.force_login(person)
    return client.get(f"/events/photo/{photo.pk}/small/").status_code


def test_a_hosts_photo_shows_at_once_and_a_guests_after_a_look(village, client):
    assert sent(village.winter, by=village.amina).shown_at
    guests = sent(village.winter, "Hands up", by=village.bram)

    assert guests.shown_at is None
    assert [status(client, guests, who) for who in (None, village.carys, village.bram, village.amina)] == [
        404, 404, 200, 200,
    ]  # fmt: skip
    client.force_login(village.amina)
    assert "To look at before anybody else" in client.get(f"/events/{village.winter.pk}/photos/").content.decode()
    client.post(f"/events/{village.winter.pk}/photos/{guests.pk}/show/")
    assert status(client, guests) == 200
    guests.refresh_from_db()
    assert guests.show(village.amina) is False


def test_without_consent_or_words_it_is_refused_and_the_database_holds_to_that(village):
    with pytest.raises(Refusal, match="agreed"):
        sent(village.winter, by=village.amina, consent="")
    with pytest.raises(Refusal, match="what the photo shows"):
        sent(village.winter, "  ", by=village.amina)
    photo = sent(village.winter, by=village.amina)
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(consent="")


def test_strangers_send_none_and_let_none_in(village):
    with pytest.raises(NotYours, match="those who came"):
        sent(village.winter, by=village.carys)
    photo = sent(village.winter, by=village.bram)
    for deed in (photo.show, photo.take_off):
        with pytest.raises(NotYours):
            deed(village.carys)
    assert Photo.objects.filter(pk=photo.pk, shown_at=None).exists()


def test_the_same_word_is_one_photo_and_one_file(village):
    first, second = (sent(village.winter, by=village.amina, once="a") for _again in range(2))
    assert first.pk == second.pk and taken() == len(b"whole") + len(b"small")


def test_one_for_those_who_came_is_for_them_alone(village, client):
    photo = sent(village.winter, by=village.amina, attendees_only=True)
    assert [status(client, photo, who) for who in (None, village.carys)] == [404, 404]
    CheckIn.objects.create(event=village.winter, person=village.carys)
    assert status(client, photo, village.carys) == 200


def test_whoever_is_in_it_takes_it_off_at_once_without_an_account(village, client):
    photo = sent(village.winter, by=village.amina)
    page = client.get(f"/events/{village.winter.pk}/photos/").content.decode()
    assert f"about=/events/{village.winter.pk}/photos/%23photo-{photo.pk}" in page

    about = photo.get_absolute_url()
    client.post("/report/", {"about": about, "reason": "private", "words": "That is me."})

    assert status(client, photo) == 404, "from the next look on"
    assert "Cards on a wall" not in client.get(f"/events/{village.winter.pk}/photos/").content.decode()
    assert status(client, photo, village.kofi) == 200, "a moderator has to see what is decided"
    Standing.objects.get(kind="events.photo", key=str(photo.pk)).rule("shown", "They meant another.", village.kofi)
    assert status(client, photo) == 200


def test_a_right_that_is_withdrawn_holds_from_the_next_look(village, client):
    photo = sent(village.winter, by=village.amina)
    first = client.get(f"/events/photo/{photo.pk}/whole/")
    assert first.status_code == 200 and first.headers["X-Content-Type-Options"] == "nosniff"
    Event.objects.filter(pk=village.winter.pk).update(published_at=None)
    again = client.get(f"/events/photo/{photo.pk}/whole/", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 404


def test_whoever_sent_it_deletes_it_with_its_file(village, django_capture_on_commit_callbacks):
    photo = sent(village.winter, by=village.bram)
    with django_capture_on_commit_callbacks(execute=True):
        photo.take_off(village.bram)
    assert not Photo.objects.filter(pk=photo.pk).exists() and not path_of(SHELF, photo.file).exists()


def test_a_card_sends_one_without_an_account_until_it_runs_out(village, client):
    card = TableCode.make(village.winter)
    file = SimpleUploadedFile("IMG_0001.jpg", made.with_a_home_in_it("JPEG"), "image/jpeg")
    send = {"picture": file, "words": "Cards on a wall", "consent": "nobody", "once": "x"}

    answer = client.post(f"/events/at/{card.code}/photo/", send)

    assert answer.status_code == 302
    photo = Photo.objects.get(event=village.winter)
    assert (photo.by, photo.code, photo.shown_at, photo.width) == (None, card, None, 120)
    assert b"Mill Lane" not in path_of(SHELF, photo.file).read_bytes()
    TableCode.objects.filter(pk=card.pk).update(ends_at=timezone.now())
    file.seek(0)
    assert client.post(f"/events/at/{card.code}/photo/", send | {"once": "y"}).status_code == 410


def test_what_is_no_photo_gets_a_sentence_beside_its_field(village, client):
    client.force_login(village.amina)
    bad = io.BytesIO(b"<svg onload=alert(1)>")
    bad.name = "party.jpg"
    answer = client.post(
        f"/events/{village.winter.pk}/photos/add/", {"picture": bad, "words": "A kept sentence", "consent": "nobody"}
    )
    page = answer.content.decode()
    assert answer.status_code == 400 and "Send a JPEG, PNG, WebP or GIF" in page and "A kept sentence" in page


def test_files_of_photos_that_are_gone_are_swept(village):
    photo, kept = (sent(village.winter, by=village.amina) for _each in range(2))
    Photo.objects.filter(pk=photo.pk).delete()
    for one in (photo, kept):
        for size in ("whole", "small"):
            os.utime(path_of(SHELF, one.file, size), (1, 1))
    sweep_photos.call()
    assert path_of(SHELF, kept.file).exists() and not path_of(SHELF, photo.file).exists()

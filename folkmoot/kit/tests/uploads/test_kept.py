"""Pictures on their shelf: kept, given out, thrown away and swept."""

import os
import time

import pytest
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory

from folkmoot.kit.uploads import NoRoom, Picture, give, keep, sweep, throw_away
from folkmoot.kit.uploads.keeping import path_of, taken

SEEN = Picture("jpeg", 10, 10, b"whole" * 100, b"small")


@pytest.fixture(autouse=True)
def shelves(settings, tmp_path):
    settings.FILES = tmp_path


def asked(name: str, **more):
    tag = more.pop("tag", "")
    return give(RequestFactory().get("/", headers={"if-none-match": tag} if tag else {}), "talk", name, **more)


def test_its_name_cannot_be_guessed_and_says_its_kind():
    first, second = keep(SEEN, "talk"), keep(SEEN, "talk")
    assert first != second and len(first) == 36 and first.endswith(".jpg")


def test_it_is_given_as_an_attachment_that_no_browser_runs():
    answer = asked(keep(SEEN, "talk"), called="Table 4, at <noon>")
    assert b"".join(answer.streaming_content) == SEEN.whole
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="table-4-at-noon.jpg"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-cache" in answer.headers["Cache-Control"] and "private" in answer.headers["Cache-Control"]


def test_a_browser_that_has_it_gets_only_word_that_it_is_the_same():
    name = keep(SEEN, "talk")
    tag = asked(name).headers["ETag"]
    assert asked(name, tag=tag).status_code == 304
    assert asked(name, size="small", tag=tag).status_code == 200


@pytest.mark.parametrize("name", ["../../sealed.key", "x.jpg", "", "0" * 32 + ".svg", "0" * 32 + ".jpg/../x"])
def test_nothing_but_pictures_can_be_reached(name):
    with pytest.raises(Http404):
        asked(name)


def test_it_goes_once_the_change_is_through_and_stays_when_it_fails(transactional_db):
    name = keep(SEEN, "talk")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        throw_away("talk", name)
        raise ZeroDivisionError
    assert path_of("talk", name).exists()

    throw_away("talk", name)
    throw_away("talk", name)

    assert taken() == 0
    with pytest.raises(Http404):
        asked(name)


def test_what_no_row_names_is_swept_after_a_day():
    old, new, named = (keep(SEEN, "talk") for _ in range(3))
    for name in (old, named):
        for size in ("whole", "small"):
            os.utime(path_of("talk", name, size), (time.time() - 90_000,) * 2)

    assert sweep("talk", [named]) == 2

    assert not path_of("talk", old).exists()
    assert path_of("talk", new).exists() and path_of("talk", named).exists()


def test_a_site_whose_space_is_full_says_so(settings):
    settings.PICTURES_SPACE = 600
    keep(SEEN, "talk")
    with pytest.raises(NoRoom, match="no room for more pictures"):
        keep(SEEN, "talk")

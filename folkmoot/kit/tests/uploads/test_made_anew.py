"""What comes out of a picture that somebody sent: the points, and nothing that came with them."""

import io
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from folkmoot.kit.redrawing import Refused, anew
from folkmoot.kit.uploads import NoPicture, made_anew

from . import made

FULL = bool(os.environ.get("FOLKMOOT_FULL"))
ROOT = Path(__file__).resolve().parents[4]
OTHERS = (b"Mill Lane", made.SECRET, b"Telephone 7", b"Exif", b"xmpmeta", b"GPS")


def anew_of(raw: bytes):
    return made_anew(io.BytesIO(raw))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_where_it_was_taken_and_by_whom_stay_behind(kind):
    raw = made.with_a_home_in_it(kind)
    assert b"Mill Lane" in raw, "the control: it is there before"

    got = anew_of(raw)

    assert (got.kind, got.width, got.height) == (kind.lower(), 120, 80)
    for body in (got.whole, got.small):
        assert not [word for word in OTHERS if word in body]
        seen = Image.open(io.BytesIO(body))
        assert not seen.getexif() and not set(seen.info) & {"exif", "xmp", "comment", "icc_profile", "Author"}


def test_it_is_turned_the_way_it_was_held():
    got = anew_of(made.sideways())
    assert (got.width, got.height) == (80, 120)
    seen = Image.open(io.BytesIO(got.whole))
    assert seen.getpixel((75, 60))[0] < 40 and seen.getpixel((4, 60))[0] > 215, "the dark top is now on the right"


def test_a_large_one_is_made_smaller_and_a_small_one_is_left():
    got = anew_of(made.picture(size=(4000, 1000)))
    assert (got.width, got.height) == (2000, 500)
    assert Image.open(io.BytesIO(got.small)).size == (640, 160)
    assert Image.open(io.BytesIO(anew_of(made.picture(size=(50, 40))).small)).size == (50, 40)


@pytest.mark.parametrize(
    ("kind", "mode", "becomes"),
    [("JPEG", "CMYK", "jpeg"), ("JPEG", "L", "jpeg"), ("PNG", "P", "png"), ("PNG", "1", "png"), ("GIF", "P", "png")],
)
def test_every_way_of_keeping_colours_is_read(kind, mode, becomes):
    assert anew_of(made.picture(kind, mode=mode)).kind == becomes


def test_sixteen_bits_of_grey_are_not_blown_out():
    sheet = io.BytesIO()
    Image.new("I;16", (10, 10), 32768).save(sheet, "PNG")
    seen = Image.open(io.BytesIO(anew_of(sheet.getvalue()).whole)).convert("L")
    assert 120 <= seen.getpixel((5, 5)) <= 136


def test_what_can_be_seen_through_stays_so():
    sheet = io.BytesIO()
    Image.new("RGBA", (10, 10), (10, 200, 10, 128)).save(sheet, "PNG")
    assert Image.open(io.BytesIO(anew_of(sheet.getvalue()).whole)).getpixel((5, 5)) == (10, 200, 10, 128)


TAILS = (b"<html><script>alert(1)</script>", b"<?php system('x'); ?>", made.a_zip(), b"%PDF-1.4 ", b"\0" * 100_000)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_tail_is_cut_off(kind):
    for tail in TAILS:
        got = anew_of(made.with_a_tail(kind, tail))
        assert tail[:20] not in got.whole + got.small


def test_of_one_that_moves_the_first_picture_is_taken():
    assert anew_of(made.moving(250)).kind == "png"


NONE_OF_OURS = {
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "html": b"<!doctype html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7\n1 0 obj",
    "words": b"hello",
    "bmp": b"BM" + b"\0" * 100,
    "tiff": b"II*\0" + b"\0" * 100,
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "sound": b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 40,
    "script behind a gif's start": b"GIF89a/*" + b"*/=1;alert(1)//" * 20,
    "only a start": b"\xff\xd8\xff\xe0",
}


@pytest.mark.parametrize("what", NONE_OF_OURS)
def test_what_is_no_picture_of_ours_is_refused_in_words(what):
    with pytest.raises(NoPicture, match=r"Send a JPEG|save it again as JPEG|million points"):
        anew_of(NONE_OF_OURS[what])


@pytest.mark.parametrize("size", [(7000, 6000), (30_000, 20), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_more_points_than_there_may_be_are_refused_before_they_are_unpacked(size):
    with pytest.raises(NoPicture, match="million points|JPEG"):
        anew_of(made.png_of(*size))


def test_a_bomb_of_words_is_not_unpacked():
    with pytest.raises(NoPicture):
        anew_of(made.png_with_a_text_bomb())


def test_half_a_picture_is_refused_in_words():
    whole = made.picture(size=(400, 400))
    with pytest.raises(NoPicture, match="could not be read to its end"):
        anew_of(whole[: len(whole) // 2])


def test_an_empty_file_and_one_too_large_are_refused_in_words(settings):
    with pytest.raises(NoPicture, match="empty"):
        anew_of(b"")
    settings.PICTURE_LIMIT = 100
    with pytest.raises(NoPicture, match="larger than 100"):
        anew_of(made.picture())


def test_spoilt_pictures_are_drawn_anew_or_refused_and_nothing_else():
    """Bytes changed, cut and doubled at random; fixed seed. In this process: what it must not do is end it."""
    dice = random.Random(17)  # noqa: S311
    seeds = [made.with_a_home_in_it(kind) for kind in ("JPEG", "PNG", "WEBP")] + [made.moving(3), made.sideways()]
    ends = {"drawn": 0, "refused": 0}
    for _ in range(1284 if FULL else 250):
        raw = bytearray(dice.choice(seeds))
        for _again in range(dice.choice([1, 3, 20])):
            at = dice.randrange(8, len(raw))
            raw[at : at + dice.choice([0, 1, 4])] = dice.randbytes(dice.choice([1, 1, 2]))
        try:
            _about, parts = anew(bytes(raw))
        except Refused:
            ends["refused"] += 1
        else:
            ends["drawn"] += 1
            assert not [word for body in parts for word in OTHERS if word in body]
    assert min(ends.values()) > 20, ends


def test_its_maker_stands_without_django():
    code = "import folkmoot.kit.redrawing, sys; print([m for m in sys.modules if m.startswith('django')])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"

"""The child process: one picture from its standard input, made anew to its standard output.

`python -m folkmoot.kit.redrawing`. Run by `uploads.apart.made_anew`, never by hand. No Django in here.
Answers one line of JSON, {"kind", "width", "height", "lengths": [whole, small]} and then the bytes of both,
or {"refused": word, "n": …}.
"""

import io
import json
import sys
import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

# The readers are loaded before files are locked away; telephones put several pictures into one JPEG (MPO).
from PIL import GifImagePlugin, Image, ImageCms, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401

from folkmoot.kit.confine import confine

# Nothing else can be read at all: each reader of a format is a way in.
FORMATS = ["JPEG", "PNG", "WEBP", "GIF"]
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 20_000
WHOLE, SMALL = 2_000, 640
HEAVY_PNG = 1_500_000
MEGABYTE = 1024 * 1024


@dataclass
class Limits:
    memory: int = 640 * MEGABYTE
    processor_seconds: int = 10
    answer_bytes: int = 0


class Refused(Exception):
    """The word says why; `n` is a number that belongs to it."""

    def __init__(self, word: str, n: int = 0) -> None:
        super().__init__(word)
        self.word, self.n = word, n


def main() -> None:
    Image.preinit()
    ImageCms.createProfile("sRGB")
    confine(Limits())
    try:
        about, parts = anew(sys.stdin.buffer.read())
    except Refused as wrong:
        about, parts = {"refused": wrong.word, "n": wrong.n}, []
    except MemoryError:
        about, parts = {"refused": "pixels", "n": 0}, []
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + b"".join(parts))
    sys.stdout.flush()


def anew(raw: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What is said of the picture, and its two sizes (2,000 and 640 points on the longer side, never enlarged).

    Every point is drawn again and nothing else is carried over: no place, camera, comment, profile or tail. Only the
    first picture of one that moves is taken. Raises Refused.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = _drawn(_opened(raw))
    small = whole.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    kind, first = _written(whole, "png" if _kind(raw) in ("png", "gif") else _kind(raw))
    _, second = _written(small, kind)
    return {"kind": kind, "width": whole.width, "height": whole.height, "lengths": [len(first), len(second)]}, [
        first,
        second,
    ]


def _kind(raw: bytes) -> str:
    if raw.startswith(b"\x89PNG"):
        return "png"
    if raw.startswith(b"GIF8"):
        return "gif"
    return "webp" if raw[8:12] == b"WEBP" else "jpeg"


def _opened(raw: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(raw), formats=FORMATS)
    except Image.DecompressionBombError:
        raise Refused("pixels") from None
    except Exception:  # noqa: BLE001 - a parser's own errors are of many kinds
        raise Refused("kind") from None
    if picture.width * picture.height > MOST_PIXELS or max(picture.size) > LONGEST_SIDE:
        raise Refused("pixels", round(picture.width * picture.height / 1e6))
    return picture


def _drawn(picture: Image.Image) -> Image.Image:
    """The right way up, in sRGB, at most 2,000 points long, as RGB or RGBA and nothing more."""
    try:
        turned = picture.getexif().get(0x0112, 1)
    except Exception:  # noqa: BLE001 - a broken note about the camera is no reason to refuse the picture
        turned = 1
    profile = picture.info.get("icc_profile")
    try:
        picture.draft("RGB", (WHOLE, WHOLE))  # a large JPEG is unpacked at a half, a quarter or an eighth
        picture.load()
        seen = _coloured(picture)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001
        raise Refused("broken") from None
    seen.thumbnail((WHOLE, WHOLE), Image.Resampling.LANCZOS)
    return _turned(_in_srgb(seen, profile), turned)


def _coloured(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I;16") or picture.mode == "I":  # sixteen bits of grey: the upper eight
        picture = picture.convert("I").point(lambda level: level / 256).convert("L")
    clear = picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info
    mode = "RGBA" if clear else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)


def _in_srgb(seen: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours of a telephone's wider range brought into the web's; as they are where the profile is no good."""
    if profile and seen.mode == "RGB":
        with suppress(Exception):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            seen = ImageCms.profileToProfile(seen, own, ImageCms.createProfile("sRGB"), outputMode="RGB") or seen
    return seen


def _turned(seen: Image.Image, turned: int) -> Image.Image:
    """As the camera was held (EXIF 2.32, Orientation)."""
    ways = {
        2: (Image.Transpose.FLIP_LEFT_RIGHT,),
        3: (Image.Transpose.ROTATE_180,),
        4: (Image.Transpose.FLIP_TOP_BOTTOM,),
        5: (Image.Transpose.TRANSPOSE,),
        6: (Image.Transpose.ROTATE_270,),
        7: (Image.Transpose.TRANSVERSE,),
        8: (Image.Transpose.ROTATE_90,),
    }
    for way in ways.get(turned, ()):
        seen = seen.transpose(way)
    bare = Image.new(seen.mode, seen.size)  # a new sheet: whatever else the old one carried stays behind
    bare.paste(seen)
    return bare


def _written(seen: Image.Image, kind: str) -> tuple[str, bytes]:
    """The kind it was written as, and the bytes. A photograph sent as PNG is written as WebP, ten times smaller."""
    if kind == "jpeg":
        return kind, _saved(seen.convert("RGB"), "JPEG", quality=84, optimize=True, progressive=True)
    if kind == "png":
        raw = _saved(seen, "PNG", optimize=seen.width * seen.height < 1_000_000)
        if len(raw) <= HEAVY_PNG:
            return kind, raw
    return "webp", _saved(seen, "WEBP", quality=84, method=3)


def _saved(seen: Image.Image, kind: str, **how: Any) -> bytes:
    sheet = io.BytesIO()
    seen.save(sheet, kind, **how)
    return sheet.getvalue()


if __name__ == "__main__":
    main()

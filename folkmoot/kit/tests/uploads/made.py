"""Pictures made for the tests: honest ones, and ones that carry or pretend to be something else."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image, PngImagePlugin

SECRET = b"51.8642,-2.2380"


def picture(kind: str = "JPEG", size: tuple[int, int] = (120, 80), mode: str = "RGB", **more) -> bytes:
    """A gradient, so that turning and scaling can be seen."""
    level = Image.linear_gradient("L").resize(size)
    drawn = Image.merge("RGB", (level, Image.new("L", size, 90), level.transpose(Image.Transpose.ROTATE_180)))
    sheet = io.BytesIO()
    drawn.convert(mode).save(sheet, kind, **more)
    return sheet.getvalue()


def with_a_home_in_it(kind: str) -> bytes:
    """A picture whose notes say where it was taken, with what, and by whom."""
    notes = Image.Exif()
    notes[0x010E], notes[0x013B], notes[0x0110] = SECRET.decode(), "Bram of 3 Mill Lane", "Telephone 7"
    place = notes.get_ifd(0x8825)
    place.update({1: "N", 2: (51.0, 51.0, 51.12), 3: "W", 4: (2.0, 14.0, 16.8)})
    more: dict = {"exif": notes.tobytes()}
    if kind == "JPEG":
        more["comment"] = b"Bram of 3 Mill Lane"
    if kind == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Author", "Bram of 3 Mill Lane")
        more["pnginfo"].add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>Bram of 3 Mill Lane</x:xmpmeta>")
    if kind == "WEBP":
        more["xmp"] = b"<x:xmpmeta>Bram of 3 Mill Lane</x:xmpmeta>"
    return picture(kind, **more)


def sideways() -> bytes:
    """120 wide and 80 high, held so that it is seen 80 wide and 120 high."""
    notes = Image.Exif()
    notes[0x0112] = 6
    return picture("JPEG", exif=notes.tobytes())


def with_a_tail(kind: str, tail: bytes) -> bytes:
    return picture(kind) + tail


def a_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as into:
        into.writestr("run.html", "<script>alert(1)</script>")
    return packed.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is as large as that, in a hundred bytes: a pixel flood."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def png_with_a_text_bomb() -> bytes:
    whole = picture("PNG")
    bomb = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 50_000_000, 9))
    return whole[:33] + bomb + whole[33:]


def moving(frames: int) -> bytes:
    sheet = io.BytesIO()
    each = [Image.new("P", (8, 8), at % 250) for at in range(frames)]
    each[0].save(sheet, "GIF", save_all=True, append_images=each[1:])
    return sheet.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

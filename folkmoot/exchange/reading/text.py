"""Bytes into letters, in the encodings that people's files have, and a sentence when it was a guess."""

import codecs
import re

from .rows import Refused

BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
PEOPLES_NAMES = {"cp1252": "Windows (Western European)", "mac_roman": "old Macintosh", "utf-8-mixed": "mixed"}
CHOICES = ["utf-8", "utf-16", "cp1252", "mac_roman", "latin-1"]
# Letters and marks that British lists really hold; a wrong guess turns them into rarer ones.
LIKELY = frozenset("£€’‘“”–—…•°½¼¾²éèêëáàâäãóòôöõúùûüíìîïçñøåæßŵŷẅÿ\xa0®©™§´·ÉÂÎÔÛŴŶ")


def decoded(raw: bytes, file: str, encoding: str = "") -> tuple[str, str, str]:
    """The text, the name of the encoding, and a sentence for the person ("" when there was nothing to guess).

    Order: the encoding asked for, a byte-order mark, UTF-16 told by its zero bytes, strict UTF-8, UTF-8 with a few
    bytes of Windows in it, then Windows or old Macintosh, whichever gives likelier letters. Refuses what is no text.
    """
    if encoding:
        return _asked(raw, file, encoding), encoding, ""
    for mark, name in BOMS:
        if raw.startswith(mark):
            return _strict(raw, file, name), name, ""
    if wide := _wide(raw):
        return _strict(raw, file, wide), wide, ""
    _refuse_what_is_no_text(raw, file)
    try:
        return raw.decode("utf-8"), "utf-8", ""
    except UnicodeDecodeError as wrong:
        return _guessed(raw, wrong.start)


def _asked(raw: bytes, file: str, encoding: str) -> str:
    if encoding not in CHOICES:
        raise Refused(f"“{encoding}” is not one of the encodings we read: {', '.join(CHOICES)}.", file)
    return _strict(raw, file, "utf-8-sig" if encoding == "utf-8" else encoding).removeprefix("\ufeff")


def _strict(raw: bytes, file: str, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as wrong:
        row = bytes(wrong.object).count(b"\n", 0, wrong.start) + 1
        named = encoding.removesuffix("-sig").upper()
        words = (
            f"the letters say they are {named} but are damaged here. Save it again as “CSV UTF-8” and try once more."
        )
        raise Refused(words, file, row) from None


def _wide(raw: bytes) -> str:
    """UTF-16 without its mark shows as plain letters with a zero beside each."""
    start = raw[:4000]
    if len(start) < 4 or len(raw) % 2:
        return ""
    zeros_after, zeros_before = start[1::2].count(0), start[0::2].count(0)
    half = len(start) // 2
    if zeros_after > 0.6 * half and zeros_before < 0.05 * half:
        return "utf-16-le"
    if zeros_before > 0.6 * half and zeros_after < 0.05 * half:
        return "utf-16-be"
    return ""


def _refuse_what_is_no_text(raw: bytes, file: str) -> None:
    strange = sum(raw[:8000].count(bytes([code])) for code in (*range(0, 9), *range(14, 27)))
    if strange > 0.1 * len(raw[:8000]):
        words = "this is not a sheet or a text file. Open it in your spreadsheet program and save it as CSV or XLSX."
        raise Refused(words, file)


def _guessed(raw: bytes, at: int) -> tuple[str, str, str]:
    row = raw.count(b"\n", 0, at) + 1
    good, bad = _multibyte(raw)
    if good > bad:
        words = (
            f"most of it is UTF-8, but {bad} {'letter is' if bad == 1 else 'letters are'} Windows, first in line {row}"
        )
        return raw.decode("utf-8", "windows-where-broken"), "utf-8-mixed", f"{words}. Check accents and £ signs there."
    name = max(["cp1252", "mac_roman"], key=lambda one: (_likeness(raw, one), one == "cp1252"))
    words = f"it does not say how its letters are stored; we read it as {PEOPLES_NAMES[name]}, which fits best"
    return _loose(raw, name), name, f"{words}. Check accents and £ signs, first in line {row}."


def _multibyte(raw: bytes) -> tuple[int, int]:
    """How many letters beyond ASCII are good UTF-8, and how many bytes are not."""
    text = raw.decode("utf-8", "surrogateescape")
    bad = len(re.findall("[\udc80-\udcff]", text))
    return len(re.findall("[^\x00-\x7f]", text)) - bad, bad


def _loose(raw: bytes, encoding: str) -> str:
    """Windows leaves five bytes without a letter; latin-1 gives them one, as browsers do."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw.decode(encoding, "as-latin-1")


def _likeness(raw: bytes, encoding: str) -> int:
    text = _loose(raw, encoding)
    high = re.findall("[^\x00-\x7f]", text)
    likely = sum(letter in LIKELY for letter in high)
    # A capital with an accent just after a small letter ("DonÕt") is the sign of a wrong guess.
    odd = len(re.findall("[a-z][À-ÖØ-ÞŽŠŒ]", text)) + len(re.findall("[\x80-\x9f]", text))
    return likely - 2 * odd


def _windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.start + 1]
    return bad.decode("cp1252", "as-latin-1"), error.start + 1


def _latin(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("windows-where-broken", _windows)
codecs.register_error("as-latin-1", _latin)

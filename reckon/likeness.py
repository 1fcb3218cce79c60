"""How alike two names, addresses, phone numbers and websites are, once spelling habits are set aside.

Everything here takes and gives plain text. The folds keep every script (Cyrillic, Arabic, Han …): they only
remove what people vary without meaning anything by it: capitals, accents, punctuation, "Ltd" beside "Limited".
"""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz import fuzz

_BLANKS = "n/a|na|none|null|nan|nil|unknown|tbc|tba|-|--|.|?|#n/a|not known|not applicable|not available|no data"
BLANKS = frozenset(_BLANKS.split("|"))

# Letters that Unicode does not take apart, as people type them on a plain keyboard.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h"})
_MARKS = {c: " " for c in map(chr, range(128)) if not c.isalnum()} | {"&": " and ", "'": "", "`": ""}
_ASCII = str.maketrans(_MARKS | {c: c.lower() for c in map(chr, range(65, 91))})
_QUOTES = re.compile(r"['`´‘’ʼ]|(?<=[^\W\d_])\?(?=[^\W\d_])")
_OTHER = re.compile(r"[\W_]+")

_LEGAL = {
    "ltd": "limited", "inc": "incorporated", "corp": "corporation", "co": "company", "assoc": "association",
    "assn": "association", "soc": "society", "fdn": "foundation", "ctr": "centre", "center": "centre",
    "centers": "centres", "svcs": "services", "comm": "community", "dept": "department", "intl": "international",
    "cttee": "committee", "govt": "government", "univ": "university", "hosp": "hospital", "sch": "school",
}  # fmt: skip
_TAIL_WORDS = (
    "limited plc llp llc cic cio scio incorporated corporation company gmbh ggmbh ev ag sa sas sarl asbl vzw bv nv "
    "ab oy aps spa srl sl eingetragener verein"
)
_TAILS = frozenset(_TAIL_WORDS.split())
_ROADS = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "dr": "drive", "ln": "lane",
    "blvd": "boulevard", "boul": "boulevard", "bd": "boulevard", "pl": "place", "ct": "court", "sq": "square",
    "ter": "terrace", "terr": "terrace", "tr": "terrace", "pkwy": "parkway", "hwy": "highway", "cl": "close",
    "cres": "crescent", "cr": "crescent", "gdns": "gardens", "gr": "grove", "grv": "grove", "pde": "parade",
    "n": "north", "s": "south", "e": "east", "w": "west", "ne": "northeast", "nw": "northwest", "se": "southeast",
    "sw": "southwest", "apt": "flat", "apartment": "flat", "unit": "flat", "ste": "suite", "rm": "room",
    "fl": "floor", "bldg": "building", "mt": "mount", "ft": "fort", "hse": "house",
    "avda": "avenida", "avd": "avenida", "pza": "plaza", "rte": "route", "chem": "chemin",
}  # fmt: skip


def is_blank(text: str) -> bool:
    """True for nothing, spaces, and the words people type to say they don't know.

    >>> [is_blank(t) for t in ("", " n/a ", "TBC", "Nan's Kitchen")]
    [True, True, True, False]
    """
    bare = text.strip().casefold()
    return not bare or bare in BLANKS


def fold(text: str) -> str:
    """Lower case, no accents, no punctuation, single spaces; every script kept.

    >>> fold("  St. Mary’s  Café & Garden ")
    'st marys cafe and garden'
    >>> fold("Straße in Łódź"), fold("Дом культуры")
    ('strasse in lodz', 'дом культуры')
    """
    if is_blank(text):
        return ""
    if text.isascii() and "?" not in text:
        return _said(text.translate(_ASCII))
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).translate(_PLAIN)
    bare = "".join(c for c in folded if unicodedata.category(c) != "Mn")
    return _said(_OTHER.sub(" ", _QUOTES.sub("", bare).replace("&", " and ")))


def _said(text: str) -> str:
    joined = " ".join(text.split())
    return "" if joined in BLANKS else joined


def fold_name(text: str) -> str:
    """A folded name in one spelling of its legal form, "the" in front and the form at the end left off.

    A name that is nothing but such words is kept whole. "Trust" stays: many names are only told apart by it.

    >>> fold_name("The Mill Lane Centre Ltd."), fold_name("Mill Lane Center Limited")
    ('mill lane centre', 'mill lane centre')
    >>> fold_name("Friends of Sutton CIO"), fold_name("Limited")
    ('friends of sutton', 'limited')
    """
    words = [_LEGAL.get(word, word) for word in fold(text).split()]
    kept = words[1:] if words[:1] == ["the"] else words[:]
    while tail := _tail(kept):
        kept = kept[:-tail]
    return " ".join(kept or words)


def _tail(words: list[str]) -> int:
    """How many words at the end are a legal form; "c i c" is one in three."""
    for size in (1, 2, 3, 4):
        end = words[-size:]
        if len(end) == size and "".join(end) in _TAILS and (size == 1 or all(len(w) == 1 for w in end)):
            return size
    return 0


def fold_address(text: str) -> str:
    """A folded address with road words and compass points written out.

    >>> fold_address("412 S. Keeler Ave"), fold_address("412 South Keeler Avenue")
    ('412 south keeler avenue', '412 south keeler avenue')
    """
    return " ".join(_ROADS.get(word, word) for word in fold(text).split())


def numbers(address: str) -> list[str]:
    """The house, flat and room numbers of a folded address in order; "52nd" is a street, not a number.

    >>> numbers("12a 516 18 east 43rd street")
    ['12a', '516', '18']
    """
    return [word for word in address.split() if word[0].isdigit() and (word[:-1] or word).isdigit()]


def domain(website: str) -> str:
    """The web domain of an address or of an email, without www; "" when it is neither.

    >>> domain("https://www.Example.org.uk:443/about?x=1"), domain("info@Mill-Lane.org"), domain("No")
    ('example.org.uk', 'mill-lane.org', '')
    """
    bare = website.strip().casefold().split("//", 1)[-1]
    host = re.split(r"[/?#\s,;]", bare, maxsplit=1)[0].rsplit("@", 1)[-1].split(":", 1)[0]
    host = host.removeprefix("www.").strip(".")
    return host if re.fullmatch(r"[^\s.]+(\.[^\s.]+)*\.[^\W\d_][^\s.]+", host) else ""


def email(text: str) -> str:
    """An email address in lower case without its display name; "" when there is none.

    >>> email("Mill Lane <Info@Mill-Lane.org>"), email("ask at the desk")
    ('info@mill-lane.org', '')
    """
    found = re.search(r"(?<![^\s<>()\[\],;:@\"])[^\s<>()\[\],;:@\"]+@[^\s<>()\[\],;:@\"]+\.[^\s<>()\[\],;:@\"]+", text)
    return found.group().casefold().strip(".") if found else ""


def digits(phone: str) -> str:
    """The digits of a phone number as dialled inside its country; extensions and fewer than five digits left off.

    >>> digits("+44 (0)121 496 0001 ext 12"), digits("0121-496 0001"), digits("+1 312 386 5286"), digits("ask Jo")
    ('01214960001', '01214960001', '3123865286', '')
    """
    main = re.split(r"(?i)(?<!\s)\s*(?:ext|extn|extension|x)\.?\s*\d", phone, maxsplit=1)[0]
    bare = "".join(c for c in unicodedata.normalize("NFKC", main) if c.isdecimal() or c == "+")
    bare = re.sub(r"^(?:\+44|0044)0?", "0", bare)
    bare = re.sub(r"^\+1(?=\d{10}$)|^1(?=\d{10}$)", "", bare).replace("+", "")
    return bare if len(bare) >= 5 else ""


def postcode(text: str) -> str:
    """A postcode in capitals without spaces; a ZIP+4 keeps its first five digits.

    >>> postcode("b1 1aa"), postcode("60612-1234"), postcode("60612.0"), postcode("n/a")
    ('B11AA', '60612', '60612', '')
    """
    if is_blank(text):
        return ""
    bare = re.sub(r"\.0$", "", text.strip())
    bare = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", bare).upper()))
    if is_blank(bare):
        return ""
    return bare[:5] if re.fullmatch(r"\d{9}", bare) else bare


def day(text: str) -> str:
    """A date as eight digits, year first; whatever can't be read that way is folded text.

    Day and month are taken in that order where both could be; a comparison allows for the other order.

    >>> day("1855-01-04"), day("4/1/1855"), day("19151111"), day("1855-01-04T00:00:00"), day("about 1855")
    ('18550104', '18550104', '19151111', '18550104', 'about 1855')
    """
    parts = re.match(r"^\s*(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[T ]\d.*)?\s*$", text)
    if not parts:
        return fold(text)
    first, month, last = parts.groups()
    year, date = (first, last) if len(first) > 2 else (last, first)
    return f"{year.zfill(4)}{month.zfill(2)}{date.zfill(2)}"


def name_likeness(a: str, b: str) -> float:
    """How alike two names are, 0 to 1; 1 when they fold to the same. The order of words hardly matters.

    >>> name_likeness("Mill Lane Library Ltd", "The Mill Lane Library")
    1.0
    >>> name_likeness("Mill Lane Library", "Oak Road School") < 0.5
    True
    """
    return _alike(fold_name(a), fold_name(b))


def address_likeness(a: str, b: str) -> float:
    """How alike two addresses are, 0 to 1; a different house number halves it.

    >>> address_likeness("412 S. Keeler", "412 South Keeler")
    1.0
    >>> address_likeness("412 S Keeler", "512 S Keeler") < 0.5
    True
    """
    left, right = fold_address(a), fold_address(b)
    ours, theirs = numbers(left), numbers(right)
    apart = bool(ours and theirs and not set(ours) & set(theirs))
    return _alike(left, right) * (0.5 if apart else 1.0)


def _alike(left: str, right: str) -> float:
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    sorted_, subset = fuzz.token_sort_ratio(left, right), fuzz.token_set_ratio(left, right)
    return min(0.99, (0.7 * sorted_ + 0.3 * subset) / 100)

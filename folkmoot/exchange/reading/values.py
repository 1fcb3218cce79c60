"""What a cell looks like from its own letters, and the tidy way to write it. British usage first."""

import re
from unicodedata import combining, normalize

from .words import ENDINGS, GIVEN, GROUP, PERSONAL_MAIL, STREET, TITLES

POSTCODE = re.compile(r"(GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2})", re.I)
LAST_POSTCODE = re.compile(rf"\b({POSTCODE.pattern})[\s.]*$", re.I)
OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?", re.I)
EMAIL = re.compile(r"[^\s@,;:<>()\"]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5})")
WEB = re.compile(r"(?:(https?)://)?((?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24})(:\d{1,5})?([/?#]\S*)?", re.I)
PHONE_MARKS = re.compile(r"[\s().\-/]")
EXTENSION = re.compile(r"(?<![\s,])[\s,]*(?:ext(?:ension)?|x)\.?\s*(\d{1,6})$", re.I)
# As far as a number goes: digits with what people put between them.
NUMBERS = re.compile(r"(?<!\d)(?:\+\d|\(?0)(?:[\s().\-]{0,2}\d){8,14}(?!\d)")
CARE_OF = re.compile(r"\s*c/o\s+([^,\n]*)", re.I)
TIMES = re.compile(
    r"(?:(?:every|each|alternate|the|other|first|second|third|fourth|last|1st|2nd|3rd|4th)\s+){0,3}"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|urday|r|nes)?s?\b|weekdays?\b|daily\b|"
    r"24 hours|24/7|\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)\b|\d{1,2}:\d\d\b)",
    re.I,
)
MONEY = re.compile(r"(?:£|gbp ?)?-?(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,2})?(?: ?(k|m|pounds?|gbp|p\.?a\.?))?", re.I)
WHOLE = re.compile(r"\d{1,9}")
CHARITY = re.compile(r"(?:SC ?0?\d{5}|NI[C ]?\d{5,6}|[1-9]\d{5,6})(?:-\d{1,3})?", re.I)
COMPANY = re.compile(r"(?:\d{7,8}|(?:SC|NI|OC|CE|CS|IP|RS|RC|SP|SO|NC|SL|LP|FC|GE)\d{6}|R0\d{6})", re.I)
GSS = re.compile(r"[ENSWKJLM]\d{8}")


def postcode(text: str) -> str:
    """A UK postcode as the post office writes it, or "" when it is none.

    >>> postcode("dy11aa"), postcode("SW1A 1AA"), postcode("Dudley")
    ('DY1 1AA', 'SW1A 1AA', '')
    """
    tight = "".join(text.split()).upper()
    return f"{tight[:-3]} {tight[-3:]}" if POSTCODE.fullmatch(tight) else ""


def with_postcode(address: str) -> tuple[str, str]:
    """An address without the postcode at its end, and that postcode; "" where none stands there.

    >>> with_postcode("The Hall, Mill Lane, DY1 1AA"), with_postcode("The Hall, Mill Lane")
    (('The Hall, Mill Lane', 'DY1 1AA'), ('The Hall, Mill Lane', ''))
    """
    found = LAST_POSTCODE.search(address)
    return (address[: found.start()].rstrip(" ,.\n"), postcode(found[1])) if found else (address, "")


def email(text: str) -> str:
    found = EMAIL.fullmatch(text.strip().removeprefix("mailto:"))
    return found[0] if found else ""


def is_personal_mail(text: str) -> bool:
    """Whether the address is at a provider that people use privately. False for no address at all."""
    found = EMAIL.fullmatch(text.strip())
    return bool(found) and found[1].lower() in PERSONAL_MAIL


def is_ones_own_mail(text: str) -> bool:
    """Whether one of the addresses in it is somebody's own: at a provider people use privately, or with a person's name
    before the @, as officers and staff have it.

    >>> is_ones_own_mail("jean.smith@council.example.org"), is_ones_own_mail("info@example.org; j.homer@example.org")
    (True, True)
    >>> is_ones_own_mail("office@example.org"), is_ones_own_mail("st.mary@example.org")
    (False, False)
    """
    return any(is_personal_mail(one) or _names_a_person(one) for one in mails(text))


def _names_a_person(mail: str) -> bool:
    parts = [part for part in re.split(r"[._\-+\d]+", mail.partition("@")[0].lower()) if part]
    if not parts or len(parts) > 3:
        return False
    return parts[0] in GIVEN or (len(parts) == 2 and len(parts[0]) == 1 and len(parts[1]) > 2)


def mails(text: str) -> list[str]:
    """Every email address in one cell, in their order."""
    return [part for part in re.split(r"[\s,;|/<>()]+", text) if EMAIL.fullmatch(part)]


def without_own_mail(text: str) -> str:
    """The cell without the addresses that are somebody's own; as written where there are none."""
    return "; ".join(one for one in mails(text) if not is_ones_own_mail(one)) if is_ones_own_mail(text) else text


def website(text: str) -> str:
    """A web address ready to follow, or "".

    >>> website("www.example.org.uk"), website("HTTP://Example.org/A"), website("St. Mary")
    ('https://www.example.org.uk', 'http://example.org/A', '')
    """
    found = WEB.fullmatch(text.strip())
    if not found:
        return ""
    scheme, host, port, rest = found.groups()
    sure = scheme or host.lower().startswith("www.") or host.rsplit(".", 1)[1].lower() in ENDINGS
    return f"{(scheme or 'https').lower()}://{host.lower()}{port or ''}{rest or ''}" if sure else ""


def digits(text: str) -> str:
    """The digits of a telephone number in the national form, or "" when it is none.

    Puts back the zero that spreadsheets take away, and turns +44 into it. Numbers elsewhere keep their plus.

    >>> digits("+44 (0)7700 900123"), digits("7700900123"), digits("01384 000 000 ext 12"), digits("12/05/2024")
    ('07700900123', '07700900123', '01384000000', '')
    """
    bare = PHONE_MARKS.sub("", EXTENSION.sub("", text.strip()))
    if not re.fullmatch(r"\+?\d{7,15}", bare):
        return ""
    for abroad in ("+440", "+44", "00440", "0044", "440", "44"):
        if bare.startswith(abroad) and 9 <= len(bare) - len(abroad) <= 10:
            return "0" + bare[len(abroad) :]
    if re.fullmatch(r"[12378]\d{9}", bare):
        return "0" + bare
    return bare if re.fullmatch(r"0[1-35789]\d{8,9}|\+\d{8,15}", bare) else ""


def phone(text: str) -> str:
    """A telephone number spaced as people read it aloud, with its extension; "" when it is none.

    >>> phone("07700900123"), phone("02079460000"), phone("01384 000000"), phone("0121 496 0000 x3")
    ('07700 900123', '020 7946 0000', '01384 000000', '0121 496 0000 ext 3')
    """
    bare = digits(text)
    if not bare or bare.startswith("+"):
        return bare
    inner = EXTENSION.search(text.strip())
    tail = f" ext {inner[1]}" if inner else ""
    if bare.startswith("02"):
        return f"{bare[:3]} {bare[3:7]} {bare[7:]}{tail}"
    if bare.startswith(("03", "08", "09")) or re.match(r"01(1\d|\d1)", bare):
        return f"{bare[:4]} {bare[4:7]} {bare[7:]}{tail}"
    return f"{bare[:5]} {bare[5:]}{tail}"


def phones(text: str) -> list[str]:
    """Every telephone number in one cell, its digits only, in their order.

    >>> phones("01384 000000 / 07700 900123"), phones("Day: 01384 000000 or 01384 000001"), phones("12/05/2024")
    (['01384000000', '07700900123'], ['01384000000', '01384000001'], [])
    """
    if whole := digits(text):
        return [whole]
    return [found for part in NUMBERS.findall(text) if (found := digits(part))]


def without_mobiles(text: str) -> str:
    """The cell without the mobiles in it, which are often people's own; as written where there are none."""
    found = phones(text)
    return "; ".join(map(phone, (one for one in found if not is_mobile(one)))) if any(map(is_mobile, found)) else text


def is_mobile(text: str) -> bool:
    """A number that rings in somebody's pocket: 071 to 079, but for 076, which are pagers."""
    return bool(re.match(r"07[1-57-9]\d{8}$", digits(text)))


def is_person(text: str) -> bool:
    """Whether this reads as the name of a person: a title, or a usual given name and one to three more words."""
    words = text.replace(".", " ").split()
    if not 2 <= len(words) <= 5 or GROUP.search(text) or any(letter.isdigit() for letter in text):
        return False
    if words[0].lower() in TITLES:
        return True
    first, second = (plain_letters(word).strip(",") for word in words[:2])
    return first in GIVEN or (words[0].endswith(",") and second in GIVEN)


def plain_letters(text: str) -> str:
    """Small letters without their accents: Siân is sian."""
    return "".join(letter for letter in normalize("NFKD", text) if not combining(letter)).lower()


def is_address(text: str) -> bool:
    return bool(STREET.search(text)) and (any(letter.isdigit() for letter in text) or "," in text)


def without_care_of(text: str) -> str:
    """An address without the person who takes the letters.

    >>> without_care_of("c/o Mrs Jean Smith, 3 Mill Lane"), without_care_of("c/o The Vicarage, Mill Lane")
    ('3 Mill Lane', 'c/o The Vicarage, Mill Lane')
    """
    found = CARE_OF.match(text)
    return text[found.end() :].lstrip(" ,\n") if found and is_person(found[1]) else text


def is_times(text: str) -> bool:
    """Whether it starts with a day of the week or an hour, as opening times do.

    >>> is_times("Mon-Fri 9am-5pm"), is_times("First Tuesday of the month"), is_times("Lunch on Tuesdays")
    (True, True, False)
    """
    return len(text) <= 80 and bool(TIMES.match(text.strip()))


def pence(text: str) -> int | None:
    """Money in whole pence, or None when it is none.

    >>> pence("£1,250.50"), pence("2k"), pence("1500"), pence("lots")
    (125050, 200000, 150000, None)
    """
    found = MONEY.fullmatch(text.strip())
    if not found:
        return None
    pounds, rest, by = found.groups()
    times = {"k": 1000, "m": 1_000_000}.get((by or "").lower(), 1)
    total = int(pounds.replace(",", "")) * 100 + int(((rest or ".0")[1:] + "0")[:2])
    return -total * times if "-" in text.split(pounds)[0] else total * times


def pounds(text: str) -> str:
    """An amount as people write it, or "" where it is none.

    >>> pounds("3.5"), pounds("12"), pounds("0"), pounds("ask")
    ('£3.50', '£12', 'free', '')
    """
    found = pence(text)
    if found is None:
        return ""
    return f"£{found // 100:,}{f'.{found % 100:02}' if found % 100 else ''}" if found else "free"


def looks_like_data(cells: list[str], below: list[list[str]]) -> bool:
    """Whether what should be headings is already a record: it holds a postcode, mail, link or number like those below.

    A bare year may be a heading. A row without a single letter is data.
    """
    filled = [cell for cell in cells if cell.strip()]
    if filled and below and not any(letter.isalpha() for cell in filled for letter in cell):
        return not all(re.fullmatch(r"(19|20)\d\d([/-]\d\d)?", cell.strip()) for cell in filled)
    for at, cell in enumerate(cells):
        for test in (postcode, email, website, digits):
            if test(cell) and any(at < len(row) and test(row[at]) for row in below):
                return True
    return False

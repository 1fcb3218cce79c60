"""What a column may hold, how it may be used, and a guess of both."""

from dataclasses import dataclass

SHOWN, MATCHED, LEFT_OUT = "shown", "used only to match", "left out"

# What a meaning is called on the page, and how its column starts out.
MEANINGS: dict[str, tuple[str, str]] = {
    "name": ("name", SHOWN),
    "other_name": ("other name", SHOWN),
    "address": ("address", SHOWN),
    "town": ("town", SHOWN),
    "postcode": ("postcode", SHOWN),
    "phone": ("telephone", SHOWN),
    "mobile": ("mobile telephone", LEFT_OUT),
    "fax": ("fax", LEFT_OUT),
    "email": ("email of the organisation", SHOWN),
    "personal_email": ("email of a person", LEFT_OUT),
    "website": ("website", SHOWN),
    "person": ("name of a person", LEFT_OUT),
    "role": ("someone's role", LEFT_OUT),
    "description": ("what they do", SHOWN),
    "notes": ("notes", LEFT_OUT),
    "charity_number": ("charity number", SHOWN),
    "company_number": ("company number", SHOWN),
    "type_of_help": ("type of help", SHOWN),
    "topic": ("topic", SHOWN),
    "people_served": ("people served", SHOWN),
    "place": ("place", SHOWN),
    "times": ("days and times", SHOWN),
    "starts_on": ("starts", SHOWN),
    "ends_on": ("ends", SHOWN),
    "confirmed_on": ("last confirmed", SHOWN),
    "money": ("money", SHOWN),
    "price": ("what it costs to come", SHOWN),
    "offered": ("places offered", SHOWN),
    "filled": ("places filled", SHOWN),
    "activity": ("what they do is called", SHOWN),
    "funder": ("who funds it", SHOWN),
    "host": ("who hosts it", SHOWN),
    "parts": ("who has which part", LEFT_OUT),
    "id": ("their own number for it", MATCHED),
    "": ("something else", LEFT_OUT),
}
SEVERAL = {
    "address",
    "town",
    "phone",
    "mobile",
    "person",
    "notes",
    "topic",
    "type_of_help",
    "people_served",
    "place",
    "fax",
}
SEVERAL |= {"website", "email", "personal_email", "role", "times", "description", "funder", "host", "price"}


@dataclass(frozen=True)
class Guess:
    """One column: what it seems to hold, how it starts out, how sure (0 to 1), and why in words."""

    heading: str
    meaning: str
    use: str
    confidence: float
    reason: str
    examples: tuple[str, ...] = ()

"""What the heading of a column says it holds, in the words that British lists use."""

import re

# Meaning → (words that are the whole heading, words that may be part of one). Earlier meanings win a tie.
SAID: dict[str, tuple[str, str]] = {
    "id": (
        r"id|ref|reference|record|record no|no|number|uid|uuid|unique id|identifier|urn|key",
        r"\b(record|list) id\b",
    ),
    "charity_number": (
        r"charity|rcn|oscr|ccni",
        r"\bcharity (no|num|number|reg|registration|ref|commission)|registered charity",
    ),
    "company_number": (
        r"crn|companies house",
        r"\bcompan(y|ies) (no|num|number|reg|house)|\bcic (no|number)",
    ),
    "email": (
        r"e ?mail|e ?mail address|mail",
        r"\be ?mail\b",
    ),
    "website": (
        r"web|web ?site|url|www|link|home ?page|site",
        r"\b(web ?site|web ?page|web address|url|home ?page|facebook|social media)\b",
    ),
    "mobile": (
        r"mob|mobile|cell|mobile no|mobile number",
        r"\b(mob|mobile|cell ?phone)\b",
    ),
    "phone": (
        r"phone|tel|telephone|telephone no|tel no|landline|contact number|ph",
        r"\b(phone|tel|telephone|landline|helpline|contact (no|number))\b",
    ),
    "fax": (
        r"fax",
        r"\bfax\b",
    ),
    "postcode": (
        r"post ?code|pc|p code|zip|zip ?code|postal code",
        r"\b(post ?code|zip ?code|postal code)\b",
    ),
    "person": (
        r"contact|contact name|contact person|key contact|main contact|secretary|chair|chairman|"
        r"chairperson|treasurer|lead|leader|manager|director|officer|coordinator|first name|"
        r"forename|surname|last name|full name|key ?holder|worker|trustee",
        r"\b(contact( name| person)?|secretary|chair(man|person|woman)?|treasurer|first name|"
        r"forename|surname|last name|line manager|director|led by|run by)\b",
    ),
    "role": (
        r"role|position|job title|post held",
        r"\bjob title\b",
    ),
    "name": (
        r"name|organisation|organization|org|group|group name|organisation name|"
        r"name of (the )?(group|organisation|club|project)|club|charity name|provider|agency|"
        r"site name|project|project name|activity|service name|title|company",
        r"\b(organi[sz]ation|group|club|charity|project|service|activity|site|agency|provider|"
        r"programme|program) name\b|\bname of\b",
    ),
    "activity": (
        r"what|what is done|activity title",
        r"\bactivity title\b",
    ),
    "other_name": (
        r"aka|also known as|known as|acronym|short name|other name|former name",
        r"\b(also )?known as\b",
    ),
    "address": (
        r"address|add|addr|location|venue|street|address line|address \d|address line \d|add \d|"
        r"building|premises|meeting place",
        r"\b(address|venue|street|where (we|they) meet|premises)\b",
    ),
    "town": (
        r"town|city|county|village|post ?town|locality",
        r"\b(town|city)\b",
    ),
    "place": (
        r"area|areas|ward|wards|place|places|district|borough|neighbou?rhood|parish|constituency|"
        r"patch|region|area served",
        r"\b(area (served|covered|of benefit)|areas? covered|ward|district|neighbou?rhood|coverage|"
        r"catchment|geograph\w+)\b",
    ),
    "starts_on": (
        r"start|starts|from|start date|begins|date started|opened|since",
        r"\b(start|starting|begin|opening|planned start) date\b|\bdate (started|from)\b",
    ),
    "ends_on": (
        r"end|ends|to|until|end date|finish|finishes|expires",
        r"\b(end|ending|finish|closing|expiry|planned end) date\b|\bdate (ended|to)\b",
    ),
    "filled": (
        r"filled|taken|attendance|attending|enrolled|take ?up|booked|members|membership|users|"
        r"numbers attending|participants",
        r"\b(filled|taken up|take ?up|enrolled|attend\w+|booked|no of (members|users))\b",
    ),
    "offered": (
        r"capacity|spaces|offered|places offered|places available|seats|size|vacancies",
        r"\b(capacity|places (offered|available)|spaces)\b",
    ),
    "money": (
        r"cost|costs|budget|amount|funding|grant|income|price|fee|fees|charge|value|turnover|spend|"
        r"expenditure",
        r"\b(cost|budget|amount|grant (value|amount)|income|price|fees?|turnover|expenditure|"
        r"funding (amount|value))\b|£",
    ),
    "funder": (
        r"funders?|funds|funded by|funding|funding (body|source|from)|source of (funding|funds|money)|"
        r"grant (from|giver|maker|funder)|paid for by|sponsors?|sponsored by",
        r"\b(funder|funded by|funding (body|source)|source of fund(ing|s)|paid for by|sponsor(ed by)?)\b",
    ),
    "host": (
        r"hosts?|hosted by|hosting|hosted at|host (body|group|organi[sz]ation)|accountable body|fiscal host",
        r"\b(hosted by|host (body|group|organi[sz]ation)|accountable body)\b",
    ),
    "type_of_help": (
        r"type|type of help|service type|service|services|kind|type of service|support|"
        r"support offered|help|offer|what they offer",
        r"\b(type of (help|service|support|activity)|service type|kind of help|support (offered|"
        r"type))\b",
    ),
    "people_served": (
        r"who for|clients?|client group|beneficiaries|audience|age|ages|age group|age range|"
        r"target group|users|for whom|aimed at",
        r"\b(who (is it |it is )?for|client group|beneficiar\w+|age (group|range)|target (group|"
        r"audience)|aimed at|people served)\b",
    ),
    "topic": (
        r"topic|topics|theme|themes|category|categories|subject|cause|sector|tags?|keywords",
        r"\b(topic|theme|category|subject|cause|sector)\b",
    ),
    "times": (
        r"times?|when|day|days|opening hours|opening times|hours|meets|schedule|frequency",
        r"\b(opening (hours|times)|days? (and|&) times?|meeting (day|time)s?)\b",
    ),
    "description": (
        r"description|about|summary|activities|aims|purpose|objects|what we do|what they do|mission|"
        r"details of activities",
        r"\b(description|what (we|they) do|aims|objectives|charitable objects|summary|activities)\b",
    ),
    "confirmed_on": (
        r"last (updated|checked|confirmed)|updated|checked|date updated",
        r"\blast (updated|checked|confirmed|contacted|modified)\b",
    ),
    "notes": (
        r"notes?|comments?|remarks|misc|other|info|further info|details|history|feedback",
        r"\b(notes?|comments?|remarks|other information)\b",
    ),
}
PATTERNS = {name: (re.compile(whole), re.compile(part)) for name, (whole, part) in SAID.items()}


def heading_says(heading: str) -> dict[str, float]:
    """Meaning → how surely the heading says so: 1 when it is the whole heading, 0.75 when a part of it says so.

    >>> heading_says("Post Code"), heading_says("Tel. No.")["phone"]
    ({'postcode': 1.0}, 1.0)
    """
    folded = " ".join(re.sub(r"[^a-z0-9£]+", " ", _split_camel(heading).lower()).split())
    said = {}
    for meaning, (whole, part) in PATTERNS.items():
        if whole.fullmatch(folded):
            said[meaning] = 1.0
        elif part.search(folded):
            said[meaning] = 0.75
    return said


def _split_camel(heading: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading[:200].replace("_", " "))

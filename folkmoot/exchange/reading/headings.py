"""What the heading of a column says it holds, in the words that British lists use."""

import re

from .values import plain_letters

# Meaning → (words that are the whole heading, words that may be part of one). Earlier meanings win a tie.
SAID: dict[str, tuple[str, str]] = {
    "id": (
        r"id|ref|reference|ref no|record|record no|no|number|uid|uuid|fid|unique id|identifier|urn|key",
        r"\b(record|list|account|member|membership|object|row|grant|case|application|project|our) (id|ref)( no)?\b",
    ),
    "charity_number": (
        r"charity|rcn|oscr|ccni|reg charity|rhif elusen",
        r"\bcharity (no|num|number|reg|registration|ref|commission)|registered charity|"
        r"\breg(istered|istration)? (no|number)\b",
    ),
    "company_number": (
        r"crn|companies house",
        r"\bcompan(y|ies) (no|num|number|reg|house)|\bcompany registration|\bcic (no|number)|"
        r"\breg(istered|istration)? (no|number)\b",
    ),
    "email": (
        r"e ?mail|e ?mail address|mail|ebost|e bost",
        r"\be ?mails?\b|\be bost\b",
    ),
    "personal_email": (
        r"(work|home|personal|private|your) e ?mail",
        r"\b(officer|worker|manager|secretary|treasurer|chair\w*|leader|your|personal|private|home) (e ?mail|e bost)\b",
    ),
    "website": (
        r"web|web ?site|url|www|link|home ?page|site|gwefan",
        r"\b(web ?site|web ?page|web addr(ess)?|url|home ?page|facebook|social media|booking link)\b",
    ),
    "mobile": (
        r"mob|mobile|cell|mobile no|mobile number|ffon symudol|symudol",
        r"\b(mob|mobile|cell ?phone|private (phone|tel|number)|whats ?app)\b",
    ),
    "phone": (
        r"phones?|tel|telephone|telephone no|tel no( s)?|landline|contact number|ph|ffon|rhif ffon",
        r"\b(phone|tel|telephone|landline|helpline|contact (no|number))\b",
    ),
    "fax": (
        r"fax|ffacs",
        r"\bfax\b",
    ),
    "postcode": (
        r"post ?code|pc|p code|zip|zip ?code|postal code|cod post",
        r"\b(post ?code|zip ?code|postal code)\b",
    ),
    "person": (
        r"contacts?|contact name|contact person|key contact|main contact|secretary|hon secretary|hon sec|chair|"
        r"chairman|chairperson|treasurer|lead|leader|manager|director|officer|coordinator|co ordinator|first name|"
        r"forename|surname|last name|full name|your name|person|key ?holder|worker|trustees?|sro|owner|enw cyswllt|"
        r"cyswllt",
        r"\b(contact( name| person)?|secretary|hon sec|chair(man|person|woman)?|treasurer|first name|"
        r"forename|surname|last name|full name|your name|line manager|director|(led|run|verified|checked) by|owner|"
        r"(lead|youth|link|project|support|development) (worker|officer)|(worker|officer|manager|person) name)\b",
    ),
    "role": (
        r"(your )?role|position|job title|post held",
        r"\bjob title\b|\b(your|their) (role|position)\b",
    ),
    "name": (
        r"name|organi[sz]ations?|org|org name|groups?|(org|organi[sz]ation|group|club|society)s?( or)? "
        r"(group|club|society|organi[sz]ation|project)s?|name of (the )?(group|organi[sz]ation|club)|club|charity name|"
        r"provider|agency|site name|company|applicant|recipient|grantee|awarded to|"
        r"lead organi[sz]ation|organi[sz]ers?|organi[sz]ed by|"
        r"(enw r )?(mudiad|sefydliad|grwp)|enw",
        r"\b(organi[sz]ation|org|group|club|charity|project|service|activity|site|agency|provider|"
        r"programme|program|account|company|society) name\b|\bname of\b|\benw (y |r )|"
        r"\b(service|training|care) provider\b|(?<!location )(?<!venue )(?<!place )(?<!street )(?<!area )\bname$",
    ),
    "activity": (
        r"what|what is done|activity|activity title|projects?|project name|project title|title|service name|"
        r"event|event name|event title|name of (the )?(event|project|activity|session|class)|session|session name|"
        r"class|course|provision|initiative|scheme|programme|program|programme name|program name",
        r"\b(activity|project|session|event|course|class|service) (title|name)\b|"
        r"\b(programme|project|scheme) initiative\b|"
        r"\bname of (the )?(service|event|project|activity|session|class|scheme)\b|\bwhat s on\b",
    ),
    "other_name": (
        r"aka|also known as|known as|acronym|short name|other name|former name|(working|legal|trading|registered) name",
        r"\b(also )?known as\b|\b(alternat\w+|other|former|previous|short) name\b",
    ),
    "address": (
        r"(postal |full |main )?address|add|addr|location|venue|street|address line|addr?(ess)?( line)? ?\d|where|"
        r"building|premises|meeting place|ground|pitch|hall|cyfeiriad|lleoliad",
        r"\b(address ?\d?|addr ?\d?|venue|street|where (do |does )?(we|they|you|it) (meet|based)|premises|location|"
        r"meeting place|where (is it|held))\b",
    ),
    "town": (
        r"town|city|county|village|post ?town|locality|tref|pentref|sir",
        r"\b(town|city)\b",
    ),
    "place": (
        r"area|areas|ward|wards|place|places|district|borough|neighbou?rhood|parish|constituency|"
        r"patch|region|area served|geography|ardal|ward name|covers",
        r"\b(areas? (served|covered|of (benefit|operation|work))|ward|district|neighbou?rhood|coverage|"
        r"catchment|geograph\w+)\b",
    ),
    "starts_on": (
        r"start|starts|from|start date|begins|date started|opened|since|dates?|event dates?|dates? of event|dyddiad",
        r"\b(start|begin)(s|ing)?\b|\bopening date\b|\bdate (started|from)\b",
    ),
    "ends_on": (
        r"end|ends|to|until|end date|finish|finishes|expires",
        r"\b(end|finish|expir)(s|es|ing|y)?\b|\b(closing|end) date\b|\bdate (ended|to)\b",
    ),
    "filled": (
        r"filled|taken|attendance|attending|enrolled|take ?up|booked|members|membership|users|"
        r"numbers attending|participants",
        r"\b(filled|taken up|take ?up|enrolled|attend\w+|booked|(no|number) of (members|users|participants)|"
        r"how many (people |members )?(come|attend|use|take part))\b|\bhow many people come\b",
    ),
    "offered": (
        r"capacity|spaces|offered|places offered|places available|seats|size|vacancies",
        r"\b(capacity|places (offered|available)|spaces)\b",
    ),
    "price": (
        r"costs?|price|prices|fees?|charges?|price from|admission|entry|subs|hourly rate|pris|cost",
        r"\b(price|fees?|charges?|admission|(hourly|daily|day|hire|session) (rate|cost)|hire cost|"
        r"cost (per|to (attend|come|join|users?|you)))\b",
    ),
    "money": (
        r"budget|amount|funding|grant|award|awarded|income|value|turnover|spend|expenditure",
        r"\b(cost|budget|amount|grant (value|amount)|income|turnover|expenditure|funding (amount|value))\b|£",
    ),
    "funder": (
        r"funders?|funds|funded by|funding|funding (body|source|from)|source of (funding|funds|money)|"
        r"grant (from|giver|maker|funder)|paid for by|sponsors?|sponsored by",
        r"\b(funder|funded by|funding (body|source)|source of fund(ing|s)|paid for by|sponsor(ed by)?)\b",
    ),
    "host": (
        r"hosts?|hosted by|hosting|hosted at|host (body|group|organi[sz]ation)|accountable body|fiscal host",
        r"\b((hosted|managed|owned) by|host (body|group|organi[sz]ation)|accountable body)\b",
    ),
    "parts": (
        r"parts in it|who has which part",
        r"\b(parts in it|has which part)\b",
    ),
    "type_of_help": (
        r"type|type of help|service type|service|services|kind|type of service|support|"
        r"support offered|help|offer|what they offer|math",
        r"\b(type of (help|service|support|activity)|service type|kind of help|support (offered|"
        r"type))\b",
    ),
    "people_served": (
        r"who for|who|clients?|client group|beneficiar(y|ies)|audience|ages?|age group|age range|"
        r"target group|users|for whom|aimed at|eligibility|criteria|open to|works with|oed|i bwy",
        r"\b(who (is it |it is |is this )?for|client groups?|beneficiar\w+|age (groups?|range)|target (groups?|"
        r"audience)|aimed at|people served|(suitable|open) (for|to)|eligib\w+|who can (use|join|come|attend|access|"
        r"take part))\b",
    ),
    "topic": (
        r"topics?|themes?|(sub )?category|(sub )?categories|(sub )?cat|subject|cause|sector|tags?|keywords|sport|"
        r"group type|type of (group|organi[sz]ation|venue|club)|pwnc",
        r"\b(topic|theme|category|subject|cause|sector)\b|\b(?!charity|legal|address|phone)\w+ type$|^type of\b",
    ),
    "times": (
        r"times?|when|days?|day s|days times|opening hours|opening times|open ?times?|hours|meets|schedule|frequency|"
        r"start time|end time|finish time|pryd|oriau( agor)?|amser(au)?",
        r"\b(open(ing)? (hours|times?|days)|days? (and|&) times?|meeting (day|time)s?|"
        r"when (is it |are you |they )?open|when (do|does) \w+( \w+)? (meet|open|run))\b",
    ),
    "description": (
        r"description|about|about (us|them)|summary|activities|aims|purpose|objects|what we do|what they do|mission|"
        r"details of activities|outcomes|what is on offer|what s on offer|what happens|offer details|disgrifiad|"
        r"gweithgareddau",
        r"\b(description|what (we|they) do|what (do|does) \w+( \w+)? (do|offer|provide)|aims|objectives|"
        r"charitable objects|summary|activities|(services?|support|activity) provided|what (is )?the (grant|money|"
        r"funding) is for|what (is|was) the (grant|money|funding) for|purpose of (the )?(grant|group|project))\b",
    ),
    "confirmed_on": (
        r"(last )?(updated|checked|confirmed|verified|edited)|(updated|checked|verified|confirmed) on|date updated|"
        r"last edit|timestamp",
        r"\blast (updated|checked|confirmed|contacted|modified|verified|edited|edit)\b",
    ),
    "notes": (
        r"notes?|comments?|remarks|misc|other|info|further info|details|history|feedback|nodiadau",
        r"\b(notes?|comments?|remarks|other information|further (details|information)|next steps)\b",
    ),
}
# Written short in a narrow column.
SHORT = {"mtg": "meeting", "mtgs": "meeting", "desc": "description", "descr": "description", "orgs": "organisations"}
SHORT |= {"organisatn": "organisation", "vol": "voluntary", "grp": "group", "grps": "groups", "freq": "frequency"}
PATTERNS = {name: (re.compile(whole), re.compile(part)) for name, (whole, part) in SAID.items()}


def heading_says(heading: str) -> dict[str, float]:
    """Meaning → how surely the heading says so: 1 when it is the whole heading, 0.75 when a part of it says so.

    >>> heading_says("Post Code"), heading_says("Tel. No.")["phone"], heading_says("Cod Post (optional)")
    ({'postcode': 1.0}, 1.0, {'postcode': 1.0})
    """
    folded = _folded(heading)
    said = {}
    for meaning, (whole, part) in PATTERNS.items():
        if whole.fullmatch(folded):
            said[meaning] = 1.0
        elif part.search(folded):
            said[meaning] = 0.75
    if "personal_email" in said:
        said.pop("email", None)
    return said


def _folded(heading: str) -> str:
    """In small letters without accents, marks or what stands in brackets; what tells two columns apart stays out."""
    plain = plain_letters(_split_camel(heading))
    bare = re.sub(r"\([^()£]*\)", " ", plain)
    words = re.sub(r"[^a-z0-9£]+", " ", bare if re.search("[a-z]", bare) else plain).split()
    return " ".join(SHORT.get(word, word) for word in words)


def _split_camel(heading: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading[:200].replace("_", " "))

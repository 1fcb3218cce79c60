"""Proposes the type of help, the people served and topics from the words of a row. Always a guess, to be confirmed.

Works while reading, so that words in columns that are left out may speak and still never be kept: only the proposal is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .rows import Row

TYPES_OF_HELP: dict[str, str] = {
    "research": (r"research\w*|survey\w*|evaluat\w+|needs assessment|consultations?|mapping exercise|statistics"),
    "what works": (
        r"best practice|good practice|what works|case stud(y|ies)|lessons learn\w*|evidence (base|"
        r"review)"
    ),
    "fund": (
        r"grants?|funds?|funding|bursar(y|ies)|small sums|hardship (fund|payments?)|loans?|prizes|"
        r"scholarships?|vouchers?"
    ),
    "train": (
        r"train(ing|s|ed)?|courses?|workshops?|classes|lessons|tuition|mentor\w*|apprentice\w*|"
        r"coaching|skills|learn(ing)? to|esol|homework"
    ),
    "events": (
        r"events?|meet(s|ings?|ups?)?|festivals?|lunch(es| club)?|coffee mornings?|drop[- ]?ins?|"
        r"sessions?|open days?|fairs?|performances?|concerts?|outings?|day trips?|weekly|walks?|"
        r"social club|groups? (meets?|runs?)|youth club|playgroup"
    ),
    "howtos": (
        r"toolkits?|how[- ]?to|guides?\b(?! dog)|handbooks?|leaflets?|information (packs?|sheets?)|"
        r"factsheets?|templates?|resources? packs?"
    ),
    "networks": (
        r"networks?|forums?|partnerships?|alliances?|online (group|community)|mailing lists?|umbrella|"
        r"facebook group|consort(ium|ia)"
    ),
}
PEOPLE_SERVED: dict[str, str] = {
    "older people": (r"older|elderly|pensioners?|over[- ]?(5|6|7)\d|(5|6|7)\d ?\+|seniors?|retired|dementia|age uk"),
    "young people": (
        r"young people|youths?|teen\w*|adolescen\w+|1[1-9]\s?(-|to)\s?(1\d|2[0-5])|scouts?|guides|"
        r"cadets?"
    ),
    "children": (
        r"child(ren)?|toddlers?|bab(y|ies)|under[- ]?(5|11)s?|playgroup|nursery|pre-?school|kids|"
        r"brownies|cubs"
    ),
    "families": r"famil(y|ies)|parents?|mums?|dads?|mothers?|fathers?|lone parents?",
    "carers": r"carers?\b",
    "disabled people": (
        r"disab\w+|wheelchair\w*|learning difficult\w+|deaf|blind|visually|hearing (loss|impair\w+)|"
        r"autis\w+"
    ),
    "people with mental health needs": r"mental (health|illness|ill[- ]health)|depress\w+|anxiety|well-?being",
    "refugees and migrants": r"refugees?|asylum|migrants?|esol|new arrivals",
    "homeless people": r"homeless\w*|rough sleep\w+|hostels?",
    "unemployed people": r"unemploy\w+|job ?(seekers?|club)|out of work|back to work",
    "women": r"wom[ae]n('?s)?\b|girls?",
    "men": r"\bm[ae]n('?s)?\b|men in sheds",
    "ethnic minority communities": (r"ethnic|bame|\bbme\b|asian|african|caribbean|polish|roma|gyps(y|ies)|travellers?"),
    "LGBT people": r"lgbt\w*|\bgay\b|lesbian|transgender",
    "people in hardship": r"food ?banks?|poverty|hardship|debt|low income|benefits advice|fuel poverty",
    "veterans": r"veterans?|armed forces|ex-service\w*|royal british legion",
}
COMPILED = {
    "type_of_help": {name: re.compile(rf"\b(?:{words})", re.I) for name, words in TYPES_OF_HELP.items()},
    "people_served": {name: re.compile(rf"\b(?:{words})", re.I) for name, words in PEOPLE_SERVED.items()},
}
MOST_READ = 4_000


@dataclass(frozen=True)
class Proposal:
    """A value proposed for a meaning, and the word in the row that led to it."""

    meaning: str
    value: str
    because: str


def propose(
    row: Row, headings: Iterable[str], patterns: dict[str, dict[str, re.Pattern[str]]] | None = None
) -> list[Proposal]:
    """Proposals from the words under these headings, most-said first within each meaning.

    `patterns` maps a meaning to (value → compiled pattern), in place of our own word lists; topics come that way. The
    word shown as the reason is one of ours, never a name: it matched a list of ordinary words.
    """
    text = " . ".join(row.fields.get(heading, "") for heading in headings)[:MOST_READ]
    found = []
    for meaning, lists in (patterns or COMPILED).items():
        hits = []
        for value, pattern in lists.items():
            words = [match[0].lower() for match in pattern.finditer(text)]
            if words:
                hits.append((-len(words), value, words[0]))
        found += [Proposal(meaning, value, word) for _, value, word in sorted(hits)]
    return found

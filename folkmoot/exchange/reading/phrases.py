"""Words by which lists tell what help is given and to whom. A star stands for any ending; commas part the phrases."""

import re

# What is said of a building is not said of those who come: “wheelchair access” is no help for disabled people.
OF_THE_BUILDING = re.compile(
    r"\b(?:fully |full |good |no |partly )?(?:wheelchair|disabled|level|step[- ]free|ramped)[- ]"
    r"(?:access\w*|friendly|toilets?|loos?|parking|entrance|bays?|lifts?)(?: (?:toilets?|loos?|parking))?"
    r"|\baccessible (?:toilets?|loos?|parking|entrance|building|venue)\b",
    re.I,
)

# Who wants money gives none: “wants funding”, “looking for a small grant”.
OF_WANTING = re.compile(
    r"\b(?:wants?|wanting|wanted|needs?|needing|seek\w*|lack\w*|lost|without|no|awaiting|short of|"
    r"(?:looking|look|appl(?:y|ied|ying)|bid(?:ding)?|asked|waiting) for)"
    r"(?: \w+){0,2}? (?:funds?|funding|grants?|money)\b",
    re.I,
)

TYPES_OF_HELP = {
    "research": (
        "research*, survey*, evaluation*, evaluating, needs assessment*, consultation*, mapping exercise, statistics"
    ),
    "what works": (
        "best practice, good practice, what works, case stud*, lessons learn*, evidence base, evidence review*"
    ),
    "fund": (
        "grant, grants, fund, funds, funding, bursar*, small sums, hardship payment*, loan, loans, prize*, "
        "scholarship*, voucher*, credit union*"
    ),
    "train": (
        "train, trains, trained, training, course, courses, workshop*, class, classes, lesson, lessons, "
        "tuition, mentor*, apprentice*, coaching, skills, learn to, learning to, esol, homework"
    ),
    "events": (
        "event, events, meet, meets, meeting, meetings, meetup*, festival*, lunch, lunches, coffee morning*, "
        "drop in*, dropin*, session*, open day*, fair, fairs, performance*, concert*, outing*, day trip*, "
        "walk, walks, social club*, youth club*, playgroup*, toddler group*, stay and play, bingo, talks, "
        "dementia cafe*, memory cafe*, repair cafe*, tea dance*, sing along*, knit and natter"
    ),
    "howtos": (
        "toolkit*, how to, howto*, handbook*, leaflet*, information pack*, information sheet*, factsheet*, "
        "template*, resource pack*"
    ),
    "networks": (
        "network, networks, networking, forum*, partnership*, alliance*, online group*, online communit*, "
        "mailing list*, umbrella, facebook group*, consortium, consortia"
    ),
}

PEOPLE_SERVED = {
    "older people": (
        "older, elderly, pensioner*, seniors, retired, dementia, over 50*, over 55*, over 60*, over 65*, over "
        "70*, over 75*, 50+, 55+, 60+, 65+, 70+, 75+"
    ),
    "young people": (
        "young people, young person*, youth, youths, teen*, adolescen*, scout, scouts, cadet*, 11 to 18, 13 to 19"
    ),
    "children": (
        "child, children, toddler*, baby, babies, under 5*, under 11*, playgroup*, nursery, preschool*, kids, brownies"
    ),
    "families": "family, families, parent, parents, mum, mums, dad, dads, mother, mothers, father, fathers",
    "carers": "carer, carers",
    "disabled people": (
        "disab*, wheelchair*, learning difficult*, deaf, blind, visually impair*, hearing loss, hearing impair*, autis*"
    ),
    "people with mental health needs": "mental health, mental illness, mental ill, depress*, anxiety",
    "refugees and migrants": "refugee*, asylum, migrant*, esol, new arrival*",
    "homeless people": "homeless*, rough sleep*, hostel*",
    "unemployed people": "unemploy*, jobseeker*, job seeker*, job club*, out of work, back to work",
    "women": "women*, woman*, girl*",
    "men": "men, men's, man, man's",
    "ethnic minority communities": (
        "ethnic*, bame, bme, asian*, african*, caribbean*, polish, roma, gyps*, travellers"
    ),
    "LGBT people": "lgbt*, gay, lesbian*, transgender",
    "people in hardship": (
        "food bank*, foodbank*, poverty, hardship, debt, debts, low income*, benefits advice, fuel poverty"
    ),
    "veterans": "veteran*, armed forces, ex service*, royal british legion",
}

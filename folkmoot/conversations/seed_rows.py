"""What Thornbeck's groups are, and what is said in them."""

from __future__ import annotations

from datetime import date

AGREEMENT = (
    "We speak for ourselves, and say how sure we are.\n\n"
    "We disagree with what is said, never with who says it.\n\n"
    "What is private stays private: no telephone numbers, no addresses, no photographs without a yes.\n\n"
    "Whoever is troubled by something asks the writer first."
)
# short name → facts; the first of the people looks after it.
GROUPS = {
    "sundays": {
        "slug": "sundays-in-thornbeck",
        "name": "Sundays in Thornbeck",
        "about": "What there is to do, eat and share on the day when everything is shut. Cooks, drivers and whoever "
        "would like company.",
        "way_in": "open",
        "readers": "everyone",
        "colour": "#8f4410",
        "place": "thornbeck",
        "people": ("emeka", "amina", "bram", "dilys"),
    },
    "street": {
        "slug": "mill-lane-neighbours",
        "name": "Mill Lane neighbours",
        "about": "For those who live on Mill Lane and the two courts behind it.",
        "way_in": "request",
        "readers": "members",
        "place": "mill_lane",
        "people": ("bram", "dilys"),
    },
    "carers": {
        "slug": "thursday-carers",
        "name": "Thursday carers",
        "about": "A place to say how it is, among people who know.",
        "way_in": "invite",
        "readers": "hidden",
        "licence": "",
        "place": "thornbeck",
        "people": ("amina", "emeka"),
    },
    "neighbours_first": {
        "slug": "neighbours-first",
        "name": "Neighbours First: street by street",
        "about": "The programme's own group: what works on one street, told to the next.",
        "way_in": "open",
        "readers": "everyone",
        "licence": "CC BY-SA 4.0",
        "new_for": 7,
        "new_posts": 3,
        "new_links": False,
        "place": "thornbeck",
        "programme": "neighbours",
        "organisation": "voluntary_action",
        "people": ("amina", "bram"),
    },
}
# group → its duties: name, what it looks after, powers, and who holds it from when to when.
DUTIES = {
    "sundays": (
        (
            "Welcome",
            "Whoever is new or comes alone: say hello here, and somebody meets you at the door.",
            ("welcomes",),
            (("amina", date(2026, 4, 1), None),),
        ),
        (
            "Key and kettle",
            "Who has the key of the hall this Sunday, and whether there is milk.",
            (),
            (("bram", date(2026, 11, 9), date(2027, 3, 31)), ("emeka", date(2026, 11, 9), None)),
        ),
    ),
    "neighbours_first": (
        (
            "Librarian",
            "The pages on what works on one street: tell Amina what is missing or out of date.",
            ("keeps_pages",),
            (("amina", date(2026, 5, 4), None),),
        ),
    ),
}
# What was proposed by one group to another: (proposer, partner, facts, by whom, agreed by whom).
TERMS = (
    (
        "neighbours_first",
        "sundays",
        {
            "events": "both",
            "talks": "given",
            "voices": "Emeka says in Neighbours First what the Sundays do. Amina says here what the programme can "
            "pay, and what it cannot. Nobody else speaks for the other.",
            "words": "Whoever carries something across says where it comes from.\n\nWe do not pass on who is in the "
            "other group.",
            "review_on": date(2027, 3, 1),
            "until": date(2027, 9, 30),
        },
        "amina",
        "emeka",
    ),
)
# (discussion, number of the post) → the interest declared with it.
INTERESTS = {("heating", 2): "I live two doors from the hall, and hear it when it is late."}
# short name → group, title, kind, last day, posts: (who, (body, mandate) or None, when, words, (number, words) or None)
TALKS = {
    "heating": (
        "sundays",
        "Who could heat the hall by ten?",
        "talk",
        None,
        (
            (
                "emeka",
                None,
                "2026-11-09 19:40",
                "The hall is free on Sundays, and cold. The boiler needs two hours, so somebody would have to be there "
                "at eight. **Who could do one Sunday a month?** I can do the first.",
                None,
            ),
            (
                "bram",
                None,
                "2026-11-09 20:15",
                "One Sunday, gladly. I live two doors away and am up anyway.",
                (1, "Who could do one Sunday a month?"),
            ),
            (
                "dilys",
                None,
                "2026-11-10 08:02",
                "Does the hall know? Last winter they minded about the bill more than about the key.",
                None,
            ),
            (
                "amina",
                ("voluntary_action", "agreed by the trustees on 5 November"),
                "2026-11-10 12:30",
                "We can carry the heating for this winter, up to £40 a month, out of the small costs of Neighbours "
                "First. The receipt goes on our page.",
                (3, "they minded about the bill more than about the key"),
            ),
            (
                "emeka",
                None,
                "2026-11-10 18:11",
                "That changes it. @Dilys Price, would you ask them with us?\n\n"
                "- key: Bram and I\n- heating: paid until March\n- cooks: three kitchens, see the list in the porch",
                (4, "We can carry the heating for this winter, up to £40 a month"),
            ),
            ("dilys", None, "2026-11-11 07:55", "On Wednesday, after surgery.", None),
            (
                "bram",
                None,
                "2026-11-12 21:20",
                "A timer on the boiler costs £60 and nobody has to be there at eight. The library has one; they are "
                "content.",
                (1, "The boiler needs two hours, so somebody would have to be there at eight."),
            ),
            (
                "emeka",
                None,
                "2026-11-13 09:30",
                "Could we try the timer and ask? They may like it on Tuesdays.",
                None,
            ),
            (
                "dilys",
                None,
                "2026-11-18 20:05",
                "They said yes, to both, until the end of March; they would like one name to ring. I gave mine.",
                (8, "Could we try the timer and ask?"),
            ),
        ),
    ),
    "lunch": (
        "sundays",
        "Forty-one at one table",
        "story",
        None,
        (
            (
                "amina",
                None,
                "2026-10-26 10:00",
                "Three kitchens cooked, for the first time together. We had counted on twenty and laid for thirty.\n\n"
                "## What we did\n\nEach kitchen made one thing only: a soup, a pan of rice, a crumble. Whoever came "
                "early laid the table. Joan wrote a card for everybody who came alone and put two of them side by "
                "side.\n\n## What it cost\n\n£63, and two hours of washing up.\n\n## What we would not do again\n\n"
                "Nobody had thought of the way home. Emeka drove four times.",
                None,
            ),
            ("bram", None, "2026-10-26 12:40", "The crumble was mine. I have eleven requests for the recipe.", None),
            ("dilys", None, "2026-10-27 08:15", "Who could drive, next time? I ask around on my ward.", None),
        ),
    ),
    "which_day": (
        "sundays",
        "Which day for the winter meeting?",
        "talk",
        date(2026, 10, 4),
        (
            ("amina", None, "2026-09-14 18:00", "The 28th of November or the 5th of December?", None),
            ("emeka", None, "2026-09-14 19:10", "The 5th: the choir sings on the 28th.", None),
            ("bram", None, "2026-09-15 08:00", "The 5th for me too.", None),
        ),
    ),
    "bins": (
        "street",
        "The bins in the passage",
        "talk",
        None,
        (
            (
                "bram",
                None,
                "2026-11-02 18:30",
                "They stand across the passage again. Do we ask for a second day?",
                None,
            ),
            ("dilys", None, "2026-11-02 21:00", "I take it to the council; photographs help.", None),
        ),
    ),
    "nights": (
        "carers",
        "The nights",
        "talk",
        None,
        (("emeka", None, "2026-11-05 23:10", "Only to say: it was better this week. Thank you for the list.", None),),
    ),
    "first_street": (
        "neighbours_first",
        "What did the first street teach us?",
        "talk",
        None,
        (
            (
                "amina",
                None,
                "2026-06-08 10:00",
                "On Mill Lane it began with a borrowed ladder and a list in a window. What was it on yours?",
                None,
            ),
            ("bram", None, "2026-06-08 19:30", "With us it was the cat.", None),
        ),
    ),
}
# A line and the numbers of the posts it rests on.
SUMMARY = (
    ("The hall is ours on Sundays from ten if somebody heats it; the boiler takes two hours.", (1,)),
    ("Voluntary Action pays for the heating until March, up to £40 a month.", (4,)),
    ("A timer for £60 would do what somebody would have to get up for.", (7, 8)),
    ("Bram and Emeka each take a Sunday a month.", (1, 2)),
)

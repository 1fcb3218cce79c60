"""What people in Thornbeck said, all of it made up: by theme, as (kind of point, words)."""

from __future__ import annotations

LATE = "Getting about after six"
WARM = "Somewhere warm to sit"
PATH = "The river path"
YOUNG = "Somewhere for young people"
FORMS = "Help with forms and phones"

SAID: dict[str, list[tuple[str, str]]] = {
    LATE: [
        ("worry", "The last bus to Northfield goes at ten past six and I finish at half past."),
        ("worry", "I have stopped going to choir. I cannot get home."),
        ("change", "One bus at nine. That is all it would take."),
        ("worry", "My daughter walks home along the main road in the dark."),
        ("worry", "On a Sunday we might as well be on an island."),
        ("change", "Let the college minibus take other people as well."),
        ("would-do", "I would drive three neighbours on a Thursday, if somebody sorted the insurance."),
        ("worry", "The taxi costs more than the evening did."),
        ("would-do", "I would keep a list of who goes where and when."),
        ("change", "Tell the bus company when the shifts end. They do not know."),
    ],
    WARM: [
        ("worry", "I sit in the library until it shuts and then I go to bed to keep warm."),
        ("love", "The library. They know my name there."),
        ("change", "Open the church hall on the days the library is closed."),
        ("would-do", "I would do the urn on a Tuesday."),
        ("worry", "You have to buy something to sit anywhere now."),
        ("change", "A table that is just for sitting at. With a plug."),
        ("love", "The lunch on Wednesdays. I would not miss it."),
        ("worry", "Nobody under seventy ever comes, so I stay away."),
        ("would-do", "I would bring my mum and her two friends."),
    ],
    PATH: [
        ("love", "The river in the morning before anybody is up."),
        ("worry", "The path floods by the footbridge and the pram gets stuck."),
        ("change", "Cut the brambles back so that two can pass."),
        ("would-do", "Give me a saw and a Saturday."),
        ("worry", "There is no light past the weir."),
        ("love", "Walking the dog along there. It is why we moved here."),
        ("change", "A bench half way. I cannot do it in one go any more."),
        ("would-do", "My brother has a trailer for the wood."),
    ],
    YOUNG: [
        ("worry", "They sit in the bus shelter because there is nowhere else."),
        ("change", "Give them the old scout hut. It stands empty."),
        ("worry", "I am fifteen and I have been moved on three times this week."),
        ("would-do", "I would teach them to mend bikes."),
        ("love", "The skate ramp, when it was there."),
        ("change", "Something that is not football."),
    ],
    FORMS: [
        ("worry", "Everything is on the phone now and I have not got one that does it."),
        ("worry", "I put the form off until it was too late."),
        ("change", "Somebody who sits beside you while you do it."),
        ("love", "The help sessions. Patient, every one of them."),
    ],
}
# How many people raised each; and in which patch the people are, in the order they were heard.
RAISED = {LATE: 19, WARM: 16, PATH: 13, YOUNG: 11, FORMS: 4}
PATCHES = (("Mill Lane", "mill_lane", 20), ("Riverside", "riverside", 14), ("Castle Hill", "castle_hill", 6))
AGES = ("65 to 79", "65 to 79", "45 to 64", "80 or over", "30 to 44", "45 to 64", "65 to 79", "")
LIVES = (
    ("under 18", 5_120),
    ("18 to 29", 3_410),
    ("30 to 44", 4_660),
    ("45 to 64", 6_190),
    ("65 to 79", 3_545),
    ("80 or over", 1_340),
)
NAMES = ("Joan", "Sid", "Mrs Halloran", "Precious", "Ted", "Nasreen", "Gwen", "Old Mr Frost", "Lena", "Tariq")
STREETS = {
    "Mill Lane": "Mill Lane\nDyer Street\nThe Shambles",
    "Riverside": "Weir Road\nFerry Lane",
    "Castle Hill": "Keep Street",
}
METHOD = """
Emeka Obi listened at doors, on the street and at the Wednesday lunch between 7 September and 20 November 2026; one
house meeting of six people is among them. He asked what people love here, what worries them, what they would change and
what they would do themselves. Two people made the themes; nobody else has read the words.

It cannot say what the whole of Thornbeck thinks: these are the people who opened their doors and wanted to talk.
Northfield has not been heard yet.
"""

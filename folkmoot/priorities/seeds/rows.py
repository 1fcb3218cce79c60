"""The words of Thornbeck's questions. In BUILDINGS each statement has how likely each of three camps agrees."""

BUILDINGS = (
    ("Groups should see the council’s reasons before a building is sold", 0.95, 0.9, 0.92),
    ("A hall run by volunteers needs a paid caretaker", 0.8, 0.84, 0.78),
    ("A building should open in the evenings before anything else is added to it", 0.85, 0.72, 0.8),
    ("Any group may bid, however new", 0.9, 0.15, 0.5),
    ("The council should keep the freehold", 0.15, 0.85, 0.4),
    ("Repairs should be paid for before a building changes hands", 0.82, 0.9, 0.5),
    ("The Old School should stay a school building", 0.1, 0.6, 0.85),
    ("A café would pay for the rest", 0.75, 0.25, 0.2),
    ("Rents should be the same for all who use it", 0.3, 0.75, 0.7),
    ("Two smaller rooms are worth more than one large hall", 0.7, 0.3, 0.75),
    ("A building that nobody takes on in a year should be sold", 0.15, 0.7, 0.12),
    ("Whoever runs it should be elected by those who use it", 0.85, 0.3, 0.75),
    ("The library and the hall should be under one roof", 0.5, 0.45, 0.15),
    ("Clubs that are there now should keep their hours", 0.4, 0.7, 0.95),
    ("The council should lend money rather than give it", 0.2, 0.8, 0.3),
    ("Churches should be asked to open their halls first", 0.35, 0.6, 0.2),
    ("Young people should have a room nobody else books", 0.85, 0.4, 0.7),
    ("There are too many buildings already", 0.1, 0.65, 0.15),
)
SQUARE = (
    "The square should have no cars on market days",
    "There should be places to sit without buying anything",
    "Parking for people who cannot walk far should stay",
    "The market should run on two days a week",
    "Trees matter more than parking",
    "The fountain should work again",
    "Buses should stop on the square",
    "Music until ten in the summer is fine",
    "Stalls should be cheap for people from here",
    "The square should be lit all night",
)
HUNDRED = (
    "A bus back from the hospital after nine",
    "The library open until eight, twice a week",
    "A hall with evening hours for clubs",
    "Street lights along the ford",
    "A skate park with floodlights",
    "A youth worker on Friday nights",
)
PAIRS = (
    "A bench at every bend",
    "A ramp down to the water",
    "Steps for canoes",
    "A shelter with a roof",
    "Orchard trees along the bank",
    "A board that tells of floods",
)
# What is about one part of the town.
ABOUT = {
    "Street lights along the ford": "mill_lane",
    "A skate park with floodlights": "castle_hill",
    "A ramp down to the water": "riverside",
    "Steps for canoes": "riverside",
}

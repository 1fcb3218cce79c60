"""Who meets when and where: sessions in slots and rooms, so that few people are torn between two.

>>> from reckon.agenda import Day, Room, Session, plan, torn
>>> sessions = [Session("bread", ("Amina",)), Session("bikes", ("Bram",)), Session("bees", ("Amina",))]
>>> wishes = {"Carys": ["bread", "bikes"], "Dilys": ["bread", "bees"], "Emeka": ["bikes"]}
>>> day = Day(2, [Room(40), Room(12)], sessions, wishes)
>>> found = plan(day, seed=1)
>>> found.met, found.of, found.left_out
(5, 5, ())
>>> torn(day, found.grid).torn
0

A wish is met when a person has, in one slot, at least one session they want. `plan` makes a grid, `improve` changes one
as little as it can, `torn` says how one serves people. Nothing here looks at a clock: effort is counted in steps.
"""

from .day import Day, LeftOut, Place, Plan, Room, Session
from .planning import plan
from .remix import improve
from .torn import Crowd, Tear, Torn, torn

__all__ = ["Crowd", "Day", "LeftOut", "Place", "Plan", "Room", "Session", "Tear", "Torn", "improve", "plan", "torn"]

"""Random histories: an app that keeps its seats with reckon.seats stands where the reference model stands."""

import random
from dataclasses import replace

from reckon.seats import Hold, Party, load, promote, shrink, still_held
from reckon.seats.line import standing
from reckon.tests.oracles_seats import Room

HISTORIES = 10_000
WHO, NAMES = "abcdef", ["", "x", "y"]


class Ledger:
    """What an app does under its lock, with nothing but the sums. Rows: who -> (party, state, offer's end)."""

    def __init__(self, capacity, lasts):
        self.capacity, self.lasts, self.now, self.replies = capacity, lasts, 0, 0
        self.rows, self.holds = {}, []

    def at(self, *states):
        return [party for party, state, _ in self.rows.values() if state in states]

    def fits(self, party):
        others = [other for other in self.at("in", "offered") if other.id != party.id]
        return load([*others, party], self.holds) <= self.capacity

    def put(self, party, state, until=None):
        self.rows[party.id] = (party, state, until)

    def offer(self):
        inside = self.at("in", "offered")
        free = self.capacity - load(inside, self.holds)
        for party in promote(self.at("waiting"), free, still_held(inside, self.holds)):
            self.put(party, "offered", self.now + self.lasts)
        return True

    def join(self, who, people, sector, organisation, host):
        if who in self.rows and self.rows[who][1] != "lapsed":
            return False
        self.replies += 1
        party = Party(who, people, "yes", sector, organisation, replied=self.replies, host=host)
        self.put(party, "in" if self.fits(party) else "waiting")
        return True

    def cancel(self, who):
        return self.rows.pop(who, None) is not None and self.offer()

    def change(self, who, people):
        party, state, until = self.rows.get(who, (None, "lapsed", None))
        if state == "lapsed":
            return False
        changed = replace(party, people=people)
        if state != "waiting" and people > party.people and not self.fits(changed):
            return False
        self.put(changed, state, until)
        return self.offer()

    def resize(self, capacity):
        try:
            found = shrink(self.at("in"), capacity, self.holds)
        except ValueError:
            return False
        self.capacity = capacity
        kept = promote(self.at("offered"), found.free, found.held)
        for party in self.at("offered"):
            if party not in kept:
                self.put(party, "waiting")
        for party in found.waiting:
            self.put(replace(party, moved=True), "waiting")
        return self.offer()

    def hold(self, kind, name, places, until):
        holds = [hold for hold in self.holds if hold.key != (kind, name)] + [Hold(kind, name, places, until)]
        if until <= self.now or load(self.at("in", "offered"), holds) > self.capacity:
            return False
        self.holds = holds
        return self.offer()

    def release(self, kind, name):
        there = len(self.holds)
        self.holds = [hold for hold in self.holds if hold.key != (kind, name)]
        return len(self.holds) < there and self.offer()

    def accept(self, who):
        party, state, _ = self.rows.get(who, (None, None, None))
        if state == "offered":
            self.put(replace(party, moved=False), "in")
        return state == "offered"

    def tick(self, now):
        self.now = max(now, self.now)
        self.holds = standing(self.holds, self.now)
        for party, state, until in list(self.rows.values()):
            if state == "offered" and until <= self.now:
                self.put(replace(party, moved=False), "lapsed")
        return self.offer()

    def merge(self, keep, gone):
        ranks = {"in": 0, "offered": 1, "waiting": 2}
        pair = [self.rows[who] for who in {keep, gone} if who in self.rows and self.rows[who][1] in ranks]
        if len(pair) < 2:
            return False
        party, state, until = min(pair, key=lambda row: (ranks[row[1]], row[0].stands))
        del self.rows[gone]
        self.put(replace(party, id=keep, replied=min(row[0].replied for row in pair)), state, until)
        return self.offer()


def verbs(dice, now):
    """One thing that somebody does."""
    who, other = dice.choice(WHO), dice.choice(WHO)
    hold = (dice.choice(["organisation", "sector"]), dice.choice(["x", "y"]))
    names = (dice.choice(NAMES), dice.choice(NAMES))
    join = ("join", who, dice.choice([1, 1, 2, 3]), *names, dice.random() < 0.1)
    rare = [
        ("cancel", who),
        ("change", who, dice.randint(1, 4)),
        ("resize", dice.randint(0, 9)),
        ("hold", *hold, dice.randint(0, 3), now + dice.randint(0, 4)),
        ("release", *hold),
        ("accept", who),
        ("accept", other),
        ("tick", now + dice.randint(0, 3)),
        ("merge", who, other),
    ]
    return join if dice.random() < 0.4 else dice.choice(rare)


def test_ten_thousand_histories_end_where_the_reference_model_does():
    seen = dict.fromkeys(("in", "offered", "waiting", "lapsed", "moved", "refused"), 0)
    for number in range(HISTORIES):
        dice = random.Random(number)
        capacity = dice.randint(0, 8)
        room, ledger = Room(capacity), Ledger(capacity, 3)
        done = []
        for _ in range(dice.randint(4, 16)):
            verb, *said = verbs(dice, room.now)
            done.append((verb, *said))
            answer = getattr(room, verb)(*said)
            assert getattr(ledger, verb)(*said) == answer, (number, done)
            for who in WHO:
                row = ledger.rows.get(who)
                assert room.where(who) == (row[1] if row else None), (number, done)
            seen["refused"] += not answer
        assert room.line("waiting") == [p.id for p in sorted(ledger.at("waiting"), key=lambda p: p.stands)]
        assert load(ledger.at("in", "offered"), ledger.holds) <= ledger.capacity, (number, done)
        for party in room.parties.values():
            seen[party["state"]] += 1
            seen["moved"] += party["moved"]
    assert min(seen.values()) > 100, seen

"""The sums of reckon/seats in their slow and plain form, to follow with a pencil."""

from fractions import Fraction
from itertools import product
from math import comb, prod

STATES = ("in", "offered", "waiting")


class Room:
    """The seats of one event as a state machine, to compare an app with. The clock counts in whole numbers.

    Every verb answers True, or False where it was refused and changed nothing. `where(who)` is one of STATES, "lapsed"
    once an offer has run out (they may join again, last in line), or None. `line(state)` is who is there, in order.
    """

    def __init__(self, capacity, offer_lasts=3):
        self.capacity, self.offer_lasts, self.now, self.replies = capacity, offer_lasts, 0, 0
        self.holds = {}  # (kind, name): (places, until)
        self.parties = {}  # who: everything about them

    def join(self, who, people=1, sector="", organisation="", host=False):
        if people < 1 or self.where(who) in STATES:
            return False
        self.replies += 1
        said = {"people": people, "sector": sector, "organisation": organisation, "host": host}
        self.parties[who] = {**said, "state": "waiting", "moved": False, "replied": self.replies, "until": None}
        self.parties[who]["state"] = "in" if self._fits(who) else "waiting"
        return True

    def cancel(self, who):
        return self.parties.pop(who, None) is not None and self._offer()

    def change(self, who, people):
        """A bigger party keeps its seats only where all of it fits; on the waiting list any size keeps its place."""
        if people < 1 or self.where(who) not in STATES:
            return False
        before = self.parties[who]["people"]
        self.parties[who]["people"] = people
        if self.where(who) != "waiting" and people > before and not self._fits(who):
            self.parties[who]["people"] = before
            return False
        return self._offer()

    def resize(self, capacity):
        """Those in, then those with an offer, each in the order of the line, keep their seat where they fit."""
        if self._load([who for who in self.line("in") if self.parties[who]["host"]]) > capacity:
            return False
        self.capacity = capacity
        before = [(who, state) for state in ("in", "offered") for who in self.line(state)]
        for who, _ in before:
            self.parties[who]["state"] = "waiting"
        for who, state in before:
            if self._fits(who):
                self.parties[who]["state"] = state
            else:  # who had a seat goes to the head of the waiting list, who had an offer keeps their place there
                self.parties[who].update(until=None, moved=self.parties[who]["moved"] or state == "in")
        return self._offer()

    def hold(self, kind, name, places, until):
        """Held from now on; refused where the seats are not there, counting those who sit on them already."""
        before = dict(self.holds)
        self.holds[kind, name] = (places, until)
        if places < 0 or until <= self.now or self._load(self._seated()) > self.capacity:
            self.holds = before
            return False
        return self._offer()

    def release(self, kind, name):
        return self.holds.pop((kind, name), None) is not None and self._offer()

    def accept(self, who):
        if self.where(who) != "offered":
            return False
        self.parties[who].update(state="in", until=None, moved=False)
        return True

    def tick(self, now):
        """Offers and holds whose time is `now` or before have run out."""
        self.now = max(self.now, now)
        self.holds = {key: (places, until) for key, (places, until) in self.holds.items() if until > self.now}
        for who in self.line("offered"):
            if self.parties[who]["until"] <= self.now:
                self.parties[who].update(state="lapsed", until=None, moved=False)
        return self._offer()

    def merge(self, keep, gone):
        """One person replied twice: the reply that stands better counts, with the earlier of the two places in line."""
        if keep == gone or self.where(keep) not in STATES or self.where(gone) not in STATES:
            return False
        best = min(keep, gone, key=lambda who: (STATES.index(self.where(who)), self._place(who)))
        first = min(self.parties[keep]["replied"], self.parties[gone]["replied"])
        self.parties[keep] = {**self.parties[best], "replied": first}
        del self.parties[gone]
        return self._offer()

    def where(self, who):
        return self.parties[who]["state"] if who in self.parties else None

    def line(self, state):
        return sorted((who for who, party in self.parties.items() if party["state"] == state), key=self._place)

    def _offer(self):
        for who in self.line("waiting"):
            if self._fits(who):
                self.parties[who].update(state="offered", until=self.now + self.offer_lasts)
        return True

    def _place(self, who):
        party = self.parties[who]
        return (not party["host"], not party["moved"], party["replied"], who)

    def _seated(self):
        return self.line("in") + self.line("offered")

    def _fits(self, who):
        return self._load({*self._seated(), who}) <= self.capacity

    def _load(self, seated):
        """Everybody who has or is offered a seat, and the held places that nobody they are for has drawn on."""
        left = {key: places for key, (places, _) in self.holds.items()}
        for party in map(self.parties.get, seated):
            keys = [("organisation", party["organisation"]), ("sector", party["sector"])]
            for key in [key for key in keys if key in left][:1]:
                left[key] -= party["people"]
        return sum(self.parties[who]["people"] for who in seated) + sum(max(0, places) for places in left.values())


def load(parties, holds):
    """Seats spoken for: people, and for each hold the places that those it is for leave free."""
    held = 0
    for hold in holds:
        drawn = 0
        for party in parties:
            own = any(h.kind == "organisation" and h.name == party.organisation for h in holds)
            if hold.kind == "organisation" and party.organisation == hold.name:
                drawn += party.people
            if hold.kind == "sector" and party.sector == hold.name and not own:
                drawn += party.people
        held += max(0, hold.places - drawn)
    return sum(party.people for party in parties) + held


def place(party):
    return (not party.host, not party.moved, party.replied, party.id)


def allot(parties, capacity, holds):
    """In order: whoever fits beside those already in has a seat."""
    seated = []
    for party in sorted((p for p in parties if p.answer in ("yes", "waiting")), key=place):
        if load([*seated, party], holds) <= capacity:
            seated.append(party)
    return [party.id for party in seated]


def shrink(inside, capacity, holds):
    """The latest goes first, unless a host or going would free nothing; then whoever still fits stays after all."""
    staying = list(inside)
    for party in sorted(inside, key=place)[::-1]:
        rest = [other for other in staying if other is not party]
        if load(staying, holds) > capacity and not party.host and load(rest, holds) < load(staying, holds):
            staying = rest
    for party in sorted(inside, key=place):
        if party not in staying and load([*staying, party], holds) <= capacity:
            staying.append(party)
    return [party.id for party in sorted(staying, key=place)]


def chances(maybe, a, b, rate):
    """The exact chance of 0, 1 … of them coming: binomial with the share a, or beta-binomial from a and b."""
    if not rate:
        return [comb(maybe, k) * a**k * (1 - a) ** (maybe - k) for k in range(maybe + 1)]

    def rising(x, n):
        return prod((x + i for i in range(n)), start=Fraction(1))

    return [comb(maybe, k) * rising(a, k) * rising(b, maybe - k) / rising(a + b, maybe) for k in range(maybe + 1)]


def cap(line, capacity, holds):
    """The loosest cap for an organisation under which all that it lets in fit; None where there is nothing to cap."""
    sizes = {}
    for party in line:
        if party.organisation and not party.host:
            sizes[party.organisation] = sizes.get(party.organisation, 0) + party.people
    for most in range(max(sizes.values(), default=0) - 1, 0, -1):
        allowed, sent = [], dict.fromkeys(sizes, 0)
        for party in line:
            if party.organisation and not party.host:
                if sent[party.organisation] + party.people > most:
                    continue
                sent[party.organisation] += party.people
            allowed.append(party)
        if load(allowed, holds) <= capacity or most == 1:
            return most
    return None


def torn_and_over(parties, topics, capacity):
    """Over every way of parting the topics in two, the fewest people over and, of those ways, the fewest torn."""
    found = []
    for way in product((0, 1), repeat=len(topics)):
        if 0 < sum(way) < len(topics):
            sides = [{topic for topic, side in zip(topics, way) if side == n} for n in (0, 1)]
            only, either, torn = [0, 0], 0, 0
            for party in parties:
                wants = [bool(sides[n] & {*party.topics}) for n in (0, 1)]
                if wants[0] == wants[1]:
                    either += party.people
                    torn += party.people * wants[0]
                else:
                    only[wants[1]] += party.people
            spare = sum(max(0, capacity - n) for n in only)
            found.append((sum(max(0, n - capacity) for n in only) + max(0, either - spare), torn))
    return min(found)

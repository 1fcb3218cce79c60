"""The sums of reckon/mixing in their slow and plain form, to follow with a pencil."""

from fractions import Fraction
from itertools import combinations, permutations, product


def fills(people, tables):
    """How many at each table: one by one to the table with fewest that has a seat; then, while a table is thinner than
    three (or than its seats), without the smallest table, the last of equals, if the others seat everybody.
    """
    open_ = list(range(len(tables)))
    while True:
        found = [0] * len(tables)
        for _ in range(people):
            found[min((t for t in open_ if found[t] < tables[t]), key=lambda t: (found[t], t))] += 1
        smallest = min(open_, key=lambda t: (tables[t], -t))
        rest = [t for t in open_ if t != smallest]
        thin = any(found[t] < min(3, tables[t]) for t in open_)
        if not people or not thin or sum(tables[t] for t in rest) < people:
            return found
        open_ = rest


def rounds_of(ids, fill):
    """Every way to seat them, the tables told apart only by how many sit there."""
    if not fill:
        yield ()
        return
    for here in combinations(ids, fill[0]):
        rest = [one for one in ids if one not in here]
        for others in rounds_of(rest, fill[1:]):
            if len(fill) < 2 or fill[0] != fill[1] or not here or here < others[0]:
                yield (here, *others)


def cost(plan, people, between):
    """What a plan costs, the worst first: pairs kept apart at one table, repeats, how often those had met, less worth."""
    value = {person.id: person for person in people}
    together = {frozenset(pair) for group in between.together for pair in combinations(group, 2)}
    times = {}
    for pair, n in between.met.items():
        times[frozenset(pair)] = times.get(frozenset(pair), 0) + n
    apart = {frozenset(pair) for pair in between.apart}
    broken = repeats = earlier = worth = 0
    for tables in plan:
        for pair in [frozenset(pair) for ids in tables for pair in combinations(ids, 2)]:
            one, other = (value[who] for who in sorted(pair))
            worth += sum(w for name, w in between.weights.items() if one.value(name) != other.value(name))
            if pair in together:
                continue
            broken += pair in apart
            repeats += times.get(pair, 0) > 0
            earlier += times.get(pair, 0)
            times[pair] = times.get(pair, 0) + 1
    return broken, repeats, earlier, -worth


def best(people, fill, rounds, between):
    """The cheapest of all plans in which those who sit together do; tried one by one."""
    ids = sorted(person.id for person in people)

    def kept(tables):
        return all(any({*group} <= {*here} for here in tables) for group in between.together)

    ways = [way for way in rounds_of(ids, sorted(fill)) if kept(way)]
    return min(cost(plan, people, between) for plan in product(ways, repeat=rounds)) if ways else None


def at_random(people, fill, met):
    """Over every order in which they could sit down: mean pairs across sectors, mean new pairs, and for each person
    whose sector is known the mean number of other known sectors at their table.
    """
    orders = list(permutations(people))
    across = new = Fraction(0)
    others = dict.fromkeys((person.id for person in people), Fraction(0))
    for order in orders:
        at = 0
        for many in fill:
            here, at = order[at : at + many], at + many
            for one, other in combinations(here, 2):
                across += bool(one.sector and other.sector and one.sector != other.sector)
                new += not {(one.id, other.id), (other.id, one.id)} & {*met}
            for one in here:
                others[one.id] += len({other.sector for other in here} - {one.sector, ""})
    return across / len(orders), new / len(orders), {who: mean / len(orders) for who, mean in others.items()}


def fewest_moves(counts, tables, within):
    """Over all final counts: the fewest moves after which open tables are within so many of each other, as far as the
    small ones have seats.
    """
    found = []
    for final in product(*(range(top + 1) if now else [0] for now, top in zip(counts, tables))):
        if sum(final) == sum(counts):
            used = [(many, top) for many, now, top in zip(final, counts, tables) if now]
            most = max((many for many, _ in used), default=0)
            if all(many == top or many >= most - within for many, top in used):
                found.append(sum(max(0, now - many) for now, many in zip(counts, final)))
    return min(found)

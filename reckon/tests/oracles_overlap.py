"""The slow, obvious versions of the sums about overlap: one pair at a time, with dictionaries."""

from math import log, sqrt

from reckon.overlap import FIELDS
from reckon.overlap.vocabulary import groups_of
from reckon.overlap.wording import stems, words


def pairs_by_looking(sets, threshold):
    """Every two sets, side by side."""
    found = []
    for i, one in enumerate(sets):
        for j in range(i + 1, len(sets)):
            other = sets[j]
            if one and other and len(one & other) / len(one | other) >= threshold:
                found.append((i, j, len(one & other) / len(one | other)))
    return found


def features(entry, field, atlas):
    """What an entry says in one field, each thing with its weight before rarity."""
    if field == "kind":
        return {kind: 1.0 for kind in entry.kinds}
    if field == "topic":
        found = {}
        for topic in entry.topics:
            for level, name in enumerate([topic, *atlas.within.get(topic, ())]):
                found[name] = max(found.get(name, 0), 0.5**level)
        return found
    if field == "people":
        said = " ; ".join(sorted(entry.people))
        return {word: 1.0 for word in stems(said)} | {f"group {name}": 2.0 for name in groups_of(said)}
    said = stems(f"{entry.name} {entry.text}")
    return {word: 1 + log(said.count(word)) for word in said}


def cosine(one, other, weight):
    length = [sqrt(sum((value * weight(name)) ** 2 for name, value in each.items())) for each in (one, other)]
    shared = sum(one[name] * other[name] * weight(name) ** 2 for name in one.keys() & other.keys())
    return shared / (length[0] * length[1]) if all(length) else 0.0


def likeness(one, other, entries, field, atlas):
    """How alike two entries are in one field, 0 to 1; None where either says nothing."""
    if field == "place":
        return places(one, other, atlas)
    if field == "dates":
        return {"certainly": 1.0, "perhaps": 0.7, "no": 0.0, "unknown": None}[dates(one.dates, other.dates)]
    here = {entry.id: features(entry, field, atlas) for entry in entries}
    if not (here[one.id] and here[other.id]):
        return None
    owners = {}
    for entry in entries:
        for owner in [] if entry.private else entry.organisations or {("alone", entry.id)}:
            owners.setdefault(owner, set()).update(here[entry.id])

    def rarity(name):
        users = sum(name in used for used in owners.values())
        return log(1 + max(1, len(owners)) / max(1, users))

    found = cosine(here[one.id], here[other.id], rarity)
    return min(1.0, 2 * found) if field == "text" else found


def places(one, other, atlas):
    if not (one.places and other.places):
        return None

    def near(a, b):
        above = [atlas.within.get(a, ()), atlas.within.get(b, ())]
        if a == b:
            return 1.0
        return (
            0.7 ** (above[0].index(b) + 1)
            if b in above[0]
            else 0.7 ** (above[1].index(a) + 1)
            if a in above[1]
            else 0.0
        )

    ones, others = set(one.places), set(other.places)
    there = sum(max(near(a, b) for b in others) for a in ones) / len(ones)
    back = sum(max(near(a, b) for a in ones) for b in others) / len(others)
    return (there + back) / 2


def dates(one, other):
    if not (one.known and other.known):
        return "unknown"
    for a, b in ((one, other), (other, one)):
        if a.latest and b.earliest and a.latest < b.earliest:
            return "no"
    return "certainly" if one.sure and other.sure else "perhaps"


def score(one, other, entries, atlas, weights):
    """Score, likeness and certainty of two entries among all: what is not said counts a quarter, a guess half."""
    total = known = 0.0
    for field in FIELDS:
        alike = likeness(one, other, entries, field, atlas)
        if alike is not None:
            weight = weights[field] * (0.5 if field in one.guessed | other.guessed else 1)
            total += weight * alike
            known += weight
    return total + (1 - known) * 0.25, total / known if known else 0.0, known


def betweenness(nodes, edges):
    """For each node, over all pairs of others, the share of their shortest ways that lead through it."""
    near = {node: {b for a, b in [*edges, *[(y, x) for x, y in edges]] if a == node and b != node} for node in nodes}

    def ways(start, end):
        paths = [[start]]
        while paths:
            done = [path for path in paths if path[-1] == end]
            if done:
                return done
            paths = [[*path, step] for path in paths for step in near[path[-1]] if step not in path]
        return []

    found = dict.fromkeys(nodes, 0.0)
    for n, start in enumerate(nodes):
        for end in nodes[n + 1 :]:
            paths = ways(start, end)
            for node in nodes:
                if node not in (start, end) and paths:
                    found[node] += sum(node in path for path in paths) / len(paths)
    return found


def islands(nodes, edges):
    """Groups of nodes that can be reached from each other, by spreading until nothing changes."""
    label = {node: n for n, node in enumerate(nodes)}
    changed = True
    while changed:
        changed = False
        for a, b in edges:
            low = min(label[a], label[b])
            if label[a] != low or label[b] != low:
                label[a] = label[b] = low
                changed = True
    return sorted(sorted(node for node in nodes if label[node] == value) for value in set(label.values()))


def steps(nodes, edges):
    """From each to each: the fewest ties between, by asking all neighbours again until nothing changes; None: no way."""
    far = {(a, b): 0 if a == b else None for a in nodes for b in nodes}
    ties = {*edges, *((b, a) for a, b in edges)}
    for _ in nodes:
        for start in nodes:
            for a, b in ties:
                if far[start, a] is not None and (far[start, b] is None or far[start, b] > far[start, a] + 1):
                    far[start, b] = far[start, a] + 1
    return far


def nearness(records, topics):
    """Scores of every two records, worked out with dictionaries: see reckon.overlap.nearest for what counts how much."""
    said = [f"{record.name} . {record.text}" for record in records]
    bags = [
        [{word: 1 + log(stems(text).count(word)) for word in stems(text)} for text in said],
        [topic_bag(record, text, topics) for record, text in zip(records, said)],
        [piece_bag(text) for text in said],
    ]
    rows = [{} for _ in records]
    for part, weight, kind in zip(bags, (1.0, 0.6**0.5, 0.3**0.5), "wtp"):
        for row, vector in zip(rows, [unit(rare(bag, part)) for bag in part]):
            row.update({(kind, name): value * weight for name, value in vector.items()})
    rows = [unit(row) for row in rows]
    read = [with_kin(n, rows) for n in range(len(rows))]
    return [[dot(unit(one), unit(other)) for other in read] for one in read]


def rare(bag, bags):
    users = {name: sum(name in other for other in bags) for name in bag}
    return {name: value * log(1 + len(bags) / users[name]) for name, value in bag.items()}


def unit(vector):
    length = sqrt(sum(value**2 for value in vector.values()))
    return {name: value / length for name, value in vector.items()} if length else {}


def dot(one, other):
    return sum(value * other.get(name, 0) for name, value in one.items())


def with_kin(n, rows):
    """A row, and beside it the mean of the 20 most like it, the nearer the more."""
    alike = sorted((-round(dot(rows[n], rows[m]), 9), m) for m in range(len(rows)) if m != n)[:20]
    total = sum(-score for score, _ in alike)
    whole = dict(rows[n])
    for score, m in alike if total else []:
        for name, value in rows[m].items():
            whole[name] = whole.get(name, 0) + value * -score / total
    return whole


def topic_bag(record, text, topics):
    found = {}
    for topic in topics:
        if topic.found_in(text):
            much = 1.5 if topic.found_in(record.name) else 1.0
            for part, level in ((topic.code, 0.7), (topic.code[:3], 1.0), (topic.code[:2], 0.3)):
                found[part] = max(found.get(part, 0), much * level)
    return found


def piece_bag(text):
    pieces = [f" {word} "[n : n + 4] for word in words(text) for n in range(max(1, len(word) - 1))]
    return {piece: 1 + log(pieces.count(piece)) for piece in pieces}


def gathered(whole, parts):
    """What a programme says, its activities included: name by name, one after the other, into lists."""
    said = {"kinds": [], "topics": [], "people": [], "places": [], "starts": [], "ends": [], "texts": [], "stages": []}
    honest, mentioned, dated = set(), set(), 0
    for each in [whole] + [part for part in parts if not part.private]:
        for field, name in (("kind", "kinds"), ("topic", "topics"), ("people", "people"), ("place", "places")):
            said[name] += list(getattr(each, name))
            if getattr(each, name):
                mentioned.add(field)
                if field not in each.guessed:
                    honest.add(field)
        if each is whole:
            continue
        said["texts"] += [each.text] if each.text.strip() else []
        said["stages"].append(each.stage)
        dated += each.dates.known
        said["starts"] += [each.starts.earliest] if each.starts and each.starts.earliest else []
        said["ends"] += [each.ends.latest] if each.dates.known and each.ends and each.ends.latest else []
    return {
        "kinds": set(said["kinds"]),
        "topics": set(said["topics"]),
        "people": set(said["people"]),
        "places": sorted(set(said["places"])),
        "begins": min(said["starts"]) if said["starts"] else None,
        "ends": max(said["ends"]) if said["ends"] and len(said["ends"]) == dated else None,
        "text": whole.text if whole.text.strip() else " ".join(said["texts"]),
        "guessed": mentioned - honest,
        "plan": bool({"idea", "planned"} & set(said["stages"])),
    }

"""Days to plan: made ones of several kinds, and a real conference grid with wishes that are made. See agenda.py."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

KINDS = {
    "as the given ones": {},
    "tastes alike": {"taste": 0.0, "spread": 0.3},
    "few favourites": {"taste": 0.9, "spread": 1.3},
    "long lists": {"wish": 12},
    "hosts of many": {"hosts": 0.25},
    "too many sessions": {"more": 1.25},
}


def made(sessions, slots, rooms, people, seed, *, wish=7, taste=0.7, spread=0.8, hosts=0.55, more=1.0) -> dict:
    """A day as JSON: eight topics, everybody with two they like, sessions of uneven pull, about `wish` wishes each."""
    r = random.Random(seed)
    sessions = round(sessions * more)
    topic = [r.randrange(8) for _ in range(sessions)]
    pull = [r.lognormvariate(0, spread) for _ in range(sessions)]
    busy: Counter[int] = Counter()
    listed = []
    for number in range(sessions):
        free = [host for host in range(max(1, round(sessions * hosts))) if busy[host] < max(1, slots - 1)]
        host = r.choice(free)
        busy[host] += 1
        listed.append({"id": f"s{number}", "hosts": [f"h{host}"]})
    wishes = {f"p{n}": _wishes(r, topic, pull, wish, taste) for n in range(people)}
    seats = sorted((r.randint(15, 80) for _ in range(rooms)), reverse=True)
    return {"slots": slots, "rooms": seats, "sessions": listed, "wishes": wishes}


def _wishes(r, topic, pull, wish, taste) -> list[str]:
    likes = r.sample(range(8), 2)
    weights = [p * (1 if t in likes else 1 - taste) for t, p in zip(topic, pull)]
    many = max(1, min(len(topic), round(r.gauss(wish, wish**0.5))))
    return [f"s{n}" for n in sorted(set(r.choices(range(len(topic)), weights, k=many)))]


ROOMS = {"C01": 500, "A08": 250, "B05/B06": 200, "B07/B08": 150, "B09": 150}


def europython(file: Path, people: int = 1000, seed: int = 2014) -> tuple[dict, list[tuple[str, int, int]]]:
    """The talks of EuroPython 2014 as a day, and where each really was: (session, slot, room).

    Real: talks, speakers, topics, levels, starts and rooms. Made: the seats (the file has none) and the wishes (three
    topics liked and one level preferred by each of `people`; 6 to 14 talks). A slot is a start; a room with no talk at
    a start is closed by a fixed session, so a plan has exactly the places that the real grid used.
    """
    talks = []
    for day in ElementTree.parse(file).getroot().iter("day"):  # noqa: S314 (our own data)
        for entry in day.iter("entry"):
            speakers = [speaker.get("id") for speaker in entry.iter("speaker")]
            if entry.findtext("category") in {"Talk", "Sponsored"} and speakers and entry.findtext("room") in ROOMS:
                topics = [topic.text for topic in entry.iter("topic")]
                at = (day.get("date"), entry.findtext("start"))
                talks.append(
                    (entry.get("id"), speakers, topics, entry.findtext("audience"), at, entry.findtext("room"))
                )
    starts, rooms = sorted({talk[4] for talk in talks}), list(ROOMS)
    real = [(talk[0], starts.index(talk[4]), rooms.index(talk[5])) for talk in talks]
    sessions: list[dict] = [{"id": talk[0], "hosts": talk[1]} for talk in talks]
    used = {(slot, room) for _, slot, room in real}
    shut = [(slot, room) for slot in range(len(starts)) for room in range(len(rooms)) if (slot, room) not in used]
    sessions += [{"id": f"closed {slot} {room}", "slot": slot, "room": room} for slot, room in shut]
    wishes = _tastes(talks, people, seed)
    return {"slots": len(starts), "rooms": list(ROOMS.values()), "sessions": sessions, "wishes": wishes}, real


def _tastes(talks, people, seed) -> dict[str, list[str]]:
    r = random.Random(seed)
    topics = sorted({topic for talk in talks for topic in talk[2]})
    pull = [r.lognormvariate(0, 0.6) for _ in talks]
    wishes = {}
    for number in range(people):
        likes, level = set(r.sample(topics, 3)), r.choice(["Novice", "Advanced"])
        weights = [
            p * (4 if likes & set(talk[2]) else 1) * (2 if talk[3] == level else 1) for talk, p in zip(talks, pull)
        ]
        picked = {talk[0] for talk in r.choices(talks, weights, k=r.randint(6, 14))}
        wishes[f"p{number}"] = sorted(picked)
    return wishes

"""The agenda with a pencil: a slow count of wishes met, the rules one by one, and every grid there is of a tiny day."""

from itertools import permutations, product


def met(day, grid):
    """Walks through people and slots, and looks whether anything they want runs then."""
    count = 0
    for want in day.wishes.values():
        for slot in range(day.slots):
            if any(place.slot == slot and place.session in want for place in grid):
                count += 1
    return count


def broken(day, grid):
    """The rules that a grid breaks, as words; an empty list for a grid that keeps them all."""
    sessions = {session.id: session for session in reversed(day.sessions)}
    found = []
    for number, place in enumerate(grid):
        session = sessions[place.session]
        if not (0 <= place.slot < day.slots and 0 <= place.room < len(day.rooms)):
            found.append(f"{place} is nowhere")
            continue
        found += _misplaced(day, session, place)
        for other in grid[:number]:
            if other.session == place.session:
                found.append(f"{place} stands twice")
            if other.slot == place.slot and other.room == place.room:
                found.append(f"{place} shares its room")
            if other.slot == place.slot and set(session.hosts) & set(sessions[other.session].hosts):
                found.append(f"{place} and {other} share a host")
    return found


def _misplaced(day, session, place):
    if session.slot is not None and place.slot != session.slot:
        yield f"{place} is not where it is fixed"
    if session.room is not None and place.room != session.room:
        yield f"{place} is not in its room"
    if session.slot is None and session.slots is not None and place.slot not in session.slots:
        yield f"{place} is when its hosts cannot"
    if session.room is None and not session.needs <= day.rooms[place.room].has:
        yield f"{place} has no room with what it needs"


def best(day):
    """The most sessions that can be placed, and the most wishes met by so many: by trying every grid of slots."""
    sessions = list({session.id: session for session in reversed(day.sessions)}.values())
    found = (0, 0)
    for slots in product([None, *range(day.slots)], repeat=len(sessions)):
        here = [[s for s, slot in zip(sessions, slots) if slot == which] for which in range(day.slots)]
        placed = sum(map(len, here))
        if placed < found[0] or not all(_stands(day, which, group) for which, group in enumerate(here)):
            continue
        wishes = sum(any(s.id in want for s in group) for want in day.wishes.values() for group in here)
        found = max(found, (placed, wishes))
    return found


def _stands(day, slot, group):
    hosts = [host for session in group for host in set(session.hosts)]
    if len(hosts) != len(set(hosts)):
        return False
    for session in group:
        if session.slot not in (None, slot):
            return False
        if session.slot is None and session.slots is not None and slot not in session.slots:
            return False
    rooms = range(len(day.rooms))
    return any(all(map(_suits, [day] * len(group), group, order)) for order in permutations(rooms, len(group)))


def _suits(day, session, room):
    return room == session.room if session.room is not None else session.needs <= day.rooms[room].has

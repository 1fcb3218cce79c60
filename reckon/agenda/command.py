"""The command: a day as JSON in, a grid as JSON out."""

import json
import sys
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

from .day import Day, Plan, Room, Session
from .planning import plan

USAGE = "Say which file: python -m reckon.agenda FILE.json"


def main(words: list[str]) -> int:
    """Prints the plan of the day in the file and answers 0; or one sentence on the error output, and 2."""
    try:
        if len(words) != 1:
            raise ValueError(USAGE)
        day = read_day(_read(words[0]))
    except ValueError as problem:
        print(problem, file=sys.stderr)  # noqa: T201 (a command)
        return 2
    print(json.dumps(as_json(plan(day))))  # noqa: T201 (a command)
    return 0


def _read(name: str) -> object:
    try:
        return json.loads(Path(name).read_bytes())
    except OSError as problem:
        raise ValueError(f"{name} cannot be read: {problem.strerror}.") from problem
    except RecursionError as problem:
        raise ValueError(f"{name} is nested too deeply to be a day.") from problem
    except ValueError as problem:
        raise ValueError(f"{name} is not JSON: {str(problem).splitlines()[0]}.") from problem


def read_day(data: object) -> Day:
    """The day in `{slots, rooms, sessions, wishes}`. A room is its seats or `{seats, has, name}`; a session has an `id`
    and may have `hosts`, `slot`, `room`, `slots` and `needs`; `wishes` may be missing. Other keys are passed over.

    ValueError, with a sentence that names the place, for anything of another kind.

    >>> read_day({"slots": 1, "rooms": [9], "sessions": [{"id": "a"}], "wishes": {"Ann": ["a"]}}).of()
    1
    """
    if not isinstance(data, dict):
        raise ValueError('The file must hold one object: {"slots": …, "rooms": …, "sessions": …, "wishes": …}.')
    missing = [key for key in ("slots", "rooms", "sessions") if key not in data]
    if missing:
        raise ValueError(f"{' and '.join(missing)} not given: say it, even when it is 0 or empty.")
    rooms = [_room(each, f"rooms[{n}]") for n, each in enumerate(_list(data["rooms"], "rooms"))]
    sessions = [_session(each, f"sessions[{n}]") for n, each in enumerate(_list(data["sessions"], "sessions"))]
    wishes = data.get("wishes") or {}
    if not isinstance(wishes, dict):
        raise ValueError('wishes must be an object from person to a list of ids: {"Ann": ["a", "b"]}.')
    return Day(data["slots"], rooms, sessions, {who: _ids(want, f"wishes of {who}") for who, want in wishes.items()})


def _room(given: object, where: str) -> Room:
    if not isinstance(given, Mapping):
        given = {"seats": given}
    seats = _number(given.get("seats"), f"seats of {where}")
    return Room(seats, frozenset(map(str, _list(given.get("has"), f"has of {where}"))), str(given.get("name") or where))


def _session(given: object, where: str) -> Session:
    if not isinstance(given, Mapping) or "id" not in given:
        raise ValueError(f'{where} must be an object with an id: {{"id": "a", "hosts": ["Ann"]}}.')
    name = _ids([given["id"]], f"id of {where}")[0]
    slots = given.get("slots")
    return Session(
        name,
        tuple(_ids(given.get("hosts"), f"hosts of {name}")),
        _place(given.get("slot"), f"slot of {name}"),
        _place(given.get("room"), f"room of {name}"),
        None
        if slots is None
        else frozenset(_number(each, f"slots of {name}") for each in _list(slots, f"slots of {name}")),
        frozenset(map(str, _list(given.get("needs"), f"needs of {name}"))),
    )


def _place(given: object, where: str) -> int | None:
    return None if given is None else _number(given, where)


def _number(given: object, where: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise ValueError(f"The {where} must be a whole number, 0 or more, not {_shown(given)}.")
    return given


def _list(given: object, where: str) -> list[Any]:
    if given is None:
        return []
    if not isinstance(given, list):
        raise ValueError(f"The {where} must be a list, not {_shown(given)}.")
    return given


def _ids(given: object, where: str) -> list[Hashable]:
    ids = _list(given, where)
    wrong = [each for each in ids if isinstance(each, bool) or not isinstance(each, str | int)]
    if wrong:
        raise ValueError(f"The {where} must be words or whole numbers, not {_shown(wrong[0])}.")
    return ids


def _shown(given: object) -> str:
    shown = json.dumps(given)
    return shown if len(shown) <= 40 else shown[:37] + "…"


def as_json(found: Plan) -> dict[str, Any]:
    """What the command prints: `grid` and `left_out` as lists of objects, `met` and `of` as numbers."""
    return {
        "grid": [{"session": each.session, "slot": each.slot, "room": each.room} for each in found.grid],
        "left_out": [{"session": each.session, "why": each.why} for each in found.left_out],
        "met": found.met,
        "of": found.of,
    }

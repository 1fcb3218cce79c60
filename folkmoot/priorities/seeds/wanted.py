"""What Thornbeck puts first, with its evidence."""

from __future__ import annotations

from types import SimpleNamespace

from folkmoot.directory.models import PeopleServed, TypeOfHelp
from folkmoot.priorities.models import Evidence, Priority

HOW = Evidence.Method


def plant_priorities(village: SimpleNamespace) -> None:
    """Adds village.way_home, .floodlights and .mornings."""
    for step in (_way_home, _floodlights, _mornings):
        step(village)


def _way_home(village: SimpleNamespace) -> None:
    village.way_home = _put(
        village,
        "A way home after nine without a car",
        demand="There is nothing after the eight o’clock bus. They have written us off.",
        because="People who work late at the hospital walk an hour along an unlit road, or pay for a taxi what they "
        "earned in the last hour.",
        enough="A bus, a shared taxi or a minibus at ten on weekdays, from the hospital to Castle Hill and Northfield.",
        people=["older-people", "young-people"],
        types=["events"],
        affected="people on late shifts, and those with no car",
        unheard="Night staff themselves: most were at work when the doors were knocked at.",
    )
    _cite(
        village,
        village.way_home,
        HOW.LISTENING,
        "Listening in Mill Lane and Castle Hill",
        people=41,
        times=44,
        gathered="March and April 2026",
        heard=PeopleServed.objects.filter(code="older-people"),
    )
    _cite(village, village.way_home, HOW.EVENT, "The forum of 19 March", people=26, times=29, gathered="19 March 2026")
    _cite(
        village,
        village.way_home,
        HOW.TRADE_OFF,
        str(village.hundred),
        address=village.hundred.get_absolute_url(),
        question=village.hundred,
        thing=village.hundred,
        people=34,
        gathered="May 2026",
    )


def _floodlights(village: SimpleNamespace) -> None:
    village.floodlights = _put(
        village,
        "Somewhere for young people to be outdoors after dark",
        demand="Floodlights at the skate park NOW, or shut it.",
        because="In winter the park is dark from four, and whoever skates there is told to move on wherever there is "
        "light.",
        enough="Lights on a timer until eight, on two evenings.",
        people=["young-people"],
        affected="about a dozen who skate every day, and the houses behind the park",
        unheard="The houses behind the park have not been asked.",
    )
    _cite(
        village,
        village.floodlights,
        HOW.LETTERS,
        "Letters and calls to the council",
        people=12,
        times=94,
        gathered="January to June 2026",
    )


def _mornings(village: SimpleNamespace) -> None:
    village.mornings = _put(
        village,
        "The playgroup keeps its mornings, whoever runs the Old School",
        because="It is the only one that takes children with no notice, and nine families could not work without it.",
        people=["young-people"],
        affected="the families of the playgroup",
    )
    _cite(
        village,
        village.mornings,
        HOW.PETITION,
        "A sheet on the playgroup’s door",
        people=38,
        times=38,
        gathered="May 2026",
    )
    _cite(
        village,
        village.mornings,
        HOW.QUESTION,
        str(village.buildings),
        address=village.buildings.get_absolute_url(),
        question=village.buildings,
        thing=village.buildings,
        people=62,
        gathered="May 2026",
        note="“Clubs that are there now should keep their hours”",
    )


def _put(village: SimpleNamespace, words: str, **more) -> Priority:
    people = PeopleServed.objects.filter(code__in=more.pop("people", ()))
    types = TypeOfHelp.objects.filter(code__in=more.pop("types", ()))
    facts = {"place": village.thornbeck, "organisation": village.voluntary_action, "people": people, "types": types}
    return Priority.set_down(words, village.amina, once=f"seed {words[:40]}", **facts | more)


def _cite(village: SimpleNamespace, priority: Priority, method: str, title: str, **more) -> None:
    if not priority.evidence.filter(method=method, title=title).exists():
        priority.cite(village.amina, method, title, **more)

"""A small site as one release makes it, kept for every later release to bring up to date; run by bin/release.

    python tests/releases/world.py FOLDER

Thornbeck and the 2009 story, and beside them groups, activities and replies to about ten thousand rows in all, backed up
into FOLDER, with `facts.json`: what must be the same whatever a later release makes of it.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path

GROUPS, COME = 450, 240


def main(folder: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from folkmoot.home.keeping import backup

    call_command("migrate", verbosity=0)
    call_command("seed", verbosity=0)
    grow()
    folder.mkdir(parents=True)
    backup.make(folder)
    (folder / "facts.json").write_text(json.dumps(facts(), indent=1, sort_keys=True) + "\n")


def grow() -> None:
    """Groups with what they do, a line of the journal for each, and an event with more replies than seats."""
    from folkmoot.directory.models import Activity, Organisation, Party, Served
    from folkmoot.events.models import Event, Rsvp
    from folkmoot.journal.models import Line
    from folkmoot.people.models import Person
    from folkmoot.places.models import Place

    place, person = Place.objects.get(slug="thornbeck"), Person.objects.order_by("pk").first()
    for n in range(GROUPS):
        group = Organisation.objects.create(name=f"Grown group {n}", place=place)
        starts = date(2026, 1, 1) + timedelta(days=n)
        when = {"starts_said": f"{starts:%B %Y}", "starts_from": starts, "starts_to": starts}
        activity = Activity.objects.create(title=f"Grown activity {n}", stage="running", entered_by=person, **when)
        Served.objects.create(activity=activity, place=place)
        Party.objects.create(activity=activity, organisation=group)
        Line.record(person, "added", activity, place=place)
    event = Event.objects.order_by("pk").last()
    rows = [(f"mail:{n:032x}", "has" if n < COME // 2 else "waiting", n + 1) for n in range(COME)]
    Rsvp.objects.filter(event=event).delete()
    Rsvp.objects.bulk_create(
        Rsvp(event=event, who=who, answer="yes", seat=seat, number=number) for who, seat, number in rows
    )


def facts() -> dict:
    """What no release may change: the chain's head, who has which seat of what, what was said in each round."""
    from django.db.models import Count, Sum

    from folkmoot.events.models import Rsvp
    from folkmoot.journal.models import Line
    from folkmoot.rounds.models import Say

    seats = (
        Rsvp.objects.order_by("event", "seat").values_list("event", "seat").annotate(n=Count("pk"), last=Sum("number"))
    )
    ballots = (
        Say.objects.order_by("round")
        .values_list("round")
        .annotate(n=Count("pk", distinct=True), sum=Sum("choices__value"))
    )
    return {
        "journal": str(Line.head()),
        "seats": [list(row) for row in seats],
        "ballots": [list(row) for row in ballots],
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))

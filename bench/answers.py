"""What answers given on the page "One organisation or two?" teach: the Chicago list, whose truth is known, entered as
organisations; a keeper answers what the page shows, twenty at a time, and everything is compared anew.

F1 is of all entries by the groups that the site makes of them. `bin/bench answers [answers]`; real data is read from
FOLKMOOT_REAL_DATA.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
MOST = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 400
AT_ONCE, SAID = 20, [0, 100, 200, 400]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.testing")
    import django

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    config = setup_databases(0, False)
    try:
        measure()
    finally:
        teardown_databases(config, 0)


def measure() -> None:
    from django.test import Client

    from folkmoot.joinup.twins import look_for_twins
    from folkmoot.people.models import Person, Role

    truth = enter()
    keeper = Person.objects.create_user("keeper@bench.example", name="Keeper")
    Role.objects.create(person=keeper, kind=Role.Kind.KEEPER)
    browser, given, began, marks = Client(), 0, time.process_time(), SAID
    browser.force_login(keeper)
    print(f"Chicago, {len(truth):,} sites as organisations, answered on the page by somebody who knows")
    while True:
        look_for_twins()
        # Of one page a few may be settled by an answer before them, so that a hundred is passed, not met.
        if given >= MOST or (marks and given >= marks[0]):
            marks = [mark for mark in marks if mark > given]
            print(f"  {given} answers: F1 {reached(truth):.4f}; {time.process_time() - began:.1f} CPU-s", flush=True)
        asked = browser.get("/together/twins/").context["matches"][: min(AT_ONCE, MOST - given)] if given < MOST else []
        if not asked:
            return
        for match in asked:
            verdict = "same" if truth[match.a_id] == truth[match.b_id] else "different"
            # Two of one page may have become one by an answer before: that one is not asked any more.
            if browser.post(f"/together/twins/{match.pk}/settle/", {"verdict": verdict}).status_code == 302:
                given += 1


def enter() -> dict[int, str]:
    """The id of each organisation → which it truly is."""
    from bench.sameness import CHICAGO, TRUE, rows
    from folkmoot.directory.models import Organisation

    true, listed = {row["Id"]: row["True Id"] for row in rows(TRUE)}, rows(CHICAGO)
    names = {"name": "Site name", "address": "Address", "postcode": "Zip", "phone": "Phone"}
    most = {name: Organisation._meta.get_field(name).max_length for name in names}
    made = [Organisation(**{name: row[said][: most[name]] for name, said in names.items()}) for row in listed]
    Organisation.objects.bulk_create(made, batch_size=500)
    return {body.pk: true[row["Id"]] for body, row in zip(made, listed)}


def reached(truth: dict[int, str]) -> float:
    """F1 of the groups, those that a keeper made one included."""
    from bench.sameness import numbered
    from bench.sameness_million import f1
    from folkmoot.directory.models import Organisation
    from folkmoot.joinup.models import Match
    from folkmoot.joinup.sums import sameness

    answered = list(Match.objects.exclude(verdict="").values_list("a", "b", "verdict"))
    known = sameness.known_organisations({pk for pair in answered for pk in pair[:2]})
    pairs = [[(a, b) for a, b, said in answered if said == verdict] for verdict in ("same", "different")]
    group = {each.pk: n for each, n in zip(known, sameness.clustered(known, *pairs).cluster)}
    after = Organisation.objects.survivors()
    return f1([group.get(pk, group[after.get(pk, pk)]) for pk in truth], numbered(list(truth.values())))[2]


if __name__ == "__main__":
    main()

"""100,000 spreadsheet rows taken in: read, dry run, taken, the same again, and undone; then a tenth as many grants, of
what is new and of what is here already. A database of its own.

python -m bench take            # 100,000 rows, seeded; FOLKMOOT_BENCH_ROWS for fewer
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import resource
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROWS = int(os.environ.get("FOLKMOOT_BENCH_ROWS", "100000"))
GRANTS = ROWS // 10
SEED = 20
FIRST = ["Riverside", "Mill", "Castle", "Northfield", "Beck", "Weir", "Station", "Church", "Market", "Park", "Hill"]
SECOND = ["Lunch Club", "Youth Club", "Toddler Group", "Carers Circle", "Choir", "Allotments", "Food Bank", "History"]
SAID = (
    "weekly hot lunch for older people, run by volunteers in the church hall",
    "training course on computers for young people, Tuesdays and Thursdays",
    "food bank and debt advice, open Mondays; ring first",
    "parents and toddlers meet for play, songs and a cup of tea",
    "rang in May, nobody answered",
    "litter picks and a summer festival in the park, everybody welcome",
    "singing for anybody, no audition, concerts at Christmas",
)
MARKS = ["alpha", "bravo", "delta", "echo", "hotel", "india", "kilo", "lima", "oscar", "papa", "romeo", "sierra"]


def sheet() -> bytes:
    """Names, postcodes, mobiles, notes, mail and web pages of made-up groups."""
    dice = random.Random(SEED)
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(["Group name", "Address", "Postcode", "Mobile", "Email", "Website", "What they do", "Notes"])
    for at in range(ROWS):
        name = f"{dice.choice(FIRST)} {dice.choice(SECOND)} {dice.choice(MARKS)} {at}"
        code = f"DY{dice.randrange(1, 15)} {dice.randrange(1, 10)}{dice.choice('ABDEFGHJ')}{dice.choice('ABDEFGHJ')}"
        said = f"{dice.choice(SAID)} {dice.choice(MARKS)} {dice.choice(MARKS)}"
        row = [name, f"{dice.randrange(1, 200)} High Street", code, f"07700 900{dice.randrange(1000):03}"]
        writer.writerow([*row, f"info{at}@group{at}.example", f"https://group{at}.example", said, dice.choice(SAID)])
    return page.getvalue().encode()


def grants() -> bytes:
    """360Giving: one grant for what each of as many charities does, from one of forty funders."""
    dice, rows = random.Random(SEED), []
    for at in range(GRANTS):
        funder, topic = dice.randrange(40), dice.choice(SAID)
        row = {"id": f"360G-bench-{at}", "title": f"Work of charity {at}", "description": topic, "currency": "GBP"}
        row |= {"amountAwarded": dice.randrange(1, 900) * 100, "awardDate": f"2024-{dice.randrange(1, 13):02}-03"}
        row |= {"fundingOrganization": [{"id": f"GB-CHC-{1200000 + funder}", "name": f"Fund {funder}"}]}
        charity = {"id": f"GB-CHC-{1300000 + at}", "name": f"Charity {at}", "charityNumber": str(1300000 + at)}
        rows.append(row | {"recipientOrganization": [charity]})
    return json.dumps({"grants": rows}).encode()


def settle() -> None:
    """The charities of those grants and what each does, as if people had entered them."""
    from folkmoot.directory.models import Activity, Identifier, Organisation, Party, Served, Tally
    from folkmoot.kit.pouring import pour_things
    from folkmoot.places.models import Place

    wards = list(Place.objects.filter(kind="ward"))
    bodies = [Organisation(name=f"Charity {at}", place=wards[at % 30]) for at in range(GRANTS)]
    deeds = [Activity(title=f"Work of charity {at}") for at in range(GRANTS)]
    pour_things(bodies)
    pour_things(deeds)
    pour_things([Identifier(organisation=b, scheme="GB-CHC", value=str(1300000 + at)) for at, b in enumerate(bodies)])
    pour_things([Party(activity=deed, organisation=body) for deed, body in zip(deeds, bodies)])
    pour_things([Served(activity=deed, place=wards[at % 30]) for at, deed in enumerate(deeds)])
    Tally.recount()


@contextmanager
def timed(what: str):
    """Print what it took: by the clock, and of the processor in this process and its readers."""
    wall, own, others = time.perf_counter(), time.process_time(), _children()
    yield
    wall, own, others = time.perf_counter() - wall, time.process_time() - own, _children() - others
    print(f"{what:<38} {wall:7.1f} s by the clock, {own + others:7.1f} s of processor ({others:.1f} in readers)")


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def prepare() -> None:
    """An empty site with its words, a district, thirty neighbourhoods and 8,000 postcodes."""
    from django.core.management import call_command

    from folkmoot.places.models import Place, Postcode

    call_command("migrate", verbosity=0)
    call_command("plant_words", verbosity=0)
    town = Place.objects.create(name="Dudley", slug="dudley", kind="district", latitude=52.5, longitude=-2.1)
    wards = [
        Place.objects.create(
            name=f"Ward {n}", slug=f"ward-{n}", kind="ward", parent=town, latitude=52.5, longitude=-2.1
        )
        for n in range(30)
    ]
    codes = [
        f"DY{out} {sector}{a}{b}"
        for out in range(1, 15)
        for sector in range(1, 10)
        for a in "ABDEFGHJ"
        for b in "ABDEFGHJ"
    ]
    Postcode.objects.bulk_create(
        Postcode(code=code, latitude=52.5, longitude=-2.1, place=wards[at % 30]) for at, code in enumerate(codes)
    )


def run() -> None:
    from folkmoot.directory.models import Activity, Organisation
    from folkmoot.exchange import coming, comparing, opening, stepping, taking, undoing
    from folkmoot.exchange.models import Intake
    from folkmoot.exchange.reading.columns import mapping_of
    from folkmoot.people.models import Person, Role

    prepare()
    keeper = Person.objects.create_user("keeper@bench.example", name="Keeper")
    Role.objects.create(person=keeper, kind="keeper")

    def brought() -> Intake:
        intake = Intake.begin(keeper, "groups.csv", source_name="Groups")
        coming.put(intake, [raw])
        with timed("read, columns guessed"):
            guesses, known = opening.look_over(intake)
        Intake.objects.filter(pk=intake.pk).update(state="columns", kind="sheet", rows_read=known["rows"])
        mapping = {heading: list(said) for heading, said in mapping_of(guesses).items()}
        intake = stepping.say_columns(intake, mapping, None)
        with timed("dry run"):
            comparing.compare(intake)
        intake.refresh_from_db()
        print("  ", {name: n for name, n in intake.counts.items() if n})
        return intake

    raw = sheet()
    print(f"{ROWS:,} rows, {len(raw) / 2**20:.1f} MB")
    intake = brought()
    with timed("taken"):
        taking.take_all(intake.take(keeper))
    print(f"   {Organisation.objects.count():,} organisations, {Activity.objects.count():,} activities")
    again = brought()
    assert again.rows_to_take == 0
    with timed("undone"):
        undoing.undo_all(intake.undo(keeper))
    assert not Organisation.objects.exists()
    giving(keeper)
    print(f"most memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def giving(keeper) -> None:
    """The same grants where nobody is here yet, and where each adds to what its charity does already."""
    from django.db import transaction

    from folkmoot.directory.models import Activity, Party
    from folkmoot.exchange import coming, comparing, stepping, taking, undoing
    from folkmoot.exchange.models import Intake

    for name, prepared in (("new", lambda: None), ("for what is here", settle)):
        with transaction.atomic():
            prepared()
        stood = Activity.objects.count()
        intake = Intake.begin(keeper, "grants.json", source_name=f"Grants {name}")
        coming.put(intake, [grants()])
        intake.kind, intake.state, intake.source = "360giving", "comparing", stepping.source_of(intake)
        intake.save()
        with timed(f"{GRANTS:,} grants {name}: dry run"):
            comparing.compare(intake)
        intake.refresh_from_db()
        with timed(f"{GRANTS:,} grants {name}: taken"):
            taking.take_all(intake.take(keeper))
        made = Activity.objects.count() - stood
        assert made == (0 if stood else GRANTS) and Party.objects.filter(role="funds").count() == GRANTS
        with timed(f"{GRANTS:,} grants {name}: undone"):
            undoing.undo_all(Intake.objects.get(pk=intake.pk).undo(keeper))
        assert Activity.objects.count() == stood and not Party.objects.filter(role="funds").exists()


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        os.environ.update(FOLKMOOT_MODE="development", FOLKMOOT_DATA=folder, FOLKMOOT_HOME_PLACE="dudley")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
        sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
        import django

        django.setup()
        run()
    return 0


if __name__ == "__main__":
    sys.exit(main())

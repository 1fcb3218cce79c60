"""Sheets as people keep them: made up, with a fixed seed."""

from __future__ import annotations

import csv
import io
import random

PARTS = ("Riverside", "Mill Lane", "Castle Hill", "Northfield")
POSTCODES = {"Mill Lane": "TB1 1AA", "Castle Hill": "TB1 2BB", "Riverside": "TB2 1CC", "Northfield": "TB2 2DD"}
KINDS = (
    ("Lunch Club", "weekly hot lunch for older people in the church hall, run by volunteers"),
    ("Youth Club", "Friday youth club for young people, table tennis and a tuck shop"),
    ("Toddler Group", "playgroup for parents and toddlers, Tuesday mornings in term time"),
    ("Computer Class", "training course on computers and the internet for older people"),
    ("Food Bank", "food bank and debt advice, open Mondays and Thursdays"),
    ("Carers Circle", "carers meet for a coffee morning and a day trip each month"),
    ("Community Choir", "choir, singing for anybody, concerts at Christmas"),
    ("Allotment Society", "gardening, allotments and a plant fair in May"),
    ("Friends of the Park", "litter picks and a summer festival in the park"),
    ("Dementia Cafe", "dementia cafe for older people and their carers, every second Wednesday"),
)
PEOPLE = ("Mary Jones", "Ahmed Khan", "Susan Price", "John Davies", "Grace Okafor", "Peter Hughes")
HEADINGS = ("Group name", "Postcode", "Mobile", "Contact", "Notes")
SECRET = "Zyxomma"


def csv_of(rows: list[dict], headings=HEADINGS) -> bytes:
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, headings)
    writer.writeheader()
    writer.writerows(rows)
    return page.getvalue().encode()


def ordinary(n: int = 80, seed: int = 11) -> list[dict]:
    """An ordinary sheet of names, postcodes, mobiles and notes: some twins, some bad rows; a canary in each note."""
    dice = random.Random(seed)
    rows = []
    for at in range(n):
        part, (kind, words) = PARTS[at % 4], KINDS[(at // 4) % len(KINDS)]
        serial = "" if at < 40 else f" {2 + at // 40}"
        rows.append(
            {
                "Group name": f"{part} {kind}{serial}",
                "Postcode": POSTCODES[part].lower().replace(" ", "" if at % 3 else " "),
                "Mobile": f"07700 900{dice.randrange(1000):03}",
                "Contact": dice.choice(PEOPLE),
                "Notes": f"{words}. Rang {dice.choice(PEOPLE).split()[0]}, {SECRET} after six",
            }
        )
    rows[-1]["Group name"] = rows[0]["Group name"]
    rows[-1]["Postcode"] = rows[0]["Postcode"]
    rows[-2]["Group name"] = ""
    rows[-3]["Postcode"] = "not known"
    rows[-4]["Postcode"] = ""
    return rows

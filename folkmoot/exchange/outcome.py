"""What came of an intake: the place's page, findings, what would help next, and a tidier sheet."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from folkmoot.directory.models import Activity, Organisation, Record, Served
from folkmoot.exchange import files, opening
from folkmoot.exchange.models import Intake
from folkmoot.exchange.reading import columns, tidy, values
from folkmoot.exchange.reading.rows import Refused
from folkmoot.exchange.reading.rows import Row as Read
from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Finding, Match
from folkmoot.joinup.twins import look_for_twins, open_matches
from folkmoot.kit import fetch
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person
from folkmoot.places.codes import as_postcode
from folkmoot.places.models import Place, Postcode

LINKS_TRIED = 1_000
AT_ONCE = 8
SECONDS_A_LINK = 5
SECONDS_IN_ALL = 300


@dataclass(frozen=True)
class Outcome:
    """For the page: counts of what the source's records speak of, the place most of them serve, and findings heard."""

    organisations: int
    activities: int
    place: Place | None
    findings: int
    first: Finding | None
    guesses: int
    twins: int
    unknown: int
    no_postcode: int


def outcome_of(intake: Intake, person: Person | None, day: date) -> Outcome:
    """As this person may see it, today."""
    records = Record.objects.filter(source=intake.source, gone_at=None)
    deeds = Activity.objects.live().shown().filter(records__source=intake.source, records__gone_at=None)
    heard = Finding.objects.live().standing().heard_by(person, day).of_activities(deeds.values("pk"))
    heard = heard.select_related("a", "b", "offer", "ask")
    bodies = records.exclude(organisation=None).values("organisation")
    return Outcome(
        organisations=bodies.distinct().count(),
        activities=deeds.count(),
        place=_main_place(intake),
        findings=heard.count(),
        first=heard.order_by("-score", "pk").first(),
        guesses=deeds.exclude(guessed=[]).count(),
        twins=open_matches(person, day).filter(Q(a__in=bodies) | Q(b__in=bodies)).count() if person else 0,
        unknown=records.filter(activity=None).count(),
        no_postcode=Organisation.objects.filter(pk__in=bodies, postcode="").count(),
    )


def _main_place(intake: Intake) -> Place | None:
    """The smallest place that holds most of what the source's activities serve; else of where its bodies are."""
    served = Served.objects.filter(activity__records__source=intake.source)
    found = served.values_list("place__path").annotate(n=Count("pk"))
    if not found:
        bodies = Organisation.objects.filter(records__source=intake.source).exclude(place=None)
        found = bodies.values_list("place__path").annotate(n=Count("pk"))
    inside: Counter[str] = Counter()
    for path, n in found:
        inside.update({part: n for part in path.strip("/").split("/")})
    most = [pk for pk, n in inside.items() if n * 2 > sum(each for _, each in found)]
    places = Place.objects.filter(pk__in=most).select_related("parent")
    return max(places, key=lambda place: len(place.line()), default=None)


def look_and_tidy(intake: Intake) -> None:
    """Look for twins, compare everything with everything again, then write the tidier sheet. Safe twice."""
    _tell(intake, step="looking")
    look_for_twins()
    look_again(timezone.localdate())
    _tell(intake, step="tidying")
    # Where the file has gone meanwhile there is nothing to give back.
    with suppress(Refused):
        write_tidied(intake)
    say_done(intake)


def say_done(intake: Intake) -> None:
    """Nothing of it is still being done."""
    _tell(intake, step="done")


def _tell(intake: Intake, **told) -> None:
    intake.told = intake.told | told
    Intake.objects.filter(pk=intake.pk).update(told=intake.told)


def write_tidied(intake: Intake) -> None:
    """The keeper's own sheet with what was noticed beside it, as CSV and XLSX in the intake's folder."""
    if opening.is_standard(intake.kind):
        return
    mapping = opening.choices(intake.mapping)
    with opening.reading_of(intake) as reading:
        rows = list(columns.keyed(reading.rows(), mapping))
    twins = twins_of(intake, rows)
    (dead, untried), missing = dead_links(rows, mapping), missing_postcodes(rows, mapping)
    sheet = tidy.tidied(rows, mapping, twins, dead, missing)
    intake.folder.put(files.TIDIED_CSV, sheet.csv())
    intake.folder.put(files.TIDIED_XLSX, [sheet.xlsx()])
    looked_at = {meaning for meaning, use in mapping.values() if use == columns.SHOWN or meaning == "postcode"}
    told = {"postcodes": "postcode" in looked_at, "pages": "website" in looked_at}
    _tell(intake, twins=len(twins), dead=len(dead), missing=len(missing), untried=untried, **told)


def twins_of(intake: Intake, rows: list[Read]) -> dict[int, list[int]]:
    """Row number → numbers of rows that may be the same body: what was matched, and equal names in one place.

    Rows that say what is done are a line for each thing: two of one body are twins only where they say the same.
    """
    numbers = {row.key: row.number for row in rows}
    mapping = opening.choices(intake.mapping)
    said = _what_is_done(rows, mapping)
    kept = Record.objects.filter(source=intake.source, row__in=numbers).values_list("row", "organisation")
    by_body: dict[int, list[int]] = defaultdict(list)
    for row, body in kept:
        if body:
            by_body[body].append(numbers[row])
    groups = [sorted(found) for found in by_body.values()]
    pairs = Match.objects.exclude(verdict="different").filter(a__in=by_body, b__in=by_body).values_list("a", "b")
    groups += [[one, other] for a, b in pairs for one in by_body[a] for other in by_body[b]]
    groups += _said_twice(rows, mapping)
    alike: dict[int, set[int]] = defaultdict(set)
    for group in groups:
        for number in group:
            alike[number] |= {other for other in group if other != number and said[other] == said[number]}
    return {number: sorted(others) for number, others in alike.items() if others}


def _what_is_done(rows: list[Read], mapping) -> dict[int, str]:
    """Row number → what the row says is done, in one form; "" where no column is for that."""
    headings = [heading for heading, (meaning, _) in mapping.items() if meaning == "activity"]
    return {row.number: "".join(" ".join(row.fields.get(h, "") for h in headings).casefold().split()) for row in rows}


def _said_twice(rows: list[Read], mapping) -> list[list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for one in columns.taken(rows, mapping):
        name = "".join((one.shown.get("name") or one.matched.get("name") or "").casefold().split())
        if name:
            groups[name + "|" + values.postcode(one.shown.get("postcode", ""))].append(one.row.number)
    return [group for group in groups.values() if len(group) > 1]


def missing_postcodes(rows: list[Read], mapping) -> set[int]:
    """Rows whose postcode is empty or no real one; none where the sheet has no column of postcodes."""
    headings = [heading for heading, (meaning, _) in mapping.items() if meaning == "postcode"]
    if not headings:
        return set()
    said = {row.number: [as_postcode(row.fields.get(one, "")) for one in headings] for row in rows}
    codes = {code for found in said.values() for code in found if code and not values.postcode(code)}
    known = set(Postcode.objects.filter(code__in=codes).values_list("code", flat=True))
    return {number for number, found in said.items() if not any(values.postcode(c) or c in known for c in found)}


def dead_links(rows: list[Read], mapping) -> tuple[dict[str, str], int]:
    """Address as it stands in the sheet → why it did not answer, of those shown; and how many were not tried.

    For five minutes at most. When not one of three or more answers, it is we who are off the internet, and nothing
    is said of them.
    """
    headings = [heading for heading, (meaning, use) in mapping.items() if (meaning, use) == ("website", columns.SHOWN)]
    said = dict.fromkeys(row.fields.get(heading, "").strip() for row in rows for heading in headings)
    real = [one for one in said if values.website(one)]
    until = time.monotonic() + SECONDS_IN_ALL
    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="links") as pool:
        found = pool.map(
            lambda one: _why_dead(values.website(one)) if time.monotonic() < until else None, real[:LINKS_TRIED]
        )
        tried = {one: why for one, why in zip(real[:LINKS_TRIED], found) if why is not None}
    dead = {address: why for address, why in tried.items() if why}
    return ({}, len(real)) if len(dead) == len(tried) > 2 else (dead, len(real) - len(tried))


def _why_dead(address: str) -> str:
    try:
        answer = fetch.get(address, seconds=SECONDS_A_LINK)
    except Refusal as refused:
        return refused.words
    return f"answered {answer.status}" if answer.status in (404, 410) else ""

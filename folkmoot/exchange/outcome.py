"""What came of an intake: the place's page, findings, what would help next, and a tidier sheet."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
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
from folkmoot.kit import fetch
from folkmoot.kit.refusals import Refusal
from folkmoot.people.models import Person
from folkmoot.places.codes import as_postcode
from folkmoot.places.models import Place, Postcode

LINKS_TRIED = 40
SECONDS_A_LINK = 5
SECONDS_IN_ALL = 60


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
        twins=Match.objects.filter(verdict="").filter(Q(a__in=bodies) | Q(b__in=bodies)).count(),
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
    """Compare everything with everything again, then write the tidier sheet. Safe twice."""
    look_again(timezone.localdate())
    try:
        write_tidied(intake)
    except Refused:
        # The file has gone meanwhile; there is nothing to give back.
        return


def write_tidied(intake: Intake) -> None:
    """The keeper's own sheet with what was noticed beside it, as CSV and XLSX in the intake's folder."""
    if opening.is_standard(intake.kind):
        return
    mapping = opening.choices(intake.mapping)
    with opening.reading_of(intake) as reading:
        rows = list(columns.keyed(reading.rows(), mapping))
    twins = twins_of(intake, rows)
    dead, missing = dead_links(rows, mapping), missing_postcodes(rows, mapping)
    sheet = tidy.tidied(rows, mapping, twins, dead, missing)
    intake.folder.put(files.TIDIED_CSV, sheet.csv())
    intake.folder.put(files.TIDIED_XLSX, [sheet.xlsx()])
    told = {"twins": len(twins), "dead": len(dead), "missing": len(missing)}
    Intake.objects.filter(pk=intake.pk).update(told=intake.told | told)


def twins_of(intake: Intake, rows: list[Read]) -> dict[int, list[int]]:
    """Row number → numbers of rows that may be the same body: what was matched, and equal names in one place."""
    numbers = {row.key: row.number for row in rows}
    kept = Record.objects.filter(source=intake.source, row__in=numbers).values_list("row", "organisation")
    by_body = {body: numbers[row] for row, body in kept if body}
    alike: dict[int, set[int]] = defaultdict(set)
    pairs = Match.objects.exclude(verdict="different").filter(a__in=by_body, b__in=by_body).values_list("a", "b")
    for one, other in pairs:
        alike[by_body[one]].add(by_body[other])
        alike[by_body[other]].add(by_body[one])
    for group in _said_twice(rows, opening.choices(intake.mapping)):
        for number in group:
            alike[number] |= set(group) - {number}
    return {number: sorted(others) for number, others in alike.items()}


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


def dead_links(rows: list[Read], mapping) -> dict[str, str]:
    """Address as it stands in the sheet → why it did not answer; of the first forty shown, for a minute at most.

    When not one of three or more answers, it is we who are off the internet, and nothing is said of them.
    """
    headings = [heading for heading, (meaning, use) in mapping.items() if (meaning, use) == ("website", columns.SHOWN)]
    said = dict.fromkeys(row.fields.get(heading, "").strip() for row in rows for heading in headings)
    until, tried = time.monotonic() + SECONDS_IN_ALL, {}
    for address in [one for one in said if values.website(one)][:LINKS_TRIED]:
        if time.monotonic() < until:
            tried[address] = _why_dead(values.website(address))
    dead = {address: why for address, why in tried.items() if why}
    return {} if len(dead) == len(tried) > 2 else dead


def _why_dead(address: str) -> str:
    try:
        answer = fetch.get(address, seconds=SECONDS_A_LINK)
    except Refusal as refused:
        return refused.words
    return f"answered {answer.status}" if answer.status in (404, 410) else ""

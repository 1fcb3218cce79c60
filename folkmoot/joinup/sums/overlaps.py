"""The directory as plain values, and what reckon finds in it: duplications, synergies, gaps, over-supply."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from folkmoot.directory.models import (
    Activity,
    Ask,
    Need,
    Offer,
    Organisation,
    Party,
    PeopleServed,
    Programme,
    Topic,
    TypeOfHelp,
)
from folkmoot.places.models import Place
from folkmoot.priorities.models import Priority
from reckon import overlap
from reckon.times import UNKNOWN, Span, read

# Where our codes and the sums' words for the same type of help differ.
KIND = {"whatworks": "what works"}
CODE = {word: code for code, word in KIND.items()}
# Being for everyone says nothing about what two have in common, so it counts as not said.
EVERYONE = "everyone"
FIELD_OF = {"types": "kind", "topics": "topic", "people": "people", "places": "place", "starts": "dates"}


def everything(*, story: bool) -> tuple[list[overlap.Entry], overlap.Atlas]:
    """Every shown entry of one world as the sums take them, private plans included, and what the ids mean."""
    entries: list[overlap.Entry] = [*_activities(story), *_had_or_wanted(story), *_needs(story), *_priorities(story)]
    return entries, atlas(story)


def atlas(story: bool) -> overlap.Atlas:
    """Places with their ancestors nearest first, topics inside their categories, and names for every id."""
    places = list(Place.objects.filter(story=story).values_list("pk", "name", "path", "latitude", "longitude"))
    within = {f"place:{pk}": tuple(f"place:{up}" for up in reversed(_line(path)[:-1])) for pk, _, path, *_ in places}
    points = {f"place:{pk}": (north, east) for pk, _, _, north, east in places if north is not None}
    names = {f"place:{pk}": name for pk, name, *_ in places}
    for code, name in Topic.objects.values_list("code", "name"):
        within[code] = (code[:2],) if len(code) > 2 else ()
        names[code] = name
    names |= {KIND.get(code, code): name for code, name in TypeOfHelp.objects.values_list("code", "name")}
    return overlap.Atlas(within=within, points=points, names=names)


def _line(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def _activities(story: bool) -> Iterable[overlap.Activity]:
    rows = Activity.objects.filter(story=story, same_as=None).shown()
    pks = rows.values("pk")
    kinds = _grouped(
        Activity.types.through.objects.filter(activity__in=pks).values_list("activity_id", "typeofhelp_id")
    )
    topics = _grouped(Activity.topics.through.objects.filter(activity__in=pks).values_list("activity_id", "topic_id"))
    groups = _grouped(
        Activity.people.through.objects.filter(activity__in=pks).values_list("activity_id", "peopleserved_id")
    )
    served = _grouped(
        Activity.served.rel.related_model.objects.filter(activity__in=pks).values_list("activity_id", "place_id")
    )
    owners = _grouped(
        Party.objects.filter(activity__in=pks, role__in=Party.OWNERS).values_list("activity_id", "organisation_id")
    )
    words = dict(PeopleServed.objects.values_list("code", "name"))
    after = Organisation.objects.survivors()
    for row in rows.iterator(chunk_size=5000):
        people = [words[code] for code in groups[row.pk] if code != EVERYONE]
        yield overlap.Activity(
            id=f"activity:{row.pk}",
            name=row.title,
            text=row.about,
            kinds=frozenset(KIND.get(code, code) for code in kinds[row.pk]),
            topics=frozenset(topics[row.pk]),
            people=frozenset([row.people_words] if row.people_words else people),
            places=tuple(f"place:{pk}" for pk in sorted(served[row.pk])),
            starts=_span(row.starts_from, row.starts_to, row.starts_said),
            ends=_span(row.ends_from, row.ends_to, row.ends_said),
            organisations=frozenset(f"organisation:{after.get(pk, pk)}" for pk in owners[row.pk]),
            guessed=frozenset(FIELD_OF[name] for name in row.guessed if name in FIELD_OF),
            private=row.private_for_now,
            stage=row.stage,
            offered=row.offered,
            filled=row.filled,
            cost_pence=row.money_pence,
        )


def _grouped(rows: Iterable[tuple[int, Any]]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def _span(earliest: date | None, latest: date | None, said: str) -> Span | None:
    """The days a saying means; None where nothing was said."""
    if not said and earliest is None and latest is None:
        return None
    if earliest is None and latest is None:
        return UNKNOWN
    return Span(earliest, latest, said, earliest is not None and earliest == latest)


def programmes(entries: Iterable[overlap.Entry], *, story: bool) -> list[overlap.Activity]:
    """Every shown programme of one world, with what its own activities among these entries say; a private plan of it
    says nothing. One that was absorbed by another counts as that other."""
    activities = {entry.id: entry for entry in entries if isinstance(entry, overlap.Activity)}
    later = dict(Programme.objects.exclude(same_as=None).values_list("pk", "same_as"))
    parts: defaultdict[int, list[overlap.Activity]] = defaultdict(list)
    rows = Activity.objects.filter(story=story, same_as=None).exclude(programme=None)
    for pk, programme in rows.order_by("pk").values_list("pk", "programme"):
        if f"activity:{pk}" in activities:
            parts[_last_of(programme, later)].append(activities[f"activity:{pk}"])
    after = Organisation.objects.survivors()
    return [
        overlap.gathered(
            overlap.Activity(
                id=f"programme:{row.pk}",
                name=row.name,
                text=row.about,
                starts=read(row.starts_said) if row.starts_said else None,
                ends=read(row.ends_said) if row.ends_said else None,
                organisations=frozenset([f"organisation:{after.get(row.organisation_id, row.organisation_id)}"]),
            ),
            parts[row.pk],
        )
        for row in Programme.objects.filter(story=story, same_as=None).shown()
    ]


def _last_of(known: int, later: dict[int, int]) -> int:
    """Whoever stands for this one today, however often it was absorbed."""
    seen = {known}
    while known in later and later[known] not in seen:
        known = later[known]
        seen.add(known)
    return known


def _had_or_wanted(story: bool) -> Iterable[overlap.Entry]:
    after = Organisation.objects.survivors()
    for model, made, kind in ((Offer, overlap.Offer, "offer"), (Ask, overlap.Ask, "ask")):
        rows = model.objects.filter(story=story, same_as=None).shown().open()
        for row in rows.prefetch_related("types", "topics", "people"):
            body = row.organisation_id
            yield made(
                id=f"{kind}:{row.pk}",
                name=row.words,
                text=f"{row.get_thing_display()}. {row.about}",
                kinds=frozenset(KIND.get(each.pk, each.pk) for each in row.types.all()),
                topics=frozenset(each.pk for each in row.topics.all()),
                people=frozenset(each.name for each in row.people.all()),
                places=(f"place:{row.place_id}",) if row.place_id else (),
                organisations=frozenset([f"organisation:{after.get(body, body)}"] if body else []),
            )


def _needs(story: bool) -> Iterable[overlap.Need]:
    rows = Need.objects.filter(story=story, same_as=None).shown()
    for row in rows.prefetch_related("types", "topics", "people"):
        yield overlap.Need(
            id=f"need:{row.pk}",
            name=row.words,
            kinds=frozenset(KIND.get(each.pk, each.pk) for each in row.types.all()),
            topics=frozenset(each.pk for each in row.topics.all()),
            people=frozenset(each.name for each in row.people.all()),
            places=(f"place:{row.place_id}",),
            figure=float(row.figure) if row.figure is not None else None,
            unit=row.unit,
            source=row.source,
            of_people=row.unit.strip().lower() in ("people", "residents", "children", "adults"),
        )


def _priorities(story: bool) -> Iterable[overlap.Need]:
    """What places put first and still want. How many said so is no figure of need, so none is given."""
    rows = Priority.objects.filter(story=story).shown().wanting().exclude(place=None)
    for row in rows.prefetch_related("types", "people"):
        yield overlap.Need(
            id=f"priority:{row.pk}",
            name=row.words,
            kinds=frozenset(KIND.get(each.pk, each.pk) for each in row.types.all()),
            people=frozenset(each.name for each in row.people.all() if each.pk != EVERYONE),
            places=(f"place:{row.place_id}",),
        )


def as_said(rows: Iterable[dict[str, Any]]) -> list[overlap.Activity]:
    """What people said of programmes that are in no directory yet, as the sums take them. Each row: id, name, kinds and
    people (codes), place (id or None), when, body (a name)."""
    words = dict(PeopleServed.objects.values_list("code", "name"))
    return [
        overlap.Activity(
            id=str(row["id"]),
            name=row["name"],
            kinds=frozenset(KIND.get(code, code) for code in row["kinds"]),
            people=frozenset(words[code] for code in row["people"] if code != EVERYONE),
            places=(f"place:{row['place']}",) if row["place"] else (),
            starts=_span(None, None, row["when"]),
            organisations=frozenset([row["body"].strip().lower()]),
        )
        for row in rows
    ]


def duplications(entries: list[overlap.Entry], known: overlap.Atlas, day: date, top: int) -> list[overlap.Pair]:
    return overlap.duplications(entries, known, today=day, top=top)


def synergies(entries: list[overlap.Entry], known: overlap.Atlas, day: date, top: int) -> list[overlap.Pair]:
    return overlap.synergies(entries, known, today=day, top=top)


def gaps(entries: list[overlap.Entry], known: overlap.Atlas, day: date, top: int) -> list[overlap.Gap]:
    """What is asked for or needed and nobody we know of does; private plans are no supply and are never named."""
    kinds = [KIND.get(code, code) for code in TypeOfHelp.objects.values_list("code", flat=True)]
    found = [gap for gap in overlap.gaps(entries, known, kinds=kinds, today=day, top=top) if not gap.private]
    missing = {(gap.kind, gap.place) for gap in found if not gap.wanted}
    return [gap for gap in found if gap.wanted or not _said_of_a_larger(gap, missing, known)]


def _said_of_a_larger(gap: overlap.Gap, missing: set[tuple[str, str]], known: overlap.Atlas) -> bool:
    """Whether the same type of help is missing from a place this one lies in: then it is said once, of the larger."""
    return any((gap.kind, around) in missing for around in known.within.get(gap.place, ()))


def over_supply(entries: list[overlap.Entry], known: overlap.Atlas) -> list[overlap.Supply]:
    """Places offered against filled, of public activities alone."""
    public = [entry for entry in entries if isinstance(entry, overlap.Activity) and not entry.private]
    return overlap.over_supply(public, known)

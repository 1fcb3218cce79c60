"""Plants the 2009 story from facts.toml: safe twice, and apart from the community's own entries."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from folkmoot.directory.models import (
    Activity,
    Ask,
    Offer,
    Organisation,
    Party,
    Programme,
    Record,
    Served,
    Source,
)
from folkmoot.directory.models.entry import Entry
from folkmoot.directory.sums import when
from folkmoot.home.story.talk import plant_group
from folkmoot.joinup.models import Finding
from folkmoot.library.seeds import plant_story as plant_page
from folkmoot.newsroom.models import Outlet, OutsidePost
from folkmoot.places.models import Place
from folkmoot.priorities.seeds.matrices import plant_story as plant_matrix

FACTS = Path(__file__).with_name("facts.toml")
ROLES = ("delivers", "funds", "hosts")
STORY_DAY = date(2009, 9, 21)


class Story:
    """The entries planted so far, by the keys that facts.toml gives them."""

    def __init__(self) -> None:
        self.facts = tomllib.loads(FACTS.read_text(encoding="utf-8"))
        self.sources: dict[str, Source] = {}
        self.places: dict[str, Place] = {}
        self.bodies: dict[str, Organisation] = {}
        self.programmes: dict[str, Programme] = {}
        self.activities: dict[str, Activity] = {}


@transaction.atomic
def plant() -> Story:
    """The whole story; what is there already is left as it is."""
    story = Story()
    for step in (
        _sources,
        _places,
        _organisations,
        _programmes,
        _activities,
        _offers_and_asks,
        _findings,
        _posts,
        _group,
        _library,
        _matrix,
    ):
        step(story)
    return story


def _sources(story: Story) -> None:
    for key, fact in story.facts["sources"].items():
        story.sources[key], _ = Source.objects.get_or_create(
            name=fact["name"],
            defaults={
                "kind": Source.Kind.PAGE,
                "address": fact.get("address", ""),
                "keeper_words": fact["keeper"],
                "as_of": date.fromisoformat(fact["as_of"]),
                "as_of_said": fact.get("said", ""),
                "story": True,
            },
        )


def _places(story: Story) -> None:
    for fact in story.facts["places"]:
        north, east = fact.get("at", (None, None))
        story.places[fact["key"]], _ = Place.objects.get_or_create(
            slug=f"2009-{slugify(fact['name'])}",
            defaults={
                "name": fact["name"],
                "kind": fact["kind"],
                "code": fact.get("code", ""),
                "parent": story.places.get(fact.get("within", "")),
                "latitude": north,
                "longitude": east,
                "story": True,
                "source": "ONS codes and centroids, Open Government Licence v3" if "code" in fact else "",
            },
        )


def _organisations(story: Story) -> None:
    for key, fact in story.facts["organisations"].items():
        source = story.sources[fact["source"]]
        body, _ = Organisation.objects.get_or_create(
            name=fact["name"],
            story=True,
            defaults={
                "sector": fact["sector"],
                "about": fact["about"],
                "place": story.places[fact["place"]],
                "confirmed_on": source.as_of,
                "is_funder": fact["sector"] == "funder",
            },
        )
        story.bodies[key] = body
        also = {"other_name": fact["also"]} if "also" in fact else {}
        _say(source, f"organisation {key}", body, also)


def _say(source: Source, row: str, entry: Entry, also: dict | None = None) -> None:
    """That source says all that is planted of this entry, as of the source's own day."""
    said = {name: value for name, value in entry.facts().items() if value not in (None, "", [], False)}
    read_at = datetime.combine(source.as_of, time(12), tzinfo=UTC)
    about = {entry._meta.model_name: entry, "fields": said | (also or {}), "read_at": read_at}
    Record.objects.update_or_create(source=source, row=row, defaults=about)


def _programmes(story: Story) -> None:
    for key, fact in story.facts["programmes"].items():
        source = story.sources[fact["source"]]
        programme, _ = Programme.objects.get_or_create(
            name=fact["name"],
            story=True,
            defaults={
                "organisation": story.bodies[fact["organisation"]],
                "about": fact["about"],
                "starts_said": fact.get("starts", ""),
                "ends_said": fact.get("ends", ""),
                "confirmed_on": source.as_of,
            },
        )
        story.programmes[key] = programme
        _say(source, f"programme {key}", programme)


def _activities(story: Story) -> None:
    for number, fact in enumerate(story.facts["activities"]):
        programme = story.programmes[fact["programme"]]
        activity, made = Activity.objects.get_or_create(
            title=fact["title"], programme=programme, story=True, defaults=_facts_of(fact, story)
        )
        story.activities[fact["title"]] = activity
        if made:
            _tie(activity, fact, story)
        activity.count_facts()
        _say(story.sources[fact["source"]], f"activity {number}", activity)


def _facts_of(fact: dict, story: Story) -> dict:
    source = story.sources[fact["source"]]
    starts, ends = fact.get("starts", ""), fact.get("ends", "")
    starts_from, starts_to = when.read_when(starts, STORY_DAY) if starts else (None, None)
    ends_from, ends_to = when.read_when(ends, STORY_DAY) if ends else (None, None)
    return {
        "about": fact["about"],
        "people_words": fact.get("words", ""),
        "stage": fact.get("stage", ""),
        "starts_said": starts,
        "starts_from": starts_from,
        "starts_to": starts_to,
        "ends_said": ends,
        "ends_from": ends_from,
        "ends_to": ends_to,
        "money_pence": fact.get("money"),
        "offered": fact.get("offered"),
        "filled": fact.get("filled"),
        "confirmed_on": source.as_of,
    }


def _tie(activity: Activity, fact: dict, story: Story) -> None:
    activity.types.add(*fact["types"])
    activity.people.add(*fact["people"])
    for role in ROLES:
        for key in fact.get(role, []):
            Party.objects.create(activity=activity, organisation=story.bodies[key], role=role)
    for key in fact["places"]:
        Served.objects.create(activity=activity, place=story.places[key])


def _offers_and_asks(story: Story) -> None:
    for model, name in ((Offer, "offers"), (Ask, "asks")):
        for fact in story.facts[name]:
            thing, made = model.objects.get_or_create(
                words=fact["words"],
                story=True,
                defaults={
                    "thing": fact["thing"],
                    "organisation": story.bodies[fact["organisation"]],
                    "place": story.places[fact["place"]],
                    "said_at": story.sources[fact["source"]].name[:200],
                    "confirmed_on": story.sources[fact["source"]].as_of,
                },
            )
            if made:
                thing.types.add(*fact["types"])


def _matrix(story: Story) -> None:
    """The policy matrix begun in Dudley in July 2010."""
    plant_matrix(story.places["dudley"], story.bodies["sccg"])


def _findings(story: Story) -> None:
    """What somebody said at the time, as findings whose names are open: it is history."""
    for fact in story.facts["findings"]:
        a, b = sorted((story.activities[fact["a"]], story.activities[fact["b"]]), key=lambda each: each.pk)
        source = story.sources[fact["source"]]
        reasons = [
            {"field": "said", "words": fact["words"], "source": source.name},
            {"field": "ours", "words": fact["ours"]},
        ]
        if "answer" in fact:
            reasons.append({"field": "answer", "choice": fact["answer"], "words": fact["because"]})
        Finding.objects.get_or_create(
            once=f"said:{fact['kind']}:{a.pk}:{b.pk}",
            defaults={
                "kind": fact["kind"],
                "a": a,
                "b": b,
                "place": a.served.first().place,
                "score": 0.5,
                "certainty": "said then",
                "reasons": reasons,
                "known_a": a.completeness,
                "known_b": b.completeness,
                "story": True,
            },
        )


def _library(story: Story) -> None:
    """The wiki page of 3 August 2009, in our own words."""
    plant_page(story.places["england"])


def _group(story: Story) -> None:
    """The one group that a source speaks of."""
    plant_group(story.programmes["tal"], story.bodies["talorg"], story.places["uk"])


def _posts(story: Story) -> None:
    """What was posted elsewhere at the time, in our own words; what only listed another again stands behind it."""
    kept: list[OutsidePost] = []
    for number, fact in enumerate(story.facts["posts"]):
        source, place = story.sources[fact["source"]], story.places[fact["place"]]
        facts = {"address": fact.get("address", ""), "owner": source.keeper_words}
        outlet, _ = Outlet.objects.get_or_create(name=fact["blog"], place=place, story=True, defaults=facts)
        said = {
            "address": fact.get("address", ""),
            "canonical": f"2009/{number}",
            "title": fact["title"],
            "story": True,
        }
        said |= {"excerpt": fact["words"], "state": OutsidePost.State.SHOWN, "author": source.name}
        said |= {"published_at": datetime.fromisoformat(f"{fact['on']}T12:00:00+00:00")}
        said |= {"found_at": datetime.fromisoformat(f"{source.as_of}T12:00:00+00:00")}
        if "reposts" in fact:
            said["same_as"] = kept[fact["reposts"]]
        kept.append(OutsidePost.objects.get_or_create(outlet=outlet, guid=f"2009 {number}", defaults=said)[0])

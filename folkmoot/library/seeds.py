"""Thornbeck's library: pages with their history, cases (one that failed), a toolkit, an easy-read page that has fallen
behind, an orphan, a wanted page and a stale one; and the page of 2009, for the story."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.library import findable
from folkmoot.library import seed_pages as words
from folkmoot.library.models import (
    Adaptation,
    AskMe,
    Barrier,
    Case,
    Folder,
    Judgement,
    OutsideLink,
    Page,
    Toolkit,
    Use,
    Version,
)
from folkmoot.library.seed_cases import CASES

LONDON = ZoneInfo("Europe/London")
CHECKED = date(2026, 11, 1)


def at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LONDON)


def plant(village: SimpleNamespace) -> None:
    """Adds the folders village.howtos, .neighbours_pages and .digital_pages, pages such as .street_party, .road_page
    and .road_easy, the cases of seed_cases, and village.first_event, the toolkit."""
    _folders(village)
    _pages(village)
    _cases(village)
    _toolkit(village)
    findable.put_pages(Page.objects.filter(story=False).select_related("folder", "place", "standing"))
    findable.put_cases(Case.objects.filter(story=False).select_related("place", "organisation", "standing"))
    findable.put_toolkits(Toolkit.objects.filter(story=False).select_related("place", "standing"))


def plant_uses(village: SimpleNamespace) -> None:
    """What above the library uses it: the winter event draws on two entries."""
    Use.note(village.lunch_case, village.winter, village.amina)
    Use.note(village.street_party, village.winter, village.amina)


def _folders(village: SimpleNamespace) -> None:
    rows = (
        ("howtos", "Howtos", "How things are done here, by whoever did them.", {"place": village.thornbeck}),
        (
            "neighbours_pages",
            "Neighbours First",
            "What the programme's people need to know.",
            {"organisation": village.voluntary_action, "programme": village.neighbours, "writers": "members"},
        ),
        (
            "digital_pages",
            "Digital Thornbeck",
            "What those who teach learnt.",
            {"organisation": village.council, "programme": village.digital, "writers": "speakers"},
        ),
    )
    for short, name, about, facts in rows:
        slug = name.lower().replace(" ", "-")
        made = {"name": name, "about": about, "made_by": village.amina, "made_at": at(2026, 1, 12)}
        setattr(village, short, Folder.objects.get_or_create(slug=slug, defaults=made | facts)[0])


def _pages(village: SimpleNamespace) -> None:
    howtos, neighbours, digital = village.howtos, village.neighbours_pages, village.digital_pages
    amina, bram, emeka, dilys = village.amina, village.bram, village.emeka, village.dilys
    first = ((at(2026, 3, 2), bram, words.STREET_PARTY.split("## Afterwards")[0], ""),)
    village.street_party = _page(
        howtos, "Hold a street party", (*first, (at(2026, 6, 8), emeka, words.STREET_PARTY, "What to do afterwards"))
    )
    road = ((at(2026, 3, 4), amina, words.ROAD_FIRST, ""), (at(2026, 9, 21), amina, words.ROAD_NOW, "Eight weeks now"))
    village.road_page = _page(howtos, "Close a road for a day", road)
    village.road_easy = _page(
        howtos, "Close a road for a day: easy read", ((at(2026, 4, 1), bram, words.ROAD_EASY, ""),)
    )
    Page.objects.filter(pk=village.road_easy.pk, easy_of=None).update(easy_of=village.road_page, in_step_with=1)
    village.road_easy.refresh_from_db()
    village.halls_page = _page(howtos, "Book a hall in Thornbeck", ((at(2026, 2, 3), amina, words.HALL, ""),))
    village.groups_page = _page(howtos, "Who helps small groups", ((at(2026, 2, 9), amina, words.SMALL_GROUPS, ""),))
    village.tea_page = _page(howtos, "Tea for sixty", ((at(2026, 5, 12), bram, words.TEA, ""),))
    village.food_page = _page(
        howtos, "Safe with food", ((at(2024, 10, 7), amina, words.FOOD, ""),), right_on=date(2025, 6, 2), carer=amina
    )
    _page(howtos, "Write a small grant bid", ((at(2026, 8, 17), emeka, words.GRANT, ""),))
    village.lunches_page = _page(
        neighbours, "How we run Tuesday lunches", ((at(2026, 1, 20), amina, words.LUNCHES, ""),)
    )
    _page(neighbours, "Who does which Tuesday", ((at(2026, 1, 21), amina, words.ROTA, ""),))
    village.phones_page = _page(
        digital, "Teaching phones: what we learnt", ((at(2026, 7, 6), dilys, words.PHONES, ""),)
    )
    _page(digital, "Privacy on borrowed computers", ((at(2026, 10, 12), dilys, words.PRIVACY, ""),))
    village.lunches_page.programmes.set([village.neighbours])
    village.phones_page.programmes.set([village.digital])


def _page(folder: Folder, title: str, changes: tuple, right_on: date | None = CHECKED, **facts) -> Page:
    """A page with its versions: (when, who, the text, why)."""
    page = Page.objects.filter(folder=folder, title=title).first()
    if page:
        return page
    facts = {"place": folder.place, "confirmed_on": right_on, "entered_by": changes[0][1]} | facts
    page = Page(folder=folder, title=title, entered_at=changes[0][0], **facts)
    page._new_slug()
    page.save()
    for moment, who, text, why in changes:
        page._add(text, who, at=moment, why=why)
    return page


def _cases(village: SimpleNamespace) -> None:
    for short, row in CASES.items():
        setattr(village, short, _case(village, dict(row)))
    if not village.lunch_case.adaptations.exists():
        told = {"who_words": "Northfield Youth Club", "place": village.northfield, "by": village.emeka}
        told |= {"state": "stopped", "since_said": "May 2026", "changed": "On Fridays, for young people, with pizza."}
        told |= {"happened": "They came for the pizza and left. The club now cooks together instead, and they stay."}
        Adaptation.objects.create(of=village.lunch_case, at=at(2026, 9, 3), **told)
        written = {"organisation": village.tenants, "place": village.castle_hill, "by": village.bram}
        written |= {
            "since_said": "autumn 2026",
            "changed": "In the evening, one pot.",
            "written_up": village.castle_lunch_case,
        }
        Adaptation.objects.create(of=village.lunch_case, at=at(2026, 10, 20), **written)
    yes = {"proposed_by": village.amina, "yes_at": at(2026, 11, 1)}
    AskMe.objects.get_or_create(case=village.lunch_case, person=village.amina, defaults=yes)


def _case(village: SimpleNamespace, row: dict) -> Case:
    many = {name: row.pop(name, []) for name in ("people", "types", "activities")}
    low, high = row.pop("cost", (None, None))
    judged, barriers = row.pop("judged", None), row.pop("barriers", [])
    parent, how = row.pop("adapted", (None, ""))
    for name in ("place", "organisation", "programme"):
        row[name] = getattr(village, row[name]) if name in row else None
    facts = row | {"confirmed_on": row.pop("confirmed"), "cost_low_pence": low, "cost_high_pence": high}
    facts |= {"entered_by": village.amina, "entered_at": at(2026, 1, 30), "changed_at": at(2026, 11, 1)}
    facts |= {"adapted_from": getattr(village, parent) if parent else None, "adapted_how": how}
    case, made = Case.objects.get_or_create(title=facts.pop("title"), story=False, defaults=facts)
    if made:
        case.people.set(many["people"])
        case.types.set(many["types"])
        case.activities.set([getattr(village, name) for name in many["activities"]])
        _beside(village, case, judged, barriers)
    return case


def _beside(village: SimpleNamespace, case: Case, judged: tuple | None, barriers: list) -> None:
    for order, (said, overcome, how) in enumerate(barriers):
        Barrier.objects.create(case=case, words=said, overcome=overcome, how=how, order=order)
    if judged:
        scale, level, because, who = judged
        told = {"scale": scale, "level": level, "because": because, "by": getattr(village, who)}
        Judgement.objects.create(case=case, on=CHECKED, at=at(2026, 11, 1), **told)


def _toolkit(village: SimpleNamespace) -> None:
    about = (
        "For a street that has never done anything together. Afterwards you have had one afternoon, and know who "
        "would help again."
    )
    facts = {"kind": "toolkit", "about": about, "place": village.thornbeck, "organisation": village.voluntary_action}
    facts |= {"entered_by": village.amina, "entered_at": at(2026, 6, 9), "changed_at": at(2026, 6, 9)}
    village.first_event, made = Toolkit.objects.get_or_create(
        title="Your first street event", story=False, defaults=facts | {"confirmed_on": CHECKED}
    )
    if not made:
        return
    parts = (
        {"heading": "Ask five doors", "words": "Before anything else. If three say yes, go on to the next part."},
        {"heading": "Hold a street party", "page": village.street_party},
        {"heading": "Close a road for a day", "page": village.road_page, "words": "Only if you need the road."},
        {"heading": "What not to do: a stall to find helpers", "case": village.stall_case},
        {"heading": "What to hope for: lunch that people come back to", "case": village.lunch_case},
    )
    for order, part in enumerate(parts, 1):
        village.first_event.parts.create(order=order, **part)


# The 2009 story

STORY = "Social by Social wiki"


def plant_story(place) -> Page:
    """The page of 2009 in our own words, with its dates as its wiki had them: written on 3 August 2009, imported on 12
    June 2017 (external edit), by nobody knows whom. Safe twice."""
    about = "Pages that Social by Social kept in 2009. In our words, each with its source."
    folder, _made = Folder.objects.get_or_create(
        slug="social-by-social-wiki", defaults={"name": STORY, "about": about, "place": place, "story": True}
    )
    source = (
        "Social by Social wiki, sxs/government-offers-to-convene-03-08-2009.txt: summarised, with one short quotation"
    )
    facts = {"original_on": date(2009, 8, 3), "source": source}
    page = _story_page(folder, "Government offers to convene local communities workshops", words.OFFER, facts)
    source = "Named in the post of 3 August 2009"
    _story_page(
        folder, "Programmes named in August 2009", words.NAMED, {"source": source, "original_on": date(2009, 8, 3)}
    )
    OutsideLink.note("http://Who%27s+who", OutsideLink.State.NONE, "The link was damaged when the page was converted.")
    return page


def _story_page(folder: Folder, title: str, text: str, facts: dict) -> Page:
    page = Page.objects.filter(folder=folder, title=title).first()
    if page:
        return page
    page = Page(folder=folder, title=title, story=True, place=folder.place, **facts)
    page._new_slug()
    page.save()
    moment = datetime(2017, 6, 12, 15, 20, tzinfo=LONDON)
    page._add(text, None, at=moment, way=Version.Way.IMPORT, why="external edit")
    return page

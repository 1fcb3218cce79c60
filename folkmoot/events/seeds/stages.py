"""Help online in Thornbeck, convened in four stages: the first is over, the second open."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from folkmoot.events.models import Convening, Event, Host, Stage
from folkmoot.events.models.stage import PROGRAMME_LEAD

LONDON = ZoneInfo("Europe/London")
BEGUN = datetime(2026, 10, 5, 9, tzinfo=LONDON)
ALL = ("community", "none")
STAGES = (
    ("Show each other", "What the public bodies plan, before others are drawn in.", ["council"], [], "What each plans"),
    ("Who does what", "Whoever leads a programme puts it on one map.", [], [PROGRAMME_LEAD], "The gaps, in a list"),
    ("At the tables", "With those who sit beside people and help.", [*ALL], [], "Who takes which gap"),
    ("Autumn gathering", "Anybody who wants to see what came of it.", [], [], ""),
)


def plant_stages(village: SimpleNamespace) -> None:
    """Adds village.joined_help, a convening of Thornbeck Voluntary Action."""
    facts = {"purpose": "One picture of who helps people online, and nobody asked twice.", "by": village.amina}
    facts |= {"title": "Help online, joined up", "place": village.thornbeck, "organisation": village.voluntary_action}
    facts |= {"begun_at": BEGUN}
    village.joined_help, new = Convening.objects.get_or_create(once="seed stages", defaults=facts)
    if new:
        _plant(village, village.joined_help)


def _plant(village: SimpleNamespace, convening: Convening) -> None:
    for position, (title, purpose, sectors, roles, outputs) in enumerate(STAGES, start=1):
        facts = {"purpose": purpose, "sectors": sectors, "roles": roles, "outputs": outputs}
        Stage.objects.create(convening=convening, position=position, title=title, **facts)
    first, second, _third, last = convening.stages.all()
    first.organisations.add(village.council)
    second.organisations.add(village.online)
    Stage.objects.filter(pk=first.pk).update(opened_at=BEGUN, opened_because="It is the first.", host=village.council)
    why = {
        "opened_at": datetime(2026, 11, 9, 12, tzinfo=LONDON),
        "opened_because": "“Show each other” published what it brings.",
    }
    Stage.objects.filter(pk=second.pk).update(**why, places_held=2)
    said = "The library plans a drop-in each week, the council a class in spring."
    first.published.create(words=said, by=village.dilys, published_at=why["opened_at"])
    when = {"when_said": "autumn 2027", "earliest_on": date(2027, 9, 1), "latest_on": date(2027, 11, 30)}
    when |= {"settle_by": date(2027, 8, 18), "published_at": BEGUN, "entered_by": village.amina, "entered_at": BEGUN}
    event = Event.objects.create(title="Autumn gathering", place=village.thornbeck, stage=last, **when)
    Host.objects.create(event=event, organisation=village.voluntary_action)

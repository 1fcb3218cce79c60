"""Seed 003: 117 people, 18 groups, 8 themes; from the invitation to a record that stores counts and says where from;
a year on each theme has somebody who carries it.

The seed says "59% public sector, 35% voluntary … and 5 private sector" of 117. Counts that fit it (69, 41 and 7) are an
example, not theirs: what is shown here is that the record keeps counts, and that each theme leads to its groups.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from playwright.sync_api import expect

from folkmoot.events.models import CheckIn, Event, Host, Note, Session, TableCode
from folkmoot.points import jobs
from folkmoot.points.models import Point, Theme

LONDON = ZoneInfo("Europe/London")
CAME = {"council": 69, "community": 41, "business": 7}
# Theme → in which of the 18 groups somebody raised it; which groups is an example, not theirs.
THEMES = {
    "Power": (1, 2, 5, 9, 12, 14, 18),
    "Inclusion": (1, 3, 4, 8, 11, 12),
    "A desire for more support and funding for grass roots community activity and volunteers": (
        2,
        6,
        7,
        10,
        13,
        15,
        16,
    ),
    "A need to recognise community knowledge and skills, and resilience": (3, 5, 9, 17),
    "Service issues": (4, 6, 18),
    "Community engagement": (7, 8, 10, 11, 13),
    "Local enterprise development": (14, 16),
    "A demand/desire for culture change in local government": (1, 9, 15, 17),
}
SEED = "An event attended by 117 people: 59% public sector, 35% voluntary, community and faith sector and 5 private sector."


def convened(village) -> Event:
    """A forum for 120, published: the invitation. Example, not theirs: it is played in Thornbeck."""
    facts = {"place": village.thornbeck, "capacity": 120, "published_at": timezone.now(), "entered_by": village.amina}
    starts, ends = datetime(2026, 11, 18, 9, 30, tzinfo=LONDON), datetime(2026, 11, 18, 16, tzinfo=LONDON)
    event = Event.objects.create(title="What society here (example)", starts_at=starts, ends_at=ends, **facts)
    Host.objects.create(event=event, organisation=village.voluntary_action)
    return event


def open_tables(event: Event) -> list[TableCode]:
    """Eighteen groups, each with its card. The day is over on this machine's clock, so they are kept open."""
    tables = []
    for number in range(1, 19):
        session = Session.objects.create(event=event, title=f"Group {number}")
        tables.append(TableCode.make(event, session=session))
    TableCode.objects.filter(event=event).update(ends_at=timezone.now() + timedelta(hours=1))
    return tables


def write_at_the_tables(event: Event, phone) -> int:
    """The first group by phone, the others as theirs would; gives how many lines there are."""
    tables = open_tables(event)
    phone.goto(tables[0].get_absolute_url())
    phone.wait_for_selector("body[data-ready]")
    for theme, groups in THEMES.items():
        if 1 in groups:
            phone.get_by_label("One line").fill(f"{theme} (group 1)")
            phone.get_by_label("One line").press("Enter")
    phone.get_by_text("A demand/desire for culture change in local government (group 1)").wait_for()
    phone.locator(".kept").wait_for(state="hidden")  # nothing is left on the phone
    for theme, groups in THEMES.items():
        for group in set(groups) - {1}:
            code = TableCode.objects.get(pk=tables[group - 1].pk)
            Note.jot(code, "point", f"{theme} (group {group})", once=theme[:20])
    return event.notes.count()


def name_the_themes(event: Event, amina) -> None:
    """On the hosts' page: tick the points, give them a name. Each theme then leads to the groups that raised it."""
    for theme in THEMES:
        amina.goto(f"/events/{event.pk}/themes/")
        expect(amina.get_by_text("18 groups wrote down points.")).not_to_have_count(0)
        amina.get_by_label("The theme, in a few words").fill(theme)
        amina.wait_for_load_state()
        for box in amina.get_by_role("checkbox", name=theme).all():
            box.check()
        amina.get_by_label("For which body?").fill("Thornbeck Voluntary Action")
        amina.get_by_role("button", name="Put them under this name").click()
    for theme, groups in THEMES.items():
        kept = Theme.objects.get(source_key=str(event.pk), name=theme)
        assert set(kept.points.values_list("group", flat=True)) == {f"Group {number}" for number in groups}, theme
        assert all(point.source_kind == "events.session" for point in kept.points.all())


def write_the_record(event: Event, amina) -> None:
    """The story mixes shares and counts, as the seed did: the hosts are told, and put it right. Then it is opened."""
    amina.goto(f"/events/{event.pk}/record/write/")
    amina.get_by_label("How was it?").fill(SEED)
    amina.get_by_role("button", name="Keep it").click()
    expect(amina.get_by_text("It mixes shares and counts")).not_to_have_count(0)
    amina.get_by_label("How was it?").fill("117 people: 69 from public bodies, 41 from groups, 7 from businesses.")
    amina.get_by_role("button", name="Keep it").click()
    expect(amina.get_by_text("It mixes shares and counts")).to_have_count(0)
    amina.get_by_label("Everyone").check()
    amina.get_by_role("button", name="Set", exact=True).click()


def a_year_on(amina) -> None:
    """Whoever carries each theme on is asked how it stands; what they say, and when, stands on the theme's own page."""
    Theme.objects.filter(name__in=THEMES).update(made_at=timezone.now() - timedelta(days=366))
    jobs.ask_how_themes_stand.call()
    amina.goto("/me/news/")
    for theme in THEMES:
        expect(amina.get_by_text(theme, exact=False).first).to_be_visible()
    amina.goto(Theme.objects.get(name="Power").get_absolute_url())
    expect(amina.get_by_role("cell", name="Thornbeck Voluntary Action")).to_have_count(len(THEMES))
    amina.get_by_role("link", name="Power", exact=True).click()
    amina.get_by_text("Say how it stands").click()
    amina.get_by_label("Under way").check()
    amina.get_by_label("What has come of it, in a sentence").fill("The Board has met in the open four times.")
    amina.get_by_role("button", name="Write it down").click()
    amina.goto(Theme.objects.get(name="Power").get_absolute_url())
    expect(amina.get_by_text("The Board has met in the open four times.")).to_be_visible()


def test_from_the_invitation_to_the_record(village, open_browser, sign_in, axe):
    event = convened(village)
    stranger, amina = open_browser(), open_browser()
    sign_in(amina, village.amina)
    stranger.goto(event.get_absolute_url())
    expect(stranger.get_by_role("heading", name="What society here (example)")).not_to_have_count(0)

    for sector, many in CAME.items():
        CheckIn.objects.bulk_create(CheckIn(event=event, sector=sector) for _one in range(many))
    said = write_at_the_tables(event, open_browser(viewport={"width": 360, "height": 740}))
    assert said == sum(len(groups) for groups in THEMES.values())
    name_the_themes(event, amina)
    write_the_record(event, amina)

    stranger.goto(f"/events/{event.pk}/record/")
    words = " ".join(stranger.locator("main").inner_text().split())
    assert "117 people" in words
    assert all(f"{many} of 117" in words for many in CAME.values())
    rows = stranger.get_by_role("table", name="Themes, as the hosts named them").get_by_role("row").all()[1:]
    shown = {row.get_by_role("rowheader").inner_text(): int(row.get_by_role("cell").first.inner_text()) for row in rows}
    assert shown == {theme: len(groups) for theme, groups in THEMES.items()}
    assert list(shown.values()) == sorted(shown.values(), reverse=True)
    assert "%" not in words
    assert (
        Point.objects.filter(source_kind="events.session", themes__source_key=str(event.pk)).distinct().count() == said
    )
    axe(stranger)
    a_year_on(amina)

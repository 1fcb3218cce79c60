"""A team makes themes: points move, themes are named, merged and undone; private words stay in the team."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Deputy, Role
from folkmoot.points import counting
from folkmoot.points.models import Coding, Point, Quote, Reading, Theme, Themer, Theming
from folkmoot.points.models.regrouping import merge, move, name, rename
from folkmoot.points.redacting import proposed

SAID = "The Sunday bus was all my mother had."


def say(village, n: int, words: str = SAID, **more) -> Point:
    facts = {"private": True, "voice": str(n), "place": village.mill_lane} | more
    return Point.note(f"{words} {n}", village.mill_lane, once=f"p{n}", **facts)


@pytest.fixture
def theming(village):
    return Theming.begin("Mill Lane, heard in spring", village.emeka, place=village.mill_lane)


@pytest.fixture
def points(village, theming):
    made = [say(village, n) for n in range(1, 6)]
    theming.take(made, village.emeka)
    return made


def everything_kept() -> str:
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [str(row) for row in cursor.fetchall()]
    return "\n".join(rows)


def test_what_was_said_in_private_is_sealed_and_in_no_list(village, points):
    assert SAID not in everything_kept()
    assert not Point.objects.shown().filter(pk=points[0].pk).exists()
    assert str(points[0]) == "Something said in private"
    assert points[0].said == f"{SAID} 1"


def test_the_database_takes_no_private_words_in_the_open(village, points):
    with pytest.raises(IntegrityError), transaction.atomic():
        Point.objects.filter(pk=points[0].pk).update(words="open")
    with pytest.raises(IntegrityError), transaction.atomic():
        Point.objects.filter(pk=points[0].pk).update(person=village.bram)


def test_a_point_keeps_the_journals_line_of_what_it_was_said_in(village):
    from folkmoot.journal.models import Line

    line = Line.record(village.bram, "walked", village.castle_hill)
    assert Point.note("Steep.", village.castle_hill).line == line


def test_words_are_told_to_the_team_alone_and_each_reading_is_written_down(village, theming, points):
    told = theming.words_for(village.emeka, points, "making themes")
    assert [one.told for one in told] == [f"{SAID} {n}" for n in range(1, 6)]
    log = Reading.objects.get()
    assert (log.person, log.key, log.count, log.why) == (village.emeka, str(theming.pk), 5, "making themes")
    for person in (village.bram, village.dilys, village.amina, village.kofi):
        with pytest.raises(NotYours):
            theming.words_for(person, points, "curious")
    assert Reading.objects.count() == 1


def test_who_may_not_read_private_words_is_not_taken_into_the_team(village, theming, points):
    for person in (village.bram, village.dilys, village.kofi):
        with pytest.raises(NotYours, match="cannot be in this team"):
            theming.invite(person, village.emeka)
    Role.objects.create(person=village.bram, kind="organiser")
    assert theming.invite(village.bram, village.emeka) == theming.invite(village.bram, village.emeka)


def test_a_councillor_who_is_an_organiser_too_sees_themes_only(village, theming, points):
    Role.objects.create(person=village.dilys, kind="organiser")
    with pytest.raises(NotYours):
        theming.invite(village.dilys, village.emeka)


def test_who_stands_in_for_one_of_the_team_neither_sees_nor_reads_private_words(village, theming, points, client):
    today = timezone.localdate()
    Deputy.objects.create(person=village.emeka, deputy=village.bram, from_on=today, until_on=today)
    assert theming not in Theming.objects.of_team(village.bram, today)
    assert not theming.is_worked_on_by(village.bram, today) and not theming.is_led_by(village.bram, today)
    client.force_login(village.bram)
    for page in ("board/", "publish/", "quotes/", "second/", "team/", ""):
        assert client.get(f"/themes/{theming.pk}/{page}").status_code in (403, 404), page
    with pytest.raises(NotYours):
        theming.words_for(village.bram, points, "making themes")
    assert not Reading.objects.exists()

    Role.objects.create(person=village.bram, kind="organiser")
    with pytest.raises(NotYours):
        theming.words_for(village.bram, points, "making themes")

    open_one = Theming.begin("In the open", village.emeka)
    assert open_one.is_led_by(village.bram, today) and open_one in Theming.objects.of_team(village.bram, today)


def test_who_is_no_organiser_any_more_reads_nothing_though_in_the_team(village, theming, points):
    Role.objects.filter(person=village.emeka).delete()
    assert not theming.is_worked_on_by(village.emeka, timezone.localdate())
    with pytest.raises(Refusal, match="leads"):
        counting.publish(theming, village.emeka, "x")


def test_a_councillor_of_one_ward_is_a_councillor_too(village, theming, points):
    Role.objects.filter(person=village.dilys).update(place=village.mill_lane)
    Role.objects.create(person=village.dilys, kind="organiser")
    with pytest.raises(NotYours):
        theming.invite(village.dilys, village.emeka)


def test_private_points_come_into_no_team_with_somebody_who_may_not_read_them(village, theming):
    theming.invite(village.bram, village.emeka)
    with pytest.raises(NotYours, match="Bram de Wit"):
        theming.take([say(village, 1)], village.emeka)


def test_a_point_stands_in_one_theme_and_moves(village, theming, points):
    bus = name(theming, "Getting about", [points[0].pk, points[1].pk], village.emeka)
    shops = name(theming, "Shops", [points[1].pk], village.emeka)
    assert set(theming.in_theme(bus)) == {points[0]}
    assert set(theming.in_theme(shops)) == {points[1]}
    assert set(theming.loose()) == set(points[2:])
    assert move(theming, [points[1].pk], shops, village.emeka) is None
    move(theming, [points[1].pk], None, village.emeka)
    assert points[1] in theming.loose()


def test_the_same_name_is_the_same_theme(village, theming, points):
    one = name(theming, "Getting about", [points[0].pk], village.emeka)
    assert name(theming, " getting  ABOUT ", [points[1].pk], village.emeka) == one


def test_merging_renaming_and_moving_are_undone_last_first(village, theming, points):
    bus = name(theming, "Getting about", [points[0].pk], village.emeka)
    shops = name(theming, "Shops", [points[1].pk, points[2].pk], village.emeka)
    rename(theming, shops, "The shops", village.emeka)
    merge(theming, shops, bus, village.emeka)
    assert theming.in_theme(bus).count() == 3
    assert list(theming.themes.standing()) == [bus]

    changes = list(theming.regroupings.all())
    with pytest.raises(Refusal, match="Undo that first"):
        changes[-1].undo(village.emeka)
    assert changes[0].undo(village.emeka) is True
    assert changes[0].undo(village.emeka) is False
    assert set(theming.in_theme(Theme.objects.get(pk=shops.pk))) == {points[1], points[2]}
    changes[1].undo(village.emeka)
    assert Theme.objects.get(pk=shops.pk).name == "Shops"
    changes[2].undo(village.emeka)
    assert not Theme.objects.filter(pk=shops.pk).exists()
    assert set(theming.loose()) == set(points[1:])


def test_undoing_does_not_bring_back_what_was_withdrawn(village, theming, points):
    bus = name(theming, "Getting about", [points[0].pk, points[1].pk], village.emeka)
    change = move(theming, [points[0].pk], None, village.emeka)
    points[0].take_back()
    change.undo(village.emeka)
    assert set(theming.in_theme(bus)) == {points[1]}


def test_strangers_change_nothing(village, theming, points):
    for verb in (
        lambda: name(theming, "Mine", [points[0].pk], village.bram),
        lambda: move(theming, [points[0].pk], None, village.amina),
        lambda: theming.take([points[0]], village.bram),
        lambda: theming.invite(village.bram, village.bram),
    ):
        with pytest.raises(NotYours):
            verb()
    assert not theming.placings.exists()


def test_the_last_who_leads_stays(village, theming):
    with pytest.raises(Refusal, match="Somebody has to lead"):
        Themer.objects.get(theming=theming).leave(village.emeka)


def test_an_events_themes_come_along_once(village):
    event = village.winter
    point = Point.note("No bus.", event, once="n", group="Table 1")
    theme = Theme.objects.create(
        name="Buses", source_kind="events.event", source_key=str(event.pk), source_title="x", source_address="/x/"
    )
    theme.place_point(point, village.amina)
    theme.place_point(point, village.bram)

    theming = Theming.begin("Winter", village.amina, about=event)

    assert Theming.begin("Again", village.amina, about=event) == theming
    assert list(theming.themes.all()) == [theme]
    assert theming.placings.count() == 1


# Counts


def fill(village, theming, themes: dict[str, int]):
    at = 100
    for theme, many in themes.items():
        made = [say(village, at + n, f"{theme} words") for n in range(many)]
        at += many
        theming.take(made, village.emeka)
        name(theming, theme, [one.pk for one in made], village.emeka)


def seen(theming) -> tuple[dict, int | None]:
    theming.refresh_from_db()
    rows, total = counting.public(theming)
    return {row.theme.name: row.people for row in rows}, total


def test_people_are_counted_once_however_much_they_say(village, theming):
    theming.take([say(village, 1, voice="a"), say(village, 2, voice="a"), say(village, 3, voice="b")], village.emeka)
    name(theming, "Buses", Point.objects.filter(private=True).values_list("pk", flat=True), village.emeka)
    [row], total = counting.live(theming)
    assert (row.people, row.points, total) == (2, 3, 2)


def test_under_ten_is_hidden_also_by_subtraction(village, theming):
    fill(village, theming, {"Buses": 30, "Shops": 14, "Parks": 4})
    counting.publish(theming, village.emeka, "Asked at doors.")
    assert seen(theming) == ({"Buses": 30, "Shops": None, "Parks": None}, 48)


def test_fewer_than_ten_people_are_not_published(village, theming, points):
    with pytest.raises(Refusal, match="ten people"):
        counting.publish(theming, village.emeka, "Asked at doors.")
    fill(village, theming, {"Buses": 10})
    with pytest.raises(Refusal, match="how it was asked"):
        counting.publish(theming, village.emeka, " ")
    with pytest.raises(Refusal, match="leads"):
        counting.publish(theming, village.bram, "x")


def test_two_countings_never_differ_by_less_than_ten(village, theming):
    fill(village, theming, {"Buses": 30, "Shops": 20})
    counting.publish(theming, village.emeka, "Asked at doors.")
    first, total = seen(theming)
    late = say(village, 900)
    theming.take([late], village.emeka)
    name(theming, "Buses", [late.pk], village.emeka)
    counting.publish(theming, village.emeka, "Asked at doors.")
    assert seen(theming) == (first, total)


def test_nobody_can_be_picked_out_by_watching_when_they_withdraw(village, theming):
    fill(village, theming, {"Buses": 30, "Shops": 20})
    counting.publish(theming, village.emeka, "Asked at doors.")
    buses = list(theming.points.filter(placings__theme__name="Buses"))
    for one in buses[:9]:
        one.take_back()
        assert seen(theming) == ({"Buses": 30, "Shops": 20}, 50)
    counting.publish(theming, village.emeka, "Asked at doors.")
    assert seen(theming) == ({"Buses": 30, "Shops": 20}, 50)
    buses[9].take_back()
    assert seen(theming) == ({"Buses": 20, "Shops": 20}, 40)


def test_fewer_than_ten_left_are_hidden_at_once(village, theming):
    fill(village, theming, {"Buses": 30, "Shops": 12})
    counting.publish(theming, village.emeka, "Asked at doors.")
    for one in theming.points.filter(placings__theme__name="Shops")[:3]:
        one.take_back()
    assert seen(theming)[0]["Shops"] is None


def test_groups_are_counted_where_nothing_was_private(village):
    theming = Theming.begin("In the open", village.amina)
    made = [Point.note(f"No bus {n}", village.thornbeck, once=f"open{n}", group=f"Table {n % 3}") for n in range(6)]
    theming.take(made, village.amina)
    name(theming, "Buses", [one.pk for one in made], village.amina)
    counting.publish(theming, village.amina, "At the tables.")
    [row], _total = counting.public(theming)
    assert (row.groups, row.points, row.people) == (3, 6, None)


# A second coder, quotes, how a theme stands


def test_a_second_coder_moves_nothing_and_the_agreement_is_reckoned(village, theming, points):
    Role.objects.create(person=village.bram, kind="organiser")
    theming.invite(village.bram, village.emeka)
    bus = name(theming, "Buses", [one.pk for one in points[:3]], village.emeka)
    shops = name(theming, "Shops", [one.pk for one in points[3:]], village.emeka)
    assert counting.agreement_of(theming) is None
    for point, theme in zip(points, (bus, bus, shops, shops, None), strict=True):
        Coding.say(theming, point, theme, village.bram)
    Coding.say(theming, points[2], shops, village.bram)
    found = counting.agreement_of(theming)
    assert (found.n, found.agreed) == (5, 3)
    assert theming.in_theme(bus).count() == 3
    with pytest.raises(Refusal, match="placed this one yourself"):
        Coding.say(theming, points[0], bus, village.emeka)


def test_the_method_card_says_how_far_a_second_coder_agreed(village, theming, client):
    fill(village, theming, {"Buses": 20, "Shops": 20})
    counting.publish(theming, village.emeka, "Asked at doors.")
    assert "Nobody has sorted enough" in client.get(theming.get_absolute_url()).content.decode()
    Role.objects.create(person=village.bram, kind="organiser")
    theming.invite(village.bram, village.emeka)
    stand = dict(theming.placings.values_list("point", "theme"))
    for at, point in enumerate(theming.points.order_by("pk")):
        other = next(key for key in set(stand.values()) if key != stand[point.pk])
        Coding.say(theming, point, Theme.objects.get(pk=other if at % 8 == 0 else stand[point.pk]), village.bram)
    counting.publish(theming, village.emeka, "Asked at doors.")
    page = client.get(theming.get_absolute_url()).content.decode()
    assert "35 of 40 points were put into the same theme." in page and "Cohen’s kappa 0.75" in page
    assert "Most often apart" not in page, "which were mixed up is for the team"


def test_a_quote_leaves_with_two_yeses_and_goes_with_one_no(village, theming, points):
    Quote.objects.all().delete()
    Role.objects.create(person=village.bram, kind="organiser")
    theming.invite(village.bram, village.emeka)
    with pytest.raises(Refusal, match="not allowed it to be quoted"):
        Quote.propose(theming, points[0], "The Sunday bus was all […] had.", village.emeka)
    points[0].allow_quotes("allowed 12")
    quote = Quote.propose(theming, points[0], "The Sunday bus was all […] had.", village.emeka)
    assert "all […] had" not in everything_kept()
    with pytest.raises(NotYours, match="You proposed this"):
        quote.agree(village.emeka)
    assert not Quote.objects.shown().exists()
    assert quote.agree(village.bram) is True
    assert quote.agree(village.bram) is False
    assert Quote.objects.shown().get().words == "The Sunday bus was all […] had."
    assert quote.allowed_by == "allowed 12"

    points[0].allow_quotes("")
    assert not Quote.objects.shown().exists()
    assert "all […] had" not in everything_kept()


def test_taking_a_point_back_takes_its_quotes_and_wipes_its_words(village, theming, points):
    Quote.objects.all().delete()
    points[0].allow_quotes("allowed 12")
    Quote.propose(theming, points[0], "All she had.", village.emeka)
    points[0].take_back()
    points[0].refresh_from_db()
    assert points[0].said == ""
    assert not Quote.objects.exclude(taken_out_at=None, words="").filter(taken_out_at=None).exists()


IDENTIFIERS = (
    """
07700 900123|0121 496 0000|(01632) 960 983|+44 7700 900077|bell@mail.example|a.b-c@x.example.org|www.bell.example
https://x.example/a|QQ 12 34 56 C|QQ123456C|DY1 2AB|B33 8TH|SW1A 1AA|M1 1AE|943 476 5919|9434765919|12/05/1984|3.4.1950
1-2-99|flat 3|No. 14|number 7b|apartment 12|12 Mill Lane|7 Castle Street|104a High Road|2 St Mary's Close|Mrs Bell
Mr Obi|Dr. Khan|Cllr Price|Rev Green|Miss Lane|Ms Day
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def test_what_tells_who_somebody_is_is_proposed_to_be_taken_out():
    missed = [one for one in IDENTIFIERS if one in proposed(f"I said so to {one} in May.")[0]]
    assert len(missed) <= len(IDENTIFIERS) * 0.05, missed
    kept = "We have 4 buses a day, 12 in summer, and 30 people wait."
    assert proposed(kept) == (kept, [])


def test_how_a_theme_stands_is_said_by_who_carries_it(village, theming, points):
    bus = name(theming, "Buses", [points[0].pk], village.emeka)
    Theme.objects.filter(pk=bus.pk).update(organisation=village.voluntary_action)
    bus.refresh_from_db()
    with pytest.raises(NotYours):
        bus.report(village.bram, "done", "x")
    told = bus.report(village.amina, "under-way", "A trial on Sundays from May.")
    assert bus.report(village.amina, "under-way", "A trial on Sundays from May.") == told
    with pytest.raises(Refusal, match="what has come of it"):
        bus.report(village.amina, "done", " ")

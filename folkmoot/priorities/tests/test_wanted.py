"""Priorities: what stands behind them, who is missing, loud few and quiet many; and what join-up hears of them."""

from __future__ import annotations

import pytest

from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.points import counting
from folkmoot.priorities import citing, weighing
from folkmoot.priorities.models import Evidence, Priority


def rows(priority):
    return list(priority.evidence.prefetch_related("heard"))


def test_methods_are_never_added_up(village):
    assert weighing.people(rows(village.way_home)) == (41, 101)
    assert "Between 41 and 101 separate people" in weighing.people_words(rows(village.way_home))


def test_loud_few_and_quiet_many_are_told_apart_and_both_shown(client, village):
    assert weighing.manner(rows(village.floodlights)) == "loud few"
    assert weighing.manner(rows(village.way_home)) == "quiet many"
    page = client.get("/questions/priorities/").content.decode()
    assert page.index("Said quietly by many") < page.index("Said loudly by few")
    assert str(village.floodlights) in page and str(village.way_home) in page


def test_who_is_missing_is_computed_from_who_was_heard(client, village):
    assert [group.pk for group in weighing.unheard(village.way_home, rows(village.way_home))] == ["young-people"]
    assert "Young people: it is for them" in client.get(village.way_home.get_absolute_url()).content.decode()


def test_numbers_under_ten_are_not_shown_on_the_page_nor_in_a_file(client, village):
    one = Priority.set_down("A crossing", village.amina, place=village.thornbeck)
    one.cite(village.amina, Evidence.Method.LETTERS, "Letters", people=7, times=63)
    page = client.get(one.get_absolute_url()).content.decode()
    assert "under ten" in page and ">7<" not in page and "63" not in page
    assert client.get("/questions/priorities/?as=csv").status_code == 200
    text = b"".join(client.get("/questions/priorities/?as=csv").streaming_content).decode()
    assert "under ten" in text and ",7," not in text


def test_a_stranger_cannot_change_it(village):
    for verb in (
        lambda: village.way_home.change(village.bram, words="x"),
        lambda: village.way_home.settle(village.bram, "met"),
    ):
        with pytest.raises(NotYours):
            verb()
    with pytest.raises(NotYours):
        village.way_home.cite(village.carys, Evidence.Method.LETTERS, "x")


def test_letting_go_needs_a_reason(village):
    with pytest.raises(Refusal):
        village.way_home.settle(village.amina, "left")
    village.way_home.settle(village.amina, "left", "The bus company said no for this year.")
    assert village.way_home not in Priority.objects.wanting()


def test_the_trade_off_it_cites_says_what_people_would_trade(client, village):
    [(question, first, n)] = weighing.trade(village.way_home)
    assert question == village.hundred and len(first) == 3 and n == 6


def test_from_a_loud_demand_to_a_trade_off(client, village):
    client.force_login(village.amina)
    sent = {"words": "Lights until eight", "demand": "Lights NOW!", "because": "They skate.", "place": "Thornbeck"}
    answer = client.post("/questions/priorities/new/", sent)
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "Lights NOW!" in page and "Ask what people would trade for it" in page
    asked = client.get("/questions/new/?kind=points&lines=Lights+until+eight%0A").content.decode()
    assert "Lights until eight" in asked


def test_evidence_that_was_said_less_often_than_by_so_many_people_is_refused(client, village):
    client.force_login(village.amina)
    address = f"/questions/priorities/{village.way_home.pk}/cite/"
    answer = client.post(address, {"method": "petition", "title": "A sheet", "people": "40", "times": "12"})
    assert answer.status_code == 200 and "at least as many as the people" in answer.content.decode()


def test_what_is_wanted_and_found_nowhere_is_a_gap_for_join_up(village):
    from folkmoot.priorities.models import Priority

    wanted = set(Priority.objects.shown().live().wanting().values_list("words", flat=True))
    assert {str(village.way_home), str(village.floodlights)} <= wanted


@pytest.fixture
def street(village):
    """The published theming of what was heard at the doors, with one theme whose count is hidden."""
    theming = village.heard_theming
    rows, _total = counting.public(theming)
    return theming, rows


def test_the_count_of_a_theme_is_that_of_its_own_page(client, village, street):
    theming, rows = street
    shown, hidden = (next((row for row in rows if row.hidden is state), None) for state in (False, True))
    client.force_login(village.amina)
    one = Priority.set_down("Something from the doors", village.amina, place=village.thornbeck)
    address = f"/questions/priorities/{one.pk}/cite/"
    for row in filter(None, (shown, hidden)):
        sent = {"method": "listening", "title": str(row.theme), "address": row.theme.get_absolute_url(), "people": "31"}
        answer = client.post(address, sent)
        assert answer.status_code == 200 and "Leave it empty" in answer.content.decode()
        assert client.post(address, sent | {"people": ""}).status_code == 302
        cited = one.evidence.get(key=str(row.theme.pk))
        assert (cited.kind, cited.people) == ("points.theme", None if row.hidden else row.people)
    assert shown or hidden
    page = client.get(address, {"about": rows[0].theme.get_absolute_url()}).content.decode()
    assert f'value="{rows[0].theme}"' in page


def test_a_page_copied_with_the_sites_own_address_is_the_page(village, settings):
    words = f"{settings.SITE_URL}{village.hundred.get_absolute_url()}"
    assert citing.thing_at(words, village.amina) == village.hundred
    assert citing.thing_at("https://elsewhere.example/questions/1/", village.amina) is None

"""A mapping hour: one programme from each phone, into the directory together, and out again together."""

from __future__ import annotations

import pytest
from django.test import Client

from folkmoot.directory.models import Activity, Organisation, Record, Tally
from folkmoot.events import mapping
from folkmoot.events.models import Mapped, TableCode
from folkmoot.events.models.mapped import MappedRefused
from folkmoot.kit.refusals import NotYours


@pytest.fixture
def card(village):
    return TableCode.make(village.winter, purpose="mapping")


def enter(card, title="Warm rooms", body="St Mary's Kitchen", once="1", **more):
    return Mapped.enter(card, {"title": title, "body": body} | more, once=once)


def test_a_phone_puts_a_programme_on_the_wall_without_an_account(village, card):
    browser = Client()
    assert browser.get(card.get_absolute_url()).headers["Location"].endswith("/map/")
    sent = {
        "body": "St Mary's Kitchen",
        "title": "Warm rooms",
        "types": ["fund"],
        "where_said": "Thornbeck",
        "once": "k",
    }
    browser.post(f"/events/at/{card.code}/map/", sent)
    browser.post(f"/events/at/{card.code}/map/", sent)

    entered = Mapped.objects.get()
    assert (entered.title, entered.place) == ("Warm rooms", village.thornbeck)
    assert [kind.pk for kind in entered.types.all()] == ["fund"]


def test_a_place_nobody_knows_is_kept_as_it_was_said(village, card):
    sent = {"body": "A", "title": "B", "where_said": "behind the old mill", "once": "k"}
    Client().post(f"/events/at/{card.code}/map/", sent)

    assert (Mapped.objects.get().place, Mapped.objects.get().where_said) == (None, "behind the old mill")


def test_it_needs_a_name_and_a_body(card):
    with pytest.raises(MappedRefused, match="who does it"):
        enter(card, body=" ")
    assert not Mapped.objects.exists()


def test_the_grid_counts_programmes_by_body_and_type(card):
    enter(card, once="1", types=["train"])
    enter(card, once="2", types=["train", "fund"], title="Grants")
    enter(card, once="3", body="Scouts")
    mapping_grid = mapping.grid(card.event)
    across = [str(name) for name in mapping_grid["across"]]
    rows = {body: [cell["words"] for cell in cells] for body, cells in mapping_grid["rows"]}

    train, unsaid = across.index("Train"), across.index("Not said")
    assert (rows["St Mary's Kitchen"][train], rows["Scouts"][unsaid], rows["Scouts"][train]) == ("2", "1", "")


def test_hosts_take_the_hour_in_once(village, card):
    enter(card, types=["train"], place=village.thornbeck, when_said="Tuesdays")
    enter(card, once="2", body=village.choir.name, title="Singing lunch")

    assert mapping.take_in(village.winter, village.amina) == 2
    assert mapping.take_in(village.winter, village.amina) == 0

    warm = Activity.objects.get(title="Warm rooms")
    assert (warm.starts_said, warm.owners()[0].name) == ("Tuesdays", "St Mary's Kitchen")
    assert Record.objects.get(activity=warm).source.name.startswith("Mapping hour at What Thornbeck needs")
    assert Activity.objects.get(title="Singing lunch").owners() == [village.choir]


def test_strangers_neither_take_in_nor_undo(village, card):
    enter(card)
    for deed in (mapping.take_in, mapping.undo):
        with pytest.raises(NotYours):
            deed(village.winter, village.bram)
    assert not Activity.objects.filter(title="Warm rooms").exists()


def test_undoing_takes_out_what_it_made_and_nothing_else(village, card):
    before = (Activity.objects.count(), Organisation.objects.count(), Tally.objects.totals())
    enter(card, types=["train"], place=village.thornbeck)
    enter(card, once="2", body=village.choir.name, title="Singing lunch")
    mapping.take_in(village.winter, village.amina)

    assert mapping.undo(village.winter, village.amina) == (2, 0)
    assert mapping.undo(village.winter, village.amina) == (0, 0)

    assert (Activity.objects.count(), Organisation.objects.count(), Tally.objects.totals()) == before
    assert mapping.take_in(village.winter, village.amina) == 2


def test_what_others_have_built_on_stays(village, card):
    enter(card)
    enter(card, once="2", title="Grants")
    mapping.take_in(village.winter, village.amina)
    Activity.objects.get(title="Grants").revise(village.kofi, {"about": "For small groups."})

    assert mapping.undo(village.winter, village.amina) == (1, 1)
    assert Activity.objects.filter(title="Grants").exists()
    assert Organisation.objects.filter(name="St Mary's Kitchen").exists()


def test_a_struck_card_is_not_taken_in_and_one_taken_in_is_not_struck(village, card):
    gone, kept = enter(card), enter(card, once="2", title="Grants")
    assert gone.strike() is True
    assert mapping.take_in(village.winter, village.amina) == 1
    assert kept.strike() is False
    assert gone.strike() is False

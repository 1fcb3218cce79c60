"""One organisation or two: found with reasons, answered, learnt from and undone; nothing private is given away."""

from __future__ import annotations

import pytest
from django.utils import timezone

from folkmoot.directory.models import Organisation, Record, Source
from folkmoot.joinup.models import Match
from folkmoot.joinup.twins import look_for_twins, open_matches
from folkmoot.kit.refusals import NotYours

SECRET = "0121 496 0999"


def today():
    return timezone.localdate()


@pytest.fixture
def twins(village):
    facts = {"postcode": "TB1 1AA", "address": "4 Mill Lane", "place": village.mill_lane, "entered_by": village.amina}
    one = Organisation.objects.create(name="Mill Lane Allotment Society", phone="0121 496 0123", **facts)
    other = Organisation.objects.create(name="Mill Lane Allotments Soc.", phone="01214960123", **facts)
    look_for_twins()
    return Match.objects.get(a=one, b=other)


def test_it_finds_a_body_entered_twice_and_says_why(twins):
    words = " ".join(reason["words"] for reason in twins.reasons)
    assert twins.likelihood > 0.5 and "0121 496 0123" in words


def test_looking_twice_finds_nothing_new(twins):
    assert look_for_twins()["new"] == 0


def test_the_same_makes_them_one_and_undo_makes_them_two(village, twins):
    twins.answer(village.amina, "same", day=today())
    twins.answer(village.amina, "same", day=today())
    assert Organisation.objects.live().filter(name__startswith="Mill Lane Allot").count() == 1

    twins.answer(village.amina, "", day=today())
    assert Organisation.objects.live().filter(name__startswith="Mill Lane Allot").count() == 2
    assert twins in open_matches(village.amina, today())


def test_not_the_same_is_never_asked_again(village, twins):
    twins.answer(village.amina, "different", day=today())
    look_for_twins()

    assert twins not in open_matches(village.amina, today())
    assert Match.objects.filter(a=twins.a, b=twins.b).count() == 1


def test_strangers_can_neither_see_nor_answer(client, village, twins):
    with pytest.raises(NotYours):
        twins.answer(village.carys, "same", day=today())
    client.force_login(village.carys)
    assert client.get(twins.get_absolute_url()).status_code == 404
    assert twins.a.name not in client.get("/together/twins/").content.decode()


def test_a_number_given_only_to_match_by_shows_nowhere(client, village):
    source = Source.objects.create(name="A private list", kind=Source.Kind.SHEET)
    bodies = [
        Organisation.objects.create(name=name, entered_by=village.amina) for name in ("Oak Scouts", "Oak Scout Group")
    ]
    for body in bodies:
        Record.objects.create(source=source, row=str(body.pk), organisation=body, matching={"phone": SECRET})
    look_for_twins()

    found = Match.objects.get(a=bodies[0], b=bodies[1])
    client.force_login(village.amina)
    for address in (found.get_absolute_url(), "/together/twins/"):
        assert SECRET not in client.get(address).content.decode()
    assert any("keeps it private" in reason["words"] for reason in found.reasons)

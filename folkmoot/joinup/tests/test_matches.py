"""One organisation or two: found with reasons, answered, learnt from and undone; nothing private is given away."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.directory.models import Organisation, Record, Source
from folkmoot.joinup import twins as twins_module
from folkmoot.joinup.models import Match
from folkmoot.joinup.twins import look_for_twins, open_matches
from folkmoot.kit.refusals import NotYours
from folkmoot.people.models import Deputy

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


def test_looking_again_renews_what_is_open_and_writes_nothing_where_nothing_is_new(twins):
    Match.objects.filter(pk=twins.pk).update(likelihood=0.31, reasons=[], turn=77)
    assert look_for_twins()["gone"] == 0
    again = Match.objects.get(pk=twins.pk)
    assert (again.likelihood, again.reasons, again.turn) == (twins.likelihood, twins.reasons, twins.turn)
    with CaptureQueriesContext(connection) as seen:
        look_for_twins()
    assert not [one["sql"] for one in seen if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


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


def test_groups_of_one_kind_in_several_places_are_not_asked_about(village):
    kinds = ("Lunch Club", "Food Bank", "Choir", "Toddler Group", "Scout Group", "History Society", "Credit Union")
    places = ("Netherton", "Lye", "Gornal", "Sedgley", "Coseley", "Pensnett")
    for n, (place, kind) in enumerate((place, kind) for place in places for kind in kinds):
        Organisation.objects.create(
            name=f"{place} {kind}", postcode=f"DY{n % 9 + 1} {n % 7 + 1}{'ABDE'[n % 4]}{'XYZ'[n % 3]}"
        )
    look_for_twins()

    assert not Match.objects.filter(likelihood__lt=twins_module.LEAST_ASKED).exists()
    assert not Match.objects.filter(a__name__startswith="Lye ").exists()


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


def named(village, name, **facts):
    return Organisation.objects.create(name=name, entered_by=village.amina, **facts)


def test_the_same_teaches_though_one_of_the_two_is_absorbed(village, twins, monkeypatch):
    twins.answer(village.amina, "same", day=today())
    asked, real = {}, twins_module.sameness.clustered

    def clustered(known, same, different):
        asked.update(same=list(same), known={each.pk for each in known})
        return real(known, asked["same"], different)

    monkeypatch.setattr(twins_module.sameness, "clustered", clustered)
    look_for_twins()

    assert (twins.a_id, twins.b_id) in asked["same"] and {twins.a_id, twins.b_id} <= asked["known"]


def test_a_third_entry_is_compared_with_the_survivor(village, twins):
    third = named(village, "Mill Lane Allotment Soc", phone="0121 496 0123", postcode="TB1 1AA", address="4 Mill Lane")
    twins.answer(village.amina, "same", day=today())
    look_for_twins()

    survivor = Organisation.objects.live().get(pk__in=[twins.a_id, twins.b_id])
    pairs = {frozenset((each.a_id, each.b_id)) for each in open_matches(village.kofi, today())}
    assert frozenset((survivor.pk, third.pk)) in pairs
    assert Match.objects.filter(a=twins.a, b=twins.b).get().verdict == "same"


def test_what_settles_most_is_asked_first(village):
    bodies = [named(village, f"Body {n}") for n in range(6)]
    facts = {"a": bodies[0], "reasons": []}
    for n, (likelihood, turn) in enumerate([(0.99, None), (0.5, 1), (0.6, 0), (0.98, None)], start=1):
        Match.objects.create(**facts | {"b": bodies[n], "likelihood": likelihood, "turn": turn})

    ours = open_matches(village.kofi, today()).filter(a=bodies[0])
    assert [each.likelihood for each in ours] == [0.6, 0.5, 0.99, 0.98]


def test_what_is_alike_to_the_letter_is_asked_too(village):
    facts = {"phone": "0121 496 0555", "postcode": "TB1 1AA", "address": "9 Mill Lane"}
    one, other, third = (named(village, "Lamplighters of Mill Lane", **facts) for _ in range(3))
    look_for_twins()

    pairs = {(each.a, each.b) for each in open_matches(village.kofi, today())}
    assert {(one, other), (one, third)} <= pairs


def test_looking_gives_each_question_its_turn(village, twins):
    for _ in range(2):
        named(village, "Lamplighters of Mill Lane", phone="0121 496 0555", postcode="TB1 1AA")
    look_for_twins()

    turns = list(Match.objects.order_by("turn").values_list("turn", flat=True))
    assert Match.objects.count() > 1 and len(set(turns)) == len(turns) and None not in turns


def test_a_deputy_answers_for_the_absent(village, twins):
    Organisation.objects.filter(pk=twins.a_id).update(entered_by=village.kofi)
    village.emeka.memberships.create(organisation=twins.a, speaks_for=True, accepted_at=timezone.now())
    match = Match.objects.get(pk=twins.pk)
    assert not match.may_be_answered_by(village.bram, today())
    Deputy.objects.create(person=village.emeka, deputy=village.bram, from_on=today(), until_on=today())

    assert match.may_be_answered_by(village.bram, today()) and match in open_matches(village.bram, today())

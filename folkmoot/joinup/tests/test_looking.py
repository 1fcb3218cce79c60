"""Looking again finds the two plans for March, keeps what was answered, and drops what no longer holds."""

from __future__ import annotations

from datetime import date

from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Finding

DAY = date(2026, 11, 20)


def pair(village):
    return Finding.objects.standing().filter(
        kind="duplication", a__in=[village.drop_in, village.course], b__in=[village.drop_in, village.course]
    )


def test_it_finds_the_two_plans_that_look_alike(village):
    look_again(DAY)

    finding = pair(village).get()
    words = " ".join(reason["words"] for reason in finding.reasons)
    assert "Train" in words and "Thornbeck" in words
    assert finding.place == village.thornbeck or finding.place == village.mill_lane


def test_looking_twice_is_looking_once(village):
    look_again(DAY)
    again = look_again(DAY)

    assert again["new"] == 0 and again["gone"] == 0
    assert pair(village).count() == 1


def test_what_no_longer_holds_is_gone_and_comes_back_with_its_answers(village):
    look_again(DAY)
    finding = pair(village).get()
    village.course.types.set(["fund"])
    village.course.about, village.course.title = "Grants for hedges", "Hedge grants"
    village.course.save()

    look_again(DAY)
    assert not pair(village).exists()

    village.course.types.set(["train"])
    village.course.title = "Spring course: your group online"
    village.course.about = "A class of twelve over six Tuesdays: a blog, Facebook and the confidence to run them."
    village.course.save()
    look_again(DAY)
    assert pair(village).get().pk == finding.pk


def test_a_private_plan_is_told_to_its_owner_alone(village):
    village.course.private_for_now, village.course.entered_by = True, village.emeka
    village.course.save()

    look_again(DAY)

    finding = pair(village).get()
    assert finding.for_owner_alone
    assert finding in Finding.objects.heard_by(village.emeka, DAY)
    for person in (village.amina, village.carys, village.bram, None):
        assert finding not in Finding.objects.heard_by(person, DAY)


def test_the_parties_hear_first(village):
    look_again(DAY)
    finding = pair(village).get()

    for person in (village.amina, village.emeka):
        assert finding in Finding.objects.heard_by(person, DAY)
    for person in (village.carys, village.bram, village.dilys, None):
        assert finding not in Finding.objects.heard_by(person, DAY)

"""Reports: from anybody, folded, urgent ones held at once, and a reference that can be read aloud."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from folkmoot.journal.models import Line, Notice, Veil
from folkmoot.kit.refusals import Refusal
from folkmoot.moderation.models import Report, Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing(village) -> Standing:
    return Standing.of(village.drop_in, author=village.amina)


def test_a_thing_has_one_standing_and_knows_it(village, standing):
    again = Standing.of(village.drop_in)
    assert again == standing
    village.drop_in.refresh_from_db()
    assert (village.drop_in.standing, standing.author, standing.state) == (standing, village.amina, "shown")


def test_a_report_needs_no_account_and_has_a_reference_to_read_aloud(standing):
    made = standing.report("wrong", "It moved to Thursdays")
    assert len(made.reference) == 9 and not set(made.reference) & set("AEIOUaeiou01 ")
    assert standing.state == "shown"


@pytest.mark.parametrize("who", ["bram", None])
def test_the_same_report_again_is_the_one_there_is(village, standing, who):
    by = getattr(village, who) if who else None
    first = standing.report("wrong", "It moved", by)
    assert standing.report("wrong", "It moved", by) == first
    assert standing.report("spam", "It moved", by) != first


def test_reports_of_one_thing_are_one_row_in_the_queue(village, standing):
    for person in (village.bram, village.carys, None):
        standing.report("wrong", "It moved", person)
    (waiting,) = Standing.objects.waiting()
    assert waiting.open_reports == 3


@pytest.mark.parametrize("reason", ["child", "private"])
def test_an_urgent_reason_holds_at_once(standing, village, reason):
    standing.report(reason)
    assert standing.state == "held"
    ruling = standing.rulings.get()
    assert (ruling.by, ruling.rule, ruling.state) == (None, reason, "held")
    assert Veil.objects.filter(kind="directory.activity", key=str(village.drop_in.pk)).exists()
    assert standing.reports.filter(ruling=None).count() == 1


@pytest.mark.parametrize("reason", [r for r in Report.Reason.values if r not in ("child", "private")])
def test_any_other_reason_waits_for_a_moderator(standing, reason):
    standing.report(reason)
    assert standing.state == "shown"


def test_it_is_not_held_again_for_what_a_moderator_has_cleared(standing, village):
    standing.report("private")
    standing.rule("shown", "It is the office's number", village.kofi, "private")
    standing.report("private", "I still say so")
    assert standing.state == "shown"
    standing.report("child", "somebody else's worry")
    assert standing.state == "held"


def test_whoever_cries_wolf_holds_nothing_and_is_still_heard(standing):
    standing.report("child", hold=False)
    assert standing.state == "shown"
    assert Standing.objects.waiting()[0].urgent == 1


def test_urgent_things_come_first_then_the_oldest(village, standing):
    standing.report("wrong")
    other = Standing.of(village.lunches)
    other.report("private")
    assert [one.pk for one in Standing.objects.waiting()] == [other.pk, standing.pk]


def test_moderators_hear_of_it_once_and_the_author_is_not_asked_about_their_own(village, standing):
    standing.report("wrong", "one")
    standing.report("wrong", "two")
    assert list(Notice.objects.values_list("person__name", flat=True)) == ["Kofi Mensah"]


def test_it_refuses_a_reason_there_is_not(standing):
    with pytest.raises(Refusal):
        standing.report("dislike")


def test_a_page_that_is_no_thing_can_be_reported_and_not_hidden(village):
    standing = Standing.of_page("/who/matrix/")
    standing.report("private")
    assert standing.state == "shown"
    with pytest.raises(Refusal, match="as a whole"):
        standing.rule("removed", "x", village.kofi)
    assert Standing.of_page("/who/matrix/") == standing


def test_who_reported_is_in_no_line_of_the_journal(standing, village):
    standing.report("private", "my own address", village.bram)
    assert not Line.objects.filter(by=village.bram).exists()


@pytest.mark.storm
@pytest.mark.django_db(transaction=True)
def test_a_hundred_reports_of_one_person_at_once_are_one(open_village):
    village = open_village
    standing = Standing.of(village.drop_in)
    start, errors = Barrier(20), []

    def report() -> None:
        try:
            start.wait()
            for _ in range(5):
                Standing.objects.get(pk=standing.pk).report("private", "mine", village.bram)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    crowd = [Thread(target=report) for _ in range(20)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert (errors, Report.objects.count(), standing.rulings.count()) == ([], 1, 1)

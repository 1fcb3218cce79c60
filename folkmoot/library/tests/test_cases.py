"""What works: writing it up, finding it, judging it, using it elsewhere, replying, and who may be asked."""

from __future__ import annotations

import pytest
from django.db import connection

from folkmoot.directory.models import Reply
from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.library import scales
from folkmoot.library.freshness import ask_stale, behind, link_for
from folkmoot.library.lineage import tree
from folkmoot.library.models import Adaptation, AskMe, Barrier, Case, Judgement, Use
from folkmoot.moderation.models import Standing
from folkmoot.requests.models import Request

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-20 12:00Z")


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_case_opens_with_how_it_came_out_and_how_sure_one_can_be(village, client):
    page = text(client, village.lunch_case.get_absolute_url())
    assert "This worked in Mill Lane. Somebody counted before and after. (How we know, level 3 of 4)" in page
    assert "£3,200 to £4,100" in page and "A sign-up sheet." in page and "No kitchen that was free at noon" in page
    assert village.lunches.get_absolute_url() in page and village.neighbours.get_absolute_url() in page
    assert village.winter.get_absolute_url() in page, "an event draws on it"
    assert "Nobody has judged the evidence yet." in text(client, village.tablets_case.get_absolute_url())


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("came=failed", "A stall at the market", "Lunch that"),
        ("place=Mill+Lane", "Lunch that", "A stall"),
        ("place=Thornbeck", "A stall", "nothing"),
        ("type=events&people=older-people", "Lunch that", "Castle Hill"),
        ("evidence=nesta:2", "A text on the day before", "A stall"),
        ("evidence=plain:3", "Lunch that", "A stall"),
        ("failed=strangers", "A stall", "Lunch that"),
        ("words=leaflet", "A stall", "Lunch that"),
    ],
)
def test_it_is_found_by_place_kind_evidence_and_what_failed(village, client, query, there, gone):
    page = text(client, f"/library/cases/?{query}").split("</form>")[-1]
    assert there in page and gone not in page


def test_writing_one_up_needs_a_title_and_what_failed_where_it_did(village, client):
    client.force_login(village.bram)
    wrong = client.post("/library/cases/new/", {"title": "Tried", "came": "failed", "done": "I typed this"})
    assert wrong.status_code == 422 and "Say what failed" in wrong.content.decode()
    assert "I typed this" in wrong.content.decode()
    sent = {
        "title": "Tried",
        "came": "failed",
        "failed": "All of it",
        "place": "Riverside",
        "cost_low": "£20",
        "once": "a",
    }
    sent |= {"overcome": "No room: the school lent one", "remaining": "No bus", "organisation": "Riverside Choir"}
    sent |= {"activities": "Tuesday lunches", "when_said": "May 2026", "adapted_from": "Lunch that people come back to"}
    for _ in range(2):
        client.post("/library/cases/new/", sent)
    case = Case.objects.get(title="Tried")
    assert (case.place, case.cost_low_pence, case.organisation) == (village.riverside, 2000, village.choir)
    assert [(b.words, b.overcome, b.how) for b in case.barriers.all()] == [
        ("No room", True, "the school lent one"), ("No bus", False, "")]  # fmt: skip
    assert list(case.activities.all()) == [village.lunches] and case.when_from.isoformat() == "2026-05-01"
    assert case.adapted_from == village.lunch_case


def test_only_its_writer_its_body_and_keepers_change_it(village, client):
    client.force_login(village.carys)
    address = f"/library/cases/{village.stall_case.pk}/edit/"
    assert client.get(address).status_code == 403
    client.force_login(village.emeka)
    assert client.get(address).status_code == 200, "he speaks for Thornbeck Online"
    village.stall_case.revise(village.emeka, {"summary": "Other"}, why="Shorter")
    page = text(client, f"/library/cases/{village.stall_case.pk}/history/")
    assert "Shorter" in page and "<ins>Other</ins>" in page.replace("<ins>Other", "<ins>Other")
    change = page.split('name="revision" value="')[1].split('"')[0]
    client.post(f"/library/cases/{village.stall_case.pk}/undo/", {"revision": change})
    village.stall_case.refresh_from_db()
    assert village.stall_case.summary != "Other"


def test_a_judgement_says_its_scale_and_why_and_counts_once_a_day(village):
    with pytest.raises(Refusal):
        Judgement.make(village.stall_case, village.bram, "nesta", 6, "x")
    with pytest.raises(Refusal):
        Judgement.make(village.stall_case, village.bram, "nesta", 2, " ")
    for _ in range(2):
        Judgement.make(village.stall_case, village.bram, "nesta", 1, "It makes sense.")
    assert village.stall_case.judgements.count() == 2
    assert str(village.stall_case.strength()) == "Standards of Evidence, level 1 of 5"
    assert all(scale.source and all(scale.levels) for scale in scales.SCALES)


def test_a_person_is_named_only_once_they_said_yes_and_no_longer_after(village, client):
    case = village.lunch_case
    row = AskMe.propose(case, village.bram, village.amina)
    assert (
        AskMe.propose(case, village.bram, village.amina) == row and Request.objects.filter(kind=AskMe.KIND).count() == 1
    )
    assert "Bram de Wit" not in text(client, case.get_absolute_url()).split("<main")[1]
    with pytest.raises(NotYours):
        row.answer(village.emeka, True)
    client.force_login(village.bram)
    assert "May people ask you about this?" in text(client, case.get_absolute_url())
    client.post(f"{case.get_absolute_url()}ask-me/answer/", {"answer": "yes"})
    client.logout()
    assert "Bram de Wit" in text(client, case.get_absolute_url())
    row.answer(village.bram, False)
    assert "Bram de Wit" not in text(client, case.get_absolute_url())
    assert Request.objects.get(kind=AskMe.KIND).closed_at


def test_used_elsewhere_stands_beside_it_and_makes_a_tree_both_ways(village, client):
    case = village.lunch_case
    used = Adaptation.say(
        case, village.carys, once="x", who_words="Farmoor", place=village.farmoor, happened="It rained."
    )
    assert Adaptation.say(case, village.carys, once="x", who_words="Farmoor") == used
    with pytest.raises(NotYours):
        used.write_up(village.bram)
    own = used.write_up(village.carys)
    assert used.write_up(village.carys) == own and own.adapted_from == case and own.interim
    branches = tree(case)
    assert {str(b.case or b.used.whose()) for b in branches} >= {
        str(own),
        str(village.castle_lunch_case),
        "Northfield Youth Club",
    }
    assert own.line_up() == [case]
    assert "started from" in text(client, own.get_absolute_url())
    assert "They came for the pizza and left." in text(client, case.get_absolute_url())


def test_nothing_is_adapted_from_its_own_child(village):
    with pytest.raises(Refusal):
        village.lunch_case.revise(village.amina, {"adapted_from": village.castle_lunch_case.pk})
    with pytest.raises(Refusal):
        village.lunch_case.revise(village.amina, {"adapted_from": village.lunch_case.pk})


def test_a_use_that_moderators_hold_is_left_out(village, client):
    one = village.lunch_case.adaptations.get(who_words="Northfield Youth Club")
    Standing.of(one, village.emeka).rule("held", "An example.", village.kofi)
    assert "They came for the pizza" not in text(client, village.lunch_case.get_absolute_url())


def test_the_body_it_is_about_replies_beside_it(village, client):
    client.force_login(village.emeka)
    page = text(client, f"{village.stall_case.get_absolute_url()}reply/")
    assert "Thornbeck Online" in page
    sent = {"organisation": village.online.pk, "words": "We were three.", "once": "a"}
    client.post(f"{village.stall_case.get_absolute_url()}reply/", sent)
    assert "We were three." in text(client, village.stall_case.get_absolute_url())
    assert Reply.objects.beside(village.stall_case).count() == 1
    client.force_login(village.bram)
    assert client.get(f"{village.stall_case.get_absolute_url()}reply/").status_code == 403


def test_what_moderators_hold_is_found_nowhere(village, client):
    Standing.of(village.stall_case, village.amina).rule("removed", "An example.", village.kofi)
    assert client.get(village.stall_case.get_absolute_url()).status_code == 404
    for address in (
        "/library/cases/",
        "/library/",
        "/search/?q=stall+market",
        "/places/riverside/",
        "/library/cases/?as=csv",
    ):
        found = b"".join(client.get(address)).decode()
        assert "A stall at the market" not in found, address


def test_a_use_is_noted_once_and_follows_its_title(village, client):
    Use.note(village.stall_case, village.winter, village.amina)
    village.winter.title = "Another title"
    Use.note(village.stall_case, village.winter)
    (use,) = village.stall_case.uses.all()
    assert use.title == "Another title" and list(Use.of(village.winter).filter(case=village.stall_case)) == [use]
    client.force_login(village.bram)
    address = f"{village.texts_case.get_absolute_url()}uses/"
    assert client.post(address, {"address": "https://evil.example/"}).status_code == 400
    assert client.post(address, {"address": village.winter.get_absolute_url()}).status_code == 302
    assert village.texts_case.uses.get().key == str(village.winter.pk)


def test_place_programme_and_activity_pages_show_what_is_known(village, client):
    assert "Lunch that people come back to" in text(client, "/places/mill-lane/")
    programme = text(client, village.neighbours.get_absolute_url())
    assert "Lunch that people come back to" in programme and "How we run Tuesday lunches" in programme
    assert "Lunch that people come back to" in text(client, village.lunches.get_absolute_url())


def test_a_stale_thing_is_asked_about_once_a_month_and_a_link_writes_nothing_when_opened(village, client, time_machine):
    from django.utils import timezone

    day = timezone.localdate()
    assert ask_stale(day) == 1, "the food page, which Amina looks after"
    assert Notice.objects.filter(person=village.amina, words__contains="Safe with food").count() == 1
    assert ask_stale(day) == 0
    address = link_for(village.food_page, day)
    assert "Still right" in text(client, address)
    village.food_page.refresh_from_db()
    assert village.food_page.is_stale(day)
    client.post(address)
    village.food_page.refresh_from_db()
    assert not village.food_page.is_stale(day)
    assert client.get("/library/still-right/nonsense/").status_code == 404
    time_machine.move_to("2027-03-01 12:00Z")
    assert client.get(address).status_code == 404
    with pytest.raises(Refusal):
        behind(address.split("/")[-2])


def test_barriers_are_set_whole(village):
    Barrier.set_all(village.stall_case, [("No table", True, "lent"), ("Rain", False, "")], village.emeka)
    assert [str(one) for one in village.stall_case.barriers.all()] == ["No table", "Rain"]
    with pytest.raises(NotYours):
        Barrier.set_all(village.stall_case, [], village.carys)


def test_who_was_absorbed_by_a_case_is_found_without_reading_all(village):
    """Deleting a case asks this of every other."""
    if connection.vendor != "sqlite":
        pytest.skip("a small table is read whole on PostgreSQL")
    assert "case_absorbed" in Case.objects.filter(same_as=5).order_by().values("pk").explain()

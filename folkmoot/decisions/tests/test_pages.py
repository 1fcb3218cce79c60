"""The pages: written step by step, put, answered, read by everybody, taken away as a file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.decisions import bodies, saying
from folkmoot.decisions.models import Decision, Ground, Proposition, Response
from folkmoot.decisions.page import thing_at
from folkmoot.directory.models import Post
from folkmoot.events.models import WriteUp
from folkmoot.moderation.models import Standing
from folkmoot.points.models import Theme
from folkmoot.promises.models import Promise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-20 12:00Z")
    return time_machine


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def in_days(n: int) -> str:
    return (timezone.localdate() + timedelta(days=n)).isoformat()


def test_the_list_opens_with_the_sum_of_it(village, client):
    page = text(client, "/decisions/")
    assert "3 things have been asked; one has an answer, and one waits past its day." in page
    assert "Lights on the river path" not in page and "yes, if" in page and page.count("<h1") == 1


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("state=waiting", "open one evening", "Two benches"),
        ("state=silent", "Two benches", "open one evening"),
        ("state=answered", "A crossing", "Two benches"),
        ("place=Castle+Hill", "Two benches", "A crossing"),
        ("whose=Leader", "A crossing", "open one evening"),
    ],
)
def test_it_narrows_by_state_place_and_decider(village, client, query, there, gone):
    page = text(client, f"/decisions/?{query}").split("<main")[1]
    assert there in page and gone not in page


def test_with_none_it_says_what_would_be_here(village, client):
    Proposition.objects.all().delete()
    assert "Something that one person could say yes to" in text(client, "/decisions/")


def test_written_step_by_step_put_and_answered(village, client):
    client.force_login(village.bram)
    begun = client.post("/decisions/new/", {"title": "A gate that shuts", "place": "Mill Lane", "once": "a"})
    one = Proposition.objects.get(title="A gate that shuts")
    assert begun.url == f"/decisions/{one.pk}/write/interest/"
    address = one.get_absolute_url()
    client.post(
        f"{address}write/interest/", {"title": "A gate that shuts", "interest": "Dogs run out", "place": "Mill Lane"}
    )
    client.post(f"{address}ways/", {"words": "A spring"})
    client.post(f"{address}grounds/", {"sort": "evidence", "title": "Three dogs in May", "address": "/events/"})
    post = village.council.posts.get(name="Councillor for Mill Lane")
    page = text(client, f"{address}write/decider/")
    assert "Councillor for Mill Lane, Thornbeck Council" in page
    client.post(f"{address}write/decider/", {"who": post.pk, "due_on": in_days(20), "matter": "ordinary"})
    client.post(
        f"{address}write/words/", {"words": "The council mends it.", "cost_low_pence": "20", "cost_high_pence": "£200"}
    )
    assert "Who else" not in text(client, f"{address}put/") and "Is a yes enough?" in text(client, f"{address}put/")
    assert client.get(address).status_code == 200
    client.post(f"{address}put/")
    client.logout()
    page = text(client, address)
    assert "is asked to answer by" in page and "£20 to £200" in page and "Dogs run out" in page
    client.force_login(village.dilys)
    assert "A gate that shuts" in text(client, "/decisions/for-you/") and "A gate" in text(client, "/waiting/")
    said = {
        "choice": "yes-if",
        "because": "If you shut it",
        "condition": "Shut it at night",
        "condition_by": in_days(30),
    }
    said |= {"whose_condition": "them", "deed": "Mend the gate", "deed_by": in_days(60)}
    client.post(f"{address}answer/", said)
    page = text(client, address)
    assert "Of 1 condition, 0 are met" in page or "0 is met" in page
    assert Promise.objects.get(what="Mend the gate").organisation == village.council
    assert Promise.objects.get(what="Shut it at night").holder == village.bram


@pytest.mark.parametrize(
    "wrong",
    [
        {"choice": "no"},
        {"choice": "not-mine", "because": "x"},
        {"choice": "yes-if", "because": "x"},
        {"choice": "yes", "deed": "Mend it"},
        {"choice": "yes", "deed": "Mend it", "deed_by": "2020-01-01"},
        {"choice": "shout"},
    ],
)
def test_what_is_wrong_with_an_answer_is_said_on_the_form(village, client, wrong):
    one = village.evening_hours
    one.organisation.memberships.create(person=village.emeka, speaks_for=True, accepted_at=timezone.now())
    client.force_login(village.emeka)
    answer = client.post(f"{one.get_absolute_url()}answer/", wrong)
    assert answer.status_code == 200 and "There is something to put right" in answer.content.decode()
    assert one.answer() is None


def test_a_draft_is_not_there_for_others(village, client):
    address = village.lights.get_absolute_url()
    assert client.get(address).status_code == 404
    client.force_login(village.carys)
    assert client.get(address).status_code == 404 and client.get(f"{address}write/words/").status_code == 404
    client.force_login(village.emeka)
    assert "Go on writing" in text(client, address) and "Lights on the river" in text(client, "/decisions/")


def test_a_body_has_a_page_of_what_was_asked_and_done_and_no_rank(village, client):
    page = text(client, f"/decisions/bodies/{village.council.pk}/")
    assert "One thing was asked of them; one has an answer." in page
    assert "Of 1 promise that came with it, 0 is kept." in page or "promises that came with them" in page
    said = re.sub(r"<[^>]*>", " ", page.split("<main")[1].split("<footer")[0])
    assert "%" not in said


def test_how_long_answers_took_is_said_from_three_answers_on():
    assert "within" not in saying.of_body(3, 2, 0, 0, [4, 9])
    assert "Half of the answers or more came within 9 days." in saying.of_body(4, 3, 0, 0, [4, 9, 80])
    assert "within 4 days" in saying.of_body(2, 2, 0, 0, [1, 4, 9, 80])


def test_how_long_an_answer_took_is_counted_from_the_day_it_was_put(village):
    rows = Proposition.objects.filter(pk=village.crossing.pk)
    [answer] = Response.objects.filter(proposition=village.crossing, undone_at=None, is_view=False)
    rows.update(put_at=timezone.now())
    Response.objects.filter(pk=answer.pk).update(given_on=timezone.localdate() + timedelta(days=12))
    assert bodies.days_taken(rows) == [12]


def test_one_sheet_has_boxes_to_tick(village, client):
    page = text(client, f"{village.crossing.get_absolute_url()}sheet/")
    assert "☐ Yes" in page and "The council paints a zebra crossing" in page


def test_removed_it_is_gone_from_page_list_search_and_file(village, client):
    one = village.crossing
    assert "A crossing" in text(client, "/search/?q=zebra")
    Standing.of(one, village.amina).rule("removed", "An example.", village.kofi)
    assert client.get(one.get_absolute_url()).status_code == 404
    for address in ("/decisions/", "/search/?q=zebra", f"/decisions/bodies/{village.council.pk}/"):
        assert "A crossing at" not in text(client, address)
    assert b"A crossing" not in b"".join(client.get("/decisions/?as=json").streaming_content)


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "atom"])
@pytest.mark.parametrize("address", ["/decisions/", "/decisions/ours/"])
def test_lists_are_given_as_files(village, client, address, kind):
    answer = client.get(f"{address}?as={kind}")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200 and (kind == "xlsx" or b"crossing" in body or b"Hall" in body)


def test_the_lists_ask_a_fixed_number_of_questions(village, client, django_assert_max_num_queries):
    due = timezone.localdate() + timedelta(days=9)
    for number in range(40):
        Proposition.objects.create(
            title=f"Number {number}",
            words="x",
            due_on=due,
            put_at=timezone.now(),
            by=village.bram,
            organisation=village.library,
        )
        Decision.objects.create(title=f"Decision {number}", method="consent", by=village.bram)
    for address in ("/decisions/", "/decisions/ours/"):
        with django_assert_max_num_queries(14):
            client.get(address)


def test_a_decision_is_begun_put_and_settled_on_its_pages(village, client):
    client.force_login(village.amina)
    said = {"title": "Who opens the hall", "text": "Amina opens.\n\nBram locks up.", "method": "consent", "quorum": "1"}
    client.post("/decisions/ours/new/", said | {"audience": "everyone", "once": "a"})
    one = Decision.objects.get(title="Who opens the hall")
    address = one.get_absolute_url()
    client.post(f"{address}roll/", {"names": "Bram de Wit\nJoan Weir"})
    assert sorted(one.eligible.values_list("name", flat=True)) == ["Amina Yusuf", "Bram de Wit", "Joan Weir"]
    client.post(f"{address}ask/", {"until": in_days(4000)})  # the database has its own clock
    option = one.round().options.first()
    client.post(f"{address}say/", {"option": option.pk})
    client.post(f"{address}close/")
    assert "It waits for somebody to say what came of it" in text(client, address)
    client.post(f"{address}settle/", {"state": "agreed", "words": "As it stands", "because": "Nobody objects"})
    client.logout()
    page = text(client, address)
    assert "It was settled on 20 November 2026: agreed." in page and "Bram locks up." in page
    found = re.sub(r"<[^>]*>", "", text(client, "/search/?q=opens"))  # the words that were found are marked
    assert "Who opens the hall" in found


def test_a_text_keeps_its_clauses_through_the_form(village, client):
    client.force_login(village.emeka)
    one = village.van_hours
    keys = [key for key, _words in one.newest().plain()]
    sent = {
        f"clause-{keys[0]}": "Any group can have the van for two days.",
        f"clause-{keys[1]}": "",
        "more": "It is washed.\n\nAnd fed.",
    }
    client.post(f"{one.get_absolute_url()}text/", sent)
    newest = Decision.objects.get(pk=one.pk).newest().plain()
    assert newest[0] == (keys[0], "Any group can have the van for two days.") and len(newest) == 3
    assert "<ins>" in text(client, f"{one.get_absolute_url()}versions/")


def test_the_count_can_be_done_again_from_its_file(village, client, tmp_path):
    client.force_login(village.bram)
    path = tmp_path / "count.json"
    path.write_bytes(client.get(f"{village.next_theme.get_absolute_url()}count.json").content)
    again = subprocess.run([sys.executable, "-m", "reckon.deciding", str(path)], capture_output=True, check=True)
    assert json.loads(again.stdout)["winners"] == ["Lifts to the hospital"]


def test_a_theme_of_an_event_is_laid_as_the_theme_it_is(village):
    """It has no page of its own; taken for the event, word back would reach nobody who spoke."""
    source = {"source_kind": "events.event", "source_key": "1", "source_title": "A meeting"}
    theme = Theme.objects.create(name="Lorries", source_address="/events/1/", **source)
    assert theme.get_absolute_url() == f"/events/1/#theme-{theme.pk}"
    assert thing_at(theme.get_absolute_url(), village.bram) is None, "It stands in a record that is not open yet."
    WriteUp.write(village.winter, village.amina, "").publish(village.amina, "everyone")
    assert thing_at(theme.get_absolute_url(), village.bram) == theme
    assert thing_at("/events/1/", village.bram) == village.winter
    assert thing_at("/events/1/#theme-99999", village.bram) is None
    assert thing_at("https://elsewhere.example/", village.bram) is None


def test_whoever_decides_sees_what_it_rests_on_and_the_people_behind_that(village, client):
    first, due = village.way_home, timezone.localdate() + timedelta(days=10)
    post = Post.objects.get(organisation=village.council, name="Councillor for Mill Lane")
    one = Proposition.begin("A bus at ten", village.bram, words="The council asks for it.", post=post, due_on=due)
    Ground.lay(one, village.bram, "said", "", first)
    one.put(village.bram)
    client.force_login(village.dilys)
    page = text(client, "/decisions/for-you/")
    assert str(first) in page and "Between 41 and 101 separate people" in page
    assert "Between 41 and 101 separate people" in text(client, one.get_absolute_url())


def test_the_page_says_since_when_and_until_when_the_post_is_held(village, client):
    from folkmoot.directory.models import Term

    one = village.crossing
    Term.objects.filter(post=one.post).update(since="2025-05-02", until="2029-05-03")
    assert "2 May 2025 to 3 May 2029" in text(client, one.get_absolute_url())


def test_what_they_say_when_they_are_cross_is_found_by_nobody(village):
    from folkmoot.decisions import findable
    from folkmoot.kit import search

    Proposition.objects.filter(pk=village.crossing.pk).update(demand="Zebrastripes now, you scoundrels")
    findable.refresh(Proposition.objects.get(pk=village.crossing.pk))
    assert not search.find("scoundrels") and search.find("crossing")

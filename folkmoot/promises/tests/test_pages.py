"""The pages of promises."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.journal.models import Line
from folkmoot.moderation.models import Standing
from folkmoot.promises import saying
from folkmoot.promises.models import Promise, Word

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-05-11 12:00Z")
    return time_machine


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_list_opens_with_the_sum_of_it(village, client):
    own = (village.openness, village.help_sessions, village.ramp, village.stall, village.evening_bus)
    Promise.objects.exclude(pk__in=[one.pk for one in own]).delete()  # those above plant promises too
    page = text(client, "/promises/")
    assert "2 promises are open, one past its day. Of 2 settled, one was kept." in page
    assert "due 11 days ago, asked" in page and "11 of 12 done" in page and "kept so far" in page
    assert "later bus" not in page and page.count("<h1") == 1


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("state=late", "openness questions", "help session"),
        ("state=kept", "A ramp", "openness"),
        ("state=dropped", "A stall", "A ramp"),
        ("place=Mill+Lane", "help session", "openness"),
        ("place=Thornbeck", "help session", "nothing"),
        ("whose=council", "openness", "A stall"),
    ],
)
def test_it_narrows_by_state_place_and_holder(village, client, query, there, gone):
    page = text(client, f"/promises/?{query}")
    assert there in page and gone not in page.split("<main")[1].split("<form")[0] + page.split("</form>")[-1]


def test_a_place_nobody_knows_is_said_and_hides_nothing(village, client):
    page = text(client, "/promises/?place=Atlantis")
    assert "We do not know a place" in page


def test_with_none_it_says_what_a_promise_is(village, client):
    Promise.objects.all().delete()
    assert "Nobody has promised anything here yet" in text(client, "/promises/")


def test_one_promise_opens_with_how_it_stands(village, client):
    page = text(client, village.openness.get_absolute_url())
    assert "Thornbeck Council promised this for 30 April 2026. It was due 11 days ago. They have been asked" in page
    assert "the forum of 19 March" in page and "How is this going?" in page
    assert "11 of 12 are done." in text(client, village.help_sessions.get_absolute_url())


def test_what_is_long_overdue_is_said_in_months(village, client, clock):
    clock.move_to("2026-12-01 12:00Z")
    assert "It was due 7\xa0months ago. They have been asked" in text(client, village.openness.get_absolute_url())
    assert "due 7\xa0months ago, asked" in text(client, "/promises/")
    assert "due 7\xa0months ago, asked" in text(client, "/places/thornbeck/")  # the same words wherever it stands


def test_what_is_not_confirmed_is_not_there_for_others(village, client):
    address = village.evening_bus.get_absolute_url()
    assert client.get(address).status_code == 404
    for who, status in (("carys", 404), ("dilys", 200), ("kofi", 200)):
        client.force_login(getattr(village, who))
        assert client.get(address).status_code == status


def test_its_holder_confirms_on_its_page(village, client):
    address = village.evening_bus.get_absolute_url()
    client.force_login(village.dilys)
    assert "Did you promise this?" in text(client, address)
    assert "later bus" in text(client, "/waiting/")
    client.post(f"{address}confirm/", {"answer": "yes"})
    assert (
        "later bus" in text(client, "/promises/")
        and "later bus" not in text(client, "/waiting/").split("What you answered")[0]
    )


def make(client, **more):
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    return client.post("/promises/new/", {"what": "Paint the hall", "whose": "me", "due_on": day, "once": "a"} | more)


def test_a_promise_is_made_on_the_page_once(village, client):
    client.force_login(village.bram)
    first, again = make(client), make(client)
    assert first.status_code == again.status_code == 302 and first.url == again.url
    assert "Bram de Wit promised this" in text(client, first.url)


def test_one_for_somebody_else_says_that_they_are_asked(village, client):
    client.force_login(village.amina)
    page = client.get(make(client, whose="other", other="Emeka Obi").url, follow=True).content.decode()
    assert "They have not said yes or no yet" in page
    assert Promise.objects.get(what="Paint the hall").holder == village.emeka


def test_a_body_is_found_by_its_name_and_one_not_known_needs_a_source(village, client):
    client.force_login(village.bram)
    make(client, whose="other", other="thornbeck council", once="b")
    assert Promise.objects.get(what="Paint the hall").organisation == village.council
    refused = make(client, whose="other", other="The water company", once="c")
    assert refused.status_code == 200 and refused.context["form"].non_field_errors()
    assert (
        'value="Paint the hall"' in refused.content.decode() and Promise.objects.filter(once__endswith="c").count() == 0
    )
    assert make(client, whose="other", other="The water company", said_at="the forum", once="d").status_code == 302


def test_a_refusal_shows_the_way_back_and_what_was_written(village, client):
    client.force_login(village.amina)
    there, drop = f"http://testserver{village.help_sessions.get_absolute_url()}", "put-off/"
    sent = {"words": "The <b>pump</b> is\nstill broken.", "day": "soon"}
    address = village.help_sessions.get_absolute_url() + drop
    page = client.post(address, sent, headers={"referer": there}).content.decode()
    assert f'href="{there}"' in page and "What you wrote" in page
    assert "The &lt;b&gt;pump&lt;/b&gt; is<br>still broken." in page
    elsewhere = client.post(address, sent, headers={"referer": "https://evil.example/"}).content.decode()
    assert "evil.example" not in elsewhere and "still broken" in elsewhere


def test_from_a_places_page_the_place_is_written_in(village, client):
    client.force_login(village.bram)
    form = client.get("/promises/new/?place=mill-lane").context["form"]
    assert form["place"].value() == "Mill Lane, Thornbeck" and form["once"].value()
    assert "/promises/new/?place=mill-lane" in text(client, "/places/mill-lane/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": ""},
        {"due_on": ""},
        {"due_on": "soon"},
        {"due_on": "2020-01-01"},
        {"whose": "other"},
        {"whose": "99999"},
        {"steps": "1"},
        {"place": "Atlantis"},
    ],
)
def test_what_is_wrong_is_said_on_the_form(village, client, wrong):
    client.force_login(village.bram)
    answer = make(client, **wrong)
    assert answer.status_code == 200 and "There is something to put right" in answer.content.decode()
    assert not Promise.objects.filter(what__in=("Paint the hall", "")).exists()


def test_the_holder_says_what_came_of_it_on_the_page(village, client):
    address = village.help_sessions.get_absolute_url()
    client.force_login(village.amina)
    assert "Number 12 is done" in text(client, address)
    client.post(f"{address}step/", {"number": "12", "words": "The last one"})
    client.post(f"{address}explain/", {"words": "A **year** of them", "evidence": "https://va.example/sessions"})
    client.post(f"{address}keep/", {"words": "All twelve"})
    page = text(client, address)
    assert "12 of 12" in page and "It was kept, on 11 May 2026." in page and "<strong>year</strong>" in page
    client.post(f"{address}reopen/")
    assert "12 of 12 are done." in text(client, address)


@pytest.mark.parametrize("verb", ["keep", "drop", "step", "explain", "reopen", "confirm"])
def test_a_stranger_says_nothing_of_it(village, client, verb):
    address = village.help_sessions.get_absolute_url()
    before = Line.objects.count()
    client.force_login(village.carys)
    assert client.post(f"{address}{verb}/", {"words": "x", "number": "12", "answer": "no"}).status_code == 403
    assert Line.objects.count() == before


def test_a_neighbour_asks_and_a_visitor_is_asked_to_sign_in(village, client):
    address = village.openness.get_absolute_url()
    assert client.post(f"{address}ask/", {"words": ""}).status_code == 302
    assert Word.objects.filter(promise=village.openness).count() == 1
    client.force_login(village.carys)
    client.post(f"{address}ask/", {"words": "And now?"})
    assert "And now?" in text(client, address)


@pytest.mark.parametrize("words", ["", "x" * 4001])
def test_an_explanation_that_says_nothing_or_too_much_is_refused_in_words(village, client, words):
    client.force_login(village.amina)
    assert client.post(f"{village.help_sessions.get_absolute_url()}explain/", {"words": words}).status_code == 400


def test_a_link_that_is_none_is_refused(village, client):
    client.force_login(village.amina)
    sent = {"words": "x", "evidence": "javascript:alert(1)"}
    assert client.post(f"{village.help_sessions.get_absolute_url()}explain/", sent).status_code == 400


def test_a_word_can_be_reported_and_removed(village, client):
    word = village.openness.words.get()
    client.post("/report/", {"about": word.get_absolute_url(), "reason": "abuse"})
    Standing.objects.get(kind="promises.word").rule("removed", "Abuse.", village.kofi)
    assert "How is this going?" not in text(client, village.openness.get_absolute_url())


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "atom"])
def test_the_list_is_given_as_a_file(village, client, kind):
    answer = client.get(f"/promises/?as={kind}&state=late")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert kind == "xlsx" or (b"openness" in body and b"help session" not in body)


def test_the_list_asks_a_fixed_number_of_questions(village, client, django_assert_max_num_queries):
    for number in range(60):
        Promise.make(f"Number {number}", timezone.localdate() + timedelta(days=9), village.bram)
    with django_assert_max_num_queries(9):
        client.get("/promises/")


def test_the_sentence_of_one_that_was_late(village):
    village.ramp.outcome.on = village.ramp.due_on + timedelta(days=2)
    assert "It was kept on 3 September 2026, late." in saying.of_one(village.ramp, timezone.localdate())

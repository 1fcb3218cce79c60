"""Many suggestions are answered on one page: by those asked alone, each once, and what cannot be done keeps nothing
else from being done."""

from __future__ import annotations

import pytest

from folkmoot.directory.models import Activity
from folkmoot.directory.models.suggesting import accept, suggest
from folkmoot.home.suggestions import A_PAGE
from folkmoot.requests.models import Request

pytestmark = pytest.mark.django_db
PAGE = "/waiting/suggestions/"


@pytest.fixture
def asked(village) -> list[Request]:
    """Bram suggests three things of what Emeka speaks for."""
    Request.objects.all().delete()
    said = {
        "contact": "ring the hall",
        "website": "https://online.example/course",
        "about": "Six evenings, from nothing.",
    }
    return [
        suggest(village.course, {name: value}, by=village.bram, once=f"s-{name}", why="so says the list ‘Courses’")
        for name, value in said.items()
    ]


def now(village) -> Activity:
    return Activity.objects.get(pk=village.course.pk)


def test_those_asked_see_what_would_change_and_others_see_nothing(village, client, asked):
    client.force_login(village.emeka)
    assert "3 are suggested changes: answer them together" in client.get("/waiting/").content.decode()
    page = client.get(PAGE).content.decode()
    assert "3 changes are suggested" in page and "ring the hall" in page and "so says the list ‘Courses’" in page
    client.force_login(village.carys)
    assert "ring the hall" not in client.get(PAGE).content.decode()


def test_yes_to_those_ticked_changes_them_and_leaves_the_others(village, client, asked):
    client.force_login(village.emeka)
    ticked = {"one": ["s-contact", "s-website"], "do": "accept"}
    for _time in range(2):
        client.post(PAGE, ticked)
    assert (now(village).contact, now(village).website) == ("ring the hall", "https://online.example/course")
    assert [one.once for one in Request.objects.open()] == ["s-about"]
    assert now(village).about == village.course.about


def test_a_stranger_answers_none_of_them(village, client, asked):
    client.force_login(village.carys)
    client.post(PAGE, {"one": ["s-contact"], "do": "accept"})
    assert now(village).contact == "" and Request.objects.open().count() == 3


def test_a_no_needs_one_reason_for_all_and_keeps_the_ticks(village, client, asked):
    client.force_login(village.emeka)
    again = client.post(PAGE, {"one": ["s-contact"], "do": "decline", "because": " "})
    assert again.status_code == 422 and "Say why not" in again.content.decode()
    assert [row.ticked for row in again.context["rows"]].count(True) == 1
    client.post(PAGE, {"one": ["s-contact", "s-website"], "do": "decline", "because": "That is last year’s."})
    answers = [one.answers.get() for one in asked[:2]]
    assert {(one.choice, one.because) for one in answers} == {("declined", "That is last year’s.")}


def test_what_cannot_be_done_any_more_is_said_and_the_others_are_done(village, client, asked, monkeypatch):
    from folkmoot.home import suggestions
    from folkmoot.kit.refusals import Refusal

    def first_refused(one, by, because):
        if one.once == "s-contact":
            raise Refusal("It was taken off since.")
        return accept(one, by, because)

    monkeypatch.setattr(suggestions, "accept", first_refused)
    client.force_login(village.emeka)
    page = client.post(PAGE, {"one": ["s-contact", "s-website"], "do": "accept"}, follow=True).content.decode()
    assert "was left: It was taken off since." in page and "Accepted: one." in page
    assert now(village).website == "https://online.example/course"


def test_nothing_ticked_answers_nothing(village, client, asked):
    client.force_login(village.emeka)
    assert "Nothing was ticked" in client.post(PAGE, {"do": "accept"}, follow=True).content.decode()
    assert Request.objects.open().count() == 3


def test_a_page_holds_twenty(village, client, asked):
    for n in range(A_PAGE):
        suggest(village.course, {"contact": f"ring {n}"}, by=village.bram, once=f"more-{n}")
    client.force_login(village.emeka)
    found = client.get(PAGE)
    waits = client.get("/waiting/").content.decode()
    assert "23 are suggested changes" in waits
    assert len(found.context["rows"]) == A_PAGE and "23 changes are suggested" in found.content.decode()


def test_what_is_not_there_any_more_is_said_closed_and_in_nobodys_way(village, client, asked):
    Request.objects.filter(pk=asked[0].pk).update(about_key="0")
    client.force_login(village.emeka)
    page = client.get(PAGE).content.decode()
    alone = client.get(asked[0].address)
    assert alone.status_code == 410 and "is not there any more" in alone.content.decode()
    assert "It is not there any more." in page and "https://online.example/course" in page
    client.post(PAGE, {"one": ["s-contact", "s-website"], "do": "accept"})
    assert [one.once for one in Request.objects.open()] == ["s-about"]
    assert now(village).website == "https://online.example/course"

"""The trail leads both ways, names what it rests on, and shows nothing that was said in private."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from folkmoot.decisions.models import Ground
from folkmoot.decisions.models.word_back import themes_of, those_who_spoke
from folkmoot.events.models import CheckIn, Note, TableCode, WriteUp
from folkmoot.home import trail
from folkmoot.points import counting
from folkmoot.points.models import Point, Theme, Theming
from folkmoot.points.models.regrouping import move, name
from folkmoot.priorities.models import Priority

pytestmark = pytest.mark.django_db


def page(client, thing) -> str:
    answer = client.get("/trail/", {"about": thing.get_absolute_url()})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def theme(village):
    """A theme made of what was said at the winter meeting, laid under the crossing."""
    where = {"source_kind": "events.event", "source_key": str(village.winter.pk)}
    where |= {"source_title": "The winter meeting", "source_address": village.winter.get_absolute_url()}
    one = Theme.objects.create(name="Safe ways to school", place=village.mill_lane, **where)
    card = TableCode.make(village.winter)
    for number, words in enumerate(("I would let her walk", "Cars do not stop")):
        one.place_point(Note.jot(card, "point", words, once=str(number)).point, village.amina)
    WriteUp.write(village.winter, village.amina, "").publish(village.amina, "everyone")
    Ground.objects.create(
        proposition=village.crossing, sort="said", title=one.name, kind="points.theme", key=str(one.pk)
    )
    return one


def test_it_leads_from_what_was_said_to_what_came_of_it(village, client, theme):
    said = page(client, village.crossing)
    for words in (
        "Cars do not stop",
        "Safe ways to school",
        "Two accidents at the gate",
        "A crossing at the school gate",
    ):
        assert words in said
    assert "Yes, if" in said and "Paint the crossing at Mill Lane School" in said and "61 and 58 children." in said
    assert said.index("Cars do not stop") < said.index("Yes, if") < said.index("61 and 58")
    assert "leads from what people said to what came of it" in said


@pytest.mark.parametrize("start", ["theme", "promise"])
def test_it_is_the_same_from_either_end(village, client, theme, start):
    promise = village.crossing.answer().commitments.get(is_condition=False).promise
    thing = {"theme": theme, "promise": promise}[start]
    stages = trail.along(thing, None, timezone.localdate())
    whole = trail.along(village.crossing, None, timezone.localdate())
    assert [[item.title for item in stage.items] for stage in stages] == [
        [item.title for item in stage.items] for stage in whole
    ]


def test_what_was_said_in_private_is_never_counted_live(village, client):
    """Only what the team published is said, of people; nothing moves when one more point comes in or one goes."""
    theming = Theming.begin("Heard at the gate", village.emeka, place=village.mill_lane)
    said = [
        Point.note(f"Canary {n}", village.mill_lane, once=f"t{n}", private=True, voice=f"heard t{n}") for n in range(49)
    ]
    theming.take(said, village.emeka)
    themes = {
        called: name(theming, called, [one.pk for one in some], village.emeka)
        for called, some in {"Cars": said[:30], "Shops": said[30:44], "Dogs": said[44:48]}.items()
    }
    for one in themes.values():
        Ground.objects.create(
            proposition=village.crossing, sort="said", title=one.name, kind="points.theme", key=str(one.pk)
        )
    assert "Shops" not in page(client, village.crossing), "not published yet"
    counting.publish(theming, village.emeka, "Asked at the gate.")

    before = page(client, village.crossing)
    assert "“Cars”: 30 people" in before and "Canary" not in before
    assert "“Dogs”: some of it was said in private" in before
    assert "“Shops”: some of it was said in private" in before, "its count would give that of the dogs away"
    assert not re.search(r"\b(14|4|18|48) (points|people)|of them said in private", before)
    move(theming, [said[48].pk], themes["Dogs"], village.emeka)
    said[47].take_back()
    assert page(client, village.crossing) == before


def test_a_stage_of_which_nothing_is_known_says_so(village, client):
    said = page(client, village.benches)
    assert "No answer has come yet." in said and "Nothing has been promised." in said
    assert "So far it has come to: what was asked for." in said


def test_what_a_visitor_may_not_see_has_no_trail(village, client):
    for about in (village.lights.get_absolute_url(), "/nowhere/", ""):
        assert client.get("/trail/", {"about": about}).status_code == 404


def test_words_of_a_record_that_is_not_open_are_on_no_trail(village, client, theme):
    point = Point.objects.get(words="Cars do not stop")
    assert "Cars do not stop" in page(client, point)

    WriteUp.objects.get(event=village.winter).publish(village.amina, "hosts")

    assert client.get("/trail/", {"about": point.get_absolute_url()}).status_code == 404
    assert "Cars do not stop" not in page(client, village.crossing)
    assert "Safe ways to school" not in trail_of(village.crossing), "Nor what they were made into."
    client.force_login(village.amina)
    assert "Cars do not stop" in page(client, point)


def test_words_for_those_who_came_are_on_the_trail_of_those_who_came(village, client, theme):
    Note.objects.filter(words="Cars do not stop").update(attendees_only=True)
    point = Point.objects.get(words="Cars do not stop")
    CheckIn.objects.create(event=village.winter, person=village.bram)

    assert client.get("/trail/", {"about": point.get_absolute_url()}).status_code == 404
    assert "Cars do not stop" not in page(client, village.crossing)
    client.force_login(village.bram)
    assert "Cars do not stop" in page(client, village.crossing)


def test_words_taken_back_or_struck_out_are_on_no_trail(village, client, theme):
    point = Point.objects.get(words="Cars do not stop")
    Note.objects.get(point=point).strike()

    assert client.get("/trail/", {"about": point.get_absolute_url()}).status_code == 404
    assert "Cars do not stop" not in page(client, village.crossing)


def trail_of(thing) -> list[str]:
    stages = trail.along(thing, None, timezone.localdate())
    return [item.title for item in stages[1].items]


@pytest.fixture
def first(village, theme):
    """A priority that rests on the theme and on a question, under what was asked about the benches."""
    one = Priority.set_down("Children walk to school safely", village.amina, place=village.mill_lane)
    one.cite(village.amina, "event", theme.name, theme)
    one.cite(village.amina, "question", str(village.buildings), village.buildings, people=62)
    Ground.objects.filter(kind="points.theme").delete()
    laid = {"sort": "said", "title": one.words, "kind": "priorities.priority", "key": str(one.pk)}
    Ground.objects.create(proposition=village.benches, **laid)
    return one


def titles(thing) -> list[list[str]]:
    stages = trail.along(thing, None, timezone.localdate())
    return [[item.title for item in stage.items] for stage in stages]


def test_it_leads_through_a_priority_to_the_words_and_the_same_from_each_end(village, client, theme, first):
    said = page(client, village.benches)
    for words in ("Cars do not stop", "Safe ways to school", "Children walk to school safely", str(village.buildings)):
        assert words in said
    assert said.index("Cars do not stop") < said.index("Children walk to school safely") < said.rindex("Two benches")
    assert titles(first) == titles(village.benches) == titles(theme)
    assert village.benches.title in page(client, village.buildings)


def test_those_who_spoke_under_a_priority_are_told(village, theme, first):
    Point.objects.filter(words="Cars do not stop").update(person=village.bram)
    assert themes_of(village.benches) == [theme]
    assert village.bram in those_who_spoke(village.benches)


def test_a_priority_nobody_has_asked_for_yet_shows_what_it_rests_on(village, client, theme, first):
    Ground.objects.all().delete()
    said = page(client, first)
    assert "Cars do not stop" in said and "Nothing has been asked of anybody." in said


def test_a_theme_of_an_event_has_a_trail_and_one_of_an_event_nobody_may_see_has_none(village, client, theme):
    from folkmoot.events.models import Event

    assert village.crossing.title in page(client, theme)
    Event.objects.filter(pk=village.winter.pk).update(published_at=None)
    assert client.get("/trail/", {"about": theme.get_absolute_url()}).status_code == 404
    assert "Safe ways to school" not in page(client, village.crossing)


def test_pages_along_the_way_lead_to_the_trail(village, client, first):
    promise = village.crossing.answer().commitments.get(is_condition=False).promise
    for thing in (first, village.buildings, promise, village.crossing):
        assert f'/trail/?about={thing.get_absolute_url()}"' in client.get(thing.get_absolute_url()).content.decode()


def test_from_a_theme_to_a_priority_that_rests_on_it(village, client, theme):
    client.force_login(village.amina)
    said = page(client, theme)
    assert "Put this down as a priority" in said
    about = theme.get_absolute_url()
    form = client.get("/questions/priorities/new/", {"about": about}).content.decode()
    assert 'value="Safe ways to school"' in form and "its first evidence" in form
    sent = {"words": "Safe ways", "place": "Mill Lane", "about": about, "once": "t1"}
    made = client.post("/questions/priorities/new/", sent)
    assert made.status_code == 302 and client.post("/questions/priorities/new/", sent).url == made.url
    row = Priority.objects.get(words="Safe ways").evidence.get()
    assert (row.kind, row.key, row.method) == ("points.theme", str(theme.pk), "event")

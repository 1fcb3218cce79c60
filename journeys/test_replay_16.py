"""Replay 16, getting to yes: a theme put first, what people would trade for it, a loud demand, what lies behind it, the
words one person can say yes to, "yes, if", the condition met, and word back to those who spoke, with an account or not."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from folkmoot.decisions import jobs
from folkmoot.decisions.models import Proposition
from folkmoot.events.models import Note, TableCode, WriteUp
from folkmoot.points.models import Point, Theme
from folkmoot.priorities import counting
from folkmoot.priorities.models import Priority, Question, Voice
from folkmoot.priorities.models.voice import Speaker

LOUD = "They never listen. Shut the whole lane, now, or we shut it ourselves."
FIRST = "Old people can walk along Mill Lane"
WORDS = "The council puts up a railing along Mill Lane by 1 June."


@pytest.fixture
def theme(village) -> Theme:
    """What was said at the winter meeting, made into a theme: Carys, who lives elsewhere, said some of it."""
    where = {"source_kind": "events.event", "source_key": str(village.winter.pk)}
    where |= {"source_title": "The winter meeting", "source_address": village.winter.get_absolute_url()}
    one = Theme.objects.create(name="Walking along Mill Lane", place=village.mill_lane, **where)
    card = TableCode.make(village.winter)
    for who, words in ((village.carys, "My mother walks in the road"), (village.bram, "Lorries use the pavement")):
        point = Note.jot(card, "point", words, once=words).point
        Point.objects.filter(pk=point.pk).update(person=who)  # a scribe wrote it down, and they had said it
        one.place_point(point, village.amina)
    WriteUp.write(village.winter, village.amina, "").publish(village.amina, "everyone")
    return one


def in_days(n: int) -> str:
    return (timezone.localdate() + timedelta(days=n)).isoformat()


def test_from_a_loud_demand_to_what_changed(village, theme, open_browser, sign_in):
    amina, dilys, carys = open_browser(), open_browser(viewport={"width": 390, "height": 844}), open_browser()
    for page, person in ((amina, village.amina), (dilys, village.dilys), (carys, village.carys)):
        sign_in(page, person)
    first = put_first(amina, village, theme)
    traded(amina, first)
    one = written(amina, first)
    put(amina, village)
    answered(dilys, one)
    condition_met(amina, village)
    told(amina, carys, one)
    asked_to_tell(open_browser(), sign_in, village)
    trail(carys, one)


def put_first(page, village, theme: Theme) -> Priority:
    """From the trail of a theme to a priority that rests on it, and on what was heard at the doors in private."""
    heard = village.heard_theming.themes.order_by("position").first()
    page.goto(f"/trail/?about={quote(theme.get_absolute_url())}")
    page.get_by_role("link", name="Put this down as a priority").click()
    expect(page.get_by_text("its first evidence")).to_be_visible()
    page.get_by_label("The priority, in one sentence").fill(FIRST)
    page.get_by_label("Where?").fill("Mill Lane")
    page.get_by_label("Who is touched most?").fill("Four neighbours over eighty")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("link", name="Add evidence").click()
    page.get_by_label("How was it heard?").select_option("listening")
    page.get_by_label("Where, or on what occasion?").fill(heard.name)
    page.get_by_label("Its page, here or elsewhere").fill(heard.get_absolute_url())
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("link", name=theme.name)).to_be_visible()
    return Priority.objects.get(words=FIRST)


def traded(page, first: Priority) -> None:
    """What people would give up for it: twelve share out their points, and the result stands beside the priority."""
    page.get_by_role("link", name="Ask what people would trade for it").click()
    lines = page.get_by_label("What they can choose, one a line")
    lines.fill(f"{FIRST}\nA later bus\nBenches at the ford")
    page.get_by_label("The question").fill("A hundred points for Mill Lane: what first?")
    page.get_by_label("Who reads the answers, and what do they do with them?").fill("The ward’s councillor")
    page.get_by_label("Who is asked?").fill("Mill Lane")
    page.get_by_label("Who is touched most by what is decided?").fill("Four neighbours over eighty")
    page.get_by_label("Whose voices are in the result?").select_option("everyone")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("link", name="Say what you think")).to_be_visible()
    question = Question.objects.get(words="A hundred points for Mill Lane: what first?")
    walk, bus, _benches = counting.keys_of(question)
    for number in range(12):
        Voice.fill(question, Speaker.sheet(f"{question.pk}-{number}", False), {walk: 50 + number, bus: 20})
    question.close(question.by)
    counting.count(question, final=True)
    page.goto(f"{question.get_absolute_url()}")
    expect(page.get_by_text(f"Put first: “{FIRST}”.")).to_be_visible()
    page.goto(f"{first.get_absolute_url()}cite/?about={question.get_absolute_url()}")
    page.get_by_role("button", name="Add it").click()
    trade = page.get_by_role("region", name="What they would trade")
    expect(trade.get_by_text(f"1. {FIRST}")).to_be_visible()


def written(page, first: Priority) -> Proposition:
    """The demand first, then why, what would be good enough, other ways, and what it rests on."""
    page.goto("/decisions/")
    page.get_by_role("link", name="Ask for something").click()
    page.get_by_label("What do you want?").fill("A safe way along Mill Lane")
    page.get_by_label("when you are cross").fill(LOUD)
    page.get_by_label("Where?").fill("Mill Lane")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Why does it matter?").fill("Old people walk in the road, since lorries use the pavement.")
    page.get_by_label("What would be good enough?").fill("A railing that lorries cannot cross.")
    page.get_by_label("Who is most affected").fill("Four neighbours over eighty.")
    page.get_by_role("button", name="Keep it and go on").click()
    for words in ("Close the lane to lorries", "A railing along the pavement"):
        page.get_by_label("One way it could be done").fill(words)
        page.get_by_role("button", name="Add this way").click()
    page.get_by_role("link", name="Go on").click()
    page.get_by_label("What people said").check()
    page.get_by_label("In a few words").fill(FIRST)
    page.get_by_label("Where it can be read").fill(first.get_absolute_url())
    page.get_by_role("button", name="Add it").click()
    page.get_by_label("A fair standard").check()
    page.get_by_label("In a few words").fill("The county’s own width for a pavement")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="Go on").click()
    return Proposition.objects.get(title="A safe way along Mill Lane")


def put(page, village) -> None:
    """Who can decide, the exact words, and what is still missing before it is put."""
    page.get_by_label("Councillor for Mill Lane, Thornbeck Council").check()
    page.get_by_label("By which day do you ask").fill(in_days(21))
    page.get_by_role("button", name="Keep it and go on").click()
    page.get_by_label("The exact words to say yes to").fill(WORDS)
    page.get_by_label("at least").fill("2000")
    page.get_by_label("at most").fill("3500")
    page.get_by_label("Who pays?").fill("the ward’s own money")
    page.get_by_label("What they gain").fill("One thing done that everybody sees.")
    page.get_by_label("The smallest first step").fill("Mark where it would stand, with chalk")
    page.get_by_label("What we do if the answer is no").fill("Ask the county for a narrower one.")
    page.get_by_role("button", name="Keep it and go on").click()
    page.get_by_label("Which group?").fill("Riverside Choir")
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("asked; no answer yet")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", name="Can they say yes?")).to_be_visible()
    for missing in ("Say what the smallest first step is.", "the wish has no ground here", "Find a fair standard"):
        expect(page.get_by_text(missing)).to_have_count(0)
    page.get_by_role("button", name="Yes, put it").click()
    expect(page.get_by_text("is asked to answer by")).to_be_visible()
    expect(page.get_by_text(LOUD)).to_have_count(0)


def answered(page, one: Proposition) -> None:
    """On her phone the councillor finds what she can say yes to, with what it rests on, and says yes, if."""
    page.goto("/decisions/for-you/")
    page.get_by_role("article").filter(has_text=one.title).get_by_role("link", name="Answer").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_role("link", name=FIRST)).to_be_visible()
    expect(page.get_by_text("Between 18 and 30 separate people said so").first).to_be_visible()
    page.get_by_label("Yes, if …").check()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Give the reason in a sentence.").first).to_be_visible()
    page.get_by_label("The reason, for everyone to read").fill("If the neighbours agree where it stands.")
    page.get_by_label("what must be so first").fill("Ask every house on the lane where it should stand")
    page.get_by_label("By which day?").fill(in_days(30))
    page.get_by_label("What will you do, then?").fill("Put up the railing")
    page.get_by_label("By which day will it be done?").fill(in_days(150))
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("heading", name="Yes, if …")).to_be_visible()


def condition_met(page, village) -> None:
    """Those who asked say that they promised it, keep it, and both sides hear that the yes holds."""
    page.goto("/waiting/")
    page.get_by_role("link", name="Ask every house on the lane").first.click()
    page.get_by_role("button", name="Yes, this is promised").click()
    page.get_by_label("In a few words").fill("Nineteen of twenty houses say: the school side.")
    page.get_by_role("button", name="It is kept").click()
    jobs.tell_conditions.call()
    page.goto("/me/news/")
    expect(page.get_by_text("The conditions are met").first).to_be_visible()


def told(page, carys, one: Proposition) -> None:
    """The record makes it a decision; then those whose words lie under it hear what came of them."""
    page.goto(one.get_absolute_url())
    expect(page.get_by_text("Of 1 condition, 1 is met.")).to_be_visible()
    page.get_by_role("link", name="Link the record").click()
    page.get_by_label("Which record?").fill("Ward fund, 12 March, item 4")
    page.get_by_label("Where it can be read").fill("https://council.thornbeck.example/12-march")
    page.get_by_label("On which day was it decided?").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Link it").click()
    expect(page.get_by_text("Decision,")).to_be_visible()
    page.get_by_role("link", name="Tell those who spoke").click()
    page.get_by_label("What came of it, in your words").fill("There will be a railing. Thank you for saying so.")
    page.get_by_role("button", name="Tell them").click()
    expect(page.get_by_text("2 people were told.")).to_be_visible()
    expect(page.get_by_text("asked to tell those they heard")).to_be_visible()
    carys.goto("/me/news/")
    expect(carys.get_by_text("There will be a railing.").first).to_be_visible()


def asked_to_tell(page, sign_in, village) -> None:
    """Those heard at the door have no account: whoever heard them is asked to carry it back, by the means they chose."""
    sign_in(page, village.emeka)
    page.goto("/waiting/")
    expect(page.get_by_role("link", name="Tell those you heard on").first).to_be_visible()


def trail(page, one: Proposition) -> None:
    """From her own words she can walk to what came of them."""
    page.goto(f"/trail/?about={one.get_absolute_url()}")
    for words in ("My mother walks in the road", "Walking along Mill Lane", FIRST, "Yes, if", "Put up the railing"):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_text("Nineteen of twenty houses").first).to_be_visible()

"""A question, from a statement to the map: asked, added to, said on a phone, by mail and on paper, closed, counted."""

from __future__ import annotations

import re

from django.core import mail
from playwright.sync_api import expect

from folkmoot.kit.work import drain
from folkmoot.priorities import counting
from folkmoot.priorities.models import Question, Voice
from folkmoot.priorities.models.voice import Speaker
from folkmoot.rounds.models import AGREE, DISAGREE


def ask(amina) -> str:
    """Put the question; gives its address."""
    amina.goto("/questions/new/")
    amina.get_by_label("The question").fill("What should the library do in the evenings?")
    amina.get_by_label("What they can choose, one a line").fill("Open until eight\nLend tools\nShow films\nStay quiet")
    amina.get_by_label("Who reads the answers, and what do they do with them?").fill("The library’s board, in March")
    amina.get_by_label("Who is asked?").fill("Everyone in Thornbeck")
    amina.get_by_label("For which place?").fill("Thornbeck")
    amina.get_by_label("Who is touched most by what is decided?").fill("people who work until six")
    amina.get_by_label("Whose voices are in the result?").select_option("everyone")
    amina.get_by_role("button", name="Ask").click()
    return amina.url


def twenty_four_more(question: Question) -> None:
    """Others say what they think, by mail."""
    keys = counting.keys_of(question)
    for number in range(24):
        speaker = Speaker.mailed(f"p{number}@example.org", question)
        for at, key in enumerate(keys):
            Voice.speak(question, speaker, key, AGREE if at == 0 or (at + number) % 2 else DISAGREE)


def counted_and_shown(amina, nobody, question: Question, address: str) -> None:
    """Closed, counted, and read by everybody."""
    amina.goto(f"{address}desk/")
    amina.get_by_role("button", name="Close it").click()
    counting.count_due()
    counting.settle(Question.objects.get(pk=question.pk))
    nobody.goto(f"{address}?after")
    expect(nobody.get_by_role("heading", name="Loud is not many")).to_be_visible()
    expect(nobody.get_by_text("Few is not unimportant")).to_be_visible()
    expect(nobody.get_by_role("link", name="the votes")).to_be_visible()


def test_from_a_statement_to_the_map(village, open_browser, site, sign_in, axe):
    amina, kofi, nobody = open_browser(), open_browser(), open_browser()
    bram = open_browser(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    for page, person in ((amina, village.amina), (kofi, village.kofi), (bram, village.bram)):
        sign_in(page, person)

    address = ask(amina).removeprefix(site)
    question = Question.objects.get(words__startswith="What should the library")
    axe(amina)

    bram.goto(f"{address}say/")
    for _statement in range(4):
        bram.get_by_role("button", name="Agree", exact=True).first.click()
    expect(bram.get_by_text("4 of 4 said")).to_be_visible()
    bram.get_by_text("Something is missing? Put a statement").click()
    bram.get_by_label("One thing, in one sentence").fill("Let clubs meet there")
    bram.get_by_role("button", name="Put it").click()

    kofi.goto("/waiting/")
    kofi.get_by_text("Let clubs meet there").first.click()
    kofi.goto(f"{address}waiting/")
    axe(kofi)
    kofi.get_by_role("button", name="Let it in").click()

    bram.goto(f"{address}say/")
    expect(bram.get_by_text("4 of 5 said")).to_be_visible()
    bram.get_by_role("button", name="Disagree", exact=True).first.click()

    nobody.goto(f"{address}say/")
    axe(nobody)
    nobody.get_by_label("Your email address").fill("nia@example.org")
    nobody.get_by_role("button", name="Send me the link").click()
    drain(scheduled=False)
    nobody.goto(re.search(r"/questions/say/\S+/", mail.outbox[-1].body).group())
    axe(nobody)
    nobody.get_by_role("button", name="Don’t know yet").first.click()
    expect(nobody.get_by_text("1 of 5 said")).to_be_visible()

    amina.goto(f"{address}desk/")
    amina.get_by_label("How many sheets?").fill("2")
    amina.get_by_label("How are they handed out?").fill("At the library’s desk")
    amina.get_by_role("button", name="Make the sheets").click()
    code = amina.locator(".code").first.inner_text()
    amina.goto(f"{address}key/?code={code}")
    axe(amina)
    amina.get_by_role("group", name="Lend tools").get_by_label("Disagree").check()
    amina.get_by_role("button", name="Keep this sheet").click()
    assert question.spoken.count() == 3

    twenty_four_more(question)
    nobody.goto(address)
    expect(nobody.get_by_text("The result is not shown yet")).to_be_visible()

    counted_and_shown(amina, nobody, question, address)
    axe(nobody)


def test_from_a_loud_demand_to_why_it_matters_to_what_people_would_trade(village, page, sign_in, axe, expected):
    expected.add(409)
    sign_in(page, village.amina)
    page.goto("/questions/priorities/new/")
    page.get_by_label("As it was said at first").fill("Shut the rat run NOW")
    page.get_by_label("Why does it matter to them?").fill("Children walk to school there with no pavement.")
    page.get_by_label("What would be good enough?").fill("A safe way to walk at half past eight")
    page.get_by_label("The priority, in one sentence").fill("A safe walk to school along the ford")
    page.get_by_label("Where?").fill("Mill Lane")
    page.get_by_role("button", name="Keep it").click()
    axe(page)
    page.get_by_role("link", name="Add evidence").click()
    page.get_by_label("How was it heard?").select_option("letters")
    page.get_by_label("Where, or on what occasion?").fill("Letters to the council")
    page.get_by_label("How many separate people said so?").fill("14")
    page.get_by_label("How many times was it said?").fill("71")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("said loudly by few")).to_be_visible()
    page.get_by_role("link", name="Ask what people would trade for it").click()
    expect(page.get_by_label("Share out 100 points")).to_be_checked()
    lines = page.get_by_label("What they can choose, one a line")
    lines.fill(f"{lines.input_value().strip()}\nA crossing at the mill\nLights along the ford")
    page.get_by_label("The question").fill("A hundred points for the ford: what first?")
    page.get_by_label("Who reads the answers, and what do they do with them?").fill("The ward’s councillors")
    page.get_by_label("Who is asked?").fill("Mill Lane")
    page.get_by_label("Who is touched most by what is decided?").fill("children who walk to school")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_role("link", name="Say what you think").click()
    page.get_by_label("A safe walk to school along the ford").fill("60")
    page.get_by_label("Lights along the ford").fill("50")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_text("You have 100 points to share; this is 110")).to_be_visible()
    page.get_by_label("Lights along the ford").fill("40")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_text("Thank you. You can change it until it closes.")).to_be_visible()

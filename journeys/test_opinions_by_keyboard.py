"""A question from end to end with the keyboard alone: found, voted on, added to, read. No mouse, no script needed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from folkmoot.priorities.models import Question, Statement, Voice
from folkmoot.priorities.models.voice import Speaker
from folkmoot.rounds.models import AGREE, DISAGREE, Choice, Preference

MOST = 90
FOCUSED = """() => {
  const here = document.activeElement, look = getComputedStyle(here), box = here.getBoundingClientRect();
  const label = here.labels && here.labels[0] ? here.labels[0].textContent : "";
  return {
    name: (here.getAttribute("aria-label") || label || here.textContent || "").trim().replace(/\\s+/g, " "),
    tag: here.tagName,
    seen: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0 || look.boxShadow !== "none",
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def tab_to(page: Page, name: str, tag: str = "") -> None:
    """Press Tab until what is so named has the focus; whatever has it on the way can be seen to."""
    for _press in range(MOST):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if now["tag"] == "BODY":
            continue
        assert now["seen"] and now["inside"], now
        if now["name"].startswith(name) and (not tag or now["tag"] == tag):
            return
    raise AssertionError(f"{name!r} cannot be reached with Tab on {page.url}")


def press(page: Page, name: str, tag: str, key: str = "Enter") -> None:
    """A link or a button, which leads to a page; or what opens on the spot."""
    tab_to(page, name, tag)
    if tag == "SUMMARY":
        page.keyboard.press(key)
        return
    with page.expect_navigation():
        page.keyboard.press(key)


def test_voting_and_putting_a_statement_need_no_mouse(village, open_browser, sign_in):
    page = open_browser(viewport={"width": 1000, "height": 700})
    sign_in(page, village.bram)
    page.goto("/questions/")
    press(page, "Say what you think: What should the market square", "A")
    question, many = village.square, village.square.statements.shown().count()
    for number in range(many):
        press(page, "Agree" if number % 2 else "Disagree", "BUTTON", key="Space" if number % 3 else "Enter")
        page.wait_for_selector(f"text={number + 1} of {many} said")

    said = Choice.objects.filter(say__voice=Voice.of(question, Speaker.person(village.bram, question)))
    values = list(said.values_list("value", flat=True))
    assert values.count(AGREE) == many // 2 and values.count(DISAGREE) == many - many // 2

    press(page, "What you said, and changing it", "SUMMARY")
    press(page, "Pass", "BUTTON")
    page.wait_for_selector(f"text={many} of {many} said")
    assert list(said.values_list("value", flat=True)) != values

    press(page, "Something is missing?", "SUMMARY")
    tab_to(page, "One thing, in one sentence")
    page.keyboard.type("A tap for water")
    tab_to(page, "Where is it about?")
    page.keyboard.type("Castle Hill")
    page.keyboard.press("Escape")
    press(page, "Put it", "BUTTON")
    page.wait_for_selector("text=A moderator looks at it")
    assert Statement.objects.get(point__words="A tap for water").point.place == village.castle_hill


def test_choosing_between_two_needs_no_mouse(village, open_browser, sign_in):
    page = open_browser()
    sign_in(page, village.bram)
    page.goto(f"{village.choosing.get_absolute_url()}say/")
    for number in range(3):
        while not page.evaluate("() => document.activeElement.classList.contains('large')"):
            tab_to(page, "", "BUTTON")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        mine = Preference.objects.filter(say__voice=Voice.of(village.choosing, bram(village)))
        assert mine.count() == number + 1


def bram(village) -> Speaker:
    return Speaker.person(village.bram, Question.objects.get(pk=village.choosing.pk))


def test_the_map_is_read_from_end_to_end_with_the_keyboard(village, open_browser):
    page = open_browser(viewport={"width": 340, "height": 700})
    page.goto("/questions/")
    press(page, "Which buildings should the community run", "A")
    tab_to(page, "The groups in words")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    moved = (
        "() => { const here = document.activeElement; return [here.scrollWidth - here.clientWidth, here.scrollLeft] }"
    )
    wider, left = page.evaluate(moved)
    assert wider <= 1 or left > 0, "wider than the screen, it moves by keys"
    press(page, "Every statement, with its counts", "SUMMARY")
    expect(page.get_by_text("There are too many buildings already").first).to_be_visible()
    tab_to(page, "the votes", "A")
    tab_to(page, "Follow what came of it", "A")

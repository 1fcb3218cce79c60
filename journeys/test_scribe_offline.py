"""A scribe in a hall with no network: every line is kept on the phone, said so, and sent in order, each once."""

from __future__ import annotations

from playwright.sync_api import expect

from folkmoot.events.models import Note, TableCode

PHONE = {"viewport": {"width": 360, "height": 740}}


def add(page, words: str, kind: str = "Point") -> None:
    page.get_by_text(kind, exact=True).first.click()
    page.get_by_label("One line").fill(words)
    page.get_by_label("One line").press("Enter")


def written() -> list[str]:
    at_tables = Note.objects.filter(code__isnull=False, code__session=None)
    return list(at_tables.order_by("pk").values_list("words", flat=True))


def test_lines_written_without_a_network_are_sent_in_order_and_once(village, open_browser, axe):
    card = TableCode.make(village.winter, table="Window")
    phone = open_browser(**PHONE)
    phone.goto(card.get_absolute_url())
    phone.wait_for_selector("body[data-ready]")
    add(phone, "First")
    expect(phone.locator("#lines")).to_contain_text("First")

    phone.context.set_offline(True)
    for words in ("Second", "Third", "Fourth"):
        add(phone, words, "Question")
    expect(phone.locator(".kept")).to_contain_text("3 lines are kept on this phone, not sent yet.")
    axe(phone)
    assert written() == ["First"]

    phone.context.set_offline(False)
    expect(phone.locator("#lines")).to_contain_text("Fourth", timeout=15_000)
    expect(phone.locator(".kept")).to_be_hidden()
    assert written() == ["First", "Second", "Third", "Fourth"]


def test_what_was_kept_is_still_there_after_the_page_was_closed(village, open_browser):
    card = TableCode.make(village.winter, table="Window")
    phone = open_browser(**PHONE)
    phone.goto(card.get_absolute_url())
    phone.wait_for_selector("body[data-ready]")
    phone.context.set_offline(True)
    add(phone, "Kept over the break")
    again = phone.context.new_page()
    phone.close()
    assert written() == []

    phone_later = again
    phone_later.context.set_offline(False)
    phone_later.goto(card.get_absolute_url())
    expect(phone_later.locator("#lines")).to_contain_text("Kept over the break", timeout=15_000)
    assert written() == ["Kept over the break"]


def test_a_line_that_is_refused_goes_back_into_the_form_and_the_others_go_on(village, open_browser, expected):
    expected.add(422)
    card = TableCode.make(village.winter, table="Window")
    phone = open_browser(**PHONE)
    phone.goto(card.get_absolute_url())
    phone.wait_for_selector("body[data-ready]")

    add(phone, "Somebody brings the urn", "Promise")
    expect(phone.locator(".kept .problem")).to_contain_text("Say who promised it.")
    add(phone, "Tea was good")
    expect(phone.locator("#lines")).to_contain_text("Tea was good")

    phone.get_by_role("button", name="Put it right").click()
    phone.get_by_label("Who?").fill("Joan")
    phone.get_by_label("Or as it was said").fill("next time")
    phone.get_by_role("button", name="Add", exact=True).click()
    expect(phone.locator("#lines")).to_contain_text("Somebody brings the urn")
    assert written() == ["Tea was good", "Somebody brings the urn"]


def test_two_scribes_at_one_table_see_each_others_lines(village, open_browser):
    card = TableCode.make(village.winter, table="Window")
    one, other = open_browser(**PHONE), open_browser(**PHONE)
    for phone in (one, other):
        phone.goto(card.get_absolute_url())
        phone.wait_for_selector("body[data-ready]")

    add(one, "From the one")
    add(other, "From the other")

    for phone in (one, other):
        expect(phone.locator("#lines")).to_contain_text("From the one", timeout=15_000)
        expect(phone.locator("#lines")).to_contain_text("From the other", timeout=15_000)
    one.get_by_text("Change", exact=True).first.click()
    one.get_by_label("The line").first.fill("Put better")
    one.get_by_role("button", name="Keep", exact=True).first.click()
    expect(other.locator("#lines")).to_contain_text("Put better", timeout=15_000)


def test_it_works_without_scripts(village, open_browser):
    card = TableCode.make(village.winter, table="Window")
    phone = open_browser(java_script_enabled=False, **PHONE)
    phone.goto(card.get_absolute_url())
    phone.get_by_label("One line").fill("By hand")
    phone.get_by_role("button", name="Add", exact=True).click()

    expect(phone.get_by_text("By hand")).not_to_have_count(0)
    assert written() == ["By hand"]

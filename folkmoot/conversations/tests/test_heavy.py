"""Ten thousand posts cost a page no more than fifty do, and no text takes long to read, to weigh or to draw."""

from __future__ import annotations

import json
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.conversations import naming, quoting, summing
from folkmoot.conversations.models import Discussion, Post
from folkmoot.directory import warning
from folkmoot.kit.letters import plain_of
from folkmoot.kit.markdown import render
from folkmoot.kit.replies import reply_of
from tests.yardstick import BUDGET, least

FULL = bool(os.environ.get("FOLKMOOT_FULL"))
MANY = 10_000 if FULL else 1_000


@pytest.fixture
def long(village):
    """A discussion of many posts, some of them quoting and some removed."""
    talk = Discussion.objects.create(group=village.sundays, title="Long", by=village.bram, last_number=MANY)
    people, began = (village.bram, village.dilys, village.amina), timezone.now() - timedelta(days=90)
    rows = [
        Post(
            discussion=talk,
            number=number,
            by=people[number % 3],
            words=f"Number {number} says *something* of its own, at some length, with [a link](/groups/) and a list.",
            at=began + timedelta(minutes=number),
            taken_back_at=began if number % 97 == 0 else None,
        )
        for number in range(1, MANY + 1)
    ]
    Post.objects.bulk_create(rows, batch_size=500)
    return talk


def asked(client, address: str) -> tuple[int, float]:
    """How many queries and seconds of CPU a page costs."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        began = time.process_time()
        assert client.get(address).status_code == 200
        spent = time.process_time() - began
    return len(queries), spent


def test_any_page_of_it_costs_the_same(client, village, long):
    client.force_login(village.dilys)
    address = long.get_absolute_url()
    asked(client, address)
    costs = [asked(client, f"{address}?page={page}") for page in (1, 2, MANY // 100, MANY // 50 - 1)]
    few, most = min(queries for queries, _cpu in costs), max(queries for queries, _cpu in costs)
    assert most - few <= 2 and most <= 40, costs
    # A page may take 200 ms; here it is CPU, with room, so that a busy machine fails nobody.
    assert sorted(cpu for _queries, cpu in costs)[-2] < 0.4, costs


def test_a_page_past_the_end_is_the_last(client, village, long):
    page = client.get(f"{long.get_absolute_url()}?page=99999").content.decode()
    assert f"Number {MANY} says" in page


def test_the_address_of_a_post_leads_to_its_page(client, village, long):
    post = long.post_at(MANY - 3)
    assert client.get(post.about_address).url == f"{long.get_absolute_url()}?page={MANY // 50}#post-{post.pk}"


PATHOLOGICAL = [
    "a" * 10_000, " " * 10_000, "\n" * 10_000, "> " * 5_000, ">" * 10_000, "@" * 10_000, "@a " * 3_300, "@A B C D " * 1_100,
    "*" * 10_000, "_a_" * 3_300, "[" * 10_000, "[a](" * 2_500, "](" * 5_000, "`" * 10_000, "<" * 10_000, "&" * 10_000,
    "a@" * 5_000, "a." * 5_000, "a@a." * 2_500, "0" * 10_000, "01632 " * 1_600, "+44 " * 2_500, "1 A " * 2_500,
    "12 Mill " * 1_250, "1 Abcdef Abcdef Abcdef " * 430, "A1 1A" * 2_000, "- " * 5_000, "|" * 10_000, "| a " * 2_500,
    "On " * 3_300, "On a wrote:\n" * 800, "From: a\n" * 1_200, "-----\n" * 1_600, "[1-9" * 2_500, "[1,2,3] " * 1_200,
    "[" + "1," * 4_000 + "]", "x\n\n" * 3_300, "http://" * 1_400, "![" * 5_000, "<!--" * 2_500, "<script>" * 1_250,
]  # fmt: skip


def hostile() -> list[str]:
    data = Path(os.environ.get("FOLKMOOT_REAL_DATA", "/none")) / "hostile/blns/blns.json"
    return json.loads(data.read_text()) if data.exists() else []


@pytest.mark.once
def test_no_text_takes_a_quarter_of_a_second(village):
    talk, slow = village.heating, []
    readers = {
        "drawn": lambda text: render(text, 3),
        "weighed": warning.find,
        "taken apart": lambda text: quoting.taken_apart(talk, text),
        "named": lambda text: naming.find(talk, text),
        "linked": lambda text: naming.linked(text, [village.dilys]),
        "summed up": summing.read,
        "answered by mail": lambda text: reply_of(text, "--- Write above this line ---"),
        "mail in HTML": plain_of,
    }
    texts = [*PATHOLOGICAL, "".join(hostile())[:10_000].replace("\x00", "")]
    for name, read in readers.items():
        read("warm")
        for text in texts:
            if (spent := least(lambda read=read, text=text: read(text))) > BUDGET:
                slow.append((name, text[:20], round(spent, 2)))
    assert slow == []


def test_taking_quotes_apart_costs_little_in_a_long_discussion(long):
    """Forty paragraphs that stand in no earlier post: each is looked for in all of them."""
    words = "\n\n".join(
        f"> Paragraph {number} of what nobody here has ever said, in this very form" for number in range(40)
    )
    quoting.taken_apart(long, words)
    began = time.process_time()
    said, quotes = quoting.taken_apart(long, words)
    assert quotes == [] and said == words
    assert time.process_time() - began < (1.5 if FULL else 0.25)


def test_no_words_make_searching_slow(village):
    from folkmoot.kit import search

    slow = []
    search.find("warm")
    for text in [*PATHOLOGICAL, "".join(hostile())[:10_000].replace("\x00", ""), '"' * 5_001, "a* " * 3_000]:
        if (spent := least(lambda text=text: search.find(text))) > BUDGET:
            slow.append((text[:20], round(spent, 2)))
    assert slow == []


def test_naughty_strings_come_back_as_they_were(client, village):
    from folkmoot.conversations import speaking
    from folkmoot.conversations.speaking import Said

    talk = speaking.begin(village.sundays, village.bram, Said("Begin", title="Naughty"))
    for text in [one for one in hostile() if one.strip()][:: 1 if FULL else 8]:
        post = speaking.say(talk, village.bram, Said(text))
        post.refresh_from_db()
        assert post.words == text.replace("\x00", " ").strip()
    assert client.get(talk.get_absolute_url()).status_code == 200

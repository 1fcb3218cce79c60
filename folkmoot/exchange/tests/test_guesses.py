"""Guesses: proposed for every row, marked, and confirmed forty at a time."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from folkmoot.directory.models import Activity, Revision, Topic
from folkmoot.exchange import guessing
from folkmoot.exchange.topics import Topics, beginnings

from .bringing import taken
from .sheets import ordinary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


@pytest.fixture
def guessed(village):
    return taken(village.amina, ordinary())


def waiting(person, source=None):
    return guessing.guessed_for(person, timezone.localdate(), source)


def test_a_page_holds_forty(client, village, guessed):
    client.force_login(village.amina)
    page = client.get(reverse("exchange:guesses"), {"source": guessed.source.pk})
    assert len(page.context["entries"]) == 40
    assert page.context["left"] == waiting(village.amina, guessed.source).count() > 40


def test_each_guess_says_what_it_is_about(client, village, guessed):
    client.force_login(village.amina)
    entry = Activity.objects.get(title="Mill Lane Toddler Group")
    entry.topics.add(Topic.objects.update_or_create(code="ZZ1", defaults={"name": "Children"})[0])
    Activity.objects.filter(pk=entry.pk).update(guessed=["topics", "people"])
    page = client.get(reverse("exchange:guesses"), {"source": guessed.source.pk})
    told = next(one["guesses"] for one in page.context["entries"] if one["entry"] == entry)
    assert [(name, str(label)) for name, label, _ in told] == [("topics", "Topics"), ("people", "For whom")]
    assert 'role="group" aria-label="For whom"' in page.text


def test_what_is_ticked_stays_and_what_is_not_goes(client, village, guessed):
    client.force_login(village.amina)
    deed = Activity.objects.get(title="Mill Lane Toddler Group")
    groups = sorted(group.pk for group in deed.people.all())
    said = {"entry": [deed.pk], f"types-{deed.pk}": ["events"], f"people-{deed.pk}": groups[:1]}
    said |= {f"places-{deed.pk}": [village.mill_lane.pk], "source": guessed.source.pk}
    for _ in range(2):
        assert client.post(reverse("exchange:confirm"), said).status_code == 302
    deed.refresh_from_db()
    assert deed.guessed == []
    assert [group.pk for group in deed.people.all()] == groups[:1]
    assert [row.place for row in deed.served.all()] == [village.mill_lane]
    assert Revision.objects.of(deed).get().changes["people"] == [groups, groups[:1]]


def test_a_stranger_confirms_nothing(client, village, guessed):
    deed = waiting(village.amina).first()
    client.force_login(village.bram)
    client.post(reverse("exchange:confirm"), {"entry": [deed.pk]})
    deed.refresh_from_db()
    assert deed.guessed != []
    assert waiting(village.bram).count() == 0


def test_a_convenor_may_confirm_anybodys(village, guessed):
    assert waiting(village.kofi).count() == waiting(village.amina).count()


def test_what_is_said_of_the_building_says_nothing_of_those_who_come(village):
    heads = ["Group", "Postcode", "Notes"]
    said = ("Wheelchair access at the side door", "For wheelchair users and their carers")
    rows = [{"Group": f"Oak Lane Lunch Club {n}", "Postcode": "TB1 1AA", "Notes": note} for n, note in enumerate(said)]
    taken(village.amina, rows, headings=heads)
    people = [
        {group.pk for group in Activity.objects.get(title=f"Oak Lane Lunch Club {n}").people.all()}
        for n in range(len(said))
    ]
    assert "disabled-people" not in people[0] and "disabled-people" in people[1]


@pytest.mark.parametrize(
    ("note", "gives"),
    [
        ("wants funding", False),
        ("Looking for a small grant", False),
        ("lost their core funding last year", False),
        ("Applied for Town Fund money", False),
        ("Small grants for street parties", True),
        ("Runs a hardship fund; wants volunteers", True),
    ],
)
def test_who_wants_money_gives_none(village, note, gives):
    rows = [{"Group": "Oak Lane Tool Loft", "Postcode": "TB1 1AA", "Notes": note}]
    taken(village.amina, rows, headings=["Group", "Postcode", "Notes"])
    assert Activity.objects.filter(title="Oak Lane Tool Loft", types="fund").exists() == gives


def test_topics_are_proposed_by_uk_cats_words(village):
    Topic.objects.update_or_create(
        code="ZZ101", defaults={"name": "Choirs", "pattern": r"\b(choir|singing)\b", "not_pattern": r"\bbird ?song\b"}
    )
    taken(village.amina, ordinary())
    deed = Activity.objects.get(title="Mill Lane Community Choir")
    assert "ZZ101" in {topic.pk for topic in deed.topics.all()}
    assert "topics" in deed.guessed


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        (r"\b(cats?|dogs?)\b", {"cat", "dog"}),
        (r"\b(the (welsh|irish) language)\b", {"the welsh ", "the irish "}),
        (r"\b(play[- ]?group)\b", {"play group", "play-group", "playgroup"}),
        (r"\b(men)\b|male", None),
        (r"w.?i\b", None),
    ],
)
def test_beginnings_of_patterns(pattern, starts):
    found = beginnings(pattern)
    assert (found is None) if starts is None else all(any(s.startswith(f) for f in found) for s in starts)


def test_all_patterns_at_once_find_what_each_finds_alone(real_data):
    import csv
    import re

    with (real_data / "uk-charities/ukcat.csv").open(encoding="utf-8") as file:
        rows = [(r["Code"], r["Regular expression"], r["Exclude regular expression"]) for r in csv.DictReader(file)]
    with (real_data / "uk-charities/charities-tagged.csv").open(encoding="utf-8") as file:
        texts = [f"{r['name']}. {r['activities']}".replace("’", "'")[:4000] for r in csv.DictReader(file)][:400]
    fast = Topics(rows)
    slow = [
        (code, re.compile(words, re.I), unless and re.compile(unless, re.I)) for code, words, unless in rows if words
    ]
    for text in texts:
        alone = {code for code, words, unless in slow if words.search(text) and not (unless and unless.search(text))}
        assert set(fast.found_in(text, 99)) == alone

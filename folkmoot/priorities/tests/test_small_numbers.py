"""What a result, a list or a priority says never gives away how many a few were."""

from __future__ import annotations

import pytest

from folkmoot.priorities import answers, counting, weighing
from folkmoot.priorities.models import Evidence, Priority, Question, Statement, Voice
from folkmoot.priorities.models.voice import Speaker
from folkmoot.priorities.page import Page
from folkmoot.rounds.models import AGREE, DISAGREE, DONT_KNOW_YET


@pytest.fixture
def asked(village):
    made = Question.ask("Which evening?", village.amina, place=village.thornbeck)
    for words in ("Mondays suit me", "Fridays suit me"):
        Statement.seed_with(made, words, village.amina)
    return made


def speak(question, numbers, *, local: bool, value=None) -> None:
    for number in numbers:
        speaker = Speaker.sheet(f"{question.pk}-{number}", local)
        for option in counting.keys_of(question):
            Voice.speak(question, speaker, option, value or (AGREE if number % 2 else DISAGREE))


def test_a_few_who_are_not_local_cannot_be_counted_from_the_others(client, village, asked):
    speak(asked, range(14), local=True)
    speak(asked, range(100, 104), local=False)
    counting.count_due()
    assert answers.voices(asked) != 18
    asked.close(village.amina)
    found = counting.count(asked, final=True).found
    assert (found["counted"], found["voices"], found["votes"]) == (14, 14, 28)
    assert "18" not in str(Page(asked, asked.result()).facts)
    assert ">18<" not in client.get(asked.get_absolute_url()).content.decode()


def test_many_who_are_not_local_are_counted_beside_the_result(village, asked):
    speak(asked, range(14), local=True)
    speak(asked, range(100, 112), local=False)
    asked.close(village.amina)
    found = counting.count(asked, final=True).found
    assert (found["voices"], found["local"], found["others"]) == (26, 14, 12) and found["others_said"]


@pytest.mark.parametrize(("silent", "told"), [(0, {"65-up": 14}), (4, {}), (10, {"65-up": 14})])
def test_how_many_did_not_say_their_age_is_not_told_by_the_others(village, asked, silent, told):
    speak(asked, range(14 + silent), local=True)
    saying = [voice.pk for voice in asked.spoken.order_by("pk")[:14]]
    asked.spoken.filter(pk__in=saying).update(age="65-up")
    asked.close(village.amina)
    assert counting.count(asked, final=True).found["ages"] == told


def test_while_it_is_open_people_are_counted_in_full_tens(village, asked):
    speak(asked, range(23), local=True)
    counting.count_due()
    assert answers.voices(asked) == 20 and "At least 20 people" in answers.standing(asked)


def test_how_many_a_rerun_leaves_out_is_not_told_where_they_are_few(village, asked):
    Question.objects.filter(pk=asked.pk).update(voices=Question.Voices.EVERYONE)
    asked.refresh_from_db()
    speak(asked, range(14), local=True)
    speak(asked, range(100, 104), local=False)
    asked.close(village.amina)
    found = counting.count(asked, final=True).found
    words = [label for label, _moves in answers.reruns(asked, found)]
    assert "with voices known to be local only" in words and not any("4 fewer" in label for label in words)


def test_dont_know_yet_the_shift_and_the_most_affected_are_of_those_in_the_result(village, asked):
    Question.objects.filter(pk=asked.pk).update(learn=Question.Learn.BETWEEN, reading="Read.")
    asked.refresh_from_db()
    first, second = counting.keys_of(asked)
    for number in range(40):
        speaker = Speaker.sheet(f"{asked.pk}-{number}", number < 12)
        Voice.speak(asked, speaker, second, AGREE)
        voice = Voice.speak(asked, speaker, first, DONT_KNOW_YET)
        voice.tell(has_read=True, affected=True, age="65-up")
        Voice.speak(asked, speaker, first, AGREE if number < 12 else DISAGREE)
    asked.close(village.amina)
    found = counting.count(asked, final=True).found
    assert found["unsure"] == {str(first): 0, str(second): 0}
    assert [(row["n"], row["agree_after"]) for row in found["shift"]] == [(12, 12)] * 2
    assert [(row["n"], row["share"]) for row in found["affected_said"]] == [(12, 100)] * 2


def test_where_nobody_said_enough_there_is_no_result_and_the_count_goes_on(client, village, asked):
    for number in range(12):
        Voice.speak(asked, Speaker.sheet(f"{asked.pk}-{number}", True), counting.keys_of(asked)[0], AGREE)
    asked.close(village.amina)
    assert counting.count(asked, final=True).found["enough"] is False
    assert "said enough of it" in client.get(asked.get_absolute_url()).content.decode()


def test_rows_of_fewer_than_ten_cannot_be_found_from_the_others(client, village):
    one = Priority.set_down("A crossing", village.amina, place=village.thornbeck)
    one.cite(village.amina, Evidence.Method.LETTERS, "Letters", people=12)
    one.cite(village.amina, Evidence.Method.EVENT, "The forum", people=5)
    rows = list(one.evidence.all())
    assert "At least 12 separate people" in weighing.people_words(rows)
    assert "17" not in weighing.people_words(rows) and weighing.shown(one)[1] == "not shown"
    page = client.get(one.get_absolute_url()).content.decode()
    assert ">17" not in page and "12 to 17" not in page and "and 17" not in page


def test_it_never_says_ten_where_fewer_are_known(village):
    one = Priority.set_down("A crossing", village.amina, place=village.thornbeck)
    for title, n in (("Letters", 4), ("Calls", 8)):
        one.cite(village.amina, Evidence.Method.LETTERS, title, people=n)
    words = weighing.people_words(list(one.evidence.all()))
    assert words.startswith("Fewer than ten people said so in each place") and weighing.shown(one)[0] == "under ten"

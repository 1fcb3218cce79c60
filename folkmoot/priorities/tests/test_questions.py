"""Questions: asking, saying once by whatever way, and what is hidden until the close."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from folkmoot.kit import links
from folkmoot.kit.logs import WithoutSecrets
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.kit.work import drain
from folkmoot.priorities import counting, keying, knowing
from folkmoot.priorities.models import Batch, Question, Statement, Voice, Vouch
from folkmoot.priorities.models.voice import Speaker
from folkmoot.rounds.models import AGREE, DISAGREE, DONT_KNOW_YET, Choice, Round, RoundClosed, Say


@pytest.fixture
def asked(village):
    made = Question.ask("Which evening?", village.amina, place=village.thornbeck, once="t")
    for words in ("Mondays suit me", "Fridays suit me", "Later than eight is too late"):
        Statement.seed_with(made, words, village.amina)
    return made


def keys(question):
    return counting.keys_of(question)


def test_asking_again_with_the_same_word_is_asking_once(village, asked):
    assert Question.ask("Which evening?", village.amina, once="t") == asked


def test_what_somebody_says_is_kept_and_changed(village, asked):
    bram = Speaker.person(village.bram, asked)
    Voice.speak(asked, bram, keys(asked)[0], AGREE)
    voice = Voice.speak(asked, bram, keys(asked)[0], DISAGREE)
    Voice.speak(asked, bram, keys(asked)[1], DONT_KNOW_YET)
    assert asked.spoken.count() == 1 and voice.local
    assert sorted(voice.say.choices.values_list("value", flat=True)) == [DISAGREE, DONT_KNOW_YET]


def test_one_person_is_one_voice_by_account_by_link_and_on_paper(village, asked):
    batch = Batch.make(asked, 3, "at the door", False, village.amina)
    Voice.speak(asked, Speaker.mailed(village.bram.email.upper(), asked), keys(asked)[0], AGREE)
    Voice.speak(asked, Speaker.person(village.bram, asked), keys(asked)[1], AGREE)
    sent = {"code": batch.codes()[0], "email": village.bram.email, f"o{keys(asked)[0]}": str(DISAGREE)}
    keying.key(asked, sent)
    assert asked.spoken.count() == 1
    assert dict(Choice.objects.filter(say__round=asked.round).values_list("option", "value"))[keys(asked)[0]] == AGREE


def test_a_mailed_voice_stays_theirs_when_they_open_an_account(village, asked):
    from folkmoot.people.models import Person

    Voice.speak(asked, Speaker.mailed("nia@thornbeck.example", asked), keys(asked)[0], AGREE)
    nia = Person.objects.create_user("nia@thornbeck.example", name="Nia")
    Voice.speak(asked, Speaker.person(nia, asked), keys(asked)[1], AGREE)
    assert asked.spoken.count() == 1


def test_a_closed_question_takes_nothing_more(village, asked):
    asked.close(village.amina)
    with pytest.raises(RoundClosed):
        Voice.speak(asked, Speaker.person(village.bram, asked), keys(asked)[0], AGREE)
    with pytest.raises(RoundClosed):
        Statement.put(asked, "Sundays suit me", village.bram)


def test_it_closes_by_the_databases_clock(village, asked):
    Round.objects.filter(pk=asked.round_id).update(opens_at=timezone.now() - timezone.timedelta(days=2))
    Round.objects.filter(pk=asked.round_id).update(closes_at=timezone.now() - timezone.timedelta(seconds=1))
    assert asked.is_over() and not Question.objects.get(pk=asked.pk).is_open()


def test_a_stranger_cannot_close_it(village, asked):
    with pytest.raises(NotYours):
        asked.close(village.bram)


def test_nothing_in_the_database_joins_a_person_to_a_voice_or_two_questions_to_each_other(village, asked):
    other = Question.ask("Another?", village.amina)
    Statement.seed_with(other, "Yes", village.amina)
    for question in (asked, other):
        Voice.speak(question, Speaker.person(village.bram, question), keys(question)[0], AGREE)
    says = list(Say.objects.filter(round__in=(asked.round, other.round)))
    assert len({say.voter for say in says}) == 2
    assert all(say.person_id is None and say.place_id is None and say.sector == "" for say in says)
    assert all(str(village.bram.pk) != say.voter.partition(":")[2] for say in says)
    assert all((say.said_at.minute, say.said_at.second, say.said_at.microsecond) == (0, 0, 0) for say in says)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM rounds_say WHERE round_id IN (%s, %s)", [asked.round_id, other.round_id])
        assert village.bram.email not in str(cursor.fetchall())


def test_a_count_makes_the_votes_coarse_and_loses_their_order(village, asked):
    for number in range(12):
        speaker = Speaker.mailed(f"p{number}@example.org", asked)
        Voice.speak(asked, speaker, keys(asked)[0], AGREE if number % 2 else DISAGREE)
    before = {say.voter for say in Say.objects.filter(round=asked.round)}
    votes = sorted(Choice.objects.filter(say__round=asked.round).values_list("option", "value"))
    asked.close(village.amina)
    counting.count(asked, final=True)

    assert counting.settle(asked) and not counting.settle(asked)

    after = Say.objects.filter(round=asked.round)
    assert before.isdisjoint(say.voter for say in after) and len({say.said_at for say in after}) == 1
    assert set(asked.spoken.values_list("hour", flat=True)) == {None}
    assert sorted(Choice.objects.filter(say__round=asked.round).values_list("option", "value")) == votes
    with pytest.raises(Refusal):
        asked.reopen(village.amina)


def test_the_page_of_a_vote_costs_no_more_queries_with_more_statements(client, village, asked):
    client.force_login(village.bram)
    here = f"/questions/{asked.pk}/say/"

    def costs() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as kept:
            client.post(here, {"do": "vote", "statement": keys(asked)[0], "value": 2})
        with CaptureQueriesContext(connection) as shown:
            client.get(here)
        return len(kept), len(shown)

    costs()
    before = costs()
    for number in range(30):
        Statement.seed_with(asked, f"Another evening, {number}", village.amina)
    for key in keys(asked):
        Voice.speak(asked, Speaker.person(village.bram, asked), key, AGREE)

    assert costs() == before
    lately, every = client.get(here).content.decode(), client.get(f"{here}?said=all").content.decode()
    assert lately.count("Another evening") == 8 and "things you said before" in lately
    assert every.count("Another evening") == 30


def test_a_final_result_is_counted_once(village, asked):
    asked.close(village.amina)
    assert counting.count(asked, final=True) == counting.count(asked, final=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.found.create(voices=0, final=True)


def test_the_page_of_an_open_question_shows_no_tally_even_to_those_who_ask(client, village, asked):
    for number in range(30):
        Voice.speak(asked, Speaker.mailed(f"p{number}@example.org", asked), keys(asked)[0], AGREE)
    counting.count_due()
    client.force_login(village.amina)
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "not shown yet" in page and "30 people have spoken" in page and "%" not in page.split("<main")[1]


def test_fewer_than_ten_are_no_result(village, asked):
    for number in range(9):
        Voice.speak(asked, Speaker.mailed(f"p{number}@example.org", asked), keys(asked)[0], AGREE)
    asked.voices = Question.Voices.EVERYONE
    asked.save()
    asked.close(village.amina)
    assert counting.count(asked, final=True).found["enough"] is False


def test_voices_not_known_to_be_local_never_move_the_result_of_those_who_are(village, asked):
    """A hundred false voices for each real one, put where real ones are put, and counted by the count itself."""
    for number in range(12):
        for at, option in enumerate(keys(asked)):
            value = AGREE if (number + at) % 3 else DISAGREE
            Voice.speak(asked, Speaker.sheet(f"{asked.pk}-{number}", True), option, value)
    before = counting.COUNTS[asked.kind](asked, True)
    says = Say.objects.bulk_create(
        Say(round=asked.round, voter=f"voice:{n:040x}", said_at=asked.asked_at, changed_at=asked.asked_at)
        for n in range(1200)
    )
    Voice.objects.bulk_create(
        Voice(question=asked, say=say, way="mail", local=False, affected=True, age="65-up") for say in says
    )
    Choice.objects.bulk_create(Choice(say=say, option_id=o, value=DISAGREE) for say in says for o in keys(asked))
    after = counting.COUNTS[asked.kind](asked, True)
    beside = {"voices", "others", "votes", "ways", "ages", "others_said"}
    assert after["others"] == 1200 and after["others_said"]
    assert {k: v for k, v in after.items() if k not in beside} == {k: v for k, v in before.items() if k not in beside}


def test_the_order_of_statements_is_each_persons_own_and_stays(village, asked):
    from folkmoot.priorities.saying import in_their_order

    for number in range(20):
        Statement.seed_with(asked, f"Statement {number}", village.amina)
    bram, dilys = (Speaker.person(who, asked) for who in (village.bram, village.dilys))
    assert in_their_order(asked, bram) == in_their_order(asked, bram) != in_their_order(asked, dilys)


def test_a_vote_on_the_page_leads_to_the_next_statement(client, village, asked):
    client.force_login(village.bram)
    address = reverse("priorities:say", args=[asked.pk])
    page = client.get(address).content.decode()
    statement = re.search(r'name="statement" value="(\d+)"', page)[1]
    answer = client.post(address, {"do": "vote", "statement": statement, "value": str(AGREE)})
    assert answer.status_code == 302
    assert "1 of 3 said" in client.get(address).content.decode()


def test_somebody_without_an_account_says_by_a_mailed_link(client, village, asked):
    client.post(reverse("priorities:link", args=[asked.pk]), {"email": "nia@example.org"})
    drain(scheduled=False)
    address = re.search(r"/questions/say/\S+/", mail.outbox[-1].body).group()
    assert client.post(address, {"do": "vote", "statement": keys(asked)[0], "value": AGREE}).status_code == 302
    assert asked.spoken.get().way == Voice.Way.MAIL
    assert client.get(address).headers["Referrer-Policy"] == "same-origin", "a form sent from it must name its origin"
    assert client.get("/questions/say/forged/").status_code == 404


def test_a_vote_that_is_none_is_refused_in_words(client, village, asked):
    client.force_login(village.bram)
    address = reverse("priorities:say", args=[asked.pk])
    for sent in ({"value": "9"}, {"value": ""}, {"value": "1", "statement": "99999999"}, {}):
        answer = client.post(address, {"do": "vote", "statement": keys(asked)[0]} | sent)
        assert answer.status_code == 409 and "That was not kept" in answer.content.decode()
    assert not asked.spoken.exists()


def test_all_one_said_can_be_taken_back(client, village, asked):
    client.force_login(village.bram)
    Voice.speak(asked, Speaker.person(village.bram, asked), keys(asked)[0], AGREE)
    client.post(reverse("priorities:say", args=[asked.pk]), {"do": "withdraw"})
    assert not asked.spoken.exists() and not Say.objects.filter(round=asked.round).exists()


def test_reading_between_keeps_what_was_said_before(village, asked):
    asked.learn, asked.reading = Question.Learn.BETWEEN, "Read."
    asked.save()
    bram = Speaker.person(village.bram, asked)
    voice = Voice.speak(asked, bram, keys(asked)[0], DONT_KNOW_YET)
    voice.tell(has_read=True)
    Voice.speak(asked, bram, keys(asked)[0], AGREE)
    assert voice.say.choices.get().before == DONT_KNOW_YET and voice.say.choices.get().value == AGREE


def test_vouching_marks_what_was_said_in_open_questions(village, asked):
    Voice.speak(asked, Speaker.person(village.emeka, asked), keys(asked)[0], AGREE)
    assert not asked.spoken.get().local
    knowing.give(village.emeka, village.mill_lane, village.amina)
    assert asked.spoken.get().local
    with pytest.raises(NotYours):
        knowing.give(village.amina, village.mill_lane, village.amina)
    with pytest.raises(NotYours):
        knowing.give(village.carys, village.mill_lane, village.bram)


def test_a_body_is_asked_whether_it_knows_somebody(village):
    vouch = Vouch.ask(village.emeka, village.mill_lane, village.voluntary_action)
    assert Vouch.ask(village.emeka, village.mill_lane, village.voluntary_action) == vouch
    with pytest.raises(NotYours):
        vouch.answer(village.bram, True)
    knowing.answer(vouch, village.amina, True)
    assert Vouch.objects.stands(village.emeka, village.thornbeck)
    assert not Vouch.objects.stands(village.emeka, village.farmoor)


def test_the_code_of_a_sheet_stands_nowhere_in_the_database(village, asked):
    from folkmoot.priorities.models.batch import read_code

    batch = Batch.make(asked, 2, "at the door", True, village.amina)
    code = batch.codes()[1]
    assert read_code(asked, code.lower()).local
    with pytest.raises(Refusal):
        read_code(asked, "2-AAAAAA")
    with pytest.raises(Refusal):
        read_code(village.square, code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM priorities_batch")
        assert code.partition("-")[2] not in str(cursor.fetchall())


def test_a_sheet_is_typed_in_as_it_was_printed(client, village, asked):
    code = Batch.make(asked, 2, "at the door", True, village.amina).codes()[0]
    client.force_login(village.amina)
    address = reverse("priorities:key", args=[asked.pk])
    page = client.get(address, {"code": code}).content.decode()
    assert code in page
    sent = {"do": "key", "code": code, f"o{keys(asked)[0]}": str(DISAGREE), "email": ""}
    answer = client.post(f"{address}?code={code}", sent)
    assert answer.status_code == 302, re.search(r'role="alert".*?</div>', answer.content.decode(), re.S)
    assert asked.spoken.get().way == Voice.Way.PAPER and asked.spoken.get().local
    assert client.post(address, sent | {"code": "1-AAAAAA"}).status_code == 409


def test_sheets_that_vouch_are_printed_by_those_who_may_vouch_alone(client, village):
    mine = Question.ask("Which evening?", village.bram, place=village.thornbeck)
    assert Batch.make(mine, 3, "at the door", False, village.bram)
    with pytest.raises(NotYours):
        Batch.make(mine, 3, "at the door", True, village.bram)
    client.force_login(village.bram)
    assert 'name="local"' not in client.get(reverse("priorities:desk", args=[mine.pk])).content.decode()
    theirs = Batch.objects.create(question=mine, first=90, count=2, how="at the door", local=True, by=village.amina)
    assert client.get(reverse("priorities:sheets", args=[mine.pk, theirs.pk])).status_code == 403
    client.force_login(village.amina)
    client_page = client.get(reverse("priorities:desk", args=[village.square.pk]))
    assert client_page.status_code != 200 or 'name="local"' in client_page.content.decode()


def test_a_vouch_that_ends_marks_what_was_said_in_open_questions(client, village, asked):
    vouch = knowing.give(village.emeka, village.mill_lane, village.amina)
    Voice.speak(asked, Speaker.person(village.emeka, asked), keys(asked)[0], AGREE)
    assert asked.spoken.get().local
    client.force_login(village.amina)
    assert "not known to be local here any more" in client.get(vouch.get_absolute_url()).content.decode()
    client.post(reverse("priorities:end_vouch", args=[vouch.pk]))
    assert not asked.spoken.get().local
    assert not knowing.end(vouch, village.amina)


def test_another_vouch_or_a_sheet_keeps_a_voice_local(village, asked):
    first = knowing.give(village.emeka, village.mill_lane, village.amina)
    knowing.give(village.emeka, village.thornbeck, village.amina)
    Voice.speak(asked, Speaker.person(village.emeka, asked), keys(asked)[0], AGREE)
    knowing.end(first, village.amina)
    assert asked.spoken.get().local


def test_the_link_to_say_with_is_in_no_log_nor_the_address_that_is_signed_in_it(client, village, asked, caplog):
    caplog.handler.addFilter(WithoutSecrets())
    token = links.sign("speak in a question", [asked.pk, "mail", "nia@thornbeck.example"])
    answer = client.post(f"/questions/say/{token}/", {"do": "vote", "statement": "1", "value": "9"})
    assert answer.status_code == 409
    assert "/questions/say/…/" in caplog.text and token.split(":")[0] not in caplog.text

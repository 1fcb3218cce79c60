"""Two communities want opposite things: each proposition shows the other, and whoever decides sees both."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from folkmoot.decisions.models import Contrary, Proposition
from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import NotYours, Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-20 12:00Z")
    return time_machine


def asked(village, title: str, by, **more) -> Proposition:
    post = village.crossing.post
    facts = {"words": "The council does it.", "post": post, "place": village.thornbeck}
    facts |= {"due_on": timezone.localdate() + timedelta(days=20)} | more
    return Proposition.objects.create(title=title, by=by, put_at=timezone.now(), **facts)


@pytest.fixture
def two(village):
    return asked(village, "Close Mill Lane to cars", village.bram), asked(village, "Keep Mill Lane open", village.carys)


def test_each_shows_the_other_and_whoever_decides_sees_both(client, village, two):
    closed, kept = two
    Contrary.say(closed, kept, village.bram, "A lane is open or it is not.")
    for one, other in ((closed, kept), (kept, closed)):
        page = client.get(one.get_absolute_url()).content.decode()
        assert "Only one of these can be agreed" in page and other.get_absolute_url() in page
        assert "A lane is open or it is not." in page
    client.force_login(village.dilys)
    assert "A lane is open or it is not." in client.get("/decisions/for-you/").content.decode()


def test_those_who_ask_for_the_other_are_told_once(village, two):
    closed, kept = two
    one = Contrary.say(closed, kept, village.bram, "A lane is open or it is not.")
    assert Contrary.say(closed, kept, village.bram, "Again.") == one
    assert Contrary.say(kept, closed, village.carys, "From the other side.") == one
    assert Notice.objects.filter(person=village.carys, words__contains="only one of the two").count() == 1


def test_strangers_say_nothing_of_it_and_only_the_sayer_takes_it_back(client, village, two):
    closed, kept = two
    with pytest.raises(NotYours):
        Contrary.say(closed, kept, village.amina, "x")
    client.force_login(village.amina)
    assert client.post(f"{closed.get_absolute_url()}against/", {"other": kept.pk, "because": "x"}).status_code == 403
    one = Contrary.say(closed, kept, village.bram, "x")
    with pytest.raises(NotYours):
        one.take_back(village.carys)
    assert one.take_back(village.bram) and not one.take_back(village.bram)
    assert "Only one of these" not in client.get(closed.get_absolute_url()).content.decode()
    assert Contrary.say(closed, kept, village.bram, "After all.") != one


def test_itself_a_draft_a_withdrawn_one_and_no_reason_are_refused(village, two):
    closed, kept = two
    draft = Proposition.begin("A draft", village.carys, "a draft")
    for other in (closed, draft):
        with pytest.raises(Refusal):
            Contrary.say(closed, other, village.bram, "x")
    with pytest.raises(Refusal, match="Say why"):
        Contrary.say(closed, kept, village.bram, " ")
    kept.withdraw(village.carys, "Not now.")
    with pytest.raises(Refusal):
        Contrary.say(closed, kept, village.bram, "x")


def test_one_that_was_withdrawn_later_stands_against_nothing(client, village, two):
    closed, kept = two
    Contrary.say(closed, kept, village.bram, "x")
    kept.withdraw(village.carys, "Not now.")
    assert "Only one of these" not in client.get(closed.get_absolute_url()).content.decode()


def test_on_the_page_it_is_chosen_from_what_is_near(client, village, two):
    closed, kept = two
    client.force_login(village.bram)
    assert f'<option value="{kept.pk}">' in client.get(closed.get_absolute_url()).content.decode()
    client.post(f"{closed.get_absolute_url()}against/", {"other": kept.pk, "because": "A lane is open or not."})
    assert Contrary.objects.of(kept).get().beside(kept) == closed


def test_the_database_keeps_one_of_each_pair_in_order(village, two):
    closed, kept = two
    rows = {"because": "x", "by": village.bram}
    Contrary.objects.create(one=closed, other=kept, **rows)
    for one, other in ((closed, kept), (kept, closed)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contrary.objects.create(one=one, other=other, **rows)

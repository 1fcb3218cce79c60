"""Two groups agree terms: proposed by one, agreed by the other, versioned, ended by either; and what flows by them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.conversations import agreeing, copying, founding, jobs, leaving, sharing, speaking
from folkmoot.conversations.models import LogRow, Member, Terms
from folkmoot.conversations.speaking import Said
from folkmoot.journal.models import Line, Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.requests.models import Request

SHARED = {"events": "both", "talks": "given", "voices": "Emeka speaks for the Sundays.", "words": ""}


@pytest.fixture
def sides(village):
    """Emeka looks after the first, Bram after the second; neither is in the other's."""
    Terms.objects.all().delete()
    cafe = founding.begin(village.bram, {"name": "Repair café", "about": "Toasters.", "way_in": "open"})
    return village.sundays, cafe


@pytest.fixture
def proposed(village, sides):
    return agreeing.propose(*sides, village.emeka, SHARED, "once")


def agreed(village, proposed) -> Terms:
    agreeing.agree(proposed, village.bram)
    return proposed


def sign_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_nothing_flows_until_the_other_has_agreed_and_nothing_after_either_ended_it(village, sides, proposed):
    sundays, cafe = sides
    assert not sharing.givers(cafe, "talks") and not sharing.in_force(cafe, None)

    assert agreeing.agree(proposed, village.bram) and not agreeing.agree(proposed, village.bram)

    assert sharing.givers(cafe, "talks") == [sundays] and sharing.givers(sundays, "talks") == []
    assert sharing.givers(sundays, "events") == [cafe] and sharing.givers(cafe, "events") == [sundays]
    assert village.heating in sharing.talks(cafe, None, 20) and not sharing.talks(sundays, None, 20)

    assert agreeing.end(proposed, village.emeka, "The summer is over.")
    assert not agreeing.end(proposed, village.bram, "again")
    assert not sharing.givers(cafe, "talks") and not sharing.givers(sundays, "events")
    assert cafe.log.filter(what=LogRow.What.TERMS, because="The summer is over.").count() == 1
    assert sundays.log.filter(what=LogRow.What.TERMS, words__contains="café").count() == 3
    assert Notice.objects.filter(person=village.bram, words__contains="The summer is over.").exists()


def test_only_those_who_look_after_the_one_propose_and_after_the_other_answer(village, sides, proposed):
    with pytest.raises(NotYours):
        agreeing.propose(*sides, village.bram, SHARED)
    for strange in (village.emeka, village.carys):
        with pytest.raises(NotYours):
            agreeing.agree(proposed, strange)
        with pytest.raises(NotYours):
            agreeing.decline(proposed, strange, "No.")
    with pytest.raises(NotYours):
        agreeing.end(agreed(village, proposed), village.carys, "Because")
    with pytest.raises(Refusal, match="Say why"):
        agreeing.end(proposed, village.bram, " ")


def test_proposed_twice_is_proposed_once_and_one_proposal_waits_at_a_time_whichever_side_makes_it(
    village, sides, proposed
):
    sundays, cafe = sides
    assert agreeing.propose(sundays, cafe, village.emeka, SHARED, "once") == proposed
    with pytest.raises(Refusal, match="wait for an answer"):
        agreeing.propose(cafe, sundays, village.bram, SHARED)
    assert Request.objects.open().filter(kind=agreeing.KIND).waiting_for(village.bram).count() == 1

    with pytest.raises(Refusal, match="Say why not"):
        agreeing.decline(proposed, village.bram, "")
    agreeing.decline(proposed, village.bram, "Too much for us.")

    assert not Request.objects.open().filter(kind=agreeing.KIND).exists()
    with pytest.raises(Refusal, match="answered on"):
        agreeing.agree(proposed, village.bram)
    assert agreeing.propose(cafe, sundays, village.bram, SHARED).version == 2


def test_a_new_version_takes_the_place_of_the_old_and_both_stay_to_be_read(village, sides, proposed):
    sundays, cafe = sides
    first = agreed(village, proposed)
    second = agreeing.propose(cafe, sundays, village.bram, SHARED | {"events": ""})
    assert sharing.givers(cafe, "events") == [sundays], "the old stands until the new one is agreed"

    agreeing.agree(second, village.emeka)

    first.refresh_from_db()
    assert first.ended_at and "version 2" in first.ended_because
    assert [one.pk for one in sharing.in_force(cafe, None)] == [second.pk]
    assert sharing.givers(cafe, "events") == [] and sharing.givers(sundays, "talks") == [cafe]
    page = Client().get(second.get_absolute_url()).content.decode()
    assert "Version 1" in page and "Emeka speaks for the Sundays." in page


def test_it_ends_by_itself_after_its_last_day_and_while_one_of_the_two_is_not_here(village, sides):
    sundays, cafe = sides
    today = timezone.localdate()
    with pytest.raises(Refusal, match="past"):
        agreeing.propose(sundays, cafe, village.emeka, SHARED | {"until": today - timedelta(days=1)})
    terms = agreeing.propose(sundays, cafe, village.emeka, SHARED | {"until": today + timedelta(days=30)})
    agreed(village, terms)
    assert sharing.givers(cafe, "talks", today + timedelta(days=30)) == [sundays]
    assert sharing.givers(cafe, "talks", today + timedelta(days=31)) == []

    leaving.leave(sundays, village.emeka)
    assert sharing.givers(cafe, "talks") == []
    leaving.come_back(sundays, village.emeka)
    assert sharing.givers(cafe, "talks") == [sundays]


def test_terms_never_show_what_only_members_read_nor_that_a_hidden_group_exists(village, sides):
    sundays, _cafe = sides
    terms = agreeing.propose(village.carers, sundays, village.amina, SHARED | {"talks": "given", "voices": "Nobody."})
    agreeing.agree(terms, village.emeka)  # Emeka is in both.

    for client in (Client(), sign_in(village.carys)):
        shown = client.get(sundays.get_absolute_url()).content.decode()
        assert "Thursday carers" not in shown and "The nights" not in shown
        assert client.get(terms.get_absolute_url()).status_code == 404
        assert "Thursday carers" not in client.get(reverse("conversations:log", args=[sundays.slug])).content.decode()
    assert "The nights" in sign_in(village.emeka).get(sundays.get_absolute_url()).content.decode()
    assert not Line.objects.public().filter(verb="agreed terms for").exists()


def test_a_group_may_keep_its_discussions_to_those_it_agreed_it_with(village, sides, proposed):
    sundays, cafe = sides
    Member.objects.create(group=cafe, person=village.dilys)
    talk = village.heating  # Emeka's; Dilys is in both groups
    assert cafe in copying.groups_for(talk, village.dilys)
    founding.change(sundays, village.emeka, {"carried": "agreed"}, "We want to be asked.")
    talk.group.refresh_from_db()
    assert cafe not in copying.groups_for(talk, village.dilys)

    agreed(village, proposed)

    assert copying.copy(talk, cafe, village.dilys).copied_from == "Sundays in Thornbeck"
    own = speaking.begin(sundays, village.dilys, Said("Mine.", title="My own"))
    agreeing.end(proposed, village.bram, "Enough.")
    assert cafe in copying.groups_for(own, village.dilys)


def test_both_are_told_once_on_the_day_to_look_at_it_again(village, sides):
    sundays, cafe = sides
    day = timezone.localdate() + timedelta(days=3)
    agreed(village, agreeing.propose(sundays, cafe, village.emeka, SHARED | {"review_on": day}))
    jobs.remind_of_terms(day - timedelta(days=1))
    assert not Notice.objects.filter(words__contains="look again at what").exists()
    jobs.remind_of_terms(day)
    jobs.remind_of_terms(day)
    told = Notice.objects.filter(words__contains="look again at what").values_list("person", flat=True)
    assert sorted(told) == sorted([village.emeka.pk, village.bram.pk])


def test_it_is_proposed_answered_and_ended_on_the_pages(village, sides):
    sundays, cafe = sides
    emeka, bram = sign_in(village.emeka), sign_in(village.bram)
    where = reverse("conversations:propose_terms", args=[sundays.slug])
    wrong = emeka.post(where, {"partner": "Nobody’s group", "events": "both"}).content.decode()
    assert "no other group of that name" in wrong and "Nobody’s group" in wrong

    answer = emeka.post(where, {"partner": cafe.get_absolute_url(), "events": "both", "talks": "", "voices": "Emeka."})

    terms = Terms.objects.get()
    assert answer.url == terms.get_absolute_url()
    assert "It waits for the answer" in bram.get(terms.get_absolute_url()).content.decode()
    assert Client().get(terms.get_absolute_url()).status_code == 404
    yes = reverse("conversations:answer_terms", args=[sundays.slug, terms.pk])
    assert bram.post(yes, {"answer": "yes"}).url == terms.get_absolute_url()
    for group in sides:
        assert (
            "Events of Repair café stand on the page of Sundays"
            in Client().get(group.get_absolute_url()).content.decode()
        )
    again = bram.get(
        reverse("conversations:propose_terms", args=[cafe.slug]) + f"?with={sundays.slug}"
    ).content.decode()
    assert "Emeka." in again
    bram.post(reverse("conversations:end_terms", args=[sundays.slug, terms.pk]), {"because": "Enough."})
    assert "Enough." in Client().get(terms.get_absolute_url()).content.decode()

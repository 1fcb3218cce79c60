"""The pages: names for those who may hear, a count for the rest, and an answer that can be taken back."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Choice, Finding
from folkmoot.kit.refusals import NotYours, Refusal


@pytest.fixture
def finding(village):
    look_again(timezone.localdate())
    ours = [village.drop_in, village.course]
    return Finding.objects.standing().get(kind="duplication", a__in=ours, b__in=ours)


def page(client, person, address="/together/"):
    if person:
        client.force_login(person)
    else:
        client.logout()
    return client.get(address)


def test_a_stranger_sees_a_count_and_no_names(client, village, finding):
    for address in ("/together/", finding.get_absolute_url()):
        for person in (None, village.carys, village.bram):
            words = page(client, person, address).content.decode()
            assert village.course.title not in words and village.drop_in.title not in words


def test_a_party_sees_both_names_and_the_reasons(client, village, finding):
    words = page(client, village.emeka, finding.get_absolute_url()).content.decode()

    assert village.course.title in words and village.drop_in.title in words
    assert finding.reasons[0]["words"] in words.replace("&quot;", '"').replace("&#x27;", "'")


def test_the_first_sentence_counts_the_pairs_that_are_shown(client, village, finding):
    answer = page(client, village.emeka)

    assert answer.context["board"].shown > 1
    assert f"{answer.context['board'].shown} pairs are worth a look" in answer.content.decode()


@pytest.mark.parametrize("kind", ["duplication", "synergy"])
def test_the_list_offers_every_answer_once_and_says_same_thing_first_only_of_what_may_be(
    client, village, finding, kind
):
    type(finding).objects.filter(pk=finding.pk).update(kind=kind)
    card = page(client, village.emeka).content.decode().partition(f'action="/together/{finding.pk}/answer/"')[2]
    first, _more, other = card.partition("</form>")[0].partition("<details>")

    found = re.findall(r'name="choice" value="(\w+)"', first)
    assert found == (["talk", "join", "similar"] if kind == "duplication" else ["talk", "similar"])
    found += re.findall(r'name="choice" value="(\w+)"', other) + [
        "separate"
    ]  # which leads to where its reason is asked
    assert "#true" in other and sorted(found) == sorted(Choice.values)


def test_better_kept_separate_needs_its_reason(village, finding):
    with pytest.raises(Refusal, match="Say why"):
        finding.answer(village.emeka, "separate", " ", day=timezone.localdate())


def test_a_stranger_cannot_answer(village, finding):
    with pytest.raises(NotYours):
        finding.answer(village.carys, "talk", day=timezone.localdate())


def test_an_answer_is_kept_replaced_and_taken_back(client, village, finding):
    client.force_login(village.emeka)
    address = finding.get_absolute_url()
    for choice in ("talk", "similar"):
        assert client.post(f"{address}answer/", {"choice": choice}).status_code == 302
    finding.refresh_from_db()
    assert [each.choice for each in finding.answers()] == ["similar"]

    assert client.post(f"{address}undo/{finding.answers().get().pk}/").status_code == 302
    assert not finding.answers().exists()


def test_publishing_opens_the_names_to_everyone_once(client, village, finding):
    day = timezone.localdate()
    finding.answer(village.emeka, "separate", "One is a class, the other a drop-in; people use both in turn.", day=day)
    finding.publish(village.emeka, day=day)
    finding.publish(village.emeka, day=day)

    words = page(client, None, finding.get_absolute_url()).content.decode()
    assert village.course.title in words and "people use both in turn" in words
    assert finding.publications.count() == 1


def test_nobody_publishes_for_another(village, finding):
    finding.answer(village.emeka, "talk", day=timezone.localdate())

    with pytest.raises(Refusal, match="Answer first"):
        finding.publish(village.amina, day=timezone.localdate())


def test_taking_a_published_answer_back_closes_the_names_again(client, village, finding):
    day = timezone.localdate()
    answer = finding.answer(village.emeka, "talk", day=day)
    finding.publish(village.emeka, day=day)

    client.force_login(village.emeka)
    client.post(f"{finding.get_absolute_url()}undo/{answer.pk}/")

    assert village.course.title not in page(client, None, finding.get_absolute_url()).content.decode()


def test_a_private_plan_leaves_no_trace_for_others(client, village, finding):
    village.course.private_for_now, village.course.entered_by = True, village.emeka
    village.course.save()
    look_again(timezone.localdate())

    assert page(client, village.emeka, finding.get_absolute_url()).status_code == 200
    for person in (None, village.amina, village.carys):
        assert page(client, person, finding.get_absolute_url()).status_code == 404
        assert village.course.title not in page(client, person).content.decode()

"""What becomes of an answer: the other side hears it, a published one can be changed, and taking it back leaves no name."""

from __future__ import annotations

import pytest
from django.utils import timezone

from folkmoot.directory.models import Activity, Party
from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Agreement, Finding
from folkmoot.journal.models import Line, Notice

TODAY = timezone.localdate()


@pytest.fixture
def finding(village):
    look_again(TODAY)
    ours = [village.drop_in, village.course]
    return Finding.objects.standing().get(kind="duplication", a__in=ours, b__in=ours)


def page(client, person, address):
    client.logout()
    if person:
        client.force_login(person)
    return client.get(address).content.decode()


def told(person) -> list[str]:
    return list(Notice.objects.filter(person=person, words__contains="answered “").values_list("words", flat=True))


def test_the_other_side_sees_and_hears_what_was_answered_and_strangers_do_not(client, village, finding):
    finding.answer(village.emeka, "talk", "We could meet on Tuesday.", day=TODAY)
    finding.answer(village.emeka, "talk", "We could meet on Tuesday.", day=TODAY)

    seen = page(client, village.amina, finding.get_absolute_url())
    assert "We could meet on Tuesday." in seen and village.online.name in seen
    assert len(told(village.amina)) == 1 and village.online.name in told(village.amina)[0]
    assert not told(village.emeka) and not told(village.carys)
    assert "Tuesday" not in page(client, None, finding.get_absolute_url())


def test_an_answer_about_a_private_plan_reaches_nobody(client, village, finding):
    Activity.objects.filter(pk=village.course.pk).update(private_for_now=True)
    look_again(TODAY)

    client.force_login(village.emeka)
    answer = client.post(f"{finding.get_absolute_url()}answer/", {"choice": "talk"}, follow=True).content.decode()

    assert "The other side sees nothing of it" in answer
    assert not told(village.amina)


def test_a_published_answer_names_its_body_and_its_own_day(client, village, finding):
    finding.answer(village.emeka, "similar", day=TODAY)
    finding.publish(village.emeka, day=TODAY)

    assert f"{village.online.name} · " in page(client, None, finding.get_absolute_url())


def test_a_changed_answer_that_was_published_shows_as_it_is_now(client, village, finding):
    finding.answer(village.emeka, "talk", day=TODAY)
    finding.publish(village.emeka, day=TODAY, hours=3)
    finding.answer(village.emeka, "similar", "The same sheets.", day=TODAY)

    seen = page(client, None, finding.get_absolute_url())
    assert "The same sheets." in seen and "let’s talk first" not in seen
    assert finding.publications.get().value_hours == 3


def test_what_it_saved_can_be_corrected(village, finding):
    finding.answer(village.emeka, "talk", day=TODAY)
    finding.publish(village.emeka, day=TODAY, hours=300)
    finding.publish(village.emeka, day=TODAY, hours=30, pence=500)

    kept = finding.publications.get()
    assert (kept.value_hours, kept.value_pence) == (30, 500)


@pytest.mark.parametrize("through_the_list", [True, False])
def test_taking_back_a_published_answer_leaves_no_name_anywhere(client, village, finding, through_the_list):
    answer = finding.answer(village.emeka, "talk", day=TODAY)
    finding.publish(village.emeka, day=TODAY)
    title = village.course.title
    assert title in page(client, None, finding.get_absolute_url())

    client.force_login(village.emeka)
    own = f"{finding.get_absolute_url()}undo/{answer.pk}/"
    assert client.post(f"/waiting/{answer.pk}/undo/" if through_the_list else own).status_code == 302

    finding.refresh_from_db()
    assert finding.published_at is None
    assert title not in page(client, None, finding.get_absolute_url())
    lines = Line.objects.public().filter(kind="joinup.finding", key=str(finding.pk))
    assert not lines.exists()


def test_the_journal_names_neither_side(village, finding):
    finding.answer(village.emeka, "talk", day=TODAY)
    finding.publish(village.emeka, day=TODAY)

    titles = " ".join(Line.objects.filter(kind="joinup.finding").values_list("title", flat=True))
    assert village.course.title not in titles and village.drop_in.title not in titles


def test_a_link_that_is_known_is_said(client, village, finding):
    Party.objects.exclude(activity__in=[village.drop_in, village.course], role__in=Party.OWNERS).delete()
    Agreement.objects.all().delete()
    assert "We know of no link between them." in page(client, village.emeka, finding.get_absolute_url())

    for activity in (village.drop_in, village.course):
        activity.parties.create(organisation=village.council, role="funds")
    shared = Agreement.objects.create(what="One survey for two", proposed_by=village.amina)
    for body in (village.voluntary_action, village.online):
        shared.joinings.create(organisation=body, joined_at=timezone.now())

    seen = page(client, village.emeka, finding.get_absolute_url())
    assert f"{village.council.name} funds both." in seen and "They share “One survey for two”." in seen
    assert "We know of no link between them." not in seen

"""What becomes of an answer: the other side hears it, a published one can be changed, and taking it back leaves no name."""

from __future__ import annotations

import pytest
from django.utils import timezone

from folkmoot.directory.models import Activity, Party
from folkmoot.joinup.circle import ties_at
from folkmoot.joinup.looking import look_again
from folkmoot.joinup.models import Agreement, Finding
from folkmoot.journal.models import Line, Notice
from folkmoot.moderation.models import Standing

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


@pytest.fixture
def unlinked(village, finding):
    """The two sides of the finding, and nothing known that ties them."""
    Party.objects.exclude(activity__in=[village.drop_in, village.course], role__in=Party.OWNERS).delete()
    Agreement.objects.all().delete()
    return finding


def works_with(one, other):
    shared = Activity.objects.create(title=f"{one} with {other}", stage="running")
    for body in (one, other):
        shared.parties.create(organisation=body, role="delivers")
    Line.record(None, "entered", shared)
    return shared


def said_of(client, village, finding) -> str:
    lead = page(client, village.emeka, finding.get_absolute_url()).partition('<div class="split">')[0]
    return lead.partition("<h1>")[2]


def test_whom_both_work_with_is_said_as_the_network_says_it(client, village, unlinked):
    assert "We know of no link between them." in said_of(client, village, unlinked)
    with_them = [works_with(body, village.choir) for body in (village.voluntary_action, village.online)]

    said = said_of(client, village, unlinked)
    assert f"Both work with {village.choir.name}." in said and "no link" not in said
    proposed = page(client, village.emeka, "/together/network/")
    assert f"{village.choir.name} in common" in proposed

    Activity.objects.filter(pk=with_them[0].pk).update(private_for_now=True)
    Line.record(None, "changed", with_them[0])
    assert "We know of no link between them." in said_of(client, village, unlinked)


def test_a_longer_way_that_the_network_knows_is_said_too(client, village, unlinked):
    for one, other in ((village.voluntary_action, village.choir), (village.choir, village.council)):
        works_with(one, other)
    assert "We know of no link between them." in said_of(client, village, unlinked)
    works_with(village.council, village.online)

    said = said_of(client, village, unlinked)
    names = {f"{village.choir}, {village.council}", f"{village.council}, {village.choir}"}
    assert any(f"A way from one to the other leads through {each}." in said for each in names)


def test_a_body_that_was_taken_off_ties_nobody(client, village, unlinked):
    for body in (village.voluntary_action, village.online):
        works_with(body, village.choir)
    Standing.of(village.choir).rule("removed", "It is none.", village.kofi)

    assert "We know of no link between them." in said_of(client, village, unlinked)
    assert village.choir.pk not in {body for pair in ties_at(None) for body in pair}


def test_a_link_that_is_known_is_said(client, village, unlinked):
    finding = unlinked
    assert "We know of no link between them." in page(client, village.emeka, finding.get_absolute_url())

    for activity in (village.drop_in, village.course):
        activity.parties.create(organisation=village.council, role="funds")
    shared = Agreement.objects.create(what="One survey for two", proposed_by=village.amina)
    for body in (village.voluntary_action, village.online):
        shared.joinings.create(organisation=body, joined_at=timezone.now())

    seen = page(client, village.emeka, finding.get_absolute_url())
    assert f"{village.council.name} funds both." in seen and "They share “One survey for two”." in seen
    assert "We know of no link between them." not in seen

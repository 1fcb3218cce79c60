"""Duties: named by a group, with powers, held between two days; and the limits a group sets itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.conversations import duties, founding, joining, moderating, speaking
from folkmoot.conversations.limits import OverLimit
from folkmoot.conversations.models import POWERS, Draft, Duty, Group, Holder, LogRow, Member, Post
from folkmoot.conversations.speaking import Said
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing
from folkmoot.people.models import Deputy
from folkmoot.requests.models import Request

FACTS = {"name": "Welcome", "purview": "Whoever is new: come to us first."}


@pytest.fixture
def group(village):
    """Emeka looks after it; Bram is in it."""
    village.sundays.duties.all().delete()
    return village.sundays


def named(group: Group, by, *powers: str) -> Duty:
    return duties.name(group, by, FACTS | {"name": " ".join(powers) or "Tea"} | dict.fromkeys(powers, True))


def sign_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("power", POWERS)
def test_each_power_opens_what_it_names_and_nothing_else(power, village, group):
    duties.give(named(group, village.emeka, power), village.emeka, village.bram)
    post, bram = village.heating.post_at(1), village.bram

    can = {one: group.may(bram, one) for one in POWERS}
    does = {
        "welcomes": _does(joining.invite, group, bram, "nia@example.org"),
        "moderates": _does(moderating.rule, post, bram, Standing.State.HELD, "We look."),
    }

    assert can == {one: one == power for one in POWERS} and does == {one: can[one] for one in does}
    mine = Group.objects.with_power(bram, power)
    assert sorted(one.pk for one in mine) == sorted([group.pk, village.street.pk]), "the street he looks after"
    assert not group.is_moderated_by(bram)
    for never in (lambda: duties.name(group, bram, FACTS), lambda: founding.change(group, bram, {"about": "x"}, "x")):
        with pytest.raises(NotYours):
            never()


def _does(verb, *args) -> bool:
    try:
        verb(*args)
    except NotYours:
        return False
    return True


def test_whoever_asks_to_come_in_is_put_to_those_who_welcome(village, group):
    founding.change(group, village.emeka, {"way_in": "request"}, "We are many.")
    duties.give(named(group, village.emeka, "welcomes"), village.emeka, village.bram)

    asked = joining.ask(group, village.carys, "May I?", accepts=True)

    assert asked in Request.objects.waiting_for(village.bram)
    assert joining.answer(asked, village.bram, True).person == village.carys


def test_powers_begin_and_end_with_the_days_and_go_with_whoever_leaves(village, group):
    duty = named(group, village.emeka, "moderates")
    today = timezone.localdate()
    duties.give(duty, village.emeka, village.bram, until=today + timedelta(days=7))
    assert group.may(village.bram, "moderates", today + timedelta(days=7))
    assert not group.may(village.bram, "moderates", today + timedelta(days=8))
    Deputy.objects.create(person=village.bram, deputy=village.dilys, from_on=today, until_on=today)
    assert group.may(village.dilys, "moderates"), "whoever stands in for them may as well"

    joining.leave(group, village.bram)
    assert not group.may(village.bram, "moderates") and not duty.held_on(today)

    joining.join(group, village.bram, accepts=True)
    assert not group.may(village.bram, "moderates"), "coming back is not holding it again"


def test_a_duty_is_given_once_to_members_alone_and_taken_with_a_reason(village, group):
    duty = named(group, village.emeka, "welcomes")
    held = duties.give(duty, village.emeka, village.bram)
    assert duties.give(duty, village.emeka, village.bram) == held and Holder.objects.filter(duty=duty).count() == 1
    with pytest.raises(Refusal, match="in the group"):
        duties.give(duty, village.emeka, village.carys)
    with pytest.raises(NotYours):
        duties.give(duty, village.bram, village.dilys)
    with pytest.raises(Refusal, match="Say why"):
        duties.take(held, village.emeka)

    assert duties.take(held, village.bram) and not duties.take(held, village.bram), "handed back, once"

    assert not group.may(village.bram, "welcomes")
    rows = group.log.filter(what=LogRow.What.ROLE)
    assert [row.words for row in rows[:2]] == [f"{village.bram}: no longer welcomes", f"{village.bram}: welcomes"]
    duties.give(duty, village.emeka, village.bram)
    assert duties.lay_down(duty, village.emeka, "Not needed.") and not group.may(village.bram, "welcomes")


def test_naming_the_same_again_changes_nothing_and_a_name_stands_once(village, group):
    first = duties.name(group, village.emeka, FACTS)
    assert duties.name(group, village.emeka, FACTS | {"name": "welcome"}).pk == first.pk
    other = named(group, village.emeka)
    with pytest.raises(Refusal, match="of that name"):
        duties.change(other, village.emeka, FACTS)


def test_the_page_of_the_group_says_whom_to_ask_for_what(village, group):
    duties.give(duties.name(group, village.emeka, FACTS | {"welcomes": True}), village.emeka, village.bram)
    shown = Client().get(group.get_absolute_url()).content.decode()
    assert "Whoever is new: come to us first." in shown and str(village.bram) in shown
    assert "lets people in" in Client().get(reverse("conversations:duties", args=[group.slug])).content.decode()
    assert Client().get(reverse("conversations:duties", args=[village.street.slug])).status_code == 404


@pytest.fixture
def limited(village, group, settings):
    settings.LIMITS = True
    facts = {"new_for": 7, "new_posts": 1, "new_links": False, "new_files": False}
    founding.change(group, village.emeka, facts, "So that everybody can be read.")
    Member.objects.create(group=group, person=village.carys)
    type(village.carys).objects.update(joined_at=timezone.now() - timedelta(days=30))
    for agreement in group.agreements.all():
        agreement.accept(village.carys)
    village.carys.refresh_from_db()
    return group


def test_somebody_new_is_told_before_they_write_and_refused_with_nothing_lost(village, limited):
    carys, talk = sign_in(village.carys), village.heating
    say = reverse("conversations:say", args=[talk.pk])
    assert "one post a day, 1 left today" in carys.get(talk.get_absolute_url()).content.decode()

    link = carys.post(say, {"words": "See https://example.org", "once": "a"})
    assert link.status_code == 429 and "cannot post links" in link.content.decode()
    assert "See https://example.org" in link.content.decode()
    assert Draft.of(village.carys, talk).words == "See https://example.org"

    assert carys.post(say, {"words": "Only words.", "once": "b"}).status_code == 302
    assert carys.post(say, {"words": "Only words.", "once": "b"}).status_code == 302, "sent again it is the same post"
    more = carys.post(say, {"words": "And more.", "once": "c"})
    assert more.status_code == 429 and "kept as a draft" in more.content.decode()
    assert Draft.of(village.carys, talk).words == "And more."
    assert Post.objects.filter(by=village.carys, discussion=talk).count() == 1


def test_files_of_somebody_new_are_kept_with_the_draft(village, limited, settings, tmp_path):
    settings.DATA = settings.MEDIA_ROOT = tmp_path
    carys, talk = sign_in(village.carys), village.heating
    sent = SimpleUploadedFile("list.csv", b"name,day\nSoup,Sunday\n", "text/csv")

    answer = carys.post(reverse("conversations:say", args=[talk.pk]), {"words": "The list.", "files": sent})

    assert answer.status_code == 429 and "pictures and files" in answer.content.decode()
    assert Draft.of(village.carys, talk).attachments.get().name == "list.csv"


def test_links_are_not_put_in_afterwards_either(village, limited):
    post = speaking.say(village.heating, village.carys, Said("Only words."))
    with pytest.raises(OverLimit):
        speaking.edit(post, village.carys, "Now with www.example.org")


def test_nobody_is_new_for_ever_nor_while_they_look_after_something(village, limited):
    speaking.say(village.heating, village.carys, Said("One."))
    with pytest.raises(OverLimit):
        speaking.say(village.heating, village.carys, Said("Two."))
    held = duties.give(named(limited, village.emeka), village.emeka, village.carys)
    speaking.say(village.heating, village.carys, Said("Two."))
    duties.take(held, village.carys)
    limited.members.filter(person=village.carys).update(since=timezone.localdate() - timedelta(days=7))
    speaking.say(village.heating, village.carys, Said("Three."))


def test_limits_are_set_with_a_reason_by_those_who_look_after_it_within_what_makes_sense(village, group):
    where, emeka = reverse("conversations:limits", args=[group.slug]), sign_in(village.emeka)
    sent = {"new_for": "", "new_posts": "2", "new_links": "on", "carried": "anywhere", "because": "Calm."}
    assert "how many days" in emeka.post(where, sent).content.decode()
    assert sign_in(village.bram).post(where, sent).status_code == 403

    assert emeka.post(where, sent | {"new_for": "14"}).status_code == 302

    group.refresh_from_db()
    assert (group.new_for, group.new_posts, group.new_links, group.new_files) == (14, 2, True, False)
    assert "Calm." in [row.because for row in group.log.filter(what=LogRow.What.CHANGED)]
    shown = Client().get(group.get_absolute_url()).content.decode()
    assert "In the first 14 days: 2 posts a day, no pictures and no files." in shown

"""Introductions both want, small projects, time out alone, worries for somebody's safety, and forgetting in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.directory.models import Activity
from folkmoot.journal.models import Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.listening import forgetting, telling
from folkmoot.listening.keeping import keep
from folkmoot.listening.matching import candidates
from folkmoot.listening.models import Heard, Listening, Organiser, Outing, Pairing, Project, Safeguard
from folkmoot.people.models import Person, Role
from folkmoot.points.models import Reading, Theming
from folkmoot.points.models.regrouping import name
from folkmoot.requests.models import Request
from tests.access_asking import sign_in

from .conftest import INDEPENDENT, everything_kept, said

ALL = ("keep", "contact", "introduce")


@pytest.fixture
def two(hear, village, patch):
    """Two people with the same concern, one heard by Emeka and one by Bram."""
    one = hear("one", name="Joan", contact="01384 555 014", allowed=ALL)
    Role.objects.create(person=village.bram, kind="organiser")
    Organiser.name(village.bram, patch, INDEPENDENT, village.amina)
    other = keep(patch, village.bram, said("two", name="Sid", contact="07700 900123", allowed=ALL)).heard.get()
    theming = Theming.begin("Heard", village.emeka, place=patch.place, about=patch)
    theming.invite(village.bram, village.emeka)
    for by, heard in ((village.emeka, one), (village.bram, other)):
        theming.take(heard.points(), by)
    keys = [point.pk for heard in (one, other) for point in heard.points().filter(kind="worry")]
    theme = name(theming, "Buses", keys, village.emeka)
    return one, other, theme


def test_two_are_brought_together_only_when_both_say_yes(two, village):
    one, other, theme = two
    [found] = candidates(one)
    assert (found.heard, found.theme) == (other, theme)
    pairing = Pairing.suggest(one, other, theme, village.emeka)
    assert Pairing.suggest(other, one, theme, village.emeka) == pairing
    asked = Request.objects.get(kind="pairing")
    assert {row.person for row in asked.recipients.all()} == {village.emeka, village.bram}
    assert "Joan" not in asked.words + asked.title and "Buses" not in asked.words + asked.title

    with pytest.raises(NotYours):
        pairing.say("b", True, village.emeka)
    pairing.say("a", True, village.emeka)
    assert pairing.contacts_for("a") is None and pairing.contacts_for("b") is None
    pairing.say("b", True)
    assert pairing.contacts_for("a") == {"name": "Sid", "contact": "07700 900123"}
    assert pairing.contacts_for("b") == {"name": "Joan", "contact": "01384 555 014"}
    asked.refresh_from_db()
    assert asked.closed_at
    assert "07700 900123" not in everything_kept()


def test_a_no_ends_it_and_shows_nothing(two, village):
    one, other, theme = two
    pairing = Pairing.suggest(one, other, theme, village.emeka)
    pairing.say("b", False, village.bram)
    assert pairing.contacts_for("a") is None
    with pytest.raises(Refusal, match="settled already"):
        pairing.say("a", True, village.emeka)


def test_who_did_not_allow_it_is_not_asked(two, hear, village):
    one, other, theme = two
    other.take_back("introduce")
    assert candidates(one) == []
    with pytest.raises(Refusal, match="not allowed to be asked"):
        Pairing.suggest(one, other, theme, village.emeka)


def test_taking_back_the_yes_to_being_asked_ends_introductions_and_hides_contacts(two, village):
    one, other, theme = two
    pairing = Pairing.suggest(one, other, theme, village.emeka)
    pairing.say("a", True, village.emeka)
    one.take_back("introduce")
    asked = Request.objects.get(kind="pairing")
    assert asked.closed_at
    with pytest.raises(Refusal, match="settled already"):
        pairing.say("b", True, village.bram)
    assert pairing.contacts_for("b") is None

    one.allow("introduce", "x")
    made = Pairing.suggest(one, other, theme, village.emeka)
    made.say("a", True, village.emeka)
    made.say("b", True, village.bram)
    assert made.contacts_for("b") == {"name": "Joan", "contact": "01384 555 014"}
    one.take_back("introduce")
    assert made.contacts_for("b") is None and made.contacts_for("a") is None


def test_withdrawing_ends_an_introduction(two, village):
    one, other, theme = two
    pairing = Pairing.suggest(one, other, theme, village.emeka)
    pairing.say("a", True, village.emeka)
    one.withdraw()
    pairing.refresh_from_db()
    assert pairing.ended_at and pairing.contacts_for("b") is None


def test_a_stranger_suggests_nothing(two, village):
    with pytest.raises(NotYours):
        Pairing.suggest(two[0], two[1], two[2], village.kofi)


def test_a_project_is_sealed_until_all_of_its_team_say_yes(two, village, patch):
    one, other, theme = two
    project = Project.begin(patch, "A shared car on Sundays", "Three of us would drive.", village.emeka, theme)
    assert "shared car" not in everything_kept()
    project.join(one, village.emeka, "drives")
    assert project.join(one, village.emeka) == project.members.get()
    with pytest.raises(Refusal, match="heard yourself"):
        project.join(other, village.emeka)
    with pytest.raises(Refusal, match="All 1 of the team"):
        project.publish(village.emeka, 0)
    with pytest.raises(NotYours):
        project.publish(village.bram, 1)
    activity = project.publish(village.emeka, 1)
    assert project.publish(village.emeka, 1) == activity
    assert Activity.objects.get(pk=activity.pk).title == "A shared car on Sundays"
    assert [row.place for row in activity.served.all()] == [patch.place]


def test_a_project_goes_to_whoever_takes_over_and_the_leaver_sees_it_no_longer(two, village, patch, client):
    one, other, theme = two
    project = Project.begin(patch, "A shared car on Sundays", "Three of us.", village.emeka, theme)
    project.join(one, village.emeka)
    pairing = Pairing.suggest(one, other, theme, village.emeka)
    emekas, brams = (Organiser.objects.get(patch=patch, person=person) for person in (village.emeka, village.bram))
    emekas.end(village.emeka, brams)

    client.force_login(village.emeka)
    for page in (project.get_absolute_url(), pairing.get_absolute_url(), one.get_absolute_url()):
        assert client.get(page).status_code == 403, page
    assert "Joan" not in client.get("/listening/desk/").content.decode()
    assert client.get(theme.theming.get_absolute_url() + "board/").status_code == 403
    with pytest.raises(NotYours):
        project.publish(village.emeka, 1)

    client.force_login(village.bram)
    assert "Joan" in client.get(project.get_absolute_url()).content.decode()
    assert client.get(theme.theming.get_absolute_url() + "board/").status_code == 200
    assert theme.theming.is_led_by(village.bram, timezone.localdate())
    assert project.publish(village.bram, 1)


def test_a_steward_hands_over_for_somebody_who_is_gone(two, village, patch, grace, client):
    one, _other, theme = two
    emekas, brams = (Organiser.objects.get(patch=patch, person=person) for person in (village.emeka, village.bram))
    client.force_login(grace)
    assert "They have left: hand over what they heard" in client.get(patch.get_absolute_url()).content.decode()
    client.force_login(village.amina)
    assert "They have left" not in client.get(patch.get_absolute_url()).content.decode()
    assert (
        client.post(f"/listening/patches/{patch.pk}/organisers/{emekas.pk}/end/", {"to": brams.pk}).status_code == 403
    )
    client.force_login(grace)
    answer = client.post(f"/listening/patches/{patch.pk}/organisers/{emekas.pk}/end/", {"to": brams.pk})
    assert answer.url == patch.get_absolute_url()
    one.listening.refresh_from_db()
    assert one.listening.read(village.bram)


@pytest.mark.parametrize("page", ["project", "pairing", "deliver", "slip"])
def test_each_reading_of_names_and_contacts_is_written_down(page, two, village, patch, client):
    one, other, theme = two
    one.allow("contact", "x")
    Heard.objects.filter(pk=one.pk).update(means="slip")
    telling.tell(theme, "It comes in May.", village.emeka)
    pages = {
        "project": Project.begin(patch, "A shared car", "", village.emeka).get_absolute_url(),
        "pairing": Pairing.suggest(one, other, theme, village.emeka).get_absolute_url(),
        "deliver": "/listening/deliver/",
        "slip": f"/listening/people/{one.pk}/slip/",
    }
    client.force_login(village.emeka)
    before = Reading.objects.count()
    assert client.get(pages[page]).status_code == 200
    assert Reading.objects.count() == before + 1 and Reading.objects.first().person == village.emeka


# Out alone


def test_whoever_is_named_is_told_once_when_somebody_is_not_back(emeka, village):
    now = timezone.now()
    outing = Outing.begin(emeka, "Mill Lane odd numbers, 07700 900123", now + timedelta(hours=1), village.kofi)
    assert outing.where_for(village.kofi) == ""
    assert Outing.tell_of_late(now) == 0
    later = now + timedelta(hours=2)
    assert Outing.tell_of_late(later) == 1
    assert Outing.tell_of_late(later) == 0
    told = Notice.objects.filter(person=village.kofi).latest("pk")
    assert "Emeka Obi was to be back" in told.words and "odd numbers" not in told.words
    Outing.objects.filter(pk=outing.pk).update(out_at=now - timedelta(hours=3), back_by=now - timedelta(minutes=1))
    outing.refresh_from_db()
    assert outing.where_for(village.kofi) == "Mill Lane odd numbers, 07700 900123"
    assert outing.where_for(village.bram) == ""
    assert "odd numbers" not in everything_kept()
    with pytest.raises(NotYours):
        outing.back(village.bram)
    assert outing.back(village.emeka) is True
    assert outing.back(village.emeka) is False


def test_an_outing_ends_within_twelve_hours_and_names_another(emeka, village):
    now = timezone.now()
    for back_by, tell in (
        (now + timedelta(hours=13), village.kofi),
        (now - timedelta(minutes=1), village.kofi),
        (now + timedelta(hours=1), village.emeka),
    ):
        with pytest.raises(Refusal):
            Outing.begin(emeka, "x", back_by, tell)
    first = Outing.begin(emeka, "x", now + timedelta(hours=1), village.kofi)
    assert Outing.begin(emeka, "y", now + timedelta(hours=2), village.kofi) == first


# Worries


def test_a_worry_is_read_by_stewards_alone_with_a_reason(village, patch, emeka, grace):
    worry = Safeguard.raise_worry(patch, "now", "She said he hits her.", village.emeka, "w")
    assert Safeguard.raise_worry(patch, "now", "She said he hits her.", village.emeka, "w") == worry
    assert "hits her" not in everything_kept()
    told = Notice.objects.filter(person=grace).latest("pk")
    assert told.words == "A worry for somebody's safety waits for you."
    for person in (village.emeka, village.amina, village.kofi, village.bram, village.dilys):
        with pytest.raises(NotYours):
            worry.read(person, "why not")
    with pytest.raises(Refusal, match="Say why"):
        worry.read(grace, "")
    assert worry.read(grace, "I am on duty today") == "She said he hits her."
    log = Reading.objects.get(kind="listening.safeguard")
    assert (log.person, log.why) == (grace, "I am on duty today")
    worry.add(village.emeka, "She rang again.")
    with pytest.raises(NotYours):
        worry.add(village.kofi, "x")
    assert worry.close(grace, "With the adult social care team since today.") is True
    assert worry.close(grace, "Again.") is False


def test_whoever_raised_it_adds_to_it_and_reads_none_of_it(village, patch, emeka, grace, client):
    worry = Safeguard.raise_worry(patch, "now", "Zebraworry", village.emeka, "w")
    page = f"/listening/safety/{worry.pk}/add/"
    client.force_login(village.emeka)
    assert page in client.get("/listening/desk/").content.decode()
    assert "Zebraworry" not in client.get(page).content.decode()
    assert client.post(page, {"note": "She rang again."}).status_code == 302
    assert worry.notes.get().words == "She rang again."
    assert client.post(page, {"note": " "}).status_code == 409
    client.force_login(village.kofi)
    assert client.post(page, {"note": "x"}).status_code == 403
    assert worry.notes.count() == 1


def test_where_no_steward_is_there_it_says_so_and_the_keepers_are_told(village, patch, emeka, client):
    Role.objects.filter(kind="steward").delete()
    client.force_login(village.emeka)
    sent = {"patch": patch.pk, "level": "now", "words": "Zebraworry", "once": "w"}
    page = client.post("/listening/safety/new/", sent, follow=True).content.decode()
    assert "nobody here can read it" in page and "A steward has been told" not in page
    told = Notice.objects.filter(person=village.kofi).latest("pk")
    assert "no steward" in told.words and "Zebra" not in told.words

    Role.objects.create(person=village.bram, kind="steward", place=village.mill_lane)
    page = client.post("/listening/safety/new/", sent | {"once": "w2"}, follow=True).content.decode()
    assert "A steward has been told" in page


def test_a_steward_of_one_place_works_there_and_nowhere_else(two, village, patch, client):
    one, _other, theme = two
    Role.objects.filter(kind="steward").delete()
    there = Person.objects.create_user("there@thornbeck.example", name="There")
    away = Person.objects.create_user("away@thornbeck.example", name="Away")
    Role.objects.create(person=there, kind="steward", place=village.mill_lane)
    Role.objects.create(person=away, kind="steward", place=village.riverside)
    one.listening.read(village.emeka)
    for person, sees in ((there, True), (away, False)):
        sign_in(client, person)
        assert client.get("/listening/look/").status_code == 200
        read = client.post("/listening/look/", {"code": one.slip.code, "why": "She asked me."})
        assert read.status_code == (200 if sees else 404)
        assert ("The Sunday bus" in read.content.decode()) is sees
        log = client.get("/listening/readings/")
        assert log.status_code == 200
        assert (f"listening.listening {one.listening_id}" in log.content.decode()) is sees
        assert client.get("/listening/safety/").status_code == 200
    sign_in(client, village.bram)
    for page in ("look", "readings", "safety"):
        assert client.get(f"/listening/{page}/").status_code == 403


def test_strangers_raise_nothing(village, patch):
    with pytest.raises(NotYours):
        Safeguard.raise_worry(patch, "now", "x", village.bram, "w")


# Forgetting in time


def test_names_go_a_year_after_the_work_ended_and_the_words_stay(reachable, patch):
    now = timezone.now()
    patch.ends_on = timezone.localdate() - timedelta(days=366)
    patch.save()
    assert forgetting.forget_identities(now) == 1
    assert forgetting.forget_identities(now) == 0
    reachable.refresh_from_db()
    assert (reachable.name, reachable.contact, reachable.means, reachable.age) == ("", "", "", "")
    assert reachable.points().count() == 3


def test_ten_years_on_nothing_is_past_its_time(reachable, village, patch, emeka, grace):
    later = timezone.now() + timedelta(days=3650)
    worry = Safeguard.raise_worry(patch, "talk", "Old worry", village.emeka, "w")
    worry.close(grace, "Done.")
    forgetting.forget_identities(later)
    forgetting.forget_safeguards(later)
    assert not Safeguard.objects.filter(pk=worry.pk).exists()
    assert not Listening.objects.filter(patch=patch, identity_gone_at=None).exists()

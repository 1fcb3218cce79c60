"""The pages of moderation: who sees the queue, what the log says, and how a report stands."""

from __future__ import annotations

import pytest

from folkmoot.moderation.models import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing(village) -> Standing:
    return Standing.of(village.drop_in, author=village.bram)


def test_only_moderators_see_the_queue(village, client, standing):
    standing.report("wrong", "It moved to Thursdays")
    for who, status in (("bram", 403), ("dilys", 403), ("kofi", 200), ("amina", 200)):
        client.force_login(getattr(village, who))
        assert client.get("/moderation/").status_code == status
        assert client.get(f"/moderation/{standing.pk}/").status_code == status
    assert "It moved to Thursdays" in client.get(f"/moderation/{standing.pk}/").content.decode()


def test_a_moderator_decides_on_the_page(village, client, standing):
    standing.report("spam", "A loan")
    client.force_login(village.kofi)
    sent = {"state": "removed", "rule": "spam", "because": "It advertises a loan."}
    assert client.post(f"/moderation/{standing.pk}/", {"state": "removed"}).status_code == 200
    assert client.post(f"/moderation/{standing.pk}/", sent).status_code == 302
    standing.refresh_from_db()
    assert standing.state == "removed"


def test_what_is_removed_has_broken_a_house_rule(village, client, standing):
    client.force_login(village.kofi)
    sent = {"state": "removed", "rule": "", "because": "I would rather not have it."}
    assert "Say which house rule it broke" in client.post(f"/moderation/{standing.pk}/", sent).content.decode()
    standing.refresh_from_db()
    assert standing.state == "shown"
    assert client.post(f"/moderation/{standing.pk}/", sent | {"state": "held"}).status_code == 302


def test_nobody_is_offered_to_decide_on_their_own(village, client):
    own = Standing.of(village.lunches, author=village.amina)
    own.report("wrong")
    ruling = own.rule("removed", "It is not true.", village.kofi, "wrong")
    ruling.appeal(village.amina, "It is.")
    client.force_login(village.amina)
    for address in (f"/moderation/{own.pk}/", ruling.get_absolute_url()):
        page = client.get(address).content.decode().split("<main")[1]
        assert 'name="state"' not in page and "nother moderator or keeper" in page


def test_a_stranger_cannot_decide(village, client, standing):
    client.force_login(village.dilys)
    sent = {"state": "removed", "because": "I dislike it"}
    assert client.post(f"/moderation/{standing.pk}/", sent).status_code == 403
    standing.refresh_from_db()
    assert standing.state == "shown"


@pytest.mark.parametrize("kind", ["", "?as=csv", "?as=json", "?as=xlsx", "?as=atom"])
def test_the_public_log_names_neither_reporter_nor_what_was_removed(village, client, standing, kind):
    standing.report("spam", "a loan shark", village.emeka)
    standing.rule("removed", "It advertises a loan.", village.kofi, "spam")
    answer = client.get(f"/moderation/log/{kind}")
    said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for secret in (b"Emeka", b"loan shark", b"Monthly drop-in", b"Kofi"):
        assert secret not in said
    assert kind == "?as=xlsx" or b"It advertises a loan." in said


def test_a_ruling_names_the_thing_to_its_author_and_moderators_only_while_it_is_off(village, client, standing):
    ruling = standing.rule("removed", "It advertises a loan.", village.kofi, "spam")
    address = ruling.get_absolute_url()
    assert "Monthly drop-in" not in client.get(address).content.decode()
    for who, sees in (("carys", False), ("bram", True), ("amina", True)):
        client.force_login(getattr(village, who))
        assert ("Monthly drop-in" in client.get(address).content.decode()) is sees
    standing.rule("shown", "It was a credit union.", village.kofi)
    client.logout()
    assert "Monthly drop-in" in client.get(address).content.decode()


def test_the_author_appeals_and_another_decides_on_the_page(village, client, standing):
    ruling = standing.rule("removed", "It advertises a loan.", village.kofi, "spam")
    address = ruling.get_absolute_url()
    client.force_login(village.bram)
    assert "Do you think this is wrong?" in client.get(address).content.decode()
    assert client.post(f"{address}appeal/", {"words": "It is a credit union"}).status_code == 302
    client.force_login(village.kofi)
    assert "somebody else decides" in client.get(address).content.decode()
    assert client.post(f"{address}decide/", {"state": "removed", "because": "x"}).status_code == 403
    client.force_login(village.amina)
    assert "It is a credit union" in client.get(address).content.decode()
    client.post(f"{address}decide/", {"state": "shown", "because": "Right."})
    standing.refresh_from_db()
    assert standing.state == "shown"


def test_a_report_is_found_by_its_reference_however_it_is_written(client, standing):
    made = standing.report("wrong", "secret words")
    spoken = made.reference.replace("-", " ").lower()
    answer = client.get("/report/find/", {"reference": spoken}, follow=True)
    assert made.reference in answer.content.decode() and "secret words" not in answer.content.decode()
    assert "A moderator will look at it" in answer.content.decode() and "0 days" not in answer.content.decode()


def test_a_report_says_what_was_decided(village, client, standing):
    made = standing.report("wrong")
    standing.rule("shown", "The hall confirms Wednesdays.", village.kofi)
    assert "The hall confirms Wednesdays." in client.get(made.get_absolute_url()).content.decode()


def test_a_reference_there_is_not_is_said_so(client, db):
    assert "no report of that reference" in client.get("/report/find/?reference=BBBB-2222").content.decode()
    assert client.get("/report/BBBB-2222/").status_code == 404


def test_the_days_a_complaint_has_been_open_are_shown(village, client, standing, time_machine):
    time_machine.move_to("2026-11-20 12:00Z")
    made = standing.report("wrong")
    time_machine.move_to("2026-11-27 12:00Z")
    assert "open for 7 days" in client.get(made.get_absolute_url()).content.decode()
    client.force_login(village.kofi)
    time_machine.move_to("2026-11-20 12:00Z")
    today = client.get("/moderation/").content.decode()
    assert "reported today" in today and "0 days" not in today
    time_machine.move_to("2026-11-27 12:00Z")
    assert "open for 7 days" in client.get("/moderation/").content.decode()

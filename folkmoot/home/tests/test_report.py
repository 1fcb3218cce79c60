"""Reporting from any page, without an account; and a removed thing gone from every surface at once."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from folkmoot.directory.models import Activity
from folkmoot.events.models import Output
from folkmoot.events.talking import begun
from folkmoot.feeds import jobs
from folkmoot.home import api
from folkmoot.journal.models import Line, Pace, Watch
from folkmoot.kit import search, work
from folkmoot.moderation.models import Report, Standing
from folkmoot.points.models import Point
from tests.access_asking import routes

pytestmark = pytest.mark.django_db
WORD = "Zyzzogeton"


def send(client, about, reason="wrong", **more):
    return client.post("/report/", {"about": about, "reason": reason, "words": ""} | more)


def test_anybody_reports_a_thing_by_its_address_and_has_a_reference(client, village):
    about = village.drop_in.get_absolute_url()
    assert village.drop_in.title in client.get(f"/report/?about={about}").content.decode()
    answer = send(client, about, words="It moved")
    report = Report.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/report/{report.reference}/")
    assert (report.standing.kind, report.standing.author) == ("directory.activity", village.amina)


def test_a_part_of_a_page_is_reported_by_its_own_address_and_taken_off_at_once(client, village):
    event = village.autumn
    line, came = event.notes.filter(kind="point").first(), event.outputs.first()
    following, pitch = event.follow_ups.first(), village.winter.pitches.open().first()
    post = begun(event).say(village.bram, "Well done")
    for part in (line, came, following, pitch, post):
        page, _hash, name = part.get_absolute_url().partition("#")
        named = getattr(part, "about_address", "") or f"%23{name}"
        assert named in client.get(page).content.decode()

        send(client, part.get_absolute_url(), reason="private")

        standing = Standing.objects.get(kind=part._meta.label_lower, key=str(part.pk))
        assert standing.state == "held"
        assert named not in client.get(page).content.decode()
    line.refresh_from_db()
    assert not Point.objects.shown().filter(pk=line.point_id).exists()
    Standing.objects.get(kind="events.note", key=str(line.pk)).rule("shown", "It was none.", village.kofi)
    assert Point.objects.shown().filter(pk=line.point_id).exists()


def test_a_part_that_is_not_to_be_read_is_not_named_on_the_form(client, village):
    output = Output.add(village.autumn, village.amina, "A draft nobody has seen", words="x")
    assert "A draft nobody" not in client.get("/report/", {"about": output.get_absolute_url()}).content.decode()
    client.force_login(village.amina)
    assert "A draft nobody" in client.get("/report/", {"about": output.get_absolute_url()}).content.decode()


@pytest.mark.parametrize(
    "about", ["/who/", "/", "/nowhere/", "", "https://elsewhere.example/x", "//x", "/" + "a" * 900]
)
def test_any_page_can_be_reported(client, village, about):
    answer = send(client, about)
    assert answer.status_code in (200, 302)
    assert all(standing.address.startswith("/") for standing in Standing.objects.all())


def test_a_reason_is_asked_for(client, village):
    assert "There is something to put right" in send(client, "/who/", reason="").content.decode()
    assert not Report.objects.exists()


def test_an_urgent_report_takes_the_thing_off_at_once(client, village):
    send(client, village.drop_in.get_absolute_url(), reason="private")
    assert client.get(village.drop_in.get_absolute_url()).status_code in (403, 404)


def test_a_strangers_reports_are_limited_but_a_child_is_always_heard(client, village, settings):
    settings.LIMITS = True
    cache.clear()
    for number in range(10):
        assert send(client, "/who/", words=str(number)).status_code == 302
    assert send(client, "/who/", words="eleventh").status_code == 429
    things = [village.drop_in, village.course, village.lunches, village.council]
    for thing in things:
        assert send(client, thing.get_absolute_url(), reason="child").status_code == 302
    states = list(Standing.objects.exclude(kind="page").order_by("pk").values_list("state", flat=True))
    assert states == ["held", "held", "held", "shown"]
    cache.clear()


def test_what_may_not_be_seen_is_not_named_on_the_form(client, village):
    Standing.of(village.drop_in).rule("removed", "A loan.", village.kofi)
    assert (
        village.drop_in.title not in client.get(f"/report/?about={village.drop_in.get_absolute_url()}").content.decode()
    )


def surfaces(village, activity) -> list[str]:
    """Every page that needs no key, each list as each kind of file, the thing's own page and those of its places."""
    plain = ["/" + route.pattern for route in routes() if not route.kwargs and "GET" in route.methods]
    own = [activity.get_absolute_url(), village.mill_lane.get_absolute_url(), village.thornbeck.get_absolute_url()]
    own += [village.voluntary_action.get_absolute_url(), village.amina.get_absolute_url()]
    lists = [address for address in plain if address in api.description()["paths"]]
    files = [f"{address}?as={kind}" for address in (*lists, *own) for kind in ("csv", "json", "atom", "ics")]
    return [*plain, *own, *files, f"/search/?q={WORD}", "/journal/?kind=directory.activity&place=mill-lane"]


def shows(client, address: str, activity) -> bool:
    """Whether the thing is on that page: by its word, or by its address where the page repeats what was asked for."""
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return (activity.get_absolute_url() if "?q=" in address else WORD).encode() in body


@pytest.mark.once
def test_a_removed_thing_is_gone_from_every_surface_at_once(client, village):
    village.drop_in.revise(village.amina, {"title": f"{WORD} drop-in"})
    activity = Activity.objects.get(pk=village.drop_in.pk)
    for person in (village.bram, village.carys):
        Watch.start(person, activity, pace=Pace.DAILY)
    Line.record(village.amina, "changed", activity, place=village.mill_lane)
    jobs.tell_watchers.call()

    def shown(among) -> list[str]:
        return [address for address in among if shows(client, address, activity)]

    client.force_login(village.bram)
    before = shown(surfaces(village, activity))
    for address in (activity.get_absolute_url(), "/me/news/", "/journal/", "/journal/?as=csv", f"/search/?q={WORD}"):
        assert address in before
    ruling = Standing.of(activity, author=village.dilys).rule("removed", "A loan.", village.kofi)
    assert shown(before) == []
    assert list(search.find(WORD)) == []
    client.logout()
    assert shown(before) == []
    work.drain(scheduled=False)
    assert not shows(client, ruling.get_absolute_url(), activity)
    Standing.objects.get(key=str(activity.pk), kind="directory.activity").rule("shown", "It was none.", village.amina)
    client.force_login(village.bram)
    assert shown(before) == before

"""Whatever address somebody gives us, at whatever door: nothing inside our walls is ever connected to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from folkmoot.kit import fetch, work
from folkmoot.kit.tests.test_fetch import CONTROLS, INSIDE, NO_PAGES, ODD
from folkmoot.newsroom import gathering, mentions, outlets
from folkmoot.newsroom.models import Mention, MentionSent, Outlet, OutsidePost
from tests.access_asking import sign_in

# Every host of the list in both schemes, and what is no web address at all.
HOSTS = [*ODD, *(host if ":" not in host else f"[{host}]" for host in INSIDE)]
BAD = [f"{scheme}://{host}/feed" for host in HOSTS for scheme in ("http", "https")] + NO_PAGES


@pytest.fixture
def tried(monkeypatch):
    """Every connection that is tried, with the name looked up to somewhere inside."""
    seen = []

    def connect(address, *args, **kwargs):
        seen.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(fetch.socket, "create_connection", connect)
    monkeypatch.setattr(fetch, "resolve", lambda host, port: ["127.0.0.1"])
    return seen


def feed_rows(village, addresses):
    """Past every form, straight into the table, as a backup or a bug might put them there."""
    rows = [Outlet(name="x", feed=address[:500], place=village.thornbeck) for address in addresses]
    Outlet.objects.bulk_create(rows, ignore_conflicts=True)


def by_form(client, village):
    sign_in(client, village.amina)
    for address in BAD[::7]:
        client.post("/newsroom/blogs/add/", {"name": "x", "address": address, "place": "Thornbeck"})


def by_table(client, village):
    feed_rows(village, BAD)
    gathering.read_due(for_seconds=20)


def by_list(client, village):
    sign_in(client, village.amina)
    lines = "".join(f'<outline text="x" xmlUrl="http://{host}/f"/>' for host in HOSTS if not set(host) & set('<&"\x00'))
    raw = f"<opml><body>{lines}</body></opml>".encode("utf-8", "ignore")
    client.post("/newsroom/blogs/add-list/", {"place": "Thornbeck", "file": SimpleUploadedFile("a.opml", raw)})
    gathering.read_due(for_seconds=20)


def by_paste(client, village):
    sign_in(client, village.amina)
    for address in BAD[::7]:
        client.post(f"/newsroom/events/{village.winter.pk}/elsewhere/", {"post-address": address})
    for number, address in enumerate(BAD):
        facts = {"address": address, "canonical": f"c{number}", "guid": "x", "title": "x", "desk": village.desk}
        outlets.read_page(OutsidePost.objects.create(**facts))
    work.drain(scheduled=False)


def by_mention(client, village):
    target = f"{settings.SITE_URL}/events/{village.winter.pk}/"
    for address in BAD:
        client.post("/newsroom/mentions/", {"source": address, "target": target})
    facts = {"target": "/x/", "target_said": target}
    rows = [Mention(source=address, source_digest=f"d{n}", **facts) for n, address in enumerate(BAD)]
    Mention.objects.bulk_create(rows)
    mentions.look_due(for_seconds=20)


def by_sending(client, village):
    mentions.tell("/x/", BAD)
    rows = [MentionSent(source="/y/", target=address, target_digest=f"d{n}") for n, address in enumerate(BAD)]
    MentionSent.objects.bulk_create([row for row in rows if row.target.count("/") > 2])
    mentions.send_due("https://moot.example", for_seconds=20)


def by_endpoint(client, village):
    for address in BAD:
        with pytest.raises(fetch.FetchRefused):
            fetch.post(address, {"source": "x", "target": "y"})


SITE = Path(gathering.__file__).parents[1]
ASKS = re.compile(r"\bfetch\.(get|post)\(|from folkmoot\.kit import .*\bfetch\b|from folkmoot\.kit\.fetch import")
LINES = re.compile(
    r"^\s*(?:import|from) (?:requests|requests_hardened|httpx|aiohttp|urllib3|urllib\.request|http\.client|socket)\b"
    r"|from urllib import .*\brequest\b",
    re.M,
)
DOORS = [by_form, by_table, by_list, by_paste, by_mention, by_sending, by_endpoint]


@pytest.mark.once
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_no_door_leads_inside(client, village, tried, door):
    assert len(HOSTS) > 170 and len(BAD) > 350
    door(client, village)
    assert tried == []


def test_the_controls_are_gone_to(village, tried, monkeypatch):
    """With a name that is public the same doors do connect: the test above could fail."""
    monkeypatch.setattr(fetch, "resolve", lambda host, port: ["93.184.215.14"])
    feed_rows(village, CONTROLS)
    gathering.read_due(for_seconds=20)
    assert len(tried) >= len(CONTROLS) - 1


def test_only_the_kit_is_asked_for_what_stands_elsewhere():
    """A door nobody thought of would call one of these: each caller of the whole site is named here, those of this app
    tried above and the others by tests of their own."""
    callers = {
        str(path.relative_to(SITE))
        for path in SITE.rglob("*.py")
        if "tests" not in path.parts and "kit" not in path.relative_to(SITE).parts[:1] and ASKS.search(path.read_text())
    }
    here = {"newsroom/gathering.py", "newsroom/mentions.py", "newsroom/outlets.py", "newsroom/asking.py"}
    here |= {"newsroom/reading/apart.py"}  # knows what an answer is, asks nobody
    others = {"events/calendars.py", "exchange/outcome.py", "exchange/coming.py", "library/checking.py"}
    others |= {"home/keeping/holes.py"}  # goes where the host's own setting says
    assert callers == here | others


def test_nothing_else_opens_a_line_to_the_outside():
    """Whoever imported one of these would go past the kit's walls."""
    past = {
        str(path.relative_to(SITE))
        for path in SITE.rglob("*.py")
        if "tests" not in path.parts
        and "kit" not in path.relative_to(SITE).parts[:1]
        and LINES.search(path.read_text())
    }
    assert past == set()

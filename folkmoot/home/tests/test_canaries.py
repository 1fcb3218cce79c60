"""Five hundred planted secrets of listening: none is found outside its place.

Each is put into a field of its own. Then every page is opened by everybody who is not its keeper, every list taken as
a file, and the search index, the journal, notices, requests, queued jobs, mails, the cache, the log, the bytes of the
database and of a backup are looked through.
"""

from __future__ import annotations

import logging
import os
import zipfile
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail as outbox
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from folkmoot.home.keeping import backup
from folkmoot.kit.sealed import key_file
from folkmoot.listening import coverage, telling
from folkmoot.listening.jobs import mail_news
from folkmoot.listening.keeping import Other, Said, keep
from folkmoot.listening.models import ContactState, Knock, Organiser, Outing, Owed, Pairing, Patch, Project, Safeguard
from folkmoot.people.models import Deputy, Person
from folkmoot.points import counting
from folkmoot.points.models import Point, Quote, Theme, Theming
from folkmoot.points.models.regrouping import name
from tests.access_asking import addresses, ask, clients, routes, sign_in

FULL = bool(os.environ.get("FOLKMOOT_FULL"))
SECOND = bool(os.environ.get("FOLKMOOT_TEST_POSTGRES"))
MANY = 500
CANARY = "qzxk"
# A stranger, a councillor, a keeper, and whoever acts for the organiser.
FEWER = ("anonymous", "dilys", "kofi", "stands_in")
ASKED_ABOUT = ("/trail/", "/report/", "/feeds/news/", "/feeds/follow/", "/feeds/preview/", "/feeds/embed/list/")


class Secrets:
    """Words that stand nowhere else, each with the field it was put into."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}

    def new(self, field: str) -> str:
        word = f"{CANARY}{len(self.planted):04d}v"
        self.planted[word] = field
        return f"{field} {word}"

    def found_in(self, text: str) -> list[str]:
        text = text.lower()
        return [f"{word} ({field})" for word, field in self.planted.items() if word in text] if CANARY in text else []


@pytest.fixture
def secrets(village) -> Secrets:
    """Planted in every private field there is, by whoever may, through the verbs that people use."""
    found = Secrets()
    patch = Patch.make("Canary patch", village.mill_lane, village.voluntary_action, village.amina)
    organiser = Organiser.name(village.emeka, patch, "I listen for the people.", village.amina)
    heard = []
    while len(found.planted) < MANY - 10:
        at = len(found.planted)
        said = Said(
            f"canary {at}",
            answers={kind: found.new(kind) for kind in ("love", "worry", "change", "would-do")},
            who_else=found.new("who else"),
            spot=found.new("spot"),
            street="Mill Lane",
            door=found.new("door"),
            name=found.new("name"),
            contact=f"{found.new('contact').split()[1]}@heard.example",
            means="mail" if at % 2 else "slip",
            group=found.new("group"),
            allowed=("keep", "contact", "quote", "introduce", "councillor"),
            promise=found.new("promise"),
            promise_by=timezone.localdate() + timedelta(days=9),
        )
        heard.append(keep(patch, village.emeka, said).heard.get())
    _more(found, village, patch, organiser, heard)
    _house_meeting(found, village, patch)
    coverage.settle_all()
    assert len(found.planted) >= MANY
    return found


def _house_meeting(found: Secrets, village, patch) -> None:
    said = Said(
        "canary meeting",
        where="home",
        people=3,
        answers={"worry": f"1: {found.new('one')}\n3: {found.new('three')}\n{found.new('all together')}"},
        allowed=("keep",),
        others={2: Other("65 to 79", found.new("group of two")), 3: Other("", found.new("group of three"))},
        everyone=True,
    )
    keep(patch, village.emeka, said)


def _more(found: Secrets, village, patch, organiser, heard) -> None:
    theming = Theming.begin("Canaries", village.emeka, place=patch.place, about=patch)
    points = [point for one in heard for point in one.points()]
    theming.take(points, village.emeka)
    theme = name(theming, "A theme of canaries", [point.pk for point in points], village.emeka)
    if len(heard) >= 10:
        counting.publish(theming, village.emeka, "Asked at doors.")
    Quote.propose(theming, points[0], found.new("quote that waits"), village.emeka)
    pairing = Pairing.suggest(heard[0], heard[1], theme, village.emeka)
    pairing.say("a", True, village.emeka)
    project = Project.begin(patch, found.new("project"), found.new("project words"), village.emeka, theme)
    project.join(heard[0], village.emeka, found.new("does"))
    ContactState.objects.create(heard=heard[0], state="leading", note=found.new("note"))
    Outing.begin(organiser, found.new("where out"), timezone.now() + timedelta(hours=1), village.kofi)
    worry = Safeguard.raise_worry(patch, "now", found.new("worry"), village.emeka, "canary")
    worry.add(village.emeka, found.new("worry note"))
    Knock.note(organiser, "never", "Mill Lane", found.new("never door"))
    for row in telling.tell(theme, "Something came of it.", village.emeka):
        if row.means == "mail":
            mail_news.call(row.pk)
    Owed.objects.filter(heard=heard[2]).first().promise.keep(village.emeka)


def browsers_of(village) -> dict[str, Client]:
    """Those of the matrix, and somebody who stands in today for the organiser who heard it all."""
    browsers = clients(village)
    stands_in = Person.objects.create_user("stands.in@thornbeck.example", name="Stands In For Emeka")
    today = timezone.localdate()
    Deputy.objects.create(person=village.emeka, deputy=stands_in, from_on=today, until_on=today)
    browsers["stands_in"] = Client()
    sign_in(browsers["stands_in"], stands_in)
    return browsers


def test_nobody_else_meets_one(secrets, village, caplog, subtests):
    """All that is only looked at, in one world: planting five hundred takes longer than most of the looking. What pages
    say is looked through on one database, what the tables hold on both."""
    with subtests.test("no table holds one: search, journal, notices, requests and jobs included"):
        look_into_every_table(secrets)
    if SECOND:
        return
    browsers = browsers_of(village)
    with subtests.test("who stands in for the organiser opens nothing of theirs"):
        look_as_who_stands_in(browsers["stands_in"])
    with subtests.test("no page, list or file shows one to an outsider"):
        look_at_pages_lists_and_files(secrets, village, browsers, caplog)
    with subtests.test("no page that is asked about one shows it"):
        look_at_pages_asked_about_one(secrets, browsers)
    with subtests.test("no mail carries one but the address it goes to"):
        look_at_mail(secrets)
    with subtests.test("the control finds one that is left open"):
        look_for_one_left_open(secrets, village)


def look_at_pages_lists_and_files(secrets, village, browsers, caplog):
    caplog.set_level(logging.INFO)
    outsiders = list(browsers) if FULL else FEWER
    leaks = []
    for route in routes():
        if "GET" not in route.methods or route.rule == "by link":
            continue
        private = route.name.startswith(("listening:", "points:"))
        # The others show what the access matrix gives them; here only lists, and every page of listening and themes.
        if route.kwargs and not private:
            continue
        for address in _addresses(route, village):
            for query in ("", "?as=csv", f"?q={CANARY}0001v") if FULL or not private else ("",):
                for role in outsiders if private else ("kofi",):
                    shown = ask(browsers[role], "GET", f"{address}{query}")[0]
                    words = shown.whole.decode(errors="replace").replace(f"{CANARY}0001v", "")
                    leaks += [f"{address}{query} as {role}: {one}" for one in secrets.found_in(words)]
    assert leaks == []
    assert secrets.found_in(caplog.text.replace(f"{CANARY}0001v", "")) == []
    assert secrets.found_in(str(getattr(cache, "_cache", {}))) == []


def look_at_pages_asked_about_one(secrets, browsers):
    """?about= takes the address of a thing: of private points, their themes, quotes that wait and what they came of."""
    points = Point.objects.filter(private=True).order_by("-pk")[: 12 if FULL else 4]
    things = [*(f"/x/#point-{one.pk}" for one in points), *(one.get_absolute_url() for one in points[:2])]
    things += [f"/x/#quote-{Quote.objects.latest('pk').pk}", Theme.objects.latest("pk").get_absolute_url()]
    things += [one.get_absolute_url() for one in (Project.objects.latest("pk"), Safeguard.objects.latest("pk"))]
    leaks = []
    for page in ASKED_ABOUT:
        for thing in things:
            for role in ("anonymous", "amina", "dilys", "kofi", "stands_in") if FULL else FEWER:
                shown = ask(browsers[role], "GET", f"{page}?{urlencode({'about': thing})}")[0]
                leaks += [f"{page} {thing} as {role}: {one}" for one in secrets.found_in(shown.whole.decode())]
    assert leaks == []


def look_as_who_stands_in(browser):
    theming = Theming.objects.latest("pk")
    for page in ("", "board/", "publish/", "second/", "quotes/", "team/", "take/"):
        answer = ask(browser, "GET", f"{theming.get_absolute_url()}{page}")[0]
        assert answer.status_code == (200 if page == "" and theming.published_at else 403), page
    for page in ("desk", "deliver", "ready", "bring", "new"):
        assert ask(browser, "GET", f"/listening/{page}/")[0].status_code in (403, 404, 405), page


def _addresses(route, village) -> list[str]:
    if route.name.startswith(("listening:", "points:")) or not route.kwargs:
        return list(addresses(route, village).values())
    return []


def look_at_mail(secrets):
    assert outbox.outbox, "the control: mails were sent"
    for letter in outbox.outbox:
        text = str(letter.message())
        for address in letter.to:
            text = text.replace(address, "")
        assert secrets.found_in(text) == []


def look_for_one_left_open(secrets, village):
    village.bram.about = next(iter(secrets.planted))
    village.bram.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_person")
        assert secrets.found_in(str(cursor.fetchall()))
    assert "The Sunday" not in str(Client().get("/").content)


def look_into_every_table(secrets):
    leaks = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 every table there is
            for row in cursor.fetchall():
                leaks += [f"{table}: {one}" for one in secrets.found_in(str(row))]
    assert leaks == []


@pytest.mark.django_db(transaction=True)
def test_neither_the_bytes_of_the_database_nor_a_backup_hold_one(open_village, settings, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("The bytes of a file are looked through where the database is one.")
    village, found = open_village, Secrets()
    patch = Patch.make("Canary patch", village.mill_lane, village.voluntary_action, village.amina)
    Organiser.name(village.emeka, patch, "I listen for the people.", village.amina)
    said = Said(
        "canary",
        answers={"worry": found.new("worry")},
        name=found.new("name"),
        contact=found.new("contact"),
        means="slip",
        allowed=("keep", "contact"),
    )
    keep(patch, village.emeka, said)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = connection.settings_dict["NAME"]
    settings.DATABASES["default"]["NAME"] = file
    held = open(file, "rb").read()  # noqa: SIM115, PTH123
    assert b"Canary patch" in held, "the control: what is not sealed is found"
    assert not any(word.encode() in held for word in found.planted)
    packed = backup.make(tmp_path)
    with zipfile.ZipFile(packed) as whole:
        for member in whole.namelist():
            bytes_ = whole.read(member)
            assert not any(word.encode() in bytes_ for word in found.planted), member
            assert key_file().read_bytes().strip() not in bytes_, "the key is never in a backup"

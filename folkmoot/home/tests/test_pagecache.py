"""Kept pages: the same for strangers, never somebody's own, and gone the moment anything is written."""

from __future__ import annotations

import threading

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from folkmoot.home import pagecache
from folkmoot.home.pagecache import PageCache, Shelf
from folkmoot.journal.models import Line
from folkmoot.newsroom import gathering
from folkmoot.newsroom.models import Desk
from folkmoot.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty():
    pagecache.shelf.clear()
    yield
    pagecache.shelf.clear()


@pytest.fixture
def in_place(settings):
    """The middleware where production has it; other tests run without."""
    at = settings.MIDDLEWARE.index("django.middleware.locale.LocaleMiddleware") + 1
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:at], "folkmoot.home.pagecache.PageCache", *settings.MIDDLEWARE[at:]]


class Site:
    """A site that counts how often it was asked."""

    def __init__(self, make=None):
        self.asked, self.make = 0, make or (lambda request: HttpResponse("hello"))
        self.cache = PageCache(self._answer)

    def _answer(self, request):
        self.asked += 1
        return self.make(request)

    def get(self, path="/", cookies=None, **headers):
        request = RequestFactory().get(path, **headers)
        request.COOKIES.update(cookies or {})
        return self.cache(request)


def test_a_page_is_made_once_and_then_given():
    site = Site(lambda request: HttpResponse("hello", headers={"X-Thing": "kept"}))
    first, second = site.get(), site.get()
    assert site.asked == 1
    assert (second.content, second["X-Thing"], second["Content-Type"]) == (b"hello", "kept", first["Content-Type"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"path": "/?a=1"}, {"path": "/?a=2"}),
        ({"HTTP_HOST": "localhost"}, {"HTTP_HOST": "127.0.0.1"}),
        ({}, {"HTTP_HX_REQUEST": "true"}),
        ({"secure": False}, {"secure": True}),
    ],
)
def test_what_may_change_a_page_makes_another(one, other):
    site = Site()
    site.get(**one)
    site.get(**other)
    assert site.asked == 2


def test_each_language_has_its_own():
    site = Site(lambda request: HttpResponse(translation.get_language()))
    with translation.override("en-gb"):
        site.get()
    with translation.override("cy"):
        assert site.get().content == b"cy"


def test_a_new_line_in_the_journal_empties_it_at_once(village):
    site = Site()
    site.get()
    Line.record(village.amina, "changed", village.lunches, place=village.mill_lane)
    site.get()
    assert site.asked == 2


def test_a_new_day_makes_a_new_page(monkeypatch):
    site = Site()
    site.get()
    monkeypatch.setattr(pagecache.timezone, "localdate", lambda: __import__("datetime").date(2030, 1, 1))
    site.get()
    assert site.asked == 2


@pytest.mark.parametrize(
    "make",
    [
        lambda request: HttpResponse("no", status=404),
        lambda request: HttpResponse(get_token(request)),
        lambda request: HttpResponse("mine", headers={"Cache-Control": "private"}),
        lambda request: StreamingHttpResponse(["a", "b"]),
        lambda request: HttpResponse(b"x" * (pagecache.LARGEST + 1)),
    ],
)
def test_what_is_not_for_everyone_is_never_kept(make):
    site = Site(make)
    site.get()
    site.get()
    assert site.asked == 2


def test_an_answer_that_sets_a_cookie_is_never_kept():
    def make(request):
        answer = HttpResponse("yours")
        answer.set_cookie("who", "you")
        return answer

    site = Site(make)
    site.get()
    assert site.get().cookies["who"].value == "you" and site.asked == 2


@pytest.mark.parametrize("cookie", ["folkmoot", "messages", "anything"])
def test_a_visitor_with_a_cookie_is_served_afresh_and_leaves_nothing(cookie):
    site = Site(lambda request: HttpResponse(f"for {request.COOKIES.get(cookie)}"))
    assert site.get(cookies={cookie: "one"}).content == b"for one"
    assert site.get(cookies={cookie: "two"}).content == b"for two"
    assert site.get().content == b"for None"


def test_only_reading_is_kept():
    site = Site()
    for request in (
        RequestFactory().post("/"),
        RequestFactory().head("/"),
        RequestFactory().get("/", HTTP_AUTHORIZATION="x"),
    ):
        site.cache(request)
        site.cache(request)
    assert site.asked == 6


def test_it_never_holds_more_than_it_may():
    shelf = Shelf(most=100)
    for n in range(50):
        shelf.put((n,), b"x" * 30, [])
    assert shelf.held == 90 and len(shelf.pages) == 3
    assert shelf.get((49,)) and shelf.get((0,)) is None
    shelf.get((47,))
    shelf.put((50,), b"x" * 30, [])
    assert shelf.get((47,)) and shelf.get((48,)) is None
    shelf.put((50,), b"y" * 10, [])
    assert shelf.held == 70
    shelf.put((51,), b"z" * 101, [])
    assert shelf.get((51,)) is None


def test_old_pages_go(monkeypatch):
    shelf, now = Shelf(), [0.0]
    monkeypatch.setattr(pagecache.time, "monotonic", lambda: now[0])
    shelf.put((1,), b"x", [])
    now[0] = pagecache.OLDEST_SECONDS + 1
    assert shelf.get((1,)) is None and shelf.held == 0


def test_many_threads_at_once_keep_count():
    shelf = Shelf(most=1000)

    def work(seed):
        for n in range(400):
            shelf.put((seed * n % 97,), b"x" * (n % 50), [])
            shelf.get((n % 97,))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(1, 7)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert shelf.held == sum(len(kept.body) for kept in shelf.pages.values()) <= 1000


def test_two_people_signed_in_never_share_and_strangers_see_neither(village, in_place):
    names = ("Quorra Eins", "Quorra Zwei")
    one, other, stranger = Client(), Client(), Client()
    for client, name in ((one, names[0]), (other, names[1])):
        client.force_login(Person.objects.create_user(f"{name[-4:]}@thornbeck.example", name=name))
    for _ in range(2):
        for client, name in ((one, names[0]), (other, names[1]), (stranger, "")):
            page = client.get(village.thornbeck.get_absolute_url())
            seen = [each for each in names if each in page.content.decode()]
            assert page.status_code == 200 and seen == ([name] if name else [])
    assert len(pagecache.shelf.pages) == 1


def test_a_stranger_s_second_visit_asks_the_database_once(village, in_place, django_assert_num_queries):
    client, address = Client(), village.thornbeck.get_absolute_url()
    first = client.get(address)
    with django_assert_num_queries(1):
        second = client.get(address)
    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_what_is_removed_is_gone_from_kept_pages_at_once(village, in_place):
    from folkmoot.moderation.models import Standing

    client, address = Client(), village.voluntary_action.get_absolute_url()
    assert "Tuesday lunches" in client.get(address).content.decode()
    lunches = village.lunches
    lunches.standing = Standing.objects.create(
        kind="directory.activity", key=str(lunches.pk), title="", address="", state="removed"
    )
    lunches.save()
    Line.record(village.kofi, "removed", lunches)
    assert "Tuesday lunches" not in client.get(address).content.decode()


def changes(village) -> dict:
    """What changes a page that everybody reads and tells nobody anything, by its name."""
    piece, round_up, post = village.pieces[1], village.round_up, village.outside_posts[0]
    subject, emeka = piece.subjects.get(), village.emeka
    line = round_up.lines.first()
    return {
        "less agreed to": lambda: subject.answer(["record"], holds_slip=True),
        "other words": lambda: piece.change(emeka, words="I thought nobody else opened."),
        "two reports of one after all": lambda: piece.apart(emeka),
        "a line of the round-up moved": lambda: line.move(emeka, up=False),
        "other words before a line": lambda: line.rewrite(emeka, "It began at a door."),
        "a line taken out": lambda: line.take_out(emeka),
        "a line added": lambda: round_up.add(emeka, words="And then it rained."),
        "a post elsewhere changed": lambda: gathering._change(post, _facts(post), timezone.now()),
        "only what an editor looked at": lambda: Desk.open(village.autumn, village.amina, shows="checked"),
    }


def _facts(post) -> dict:
    return {
        "title": "Put right",
        "excerpt": post.excerpt,
        "frozen": post.frozen,
        "author": post.author,
        "licence": "cc-by",
    }


@pytest.mark.parametrize(
    "name",
    [
        "less agreed to",
        "other words",
        "two reports of one after all",
        "a line of the round-up moved",
        "other words before a line",
        "a line taken out",
        "a line added",
        "a post elsewhere changed",
        "only what an editor looked at",
    ],
)
def test_what_tells_nobody_anything_empties_it_too(village, name):
    deed = changes(village)[name]
    if "after all" in name:
        village.pieces[1].merge(village.pieces[4], village.emeka)
    before = pagecache.version()
    deed()
    assert pagecache.version() != before
    assert not Line.objects.public().filter(pk__gt=before[0], title="").exists()


def test_less_agreed_to_is_gone_from_a_kept_page_at_once(client, village, in_place):
    subject, words = village.pieces[1].subjects.get(), "I thought we were the only ones"
    assert words in client.get("/newsroom/").content.decode()
    assert words in client.get("/newsroom/").content.decode()
    subject.answer(["record"], holds_slip=True)
    assert words not in client.get("/newsroom/").content.decode()

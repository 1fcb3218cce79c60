"""Webmention, against the text of the W3C Recommendation of 12 January 2017: what it says must be, is."""

from __future__ import annotations

import pytest
from django.conf import settings

from folkmoot.kit import fetch
from folkmoot.kit.refusals import NotYours
from folkmoot.newsroom import mentions, parts
from folkmoot.newsroom.models import Desk, Mention, MentionSent
from folkmoot.newsroom.tests.made import answer

SOURCE = "https://blog.example.org/post"


@pytest.fixture
def target(village) -> str:
    return f"{settings.SITE_URL}/events/{village.winter.pk}/"


def post(client, source, target, **more):
    return client.post("/newsroom/mentions/", {"source": source, "target": target}, **more)


def linking(target: str, words: str = "I was there", title: str = "A day") -> str:
    return (
        f"<html><head><title>{title}</title></head><body><p>{words} <a href='{target}'>the day</a>.</p></body></html>"
    )


def html(body: str, **more):
    return answer(body, url=SOURCE, content_type="text/html; charset=utf-8", **more)


def looked(mention: Mention, said) -> Mention:
    mentions.look(mention, said)
    mention.refresh_from_db()
    return mention


# Receiving (3.2)


def test_it_is_taken_with_201_and_the_address_where_its_state_is_told(client, target):
    told = post(client, SOURCE, target)
    assert told.status_code == 201 and told.headers["Location"].startswith("http")
    page = client.get(told.headers["Location"])
    assert "We have not looked yet" in page.content.decode() and "blog.example.org" not in page.content.decode()


def test_no_token_and_no_account_are_needed(village, target):
    from django.test import Client

    assert post(Client(enforce_csrf_checks=True), SOURCE, target).status_code == 201


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x",
        "ftp://blog.example.org/",
        "javascript:alert(1)",
        "https://user:pw@blog.example.org/",
        "https://localhost/x",
    ]
    + ["http://blog.example.org:8080/", "mailto:a@b.example", "https://" + "a" * 1200 + ".example/"],
)
def test_a_source_that_is_no_address_on_the_web_is_refused(client, target, source):
    assert post(client, source, target).status_code == 400 and not Mention.objects.filter(state="asked").exists()


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/account/login/", "/events/999999/", "/newsroom/pieces/1/edit/"])
def test_a_target_that_takes_no_mentions_is_refused(client, village, path):
    assert post(client, SOURCE, f"{settings.SITE_URL}{path}").status_code == 400


def test_a_target_elsewhere_or_not_published_is_refused(client, village):
    assert post(client, SOURCE, "https://other.example.org/events/1/").status_code == 400
    village.winter.published_at = None
    village.winter.save()
    assert post(client, SOURCE, f"{settings.SITE_URL}/events/{village.winter.pk}/").status_code == 400


def test_source_and_target_are_two_pages(client, target):
    assert post(client, target, target).status_code == 400
    assert post(client, f"{target}#a", target).status_code == 400


def test_the_same_pair_is_one_however_often_it_is_told(client, target):
    first, second = post(client, SOURCE, target), post(client, SOURCE, target)
    assert (
        first.headers["Location"] == second.headers["Location"] and Mention.objects.filter(source=SOURCE).count() == 1
    )


def test_nothing_shows_before_the_link_was_found(village, target):
    mention = mentions.take(SOURCE, target)
    assert parts.memory(village.winter)["mentions"] == []
    with pytest.raises(Exception, match="shown_when_true|CHECK"):
        Mention.objects.filter(pk=mention.pk).update(approved=True)


@pytest.mark.parametrize(
    ("how", "there"),
    [
        ("<a href='{t}'>x</a>", True),
        ("<A HREF={t}>x</A>", True),
        ("<img src='{t}'>", True),
        ("<video src='{t}'></video>", True),
        ("<blockquote cite='{t}'>x</blockquote>", True),
        ("<link rel=in-reply-to href='{t}'>", True),
        ("<a href='{t}?x=1'>x</a>", False),
        ("<a href='{t}more/'>x</a>", False),
        ("<a href='{p}'>x</a>", False),
        ("<p>{t}</p>", False),
        ("<!-- <a href='{t}'>x</a> -->", False),
        ("<a title='{t}'>x</a>", False),
    ],
)
@pytest.mark.once
def test_the_very_address_has_to_stand_there_as_a_link(village, target, how, there):
    body = how.format(t=target, p=target.removeprefix(settings.SITE_URL))
    mention = looked(mentions.take(SOURCE, target), html(body))
    assert (mention.state == "true") is there


@pytest.mark.parametrize(
    ("kind", "body", "there"),
    [
        ("application/json", '{{"a": [{{"b": "{t}"}}]}}', True),
        ("application/json", '{{"a": "see {t}"}}', False),
        ("text/plain", "see {t} and more", True),
        ("text/plain", "see {t}more/", False),
    ],
)
@pytest.mark.once
def test_json_and_plain_text_are_looked_at_as_what_they_are(village, target, kind, body, there):
    said = answer(body.format(t=target), url=SOURCE, content_type=kind)
    assert (looked(mentions.take(SOURCE, target), said).state == "true") is there


def test_it_waits_for_the_desk_or_shows_as_the_desk_chose(village, target):
    mention = looked(mentions.take(SOURCE, target), html(linking(target)))
    assert mention.state == "true" and mention.approved is None and parts.memory(village.winter)["mentions"] == []
    with pytest.raises(NotYours):
        mention.decide(village.bram, True)
    assert mention.decide(village.amina, True) and not mention.decide(village.amina, True)
    assert parts.memory(village.winter)["mentions"] == [mention]

    Desk.objects.filter(pk=village.desk.pk).update(posts="all")
    other = looked(mentions.take(f"{SOURCE}2", target), html(linking(target)))
    assert other.approved


@pytest.mark.once
def test_what_it_says_is_said_as_words_alone(client, village, target):
    Desk.objects.filter(pk=village.desk.pk).update(posts="all")
    bad = linking(target, "<script>alert(1)</script><b onclick=x>I was</b> there", "<img src=x onerror=alert(1)>")
    mention = looked(mentions.take(SOURCE, target), html(bad))
    from folkmoot.events.models import WriteUp

    WriteUp.objects.create(event=village.winter, audience="everyone", published_at=mention.asked_at)
    page = client.get(f"/events/{village.winter.pk}/record/").content.decode()
    assert "I was there" in page and "onerror=alert(1)>" not in page and "<script>alert" not in page


def test_an_update_is_taken_and_a_deletion_takes_it_off(village, target):
    Desk.objects.filter(pk=village.desk.pk).update(posts="all")
    mention = looked(mentions.take(SOURCE, target), html(linking(target, title="First")))
    mention = looked(mentions.take(SOURCE, target), html(linking(target, title="Second")))
    assert mention.title == "Second" and Mention.objects.shown().filter(pk=mention.pk).exists()

    gone = looked(mentions.take(SOURCE, target), answer("", url=SOURCE, status=410))
    assert gone.state == "gone" and gone.title == "" and not Mention.objects.shown().filter(pk=mention.pk).exists()
    back = looked(mentions.take(SOURCE, target), html(linking(target)))
    assert back.state == "true"
    without = looked(mentions.take(SOURCE, target), html("<p>nothing here</p>"))
    assert without.state == "gone"


def test_a_machine_that_is_down_is_asked_again_and_what_showed_stays_so_long(village, target):
    Desk.objects.filter(pk=village.desk.pk).update(posts="all")
    mention = looked(mentions.take(SOURCE, target), html(linking(target)))
    mentions.take(SOURCE, target)
    mention.refresh_from_db()
    for _ in range(4):
        mention = looked(mention, answer("", url=SOURCE, status=503))
        assert mention.state == "true" and mention.due_at
    assert looked(mention, answer("", url=SOURCE, status=503)).state == "gone"


def test_a_title_posted_again_by_an_aggregator_is_one_line(village, target):
    Desk.objects.filter(pk=village.desk.pk).update(posts="all")
    said = f"<title>{village.winter.title}</title><body><a href='{target}'>{village.winter.title}</a> read more"
    repost = looked(mentions.take("https://aggregate.example.org/7", target), html(said))
    own = looked(mentions.take(SOURCE, target), html(linking(target)))
    seen = parts.memory(village.winter)
    assert (seen["mentions"], seen["reposts"]) == ([own], [repost])


def test_too_many_of_one_machine_are_asked_to_come_later(client, target, monkeypatch):
    monkeypatch.setattr(mentions, "MOST_OF_A_HOST", 2)
    codes = [post(client, f"https://one.example.org/{n}", target).status_code for n in range(4)]
    assert codes == [201, 201, 429, 429]
    assert post(client, "https://two.example.org/", target).status_code == 201
    assert post(client, "https://one.example.org/9", target).headers["Retry-After"]


def test_a_flood_from_strangers_shuts_out_none_who_told_the_truth_before(village, target, monkeypatch):
    honest = mentions.take("https://honest.org/1", target)
    honest.settle(Mention.State.TRUE, "The link is there.")
    monkeypatch.setattr(mentions, "MOST_WAITING", 20)
    for number in range(20):
        mentions.take(f"https://flood{number}.net/", target)
    with pytest.raises(mentions.Full):
        mentions.take("https://flood99.net/", target)
    assert mentions.take("https://honest.org/2", target).due_at


def test_a_flood_from_many_names_of_one_owner_is_one_owners(village, target, monkeypatch):
    monkeypatch.setattr(mentions, "MOST_OF_A_DOMAIN", 5)
    for number in range(5):
        mentions.take(f"https://a{number}.flood.co.uk/", target)
    with pytest.raises(mentions.Full):
        mentions.take("https://b.flood.co.uk/", target)
    assert mentions.take("https://kitchens.co.uk/", target).due_at


def test_a_flood_at_one_page_leaves_room_for_the_others(village, target, monkeypatch):
    monkeypatch.setattr(mentions, "MOST_OF_A_PAGE", 5)
    for number in range(5):
        mentions.take(f"https://flood{number}.net/", target)
    with pytest.raises(mentions.Full):
        mentions.take("https://flood9.net/", target)
    other = f"{settings.SITE_URL}{village.autumn.get_absolute_url()}"
    assert mentions.take("https://flood9.net/", other).due_at


def test_a_report_and_a_round_up_show_who_mentions_them(client, village):
    for thing in (village.pieces[4], village.round_up):
        address = f"{settings.SITE_URL}{thing.get_absolute_url()}"
        made = mentions.take(f"https://honest.org/{thing.pk}", address)
        made.settle(Mention.State.TRUE, "There.", approve=True, title="What we read about chairs")
        page = client.get(thing.get_absolute_url()).content.decode()
        assert "Mentioned by" in page and "What we read about chairs" in page
        assert f"/report/?about={made.get_absolute_url()}".replace("/", "%2F") in page.replace("/", "%2F")


@pytest.mark.once
def test_a_page_that_takes_mentions_says_where(client, village):
    for path in (f"/events/{village.winter.pk}/", "/places/thornbeck/", village.round_up.get_absolute_url()):
        told = client.get(path)
        assert told.headers["Link"] == '</newsroom/mentions/>; rel="webmention"', path
        assert '<link rel="webmention" href="/newsroom/mentions/">' in told.content.decode(), path
    assert "Link" not in client.get("/promises/").headers


# Sending (3.1)

PAGE = "https://target.example.org/a/b"


@pytest.mark.parametrize(
    ("headers", "body", "endpoint"),
    [
        ((("link", '</wm>; rel="webmention"'),), "<link rel=webmention href=/other>", "https://target.example.org/wm"),
        ((("link", "<wm>; rel=webmention"),), "", "https://target.example.org/a/wm"),
        ((("link", '<https://x.example/>; rel="next", </wm?a=b&c=d>; rel="prev webmention"'),), "", "https://target.example.org/wm?a=b&c=d"),
        ((("link", '</no>; rel="next"'), ("link", '</wm>; REL="WebMention"')), "", "https://target.example.org/wm"),
        ((), "<link rel='webmention' href='/wm'>", "https://target.example.org/wm"),
        ((), "<a href=/wm rel=webmention>x</a><link rel=webmention href=/second>", "https://target.example.org/wm"),
        ((), "<link rel='other webmention' href='/wm'>", "https://target.example.org/wm"),
        ((), "<link rel=webmention href=''>", PAGE),
        ((), "<link rel=webmention><a rel=webmention href=/wm>x</a>", "https://target.example.org/wm"),
        ((), "<!-- <link rel=webmention href=/no> --><a rel=webmention href=/wm>x</a>", "https://target.example.org/wm"),
        ((), "<pre>&lt;link rel=webmention href=/no&gt;</pre><a rel=webmention href=/wm>x</a>", "https://target.example.org/wm"),
        ((), "<link rel=not-webmention href=/no>", None),
        ((("link", "</no>; rel=webmentions"),), "", None),
        ((), "<base href='https://cdn.example.org/'><link rel=webmention href='wm'>", "https://cdn.example.org/wm"),
        ((), "<p>nothing</p>", None),
    ],
)  # fmt: skip
def test_where_a_page_takes_mentions_is_found(monkeypatch, headers, body, endpoint):
    named = (("content-type", "text/html"), *headers)
    monkeypatch.setattr(fetch, "get", lambda url, **more: fetch.Answer(PAGE, 200, dict(named), body.encode(), named))
    assert mentions.discover(PAGE) == endpoint


@pytest.fixture
def sent(monkeypatch):
    """What was posted where; each page takes mentions at /wm."""
    posted = []
    named = (("content-type", "text/html"),)
    page = fetch.Answer(PAGE, 200, dict(named), b"<link rel=webmention href=/wm?x=1>", named)
    monkeypatch.setattr(fetch, "get", lambda url, **more: page)
    monkeypatch.setattr(
        fetch, "post", lambda url, fields, **more: posted.append((url, fields)) or answer("", status=202)
    )
    return posted


def test_a_round_up_tells_its_sources_once_published(village, sent):
    from folkmoot.newsroom import publishing
    from folkmoot.newsroom.models import RoundUp

    made = RoundUp.begin("Two", village.emeka, desk=village.autumn_desk)
    made.add(village.emeka, post=village.outside_posts[0], words="And https://kitchen.example.org/list too.")
    assert MentionSent.objects.count() == 0
    publishing.publish(made, village.emeka)
    assert mentions.send_due("https://moot.example") == 2
    assert (
        "https://target.example.org/wm?x=1",
        {
            "source": f"https://moot.example/newsroom/round-ups/{made.pk}/",
            "target": "https://milllane.example.org/sundays",
        },
    ) in sent
    assert mentions.send_due("https://moot.example") == 0, "once"

    made.lines.all().delete()
    publishing.changed(made)
    assert mentions.send_due("https://moot.example") == 2, "whom it no longer links to is told too"


def test_it_tells_nobody_inside_and_no_page_of_its_own(village, target):
    assert mentions.tell("/x/", ["http://127.0.0.1/", "http://localhost/", "https://10.0.0.1/a", target]) == 0


def test_a_page_that_takes_none_is_not_asked_again(village, monkeypatch):
    monkeypatch.setattr(fetch, "get", lambda url, **more: answer("<p>x</p>", url=PAGE, content_type="text/html"))
    mentions.tell("/x/", [PAGE])
    assert mentions.send_due("https://moot.example") == 0
    row = MentionSent.objects.get()
    assert row.state == "nobody" and row.due_at is None


def test_an_endpoint_inside_our_walls_is_never_asked(village, monkeypatch):
    named = (("content-type", "text/html"), ("link", "<http://127.0.0.1/wm>; rel=webmention"))
    monkeypatch.setattr(fetch, "get", lambda url, **more: fetch.Answer(PAGE, 200, dict(named), b"", named))
    tried = []
    monkeypatch.setattr(fetch.socket, "create_connection", lambda *a, **k: tried.append(a))
    mentions.tell("/x/", [PAGE])
    mentions.send_due("https://moot.example")
    assert tried == [] and MentionSent.objects.get().state == "failed"

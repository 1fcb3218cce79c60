"""What others post is read once, told to the desk it is about, kept as its licence allows; re-posts are one line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from folkmoot.kit import fetch
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.newsroom import gathering, outlets, stream
from folkmoot.newsroom.models import Desk, Outlet, OutsidePost
from folkmoot.newsroom.tests.made import answer, item, rss
from folkmoot.newsroom.turns import QUICK, Turn

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LONG = "<p>We met in the hall at one and by five there was a rota for the warm rooms, with names on every line.</p>"


@pytest.fixture
def blog(village):
    return outlets.add("A blog", "https://blog.example.org/feed", village.amina, place=village.thornbeck, is_known=True)


def told(outlet: Outlet, said, now=NOW, seconds=0.2, refusal=None) -> bool:
    turn = Turn(outlet.pk, "blog.example.org", True, 0)
    outlet.refresh_from_db()
    return gathering.take(outlet, gathering.asking.Came(turn, said, refusal, seconds), now)


def feed(*items, **more):
    return answer(rss(*items), content_type="application/rss+xml", **more)


def test_a_post_is_kept_once_and_changed_when_it_changes(blog):
    assert told(blog, feed(item("One", "https://blog.example.org/1", LONG)))
    assert told(blog, feed(item("One, put right", "https://blog.example.org/1", LONG)))
    [post] = blog.posts.all()
    assert post.title == "One, put right" and post.state == "shown" and post.excerpt.startswith("We met in the hall")


def test_what_is_asked_for_again_says_what_we_have(blog, monkeypatch):
    told(
        blog,
        feed(item("One", "https://blog.example.org/1"), etag='"v1"', last_modified="Fri, 20 Nov 2026 11:00:00 GMT"),
    )
    seen = {}
    monkeypatch.setattr(fetch, "get", lambda url, **more: seen.update(more) or answer("", status=304))
    Outlet.objects.filter(pk=blog.pk).update(due_at=NOW - timedelta(minutes=1))
    assert gathering.read_due(NOW) == 1
    assert seen["known"] == {"If-None-Match": '"v1"', "If-Modified-Since": "Fri, 20 Nov 2026 11:00:00 GMT"}
    blog.refresh_from_db()
    assert blog.posts.count() == 1 and blog.due_at > NOW and blog.leased_until is None


def test_trouble_waits_longer_each_time_and_what_was_posted_stays(blog):
    told(blog, feed(item("One", "https://blog.example.org/1")))
    waits = []
    for _ in range(4):
        assert not told(blog, answer("", status=500))
        blog.refresh_from_db()
        waits.append(blog.due_at - NOW)
    assert waits == [timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2), timedelta(hours=4)]
    assert blog.state(NOW) == "trouble" and blog.state(NOW + timedelta(days=15)) == "dead"
    assert blog.trouble == "It answers with 500." and blog.posts.count() == 1


def test_it_waits_as_long_as_it_is_asked_to_and_at_most_a_week(blog):
    told(blog, answer("", status=429, retry_after="7200"))
    blog.refresh_from_db()
    assert blog.due_at == NOW + timedelta(hours=2)
    told(blog, answer("", status=503, retry_after="99999999"))
    blog.refresh_from_db()
    assert blog.due_at == NOW + timedelta(days=7)


def test_what_is_gone_for_good_is_dead_at_once(blog):
    told(blog, answer("", status=410))
    blog.refresh_from_db()
    assert blog.state(NOW) == "dead"


def test_slow_for_once_is_no_failure_and_is_asked_among_the_slow(blog):
    assert not told(blog, None, refusal=fetch.FetchFailed("slow"), seconds=QUICK + 0.1)
    blog.refresh_from_db()
    assert blog.failures == 0 and blog.due_at == NOW and not gathering.turn_of(blog).is_proven


def test_a_feed_that_moved_for_good_is_read_there(blog):
    moved = answer(rss(item("One", "https://b.example.org/1")), content_type="application/rss+xml")
    told(blog, fetch.Answer(moved.url, 200, moved.headers, moved.body, moved.lines, "https://new.example.org/feed"))
    blog.refresh_from_db()
    assert blog.feed == "https://new.example.org/feed"


def test_a_page_that_names_its_feed_is_enough(blog):
    page = '<html><head><link rel="alternate" type="application/atom+xml" href="/atom.xml"></head></html>'
    told(blog, answer(page, url="https://blog.example.org/", content_type="text/html"))
    blog.refresh_from_db()
    assert blog.feed == "https://blog.example.org/atom.xml" and blog.address == "https://blog.example.org/feed"


@pytest.mark.parametrize(
    ("licence", "frozen"),
    [("https://creativecommons.org/licenses/by/4.0/", True), ("All rights reserved", False), ("", False)],
)
def test_the_whole_text_is_kept_where_its_licence_allows(blog, licence, frozen):
    more = f"<copyright>{licence}</copyright>"
    told(blog, answer(rss(item("One", "https://blog.example.org/1", LONG), more=more), content_type="text/xml"))
    post = blog.posts.get()
    assert bool(post.frozen) is frozen and post.excerpt
    assert post.get_licence_display() and post.found_at == NOW


def test_nothing_active_is_kept(blog):
    bad = "<p onclick=x()>Hello <script>x()</script><img src=//evil.example/p.gif onerror=x() alt='a beck'></p><iframe src=x>"
    Outlet.objects.filter(pk=blog.pk).update(licence="told")
    told(blog, feed(item("<b>One</b> & two", "https://blog.example.org/1", bad)))
    post = blog.posts.get()
    assert post.frozen.replace(" ", "") == "<p>Hello[abeck]</p>" or "<img" not in post.frozen
    for word in ("script", "onclick", "onerror", "iframe", "evil.example"):
        assert word not in post.frozen


def test_a_post_with_the_tag_or_a_link_goes_to_its_desk(village, blog):
    link = f"{settings.SITE_URL}/events/{village.winter.pk}/"
    told(
        blog,
        feed(
            item("Tagged", "https://blog.example.org/1", tags=("ThornbeckWinter",)),
            item("In words", "https://blog.example.org/2", "Off to #thornbeckwinter!"),
            item("Linked", "https://blog.example.org/3", f'<a href="{link}">there</a>'),
            item("Other", "https://blog.example.org/4", "Frost."),
        ),
    )
    found = {post.title: (post.desk_id, post.how) for post in blog.posts.all()}
    desk = village.desk.pk
    assert found == {
        "Tagged": (desk, "tag"),
        "In words": (desk, "tag"),
        "Linked": (desk, "link"),
        "Other": (None, "feed"),
    }


@pytest.mark.parametrize(("posts", "known", "state"), [
    ("nothing", True, "waits"), ("known", True, "shown"), ("known", False, "waits"), ("all", False, "shown"),
])  # fmt: skip
def test_what_shows_by_itself_is_a_choice(village, blog, posts, known, state):
    Desk.objects.filter(pk=village.desk.pk).update(posts=posts)
    Outlet.objects.filter(pk=blog.pk).update(is_known=known)
    told(blog, feed(item("Tagged", "https://blog.example.org/1", tags=("thornbeckwinter",))))
    assert blog.posts.get().state == state


def test_only_what_carries_the_outlets_tag_is_taken(village):
    pool = outlets.add("Pool", "https://p.example.org/f", village.amina, place=village.thornbeck, tag="#Thornbeck")
    told(
        pool, feed(item("Ours", "https://p.example.org/1", tags=("thornbeck",)), item("No", "https://p.example.org/2"))
    )
    assert [post.title for post in pool.posts.all()] == ["Ours"]


def test_a_re_post_is_one_line_also_at(village, blog):
    digest = outlets.add("Digest", "https://d.example.org/f", village.amina, place=village.thornbeck, is_known=True)
    told(blog, feed(item("Warm rooms have names now", "https://blog.example.org/1", LONG)))
    told(
        digest,
        feed(
            item("Warm rooms have names now | Digest", "https://d.example.org/9", LONG, "Mon, 19 Oct 2026 09:00:00 GMT")
        ),
    )
    first, again = blog.posts.get(), digest.posts.get()
    assert again.same_as == first and list(first.also.all()) == [again]
    assert again.pk not in OutsidePost.objects.shown().values_list("pk", flat=True)
    assert again.apart(village.amina) and again.pk in OutsidePost.objects.shown().values_list("pk", flat=True)


def test_a_re_post_read_before_its_original_still_stands_behind_it(village, blog):
    digest = outlets.add("Digest", "https://d.example.org/f", village.amina, place=village.thornbeck, is_known=True)
    link = '<a href="https://blog.example.org/1?utm_source=digest">more</a>'
    told(digest, feed(item("Warm rooms have names now", "https://d.example.org/9", LONG + link)))
    told(blog, feed(item("Warm rooms have names now", "https://blog.example.org/1", LONG)))
    assert digest.posts.get().same_as == blog.posts.get()


def test_two_that_only_share_a_short_title_stay_two(village, blog):
    other = outlets.add("Other", "https://o.example.org/f", village.amina, place=village.thornbeck, is_known=True)
    told(
        blog,
        feed(
            item(
                "Minutes",
                "https://blog.example.org/1",
                "<p>Of the allotments, with leeks and a long talk on water.</p>",
            )
        ),
    )
    told(
        other,
        feed(
            item("Minutes", "https://o.example.org/1", "<p>Of the choir: who sings what on the second of December.</p>")
        ),
    )
    assert other.posts.get().same_as is None


def test_what_a_blog_here_posted_and_somebody_gave_to_the_event_stays_at_the_event(village, blog):
    told(blog, feed(item("Warm rooms have names now", "https://blog.example.org/1", LONG)))
    first = blog.posts.get()
    assert first.desk is None and first.leave_out(village.amina) is True and first.approve(village.amina)
    OutsidePost.objects.filter(pk=first.pk).update(state="waits")
    given = outlets.paste(village.desk, "https://blog.example.org/1?utm_source=x", village.emeka)

    gathering.collapse(given)

    first.refresh_from_db()
    given.refresh_from_db()
    assert given.same_as == first and (first.desk, first.state) == (village.desk, "shown")
    assert [post.pk for post in stream.posts_of(village.desk)].count(first.pk) == 1


def test_two_events_keep_a_line_each_and_what_was_left_out_hides_nothing(village, blog):
    mine = outlets.paste(village.desk, "https://a.example.org/p", village.emeka)
    other = outlets.paste(village.autumn_desk, "https://a.example.org/p", village.amina)
    assert gathering.collapse(other) is None
    told(blog, feed(item("Warm rooms have names now", "https://blog.example.org/1", LONG)))
    blog.posts.get().leave_out(village.amina)
    given = outlets.paste(village.desk, "https://blog.example.org/1", village.emeka)
    assert gathering.collapse(given) is None
    shown = set(OutsidePost.objects.shown().values_list("pk", flat=True))
    assert {mine.pk, other.pk, given.pk} <= shown


def test_a_curator_says_which_event_it_is_about(client, village, blog):
    told(blog, feed(item("One", "https://blog.example.org/1", LONG)))
    post = blog.posts.get()
    client.force_login(village.amina)
    assert "About which event?" in client.get(post.get_absolute_url()).content.decode()
    client.post(f"{post.get_absolute_url()}about/", {"event": village.winter.pk})
    post.refresh_from_db()
    assert post.desk == village.desk and not post.belongs_to(village.desk, village.amina)
    with pytest.raises(NotYours):
        post.belongs_to(None, village.carys)
    client.post(f"{post.get_absolute_url()}about/", {"event": ""})
    post.refresh_from_db()
    assert post.desk is None


def test_the_kept_text_has_its_day_and_licence_and_loses_nothing_to_a_shorter_feed(village, blog):
    Outlet.objects.filter(pk=blog.pk).update(licence="cc-by")
    whole, right = LONG + "<p>More.</p>", LONG.replace("five", "six") + "<p>More.</p>"
    told(blog, feed(item("One", "https://blog.example.org/1", whole)))
    told(blog, feed(item("One", "https://blog.example.org/1", right)), NOW + timedelta(days=1))
    post = blog.posts.get()
    assert "six" in post.frozen and post.as_on() == NOW + timedelta(days=1)

    told(
        blog,
        feed(item("One", "https://blog.example.org/1", "<p>We met in the hall at one …</p>")),
        NOW + timedelta(days=2),
    )
    Outlet.objects.filter(pk=blog.pk).update(licence="reserved")
    told(blog, feed(item("One", "https://blog.example.org/1", "<p>All new.</p>")), NOW + timedelta(days=3))
    post.refresh_from_db()
    assert "six" in post.frozen and (post.licence, post.as_on()) == ("cc-by", NOW + timedelta(days=1))


def test_a_licence_that_was_given_since_is_kept_with_the_text(village, blog):
    told(blog, feed(item("One", "https://blog.example.org/1", LONG)))
    assert (blog.posts.get().licence, blog.posts.get().frozen) == ("", "")
    Outlet.objects.filter(pk=blog.pk).update(licence="cc-by-sa")
    told(blog, feed(item("One", "https://blog.example.org/1", LONG)), NOW + timedelta(days=1))
    post = blog.posts.get()
    assert post.licence == "cc-by-sa" and post.frozen and post.kept_at == NOW + timedelta(days=1)


def test_a_curator_shows_it_in_its_session_leaves_it_out_and_takes_it_down(village, blog):
    Outlet.objects.filter(pk=blog.pk).update(is_known=False, licence="told")
    told(blog, feed(item("Tagged", "https://blog.example.org/1", LONG, tags=("thornbeckwinter",))))
    post = blog.posts.get()
    with pytest.raises(NotYours):
        post.approve(village.carys)
    with pytest.raises(Refusal):
        post.approve(village.emeka, village.autumn.sessions.first())
    assert post.approve(village.emeka, village.sessions[0]) and not post.approve(village.emeka, village.sessions[0])
    assert post.leave_out(village.emeka) and post.approve(village.emeka)

    assert post.frozen
    post.take_down(village.emeka, "The writer asked")
    assert (post.state, post.frozen, post.excerpt) == ("hidden", "", "")
    told(blog, feed(item("Tagged", "https://blog.example.org/1", LONG, tags=("thornbeckwinter",))))
    post.refresh_from_db()
    assert post.frozen == "" and post.state == "hidden", "what was taken down does not come back with the next reading"


def test_a_list_of_another_reader_is_taken_once(village):
    opml = b"""<?xml version="1.0"?><opml version="2.0"><body><outline text="Beck" xmlUrl="https://b.example.org/f"/>
      <outline text="Inside" xmlUrl="http://127.0.0.1/f"/><outline text="x"><outline text="Hill" xmlUrl="https://h.example.org/f"/></outline></body></opml>"""
    new, notes = outlets.add_list(opml, village.amina, village.thornbeck)
    again, _notes = outlets.add_list(opml, village.amina, village.thornbeck)
    assert (new, again) == (3, 0)
    assert Outlet.objects.filter(name__in=["Beck", "Hill"]).count() == 2


@pytest.mark.parametrize("raw", [b"<opml", b"<html></html>", b'<!DOCTYPE x [<!ENTITY a "b">]><opml>&a;</opml>', b""])
def test_a_list_that_is_none_says_so(village, raw):
    with pytest.raises(Refusal, match="What stands there"):
        outlets.add_list(raw, village.amina, village.thornbeck)


def test_strangers_add_no_blogs(village):
    with pytest.raises(NotYours):
        outlets.add("x", "https://x.example.org/", village.bram, place=village.thornbeck)


def test_a_pasted_post_is_one_however_often(village):
    one = outlets.paste(village.desk, "https://a.example.org/p?utm_source=x", village.emeka)
    two = outlets.paste(village.desk, "https://www.a.example.org/p/", village.emeka)
    assert one.pk == two.pk and one.state == "shown"


def test_a_blog_taken_off_is_read_no_more_and_its_posts_stay(village, blog):
    told(blog, feed(item("One", "https://blog.example.org/1")))
    assert outlets.take_off(blog, village.amina) and not outlets.take_off(blog, village.amina)
    assert not Outlet.objects.due(timezone.now() + timedelta(days=9)).filter(pk=blog.pk).exists()
    assert blog.posts.count() == 1

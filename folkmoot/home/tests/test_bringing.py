"""A post becomes a point in its own words, with its journal line; it goes when the post does."""

from __future__ import annotations

import pytest

from folkmoot.conversations.models import Post
from folkmoot.home import bringing
from folkmoot.journal.models import Line
from folkmoot.kit.refusals import Refusal
from folkmoot.points.models import Point, Theming


@pytest.fixture
def theming(village) -> Theming:
    return Theming.begin("What is said of bins", village.amina, place=village.thornbeck)


@pytest.fixture
def post(village) -> Post:
    found = Post.objects.shown().in_groups().public().exclude(by=None)
    return found.filter(pk__in=[one.pk for one in found if one.is_there()]).order_by("pk").first()


def test_a_post_is_brought_in_once_with_its_own_journal_line(post, theming, village, client):
    client.force_login(village.amina)
    page = client.get("/bring-in/", {"about": post.about_address}).content.decode()
    assert "What is said of bins" in page
    sent = {"about": post.about_address, "words": post.words[:4000], "theming": theming.pk}
    for _twice in range(2):
        assert client.post("/bring-in/", sent).url == f"/themes/{theming.pk}/board/"
    point = theming.points.get()
    assert (point.words, point.person, point.source_kind) == (post.words.strip(), post.by, "conversations.post")
    assert point.line == Line.objects.about("conversations.post", str(post.pk)).newest_first().first()
    assert post.about_address.rstrip("/").split("/")[-1] in point.source_address


def test_the_words_are_those_that_stand_there(post, theming, village):
    some = " ".join(post.words.split()[:3])
    assert bringing.bring(post.about_address, some, theming, village.amina).words == some
    with pytest.raises(Refusal, match="do not stand there"):
        bringing.bring(post.about_address, "What nobody said.", theming, village.amina)
    with pytest.raises(Refusal, match="Only the team"):
        bringing.bring(post.about_address, some, theming, village.bram)


def test_what_not_everybody_may_read_is_not_brought_in(theming, village):
    everybody = set(Post.objects.shown().public().values_list("pk", flat=True))
    among_members = next(one for one in Post.objects.shown().in_groups() if one.pk not in everybody)
    for about in (
        among_members.about_address,
        "/nowhere/",
        f"/x/#point-{Point.objects.filter(private=True).first().pk}",
    ):
        with pytest.raises(Refusal, match="everybody may read"):
            bringing.bring(about, "", theming, village.amina)


def test_it_goes_from_the_themes_when_it_goes_where_it_was_said(post, theming, village):
    point = bringing.bring(post.about_address, "", theming, village.amina)
    assert bringing.keep_up() == 0
    Post.objects.filter(pk=post.pk).update(words="Something else altogether.")
    assert bringing.keep_up() == 1
    point.refresh_from_db()
    assert point.taken_back_at and not theming.points.standing().exists()


def test_the_way_to_it_stands_below_a_post_for_those_who_make_themes(post, theming, village, client):
    talk = post.discussion.get_absolute_url()
    client.force_login(village.amina)
    assert "/bring-in/?about=" in client.get(talk).content.decode()
    client.force_login(village.carys)
    assert "/bring-in/?about=" not in client.get(talk).content.decode()
    assert "in no team" in client.get("/bring-in/").content.decode()

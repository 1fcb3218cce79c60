"""Reported without an account, removed everywhere at once, decided with a reason, appealed; settled between two first."""

from __future__ import annotations

import pytest

from folkmoot.conversations import moderating, settling, speaking, summing
from folkmoot.conversations.models import Discussion, Group, Post
from folkmoot.conversations.speaking import Said
from folkmoot.home.searchable import find
from folkmoot.journal.models import Line, Notice
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Report, Ruling, Standing

WORDS = "Zwetschgen are cheaper at the mill"


@pytest.fixture
def post(village):
    return speaking.say(village.heating, village.bram, Said(WORDS))


def pieces(village) -> dict[str, str]:
    """Everything people write in a group → the address by which it is reported."""
    summary = summing.sum_up(village.heating, village.amina, "A line. [1]")
    contest = summing.contest(summary.lines.get(), village.bram, "Not so.")
    return {
        "conversations.group": village.sundays.get_absolute_url(),
        "conversations.discussion": village.heating.get_absolute_url(),
        "conversations.post": village.heating.post_at(2).about_address,
        "conversations.summary": summary.get_absolute_url(),
        "conversations.contest": contest.get_absolute_url(),
    }


def test_every_piece_can_be_reported_without_an_account_and_says_so_on_its_page(client, village):
    for kind, address in pieces(village).items():
        page = client.get(address.partition("#")[0], follow=True).content.decode()
        assert "/report/?about=" in page
        client.post("/report/", {"about": address, "reason": "abuse", "words": kind})
        report = Report.objects.get(words=kind)
        assert report.standing.kind == kind, address
    story = village.lunch.get_absolute_url()
    client.post("/report/", {"about": story, "reason": "wrong", "words": "story"})
    assert Report.objects.get(words="story").standing.kind == "conversations.discussion"


def test_a_comment_below_an_event_is_reported_as_itself(client, village):
    from folkmoot.events import talking

    said = talking.say(village.winter, village.bram, "Cake!")
    client.post("/report/", {"about": said.get_absolute_url(), "reason": "spam", "words": "cake"})
    assert Report.objects.get(words="cake").standing.thing() == said


def surfaces(client, post) -> list[str]:
    """Where the words can be seen by everybody."""
    where = [post.discussion.get_absolute_url(), post.discussion.group.get_absolute_url(), "/groups/talk/"]
    where += ["/search/?q=zwetschgen", "/journal/", f"/people/{post.by.key}/", "/places/thornbeck/"]
    pages = {address: client.get(address, follow=True) for address in where}
    gone = [address for address, page in pages.items() if page.status_code == 404 and "/groups/" not in address]
    assert gone == [], "each of these is a page, so that nothing is found there only because nothing is there"
    found = [address for address, page in pages.items() if WORDS[:10] in page.content.decode()]
    found += ["index"] if any(hit.key == str(post.pk) for hit in find("zwetschgen")) else []
    lines = Line.objects.public().about("conversations.post", post.pk)
    notices = Notice.objects.shown().filter(line__kind="conversations.post", line__key=str(post.pk))
    shown = Post.objects.shown().in_groups().public().filter(pk=post.pk)
    return found + [str(rows.model) for rows in (lines, notices, shown) if rows.exists()]


@pytest.mark.once
def test_removed_it_is_gone_from_every_surface_at_once(client, village, post):
    assert {post.discussion.get_absolute_url(), "index"} <= set(surfaces(client, post))
    moderating.rule(Post.objects.get(pk=post.pk), village.emeka, "removed", "An example.", "spam")
    assert surfaces(client, Post.objects.get(pk=post.pk)) == []
    assert "Removed by moderators" in client.get(post.discussion.get_absolute_url()).content.decode()


@pytest.mark.once
@pytest.mark.parametrize("what", ["discussion", "group"])
def test_a_removed_discussion_or_group_takes_its_posts_along_and_brings_them_back(client, village, post, what):
    thing = village.heating if what == "discussion" else village.sundays
    standing = Standing.of(thing, village.emeka)
    standing.rule("removed", "An example.", village.kofi)
    post = Post.objects.select_related("discussion__group", "by").get(pk=post.pk)
    assert [one for one in surfaces(client, post) if "Post" not in one or "conversations" not in one] == []
    assert not Post.objects.in_groups().filter(pk=post.pk).exists()
    assert client.get(village.heating.get_absolute_url()).status_code == 404

    standing.rule("shown", "A mistake.", village.kofi)
    assert "index" in surfaces(client, Post.objects.get(pk=post.pk))


def test_the_groups_own_moderators_decide_with_a_reason_in_the_log_and_the_writer_can_appeal(village, post):
    post = Post.objects.get(pk=post.pk)
    with pytest.raises(NotYours):
        moderating.rule(post, village.amina, "removed", "x")
    with pytest.raises(Refusal, match="Say why"):
        moderating.rule(post, village.emeka, "removed", " ")
    ruling = moderating.rule(post, village.emeka, "removed", "Off the point.", "spam")

    assert village.sundays.log.first().because == "Off the point."
    assert village.bram.notices.filter(words__contains="Decided about").exists()
    assert ruling.appeal(village.bram, "It was the point.")
    with pytest.raises(NotYours):
        ruling.decide(village.emeka, "shown", "x")
    assert ruling.decide(village.kofi, "shown", "It was.").state == "shown"


def test_a_group_moderator_decides_nothing_outside_the_group(village):
    other = village.first_street.post_at(2)
    with pytest.raises(NotYours):
        Standing.of(other, other.by).rule("removed", "x", village.emeka)
    assert not Ruling.objects.exists()


def test_those_who_look_after_the_group_hear_of_a_report(client, village, post):
    client.post("/report/", {"about": post.about_address, "reason": "abuse", "words": "x"})
    assert village.emeka.notices.filter(words__contains="was reported").count() == 1
    client.force_login(village.emeka)
    assert WORDS[:20] in client.get("/groups/sundays-in-thornbeck/moderation/").content.decode()


def test_settled_between_two_nobody_else_learns_of_it(client, village, post):
    asked = settling.ask(Post.objects.get(pk=post.pk), village.dilys, "That was unkind to the mill.")
    assert settling.ask(Post.objects.get(pk=post.pk), village.dilys, "again") == asked
    for person, status in ((village.amina, 404), (village.emeka, 404), (village.kofi, 404), (village.bram, 200)):
        client.force_login(person)
        assert client.get(f"/groups/settling/{asked.pk}/").status_code == status

    settling.answer(asked, village.bram, "sorry", "I did not mean it so.")
    with pytest.raises(NotYours):
        settling.settle(asked, village.bram)
    settling.settle(asked, village.dilys)
    assert not Report.objects.exists()


def test_what_cannot_be_settled_is_handed_on(village, post):
    asked = settling.ask(Post.objects.get(pk=post.pk), village.dilys, "That was unkind.")
    report = settling.hand_on(asked, village.dilys)
    assert report.standing.thing() == post and report.words == "That was unkind."
    assert village.emeka.notices.filter(words__contains="was reported").exists()


def test_a_summary_cites_posts_and_whoever_was_there_can_see_a_line_otherwise(village):
    with pytest.raises(Refusal, match="on which posts"):
        summing.sum_up(village.heating, village.amina, "Everybody agrees.")
    with pytest.raises(Refusal, match="not here to read: 99"):
        summing.sum_up(village.heating, village.amina, "Everybody agrees. [99]")
    made = summing.sum_up(village.heating, village.amina, "All want a timer. [7, 8]\nNobody pays [3]", once="s")
    assert summing.sum_up(village.heating, village.amina, "All want a timer. [7, 8]", once="s") == made
    assert [[post.number for post in line.cites.all()] for line in made.lines.all()] == [[7, 8], [3]]

    line = made.lines.last()
    village.sundays.members.create(person=village.kofi)
    village.sundays.agreement().accept(village.kofi)
    with pytest.raises(NotYours, match="Those who spoke"):
        summing.contest(line, village.kofi, "x")
    first = summing.contest(line, village.bram, "Voluntary Action pays.")
    assert summing.contest(line, village.bram, "Voluntary Action pays.") == first
    assert village.amina.notices.filter(words__contains="otherwise").exists()


def test_the_lists_leave_out_what_others_may_not_see(village):
    for talks in (Discussion.objects.shown().visible_to(None), Discussion.objects.shown().public()):
        assert set(talks.filter(group__story=False)) == {
            village.heating, village.lunch, village.which_day, village.first_street
        }  # fmt: skip
    names = set(Group.objects.shown().live().visible_to(village.carys).values_list("slug", flat=True))
    assert names == {"sundays-in-thornbeck", "mill-lane-neighbours", "neighbours-first"}

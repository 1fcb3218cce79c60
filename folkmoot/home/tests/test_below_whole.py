"""What is said below an event or a case is a whole conversation: quoted, paged, followed, summed up, with files; and
only for those whom its owner lets read and speak."""

from __future__ import annotations

import pytest
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile

from folkmoot.conversations import following, speaking, summing
from folkmoot.conversations.models import Post
from folkmoot.conversations.speaking import Said
from folkmoot.events import editing, replying
from folkmoot.events import talking as events
from folkmoot.feeds import jobs as feeds
from folkmoot.home import searchable
from folkmoot.journal.models import Notice, Watch
from folkmoot.kit import search, work
from folkmoot.kit.refusals import NotYours
from folkmoot.library import talking as library
from folkmoot.moderation.models import Standing

WAYS = pytest.mark.parametrize(("owner", "say"), [("winter", events.say), ("lunch_case", library.say)])


@pytest.mark.once
@WAYS
def test_it_is_quoted_answered_summed_up_and_followed_on_the_page_of_its_owner(client, village, owner, say):
    thing = getattr(village, owner)
    first = say(thing, village.bram, "Is there a ramp at the side door?")
    client.force_login(village.dilys)
    page = client.get(f"{thing.get_absolute_url()}?quote={first.pk}").content.decode()
    assert 'name="excerpt"' in page and "Is there a ramp" in page and "Sum it up" in page and "Mute it" in page

    sent = {"words": "There is.", "excerpt": "a ramp at the side door", "reply_to": first.pk, "once": "a"}
    sent["files"] = SimpleUploadedFile("way.csv", b"door,step\nside,0\n", "text/csv")
    address = client.post(f"{thing.get_absolute_url()}say/", sent)["Location"]
    second = Post.objects.get(words="There is.")
    assert address == second.get_absolute_url() == f"{thing.get_absolute_url()}#post-{second.pk}"
    assert second.reply_to == first and second.quotes.get().shown_excerpt() == "a ramp at the side door"
    assert client.get(second.attachments.get().get_absolute_url()).status_code == 200
    assert following.of(second.discussion, village.dilys)

    made = summing.sum_up(second.discussion, village.dilys, "There is a ramp. [2]")
    page = client.get(thing.get_absolute_url()).content.decode()
    assert "There is a ramp." in page and client.get(made.get_absolute_url()).status_code == 200


@pytest.mark.once
def test_a_long_one_is_drawn_in_pages(client, village):
    said = events.say(village.winter, village.bram, "The first of many")
    rows = [Post(discussion=said.discussion, number=n, by=village.bram, words=f"Word {n}.") for n in range(2, 121)]
    Post.objects.bulk_create(rows)
    type(said.discussion).objects.filter(pk=said.discussion_id).update(last_number=120)
    page = client.get(f"/events/{village.winter.pk}/?page=5").content.decode()
    assert "Word 120." in page and "The first of many" not in page and "page 5 of 5" in page
    last = Post.objects.get(number=120, discussion=said.discussion)
    assert client.get(f"/groups/posts/{last.pk}/")["Location"] == f"/events/{village.winter.pk}/?page=5#post-{last.pk}"


def test_where_those_who_replied_speak_a_stranger_neither_answers_sums_up_nor_contests(client, village):
    said = events.say(village.winter, village.bram, "Is there a ramp?")
    made = summing.sum_up(said.discussion, village.bram, "One asks for a ramp. [1]")
    events.set_rules(village.winter, "replied", None)
    talk = type(said.discussion).objects.get(pk=said.discussion_id)
    client.force_login(village.carys)
    for address in (f"talk/{talk.pk}/say/", f"talk/{talk.pk}/sum-up/", f"lines/{made.lines.get().pk}/contest/"):
        answer = client.post(f"/groups/{address}", {"words": "No [1]"})
        assert answer.status_code == 403 and "Those who replied speak here" in answer.content.decode(), address
    assert client.post(f"/events/{village.winter.pk}/say/", {"words": "x"}).status_code == 403
    with pytest.raises(NotYours, match="replied"):
        speaking.say(talk, village.carys, Said("x"))
    replying.reply(village.winter, replying.Said("maybe"), person=village.carys)
    assert speaking.say(type(talk).objects.get(pk=talk.pk), village.carys, Said("Now I may.")).number == 2


@pytest.mark.once
def test_what_is_below_a_removed_event_is_on_no_page_of_its_own_either(client, village):
    said = events.say(village.winter, village.bram, "Is there a ramp?")
    made = summing.sum_up(said.discussion, village.bram, "One asks for a ramp. [1]")
    pages = [made.get_absolute_url(), f"/groups/posts/{said.pk}/before/", f"/groups/talk/{said.discussion_id}/"]
    assert [client.get(page, follow=True).status_code for page in pages] == [200, 200, 200]
    Standing.of(village.winter, village.amina).rule("removed", "An example.", village.kofi)
    assert [client.get(page, follow=True).status_code for page in pages] == [404, 404, 404]
    assert "One asks" not in client.get("/journal/").content.decode()
    assert not Post.objects.get(pk=said.pk).is_there()


@pytest.mark.once
def test_whoever_follows_the_page_hears_of_each_post_once_whichever_job_comes_first(village):
    work.drain(scheduled=False)
    feeds.tell_watchers.call()
    Watch.start(village.dilys, village.winter, pace="at-once")
    Watch.start(village.emeka, village.winter, pace="daily")
    said = events.say(village.winter, village.bram, "Is there a ramp at the side door?")
    feeds.tell_watchers.call()
    work.drain(scheduled=False)
    feeds.tell_watchers.call()
    about = {"line__kind": "conversations.post", "line__key": str(said.pk)}
    for person in (village.dilys, village.emeka):
        assert Notice.objects.filter(person=person, **about).count() == 1, person
    mails = [one for one in outbox.outbox if one.to == [village.dilys.email] and "ramp" in one.body]
    assert len(mails) == 1


def kept(words: str) -> list[str]:
    """What the index itself holds, whoever asks."""
    return [hit.kind for hit in search.find(words)]


@WAYS
def test_it_is_found_by_search_with_its_first_words_where_everybody_reads(village, owner, say):
    thing = getattr(village, owner)
    post = say(thing, village.bram, "The wheelbarrow stands behind the hall.")

    (hit,) = searchable.find("wheelbarrow", place=thing.place)
    assert (hit.kind, hit.address) == ("conversations.post", post.get_absolute_url())
    speaking.edit(post, village.bram, "The handcart stands behind the hall.")
    assert searchable.find("wheelbarrow") == [] and searchable.find("handcart")
    post.take_back(village.bram)
    assert searchable.find("handcart") == [] and kept("handcart") == []


@WAYS
def test_what_is_below_something_hidden_is_found_by_nobody_and_again_once_it_is_shown(village, owner, say):
    thing = getattr(village, owner)
    say(thing, village.bram, "The wheelbarrow stands behind the hall.")

    Standing.of(thing, village.amina).rule("held", "We look.", village.kofi)
    assert kept("wheelbarrow") == []
    list(searchable.reindex())
    assert kept("wheelbarrow") == []
    Standing.of(thing, village.amina).rule("shown", "It is fine.", village.kofi)
    assert kept("wheelbarrow") == ["conversations.post"]
    list(searchable.reindex())
    assert [hit.kind for hit in searchable.find("wheelbarrow")] == ["conversations.post"]


def test_what_those_who_prepare_an_event_say_below_it_is_found_only_once_it_is_published(village):
    event = village.winter
    type(event).objects.filter(pk=event.pk).update(published_at=None)
    event.refresh_from_db()
    events.say(event, village.amina, "The wheelbarrow stands behind the hall.")
    assert kept("wheelbarrow") == []

    editing.publish(event, village.amina)
    assert [hit.kind for hit in searchable.find("wheelbarrow")] == ["conversations.post"]


def test_what_the_index_still_holds_of_something_hidden_a_moment_ago_is_not_shown(village):
    events.say(village.winter, village.bram, "The wheelbarrow stands behind the hall.")
    type(village.winter).objects.filter(pk=village.winter.pk).update(published_at=None)
    assert kept("wheelbarrow") and searchable.find("wheelbarrow") == []


def test_a_reply_without_an_account_is_found_too(village):
    rsvp = replying.reply(village.winter, replying.Said("yes", name="Joan"), email="joan@home.example")
    events.say_by_mail(rsvp, "The wheelbarrow stands behind the hall.")
    assert [hit.kind for hit in searchable.find("wheelbarrow")] == ["conversations.post"]

"""Saying something in a group: who may, as whom, quoting by reference, naming people, warned of what is personal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.conversations import copying, founding, quoting, reading, speaking
from folkmoot.conversations.models import Discussion, DiscussionClosed, Post, Wording
from folkmoot.conversations.newcomers import TooNew
from folkmoot.conversations.speaking import Said
from folkmoot.directory import warning
from folkmoot.journal.models import Line
from folkmoot.kit import search
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.people.models import Person

LONG = (
    "The boiler in the hall needs two hours before anybody can sit there without a coat, and nobody has the key before "
    "eight on a Sunday morning, as far as I know."
)


@pytest.fixture
def talk(village):
    return speaking.begin(village.sundays, village.bram, Said(LONG, title="Keys", once="keys"))


def test_only_members_speak_and_the_same_word_is_the_same_discussion(village, talk):
    with pytest.raises(NotYours, match="joined"):
        speaking.say(talk, village.carys, Said("Me too"))
    assert speaking.begin(village.sundays, village.bram, Said(LONG, title="Keys", once="keys")) == talk
    assert talk.posts.count() == 1


def test_a_full_quotation_becomes_a_reference_and_search_reads_it_once(village, talk):
    answer = speaking.say(talk, village.amina, Said(f"> {LONG}\n\nI have a key."))
    pasted = speaking.say(talk, village.dilys, Said(f"Bram wrote:\n\n{LONG}\n\nSo has the school."))

    assert (answer.words, pasted.words) == ("I have a key.", "So has the school.")
    assert [quote.quoted for quote in answer.quotes.all()] == [talk.post_at(1)]
    assert pasted.quotes.get().excerpt == LONG
    hits = search.find("boiler coat")
    assert [(hit.kind, hit.key) for hit in hits] == [("conversations.discussion", str(talk.pk))]


def test_a_quotation_of_nothing_here_stays_as_it_was(village, talk):
    said = speaking.say(talk, village.amina, Said("> To be, or not to be: that is the question.\n\nHa."))
    assert said.words.startswith("> To be") and not said.quotes.exists()


def test_nothing_but_a_quotation_stays_as_it_was(village, talk):
    assert quoting.taken_apart(talk, f"> {LONG}") == (f"> {LONG}", [])


def test_what_was_quoted_goes_when_the_post_goes(village, talk):
    answer = speaking.say(talk, village.amina, Said("Gladly.", reply_to=talk.post_at(1), excerpt="nobody has the key"))
    assert answer.quotes.get().shown_excerpt() == "nobody has the key"
    talk.post_at(1).take_back(village.bram)
    assert answer.quotes.select_related("quoted").get().shown_excerpt() == ""


def test_an_invented_quotation_shows_what_was_really_said(village, talk):
    answer = speaking.say(talk, village.amina, Said("No!", reply_to=talk.post_at(1), excerpt="I hate the hall"))
    assert answer.quotes.get().excerpt == LONG


def test_somebody_named_is_told_once_and_a_stranger_is_not(village, talk):
    post = speaking.say(talk, village.bram, Said("@Dilys Price and @carys hughes, could you?"))
    assert [one.person for one in post.mentions.all()] == [village.dilys]
    assert village.dilys.notices.filter(words__contains="names you").count() == 1
    speaking.edit(post, village.bram, "@Dilys Price, could you, please?")
    assert village.dilys.notices.filter(words__contains="names you").count() == 1


def test_a_body_speaks_as_itself_with_its_mandate(village, talk):
    body = village.voluntary_action
    with pytest.raises(NotYours):
        speaking.say(talk, village.bram, Said("We pay.", as_body=body, mandate="x"))
    with pytest.raises(Refusal, match="who agreed"):
        speaking.say(talk, village.amina, Said("We pay.", as_body=body))
    post = speaking.say(talk, village.amina, Said("We pay.", as_body=body, mandate="the trustees, 5 November"))

    assert (post.whose(), post.by) == (body.name, village.amina)
    assert Line.objects.about("conversations.post", post.pk).get().by is None


def test_who_typed_it_is_known_to_the_groups_moderators_alone(client, village, talk):
    facts = {"as_body": village.voluntary_action, "mandate": "the trustees"}
    speaking.say(talk, village.amina, Said("We pay.", **facts))
    for person, sees in ((village.bram, False), (village.emeka, True)):
        client.force_login(person)
        assert ("typed by Amina" in client.get(talk.get_absolute_url()).content.decode()) is sees


def test_many_hands_may_change_what_a_body_said(village, talk):
    facts = {"as_body": village.voluntary_action, "mandate": "the trustees"}
    post = speaking.say(talk, village.amina, Said("We pay.", **facts))
    village.voluntary_action.memberships.create(person=village.bram, speaks_for=True, accepted_at=timezone.now())
    assert speaking.edit(post, village.bram, "We pay until March.") is True


def test_what_it_said_before_is_kept(village, talk):
    post = talk.post_at(1)
    with pytest.raises(NotYours):
        speaking.edit(post, village.amina, "x")
    assert speaking.edit(post, village.bram, "Who has a key?", "The key") is True
    assert speaking.edit(post, village.bram, "Who has a key?", "The key") is False

    talk.refresh_from_db()
    assert (talk.title, Wording.objects.get(post=post).words) == ("The key", LONG)
    assert search.find("key hall coat") == [] and search.find("who has a key")


def test_closed_and_opened_again_by_whoever_began_it_or_looks_after_the_group(village, talk):
    with pytest.raises(NotYours):
        founding.close(talk, village.amina)
    assert founding.close(talk, village.bram, "Done") is True and founding.close(talk, village.bram) is False
    with pytest.raises(DiscussionClosed):
        speaking.say(talk, village.amina, Said("Late"))
    assert founding.reopen(talk, village.emeka, 7) is True
    speaking.say(talk, village.amina, Said("In time"))
    assert talk.closes_on == timezone.localdate() + timedelta(days=7)


def test_a_group_may_close_discussions_after_some_days(village):
    founding.change(village.sundays, village.emeka, {"closes_after": 30}, "x")
    talk = speaking.begin(village.sundays, village.bram, Said("x", title="x"))
    assert talk.closes_on == timezone.localdate() + timedelta(days=30)


PERSONAL = (
    ("Ring me on 01632 960 123 after six", "a telephone number"),
    ("+44 1632 960123", "a telephone number"),
    ("mail me: nia@home.example", "a mail address"),
    ("I live at 14 Mill Lane", "a house number and street"),
    ("it is TB1 9ZZ", "a postcode"),
)


@pytest.mark.parametrize(("words", "sort"), PERSONAL)
def test_what_is_personal_is_found(village, words, sort):
    assert [found.sort for found in warning.find(words)] == [sort]


@pytest.mark.parametrize(
    "words",
    ["At 10:30 on 2026-11-30 for 0.5 hours", "£12,000 for 160 people", "the desk: 01632 960 001", "room 12 of the way"],
)
def test_times_sums_and_what_the_directory_shows_are_not(village, words):
    assert warning.find(words) == []


def test_the_warning_says_what_was_found_and_posting_anyway_is_a_choice(client, village, talk):
    client.force_login(village.bram)
    sent = {"words": "Ring 01632 960 123", "once": "w1"}
    answer = client.post(f"/groups/talk/{talk.pk}/say/", sent)
    assert "01632 960 123" in answer.content.decode() and talk.posts.count() == 1
    client.post(f"/groups/talk/{talk.pk}/say/", sent | {"anyway": "on"})
    assert talk.posts.count() == 2


def test_a_new_account_says_five_things_and_posts_two_links_in_its_first_day(village, talk, settings):
    settings.LIMITS = True
    new = Person.objects.create_user("new@thornbeck.example", name="New")
    village.sundays.members.create(person=new)
    village.sundays.agreement().accept(new)
    with pytest.raises(TooNew, match="two links"):
        speaking.say(talk, new, Said("https://a.example https://b.example http://c.example"))
    for number in range(5):
        speaking.say(talk, new, Said(f"Word {number}"))
    with pytest.raises(TooNew, match="five things"):
        speaking.say(talk, new, Said("Word 6"))
    Person.objects.filter(pk=new.pk).update(joined_at=timezone.now() - timedelta(hours=25))
    new.refresh_from_db()
    assert speaking.say(talk, new, Said("Word 6"))


def test_a_linked_copy_shows_its_origin_and_that_it_changed(village, talk):
    copy = copying.copy(talk, village.neighbours_first, village.bram, "Does this hold for us?")
    assert copying.copy(talk, village.neighbours_first, village.bram) == copy
    assert copy.posts.get().words == "Does this hold for us?"
    assert reading.Reading(copy, None).origin["changed"] is False

    speaking.edit(talk.post_at(1), village.bram, "The boiler needs one hour.")
    origin = reading.Reading(Discussion.objects.get(pk=copy.pk), None).origin
    assert origin["changed"] and "one hour" in origin["html"] and origin["talk"] == talk

    talk.post_at(1).take_back(village.bram)
    assert reading.Reading(Discussion.objects.get(pk=copy.pk), None).origin == {"group": "Sundays in Thornbeck"}


def test_what_is_said_among_members_is_not_carried_out(village):
    with pytest.raises(Refusal, match="cannot be carried"):
        copying.copy(village.bins, village.sundays, village.dilys)


def test_posts_of_private_groups_reach_no_stranger(village):
    seen = Post.objects.shown().in_groups().visible_to(village.carys)
    assert not seen.filter(discussion__in=[village.bins, village.nights]).exists()
    assert Post.objects.shown().in_groups().visible_to(village.bram).filter(discussion=village.bins).exists()

"""An interest declared beside a post; and what a group has arranged, in its file and back."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from folkmoot.conversations import agreeing, bringing, duties, exporting, founding, jobs, leaving, speaking, unpacking
from folkmoot.conversations.models import Draft, Post, Terms
from folkmoot.conversations.posted import context
from folkmoot.conversations.speaking import Said


def sign_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_an_interest_stands_beside_the_post_in_its_mail_and_in_what_it_said_before(village):
    bram, talk = sign_in(village.bram), village.heating
    said = {"words": "Take the big boiler.", "interest": "I sell <i>boilers</i>"}
    bram.post(reverse("conversations:say", args=[talk.pk]), said)
    post = Post.objects.get(words="Take the big boiler.")
    shown = Client().get(talk.get_absolute_url()).content.decode()
    assert "I sell &lt;i&gt;boilers&lt;/i&gt;" in shown
    assert context(post, village.emeka)["interest"] == "I sell <i>boilers</i>"

    edit = reverse("conversations:edit_post", args=[post.pk])
    assert "I sell" in bram.get(edit).content.decode()
    bram.post(edit, {"words": post.words, "interest": "I sold boilers once"})

    post.refresh_from_db()
    assert (post.interest, post.wordings.get().interest) == ("I sold boilers once", "I sell <i>boilers</i>")
    before = Client().get(reverse("conversations:history", args=[post.pk])).content.decode()
    assert "Interest declared with it" in before and "sold" in before
    assert not speaking.edit(post, village.bram, post.words, interest="I sold boilers once"), "the same is no change"


def test_an_interest_is_kept_in_a_draft(village):
    bram, talk = sign_in(village.bram), village.heating
    bram.post(reverse("conversations:say", args=[talk.pk]), {"words": "So", "interest": "A neighbour", "draft": "keep"})
    assert Draft.of(village.bram, talk).interest == "A neighbour"
    assert "A neighbour" in bram.get(talk.get_absolute_url()).content.decode()


def test_the_file_of_a_group_holds_interests_duties_limits_and_terms_and_brings_back_what_is_its_own(
    village, settings, tmp_path
):
    settings.DATA = settings.FILES = tmp_path
    group, amina = village.neighbours_first, village.amina
    post = speaking.say(village.first_street, village.bram, Said("A cat.", interest="It is my cat"))
    speaking.edit(post, village.bram, "A cat, and a dog.", interest="Mine, both")
    facts = {"new_for": 5, "new_posts": 2, "new_links": False, "carried": "agreed", "closes_after": 30}
    founding.change(group, amina, facts, "As we like it.")
    duty = duties.name(group, amina, {"name": "Bell", "purview": "Rings it.", "moderates": True})
    duties.give(duty, amina, village.bram)
    hidden = agreeing.propose(group, village.carers, amina, {"events": "both"})
    agreeing.agree(hidden, amina)

    export = jobs.ask_for_export(group, amina)
    assert exporting.make(export)

    raw = export.path.read_bytes()
    found = unpacking.read(raw, with_files=False)
    told = next(one for talk in found["talks"] for one in talk["posts"] if one["words"] == "A cat, and a dog.")
    assert (told["interest"], told["before"][0]["interest"]) == ("Mine, both", "It is my cat")
    about = exporting.about_group(group, exporting.Names(group, open=True))
    assert [one["with"] for one in about["terms"]] == ["Sundays in Thornbeck", "a group"], "no hidden one is named"
    assert "Bell" in [one["name"] for one in about["duties"]]
    assert str(village.bram) in [one["name"] for each in about["duties"] for one in each["holders"]]

    back = bringing.take_in(bringing.look_over(village.dilys, raw))

    assert (back.new_for, back.new_posts, back.new_links, back.new_files) == (5, 2, False, True)
    assert (back.carried, back.closes_after) == ("agreed", 30)
    bell = back.duties.get(name="Bell")
    assert bell.moderates and not bell.welcomes and not bell.holders.exists(), "nobody is given a power by a file"
    assert not Terms.objects.of(back).exists(), "and nothing is agreed by one"
    assert Post.objects.get(discussion__group=back, words="A cat, and a dog.").interest == "Mine, both"


def test_when_a_group_is_cleared_its_terms_end_and_its_duties_go(village):
    group = village.neighbours_first
    leaving.clear(leaving.leave(group, village.amina))
    terms = Terms.objects.of(group).get()
    assert terms.ended_at and "left this site" in terms.ended_because and not group.duties.exists()

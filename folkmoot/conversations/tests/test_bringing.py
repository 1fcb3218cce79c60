"""A group comes with the file it was given: read in a child process, looked over, then taken in as a new group."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from folkmoot.conversations import bringing, exporting, jobs, leaving, speaking, summing, unpacking, uploading
from folkmoot.conversations.models import Arrival, Group, LogRow, Post
from folkmoot.conversations.speaking import Said
from folkmoot.kit import search
from folkmoot.kit.refusals import NotYours
from folkmoot.kit.tests.test_zips import WORDS, packed, spoilt
from folkmoot.kit.work import drain


@pytest.fixture
def raw(village, settings, tmp_path) -> bytes:
    """The file of the programme's group: a quotation, an edit, a file, a summary seen otherwise, a post taken back."""
    settings.DATA = settings.FILES = tmp_path
    group, talk = village.neighbours_first, village.first_street
    files = uploading.keep(village.bram, [("list.csv", SimpleUploadedFile("list.csv", b"name\nJoan\n"))])
    listed = speaking.say(talk, village.bram, Said("The list.", files=files))
    speaking.edit(listed, village.bram, "The list, mended.")
    speaking.say(talk, village.amina, Said("Thank you.", reply_to=listed, excerpt="The list"))
    speaking.say(talk, village.bram, Said("I should not have said it.")).take_back(village.bram)
    made = summing.sum_up(talk, village.amina, "A ladder is enough. [1]")
    summing.contest(made.lines.first(), village.bram, "And somebody to hold it.")
    export = jobs.ask_for_export(group, village.amina)
    exporting.make(export)
    return export.path.read_bytes()


def told(group: Group) -> list:
    """What a reader reads of it, without keys."""
    return [
        (post.number, (post.whose(), post.words) if post.is_shown else "", post.at, post.edited_at is not None)
        for post in Post.objects.filter(discussion__group=group).order_by("discussion__begun_at", "number")
    ]


def test_a_group_that_left_comes_again_with_all_that_was_in_it(client, village, raw):
    before = told(village.neighbours_first)
    leaving.clear(leaving.leave(village.neighbours_first, village.amina))
    arrival = bringing.look_over(village.dilys, raw)
    assert bringing.look_over(village.dilys, raw) == arrival and arrival.what["posts"] == len(before)
    assert Group.objects.filter(arrival=arrival).count() == 0

    assert bringing.want(arrival, village.dilys) and not bringing.want(arrival, village.dilys)
    group = bringing.take_in(arrival)
    arrival.refresh_from_db()
    assert bringing.take_in(arrival) == group and not arrival.path.exists()

    assert told(group) == before
    assert group.is_moderated_by(village.dilys) and not group.member(village.bram)
    assert group.agreement().words and group.log.filter(what=LogRow.What.BROUGHT).exists()
    talk = group.discussions.get(title=village.first_street.title)
    page = client.get(talk.get_absolute_url()).content.decode()
    assert "brought in with its group" in page and "And somebody to hold it." in page and "The list" in page
    assert talk.posts.get(words="Thank you.").quotes.get().quoted.words == "The list, mended."
    assert talk.posts.get(words="The list, mended.").wordings.get().words == "The list."
    assert talk.posts.exclude(attachments=None).get().attachments.get().name == "list.csv"
    assert search.find("borrowed ladder")


def test_old_addresses_lead_to_new_ones(client, village, raw):
    old = village.first_street.post_at(2)
    arrival = bringing.look_over(village.dilys, raw)
    group = bringing.take_in(arrival)
    rows = json.loads(client.get(f"{group.get_absolute_url()}moved/?as=json").getvalue())
    rows = next(value for name, value in rows.items() if name != "about")
    now = group.discussions.get(title=village.first_street.title).post_at(2)
    assert any(row["was"].endswith(f"#post-{old.pk}") and row["now"].endswith(f"#post-{now.pk}") for row in rows)


def test_nothing_brought_belongs_to_an_account_here(village, raw):
    group = bringing.take_in(bringing.look_over(village.dilys, raw))
    assert not Post.objects.filter(discussion__group=group).exclude(by=None).exists()
    assert not any(post.is_mine(village.bram) for post in Post.objects.filter(discussion__group=group))


def test_only_whoever_brought_it_takes_it_in(client, village, raw):
    arrival = bringing.look_over(village.dilys, raw)
    with pytest.raises(NotYours):
        bringing.want(arrival, village.bram)
    client.force_login(village.bram)
    assert client.get(arrival.get_absolute_url()).status_code == 404


def test_it_is_brought_in_on_the_page(client, village, raw):
    client.force_login(village.dilys)
    answer = client.post("/groups/bring/", {"file": SimpleUploadedFile("group.zip", raw)}, follow=True)
    assert "Nothing of it is shown yet" in answer.content.decode()
    client.post(answer.redirect_chain[-1][0])
    drain(scheduled=False)
    page = client.get(answer.redirect_chain[-1][0]).content.decode()
    assert "It is here" in page and Arrival.objects.get().group is not None


def zipped(**entries) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as bundle:
        for name, value in entries.items():
            bundle.writestr(name.replace("__", "."), value if isinstance(value, (str, bytes)) else json.dumps(value))
    return page.getvalue()


@pytest.mark.parametrize(
    "raw_file",
    [
        b"",
        b"PK\x03\x04 no zip at all",
        zipped(readme__txt="x"),
        zipped(group__json="{"),
        zipped(group__json=[1, 2]),
        zipped(group__json={"format": "something else"}),
        zipped(group__json="[" * 100_000),
    ],
)
def test_what_is_no_file_of_a_group_is_refused_in_words(village, settings, tmp_path, raw_file):
    settings.DATA = tmp_path
    with pytest.raises(bringing.FileRefused) as refused:
        bringing.look_over(village.dilys, raw_file)
    assert refused.value.words.endswith((".", "?")) and not Arrival.objects.exists()


def test_a_file_made_to_be_hard_does_no_harm(village, settings, tmp_path):
    settings.DATA = settings.FILES = tmp_path
    bad_talk = {
        "title": ["no text"], "kind": "x" * 900, "begun_at": "never", "closes_on": 7, "address": None,
        "posts": [7, {"number": -1}, {"number": True}, {"number": 3, "words": "\0<script>alert(1)</script>", "at": "9999-12-31T23:59:59+00:00", "answers": 3, "quotes": [{"post": 99}], "before": "x", "files": [{"file": "../../etc/passwd"}]}, {"number": 3, "words": "twice"}],
        "summaries": [{"lines": [{"words": "x", "posts": [3, "a", 77]}], "up_to": 10**12}],
    }  # fmt: skip
    listed = [{"file": "discussions/1.json"}, {"file": "../group.json"}, {"file": 7}]
    about = {"format": "folkmoot group 1", "name": "Bad\0ly", "way_in": "x", "readers": "all", "discussions": listed}
    raw_file = io.BytesIO()
    with zipfile.ZipFile(raw_file, "w") as bundle:
        bundle.writestr("group.json", json.dumps(about | {"colour": "url(x)", "log": [{"what": "x"}]}))
        bundle.writestr("discussions/1.json", json.dumps(bad_talk))

    group = bringing.take_in(bringing.look_over(village.dilys, raw_file.getvalue()))

    assert group.readers == Group.Readers.MEMBERS and group.colour == ""
    post = Post.objects.get(discussion__group=group)
    assert post.words == "twice" and post.at.year < 9999


def test_a_file_spoilt_anywhere_is_refused_in_words():
    whole = packed(group_json=json.dumps({"format": unpacking.FORMAT, "name": "The lane", "about": WORDS}))
    assert unpacking.read(whole, with_files=False)["group"]["name"] == "The lane"
    refused = 0
    for raw in spoilt(whole):
        try:
            unpacking.read(raw, with_files=True)
        except unpacking.NotAGroup:
            refused += 1
    assert refused > 20

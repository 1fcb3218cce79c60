"""A group takes everything along and leaves: one file, tombstones, addresses that answer, a way back for thirty days."""

from __future__ import annotations

import io
import json
import time
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from folkmoot.conversations import copying, exporting, founding, jobs, joining, leaving, moderating, speaking, uploading
from folkmoot.conversations.models import Attachment, Group, Post
from folkmoot.conversations.speaking import Said
from folkmoot.journal.models import Line
from folkmoot.kit import search
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.moderation.models import Standing


@pytest.fixture
def group(village):
    return village.neighbours_first


@pytest.fixture
def elsewhere(village):
    """The programme's discussion carried into another group, with an answer there."""
    copy = copying.copy(village.first_street, village.sundays, village.bram, "They ask what the first street taught.")
    speaking.say(copy, village.dilys, Said("With us it was a bench."))
    return copy


def sign_in_lately(client, person) -> None:
    """As somebody who has just shown that it is them."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def opened(export) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(export.path.read_bytes()))


def test_the_file_holds_everything_and_names_only_who_said_so(village, group, settings, tmp_path):
    settings.DATA = settings.FILES = tmp_path
    joining.say_goes_along(group, village.bram, True)
    sent = SimpleUploadedFile("list.csv", b"name\nJoan\n")
    files = uploading.keep(village.bram, [("list.csv", sent)])
    speaking.say(village.first_street, village.bram, Said("The list.", files=files))

    export = jobs.ask_for_export(group, village.amina)
    assert jobs.ask_for_export(group, village.amina) == export
    assert exporting.make(export)
    export.refresh_from_db()

    bundle = opened(export)
    about = json.loads(bundle.read("group.json"))
    talk = json.loads(bundle.read(f"discussions/{village.first_street.pk}.json"))
    assert about["members"] == [
        {"name": "Bram de Wit", "email": village.bram.email, "role": "member", "since": "2026-03-03"}
    ]
    assert about["members_who_stay_unnamed"] == 1 and about["agreements"][0]["version"] == 1
    assert [post["words"] for post in talk["posts"]][-1] == "The list."
    assert bundle.read(talk["posts"][-1]["files"][0]["file"]) == b"name\nJoan\n"
    assert "borrowed ladder" in bundle.read(f"discussions/{village.first_street.pk}.html").decode()
    assert export.what == {"discussions": 1, "posts": 3, "files": 1}


def test_in_a_private_group_who_did_not_say_so_is_a_number(village, settings, tmp_path):
    settings.DATA = tmp_path
    export = jobs.ask_for_export(village.street, village.bram)
    exporting.make(export)
    talk = json.loads(opened(export).read(f"discussions/{village.bins.pk}.json"))
    assert [post["by"] for post in talk["posts"]] == ["member 1", "member 2"]


def test_what_is_held_removed_or_taken_back_does_not_go_along(village, group, settings, tmp_path):
    settings.DATA = settings.FILES = tmp_path
    talk, sent = village.first_street, SimpleUploadedFile("private.csv", b"name\nPrivate Person\n")
    files = uploading.keep(village.bram, [("private.csv", sent)])
    back = speaking.say(talk, village.bram, Said("Bram regrets saying this of his neighbour.", files=files))
    quoting = Said("I heard that.", reply_to=back, excerpt="Bram regrets saying this")
    speaking.say(talk, village.amina, quoting)
    held = speaking.say(talk, village.bram, Said("These words are held while somebody looks."))
    removed = speaking.begin(group, village.bram, Said("A slander against the baker.", title="About the baker"))
    founding.close(removed, village.amina, "It went too far.")
    back.take_back(village.bram)
    moderating.rule(held, village.amina, "held", "We look.")
    moderating.rule_on(Standing.of(removed, village.bram), village.amina, "removed", "Not here.")
    joining.set_role(group.member(village.bram), village.amina, "moderator", "He asked.")

    export = jobs.ask_for_export(group, village.amina)
    assert exporting.make(export)

    bundle = opened(export)
    whole = "\n".join(bundle.read(name).decode() for name in bundle.namelist())
    for words in ("regrets", "Private Person", "held while somebody", "slander", "baker", "Bram de Wit: "):
        assert words not in whole, words
    assert "I heard that." in whole and "no longer there to read" in whole
    assert not any(name.startswith("files/") for name in bundle.namelist())


def test_a_file_made_before_something_was_taken_back_is_not_given_out(client, village, group, settings, tmp_path):
    settings.DATA = tmp_path
    sign_in_lately(client, village.amina)
    export = jobs.ask_for_export(group, village.amina)
    exporting.make(export)
    address = f"/groups/exports/{export.key}/"
    assert client.get(address).status_code == 200

    village.first_street.post_at(2).take_back(village.bram)

    assert client.get(address).status_code == 410
    again = jobs.ask_for_export(group, village.amina)
    exporting.make(again)
    assert client.get(f"/groups/exports/{again.key}/").status_code == 200


def test_earlier_words_that_were_taken_off_spoil_the_files_that_hold_them(client, village, group, settings, tmp_path):
    settings.DATA = tmp_path
    post = village.first_street.post_at(2)
    speaking.edit(post, village.bram, "Other words.")
    export = jobs.ask_for_export(group, village.amina)
    exporting.make(export)

    speaking.drop_wordings(post, village.bram)

    export.refresh_from_db()
    assert export.ready_at is None and "Make the file anew" in export.trouble


def test_trouble_with_the_file_is_said(client, village, group, settings, tmp_path):
    settings.DATA = tmp_path / "a file, no folder"
    settings.DATA.write_text("")
    sign_in_lately(client, village.amina)
    export = jobs.ask_for_export(group, village.amina)

    assert exporting.make(export) is False

    page = client.get(f"{group.get_absolute_url()}leaving/").content.decode()
    assert "It could not be made." in page and "Being made" not in page
    assert jobs.ask_for_export(group, village.amina) != export


def test_a_copy_out_of_a_hidden_group_does_not_name_it(client, village):
    joining._come_in(village.carers, village.bram, "invited", True, {})
    joining._come_in(village.neighbours_first, village.emeka, "invited", True, {})
    hidden = speaking.begin(village.carers, village.emeka, Said("My own words.", title="Rest"))
    copy = copying.copy(hidden, village.neighbours_first, village.emeka)
    assert village.carers.name not in client.get(copy.get_absolute_url()).content.decode()


def test_strangers_neither_take_the_file_nor_the_group(village, group):
    for deed in (jobs.ask_for_export, leaving.leave):
        with pytest.raises(NotYours):
            deed(group, village.bram)


def test_what_left_is_a_tombstone_and_the_rest_still_reads(client, village, group, elsewhere):
    quote = speaking.say(elsewhere, village.emeka, Said("Ours: a ladder too."))
    gone = leaving.leave(group, village.amina, because="A site of our own", moved_to="https://nf.example/")
    assert leaving.leave(group, village.amina) == gone

    for address in (group.get_absolute_url(), village.first_street.get_absolute_url()):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "https://nf.example/" in answer.content.decode() and "left this site" in answer.content.decode()

    page = client.get(elsewhere.get_absolute_url()).content.decode()
    assert "With us it was a bench." in page and "no longer here to read" in page and "ladder and a list" not in page
    assert quote.is_there()
    assert not search.find("borrowed ladder")
    assert not Line.objects.public().about("conversations.group", group.pk).exists()
    assert village.bram.notices.filter(words__contains="nf.example").exists()


def test_for_thirty_days_it_can_come_back_as_it_was(client, village, group, elsewhere):
    leaving.leave(group, village.amina)
    with pytest.raises(NotYours):
        leaving.come_back(group, village.bram)
    assert leaving.come_back(group, village.amina) is True and leaving.come_back(group, village.amina) is False

    assert "borrowed ladder" in client.get(village.first_street.get_absolute_url()).content.decode()
    assert "borrowed ladder" in client.get(elsewhere.get_absolute_url()).content.decode()
    assert search.find("borrowed ladder")


def test_after_thirty_days_words_and_files_are_gone_and_addresses_still_answer(client, village, group, elsewhere):
    gone = leaving.leave(group, village.amina)
    assert leaving.clear_due(timezone.localdate() + timedelta(days=30)) == 0
    assert leaving.clear_due(timezone.localdate() + timedelta(days=31)) == 1
    assert leaving.clear_due(timezone.localdate() + timedelta(days=31)) == 0

    gone.refresh_from_db()
    assert gone.cleared_at and not Post.objects.filter(words__contains="ladder").exists()
    assert not Attachment.objects.filter(post__discussion__group=group).exclude(file="").exists()
    assert client.get(village.first_street.get_absolute_url()).status_code == 410
    assert "With us it was a bench." in client.get(elsewhere.get_absolute_url()).content.decode()
    with pytest.raises(Refusal, match="taken off"):
        leaving.come_back(Group.objects.get(pk=group.pk), village.amina)


def test_a_hidden_group_that_left_is_still_hidden(client, village):
    leaving.leave(village.carers, village.amina)
    assert client.get(village.carers.get_absolute_url()).status_code == 404
    client.force_login(village.emeka)
    assert client.get(village.carers.get_absolute_url()).status_code == 410

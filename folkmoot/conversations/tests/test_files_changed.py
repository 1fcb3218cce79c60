"""Files of a post: each picture described in words of its own, taken off, added and described anew when it is edited."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from folkmoot.conversations import speaking, uploading
from folkmoot.conversations.models import Attachment
from folkmoot.conversations.speaking import Said
from folkmoot.kit.tests.uploads.made import picture


def sent(*names: str) -> list:
    return [(name, SimpleUploadedFile(name, picture())) for name in names]


@pytest.fixture
def post(village, settings, tmp_path):
    settings.FILES = tmp_path
    files = uploading.keep(village.bram, sent("one.png", "two.png"), "A ladder\nA list")
    return speaking.say(village.first_street, village.bram, Said("Look.", files=files))


def test_each_picture_has_words_of_its_own(post):
    assert [one.alt for one in post.attachments.all()] == ["A ladder", "A list"]


def test_an_edit_takes_off_adds_and_describes_anew(client, village, post):
    first, second = post.attachments.all()
    client.force_login(village.bram)
    more = {"files": SimpleUploadedFile("list.csv", b"name\nJoan\n"), "off": first.key, f"alt-{second.key}": "The list"}
    client.post(f"/groups/posts/{post.pk}/edit/", {"words": "Look."} | more)
    assert [(one.name, one.alt) for one in post.attachments.all()] == [("two.png", "The list"), ("list.csv", "")]
    assert not Attachment.objects.filter(key=first.key).exists()


def test_nobody_else_changes_them(client, village, post):
    client.force_login(village.amina)
    answer = client.post(f"/groups/posts/{post.pk}/edit/", {"words": "x", "off": post.attachments.first().key})
    assert answer.status_code == 403 and post.attachments.count() == 2

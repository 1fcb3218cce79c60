"""Pictures and files beside a page: laid there by whoever writes it, shown in its words, gone when the page is."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from folkmoot.journal.models import Line
from folkmoot.kit.refusals import NotYours, Refusal
from folkmoot.library import attaching
from folkmoot.library.models import Attachment, Folder, Page
from folkmoot.library.taking_away import packed
from folkmoot.moderation.models import Standing


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def page(village):
    return village.tea_page


def picture(name: str = "hall.jpg", colour=(120, 90, 60)) -> SimpleUploadedFile:
    sheet = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(sheet, "JPEG", exif=b"Exif\x00\x00made-by-carys")
    return SimpleUploadedFile(name, sheet.getvalue(), "image/jpeg")


def sheet(words: bytes = b"name\nJoan\n", name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words, "text/csv")


def test_a_picture_is_drawn_anew_and_shows_in_the_words_of_the_page(client, village, page):
    made = attaching.attach(page, village.bram, picture(), "The hall [from] the door")
    assert made.in_words() == f"![The hall from the door](/library/files/{made.key}/)"
    page.write(f"{page.words}\n\n{made.in_words()}", village.bram, base=page.number)

    seen = client.get(page.get_absolute_url()).content.decode()
    assert f'src="/library/files/{made.key}/"' in seen and 'alt="The hall from the door"' in seen
    given = client.get(made.get_absolute_url())
    raw = b"".join(given.streaming_content) if given.streaming else given.content
    assert given.status_code == 200 and raw[:2] == b"\xff\xd8" and b"made-by-carys" not in raw


def test_a_file_is_given_to_be_saved_and_never_shown_in_place(client, village, page):
    made = attaching.attach(page, village.bram, sheet())
    given = client.get(made.get_absolute_url())
    assert given["Content-Disposition"].startswith("attachment") and "sandbox" in given["Content-Security-Policy"]
    assert made.in_words() == f"[list.csv]({made.get_absolute_url()})"


def test_it_is_laid_there_on_the_page_and_the_same_twice_is_one(client, village, page):
    client.force_login(village.bram)
    address = f"{page.get_absolute_url()}attach/"
    for _twice in range(2):
        answer = client.post(address, {"file": picture(), "alt": "The hall"}, follow=True)
    assert answer.status_code == 200 and page.attachments.count() == 1
    assert "The hall" in answer.content.decode() and "Take it off" in answer.content.decode()
    assert Line.objects.filter(kind="library.page", key=str(page.pk), verb="laid a file beside").count() == 1


@pytest.mark.parametrize(
    ("sent", "alt", "said"),
    [
        (lambda: picture(), "", "Say in a few words what the picture shows"),
        (lambda: sheet(b"<html><script>hit()</script>", "page.html"), "", ""),
        (lambda: SimpleUploadedFile("x.jpg", b"<svg onload=hit()>"), "A picture", ""),
        (lambda: SimpleUploadedFile("x.pdf", b"MZ not one"), "", ""),
    ],
)
def test_what_is_neither_a_picture_nor_a_file_that_is_taken_is_refused_in_words(client, village, page, sent, alt, said):
    client.force_login(village.bram)
    answer = client.post(f"{page.get_absolute_url()}attach/", {"file": sent(), "alt": alt})
    words = answer.content.decode()
    assert answer.status_code == 422 and said in words and 'class="field wrong"' in words
    assert alt in words and not page.attachments.exists()


def test_only_those_who_write_in_the_folder_lay_one_there_or_take_one_off(client, village, page):
    folder = Folder.make("Ours", village.amina, organisation=village.voluntary_action, writers="speakers")
    ours = Page.begin(folder, "Plan", "Words.", village.amina)
    made = attaching.attach(ours, village.amina, sheet())
    with pytest.raises(NotYours):
        attaching.attach(ours, village.bram, sheet(b"other\n"))
    client.force_login(village.bram)
    assert client.post(f"/library/files/{made.key}/take-off/").status_code == 403
    assert "Take it off" not in client.get(f"{ours.get_absolute_url()}files/").content.decode()
    assert ours.attachments.count() == 1


def test_taken_off_it_is_gone_with_its_file_and_where_it_was_shown_its_words_stand(
    client, village, page, django_capture_on_commit_callbacks
):
    made = attaching.attach(page, village.bram, picture(), "The hall")
    path = made.path
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        attaching.take_off(made, village.dilys)
    assert not path.exists() and client.get(f"/library/files/{made.key}/").status_code == 404


@pytest.mark.parametrize("how", ["held", "put away"])
def test_it_is_given_to_nobody_while_its_page_is_not_there(client, village, page, how):
    made = attaching.attach(page, village.bram, sheet())
    assert client.get(made.get_absolute_url()).status_code == 200, "the control"
    if how == "held":
        Standing.of(page, village.bram).rule("held", "We look.", village.kofi)
    else:
        page.put_away(village.bram, "Old.")
    assert client.get(made.get_absolute_url()).status_code == 404


def test_forty_lie_beside_one_page(village, page):
    rows = [Attachment(page=page, name=f"{n}.csv", kind="csv", file="x.csv", mark=str(n)) for n in range(40)]
    Attachment.objects.bulk_create(rows)
    with pytest.raises(Refusal, match="Forty"):
        attaching.attach(page, village.bram, sheet())


def test_it_goes_along_when_its_folder_is_taken_away(village, page):
    made = attaching.attach(page, village.bram, sheet())
    bundle = zipfile.ZipFile(io.BytesIO(packed(page.folder)))
    assert bundle.read(f"{page.folder.slug}/files/{made.key}.csv") == b"name\nJoan\n"

"""Bringing pages from another wiki: dates and names as they were, a look beforehand, and undoing."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from folkmoot.kit.refusals import NotYours
from folkmoot.kit.tests import test_zips as zips
from folkmoot.library.models import Bringing, Page, PageLink
from folkmoot.library.reading import apart, pages
from folkmoot.library.reading.dokuwiki import to_markdown
from folkmoot.library.seeds import plant_story

OLD = """User Tools
Site Tools

A meeting is offered

August 3, 2009

The department offers to hold a meeting. See [[sxs:whos_who|who is who]] and [[http://Who%27s+who|the list]].\\\\

  * one thing
    * another

sxs/a-meeting-is-offered-03-08-2009.txt · Last modified: 2017/06/12 15:20 (external edit)
"""


def packed(**files: str) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as zipped:
        for name, text in files.items():
            zipped.writestr(zipfile.ZipInfo(name.replace("__", "/"), (2011, 5, 4, 3, 2, 0)), text)
    return page.getvalue()


def test_a_page_copied_from_the_screen_keeps_both_its_dates_and_says_that_nobody_knows_who():
    (page,) = pages.read(OLD.encode(), "a-meeting-is-offered-03-08-2009.txt")
    assert page["title"] == "A meeting is offered" and page["slug"] == "a-meeting-is-offered-03-08-2009"
    assert (page["original_on"], page["changed_at"][:16]) == ("2009-08-03", "2017-06-12T15:20")
    assert (page["who"], page["why_changed"]) == ("", "external edit")
    assert "[[whos who|who is who]]" in page["words"] and "[the list](<http://Who%27s+who>)" in page["words"]
    assert "- one thing\n    - another" in page["words"] and "Last modified" not in page["words"]


def test_the_log_of_a_data_folder_says_when_and_who():
    log = "1249300000\t1.2.3.4\tC\tsxs:hall\tdavid\tcreated\n1300000000\t1.2.3.4\tE\tsxs:hall\tann\tbetter words\t\n"
    raw = packed(pages__sxs__hall_txt="====== The hall ======\n\nOpen.", meta__sxs__hall_changes=log)
    raw = packed(**{"pages__sxs__hall.txt": "====== The hall ======\n\nOpen.", "meta__sxs__hall.changes": log})
    (page,) = pages.read(raw, "wiki.zip")
    assert (page["title"], page["slug"], page["original_on"]) == ("The hall", "hall", "2009-08-03")
    assert (page["who"], page["why_changed"], page["changed_at"][:10]) == ("ann", "better words", "2011-03-13")


def test_markdown_with_a_head_and_pages_of_one_name_in_two_places():
    head = '---\ntitle: "My title"\ndate: 2012-02-01\nauthor: Ann\n---\n# Heading\n\nWords.'
    found = pages.read(packed(**{"a__start.md": head, "b__start.md": "Other words.", "c.md": ""}), "x.zip")
    assert [(one["slug"], one["title"]) for one in found[:2]] == [("a-start", "My title"), ("b-start", "Start")]
    assert (found[0]["who"], found[0]["original_on"]) == ("Ann", "2012-02-01")
    assert found[1]["changed_at"][:10] == "2011-05-04" and found[2]["wrong"]


@pytest.mark.parametrize("raw", [b"PK\x03\x04rubbish", packed(**{"a.txt": "x" * 300_000}), b"\xff\xfe\x00\x01", b""])
def test_what_is_no_page_is_said_in_words(raw):
    try:
        found = apart.read(raw, "x.zip" if raw.startswith(b"PK") else "x.txt")
    except apart.FileRefused as refused:
        assert refused.words.startswith("The file ")
    else:
        assert all(one["wrong"] or one["words"].strip() for one in found)


def test_a_bomb_is_refused_without_being_unpacked():
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("bomb.txt", "\0" * (60 * 2**20))
    with pytest.raises(apart.FileRefused, match="40 MB"):
        apart.read(page.getvalue(), "bomb.zip")


@pytest.mark.parametrize(
    "text", ["//" * 40_000, "[[" * 40_000, "''" * 40_000, "((" * 40_000, "<code>" * 9_000, "|^" * 40_000, "**" * 40_000]
)
def test_no_text_makes_reading_slow(text):
    import time

    began = time.process_time()
    pages.read(text.encode(), "x.txt")
    assert time.process_time() - began < 1


@pytest.fixture
def brought(village, client):
    client.force_login(village.bram)
    Page.begin(village.howtos, "Asking", "[[A meeting is offered]]", village.bram)
    file = SimpleUploadedFile("a-meeting-is-offered-03-08-2009.txt", OLD.encode())
    answer = client.post("/library/bring/", {"folder": village.howtos.pk, "file": file})
    return Bringing.objects.get(pk=int(answer.url.split("/")[-2]))


@pytest.mark.django_db
def test_it_is_looked_over_first_then_taken_in_once(brought, village, client):
    page = client.get(brought.get_absolute_url()).content.decode()
    assert "Nothing is taken in yet" in page and "3 August 2009" in page and "author unknown" in page
    assert not Page.objects.filter(title="A meeting is offered").exists()
    assert brought.take_in(village.bram) == 1 and brought.take_in(village.bram) == 0
    made = Page.objects.get(title="A meeting is offered")
    assert made.original_on == date(2009, 8, 3) and made.last.at.isoformat().startswith("2017-06-12")
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Last changed 12 June 2017 elsewhere, author unknown." in page and "First written 3 August 2009." in page
    assert "Brought here" in page and made.outside.count() == 1
    assert PageLink.objects.get(page__title="Asking").to == made, "whoever asked for it by its title has it"
    assert client.get("/library/howtos/a-meeting-is-offered/").url == made.get_absolute_url()


@pytest.mark.django_db
def test_undone_it_is_gone_but_for_what_somebody_changed_since(brought, village, client):
    brought.take_in(village.bram)
    made = Page.objects.get(title="A meeting is offered")
    assert brought.undo(village.bram) == (1, []) and brought.undo(village.bram) == (0, [])
    assert client.get("/library/pages/").content.decode().count("A meeting is offered") == 0
    made.refresh_from_db()
    assert made.gone_at


@pytest.mark.django_db
def test_what_somebody_changed_since_stays(brought, village):
    brought.take_in(village.bram)
    made = Page.objects.get(title="A meeting is offered")
    made.write("Mine", village.emeka, base=1)
    assert brought.undo(village.bram) == (0, [made])
    made.refresh_from_db()
    assert made.words == "Mine" and not made.gone_at


@pytest.mark.django_db
def test_a_page_that_is_there_becomes_a_new_version_and_goes_back(brought, village):
    there = Page.begin(village.howtos, "a-meeting-is-offered-03-08-2009", "Ours", village.emeka)
    again = Bringing.look_over(village.howtos, village.bram, "x.txt", [dict(brought.rows[0])])
    assert again.rows[0]["verdict"] == "changed"
    again.take_in(village.bram)
    there.refresh_from_db()
    assert there.number == 2 and there.words != "Ours"
    again.undo(village.bram)
    there.refresh_from_db()
    assert (there.number, there.words) == (3, "Ours")


@pytest.mark.django_db
def test_a_folder_can_be_taken_away_and_brought_back(village, client):
    raw = b"".join(client.get("/library/howtos/take-away/"))
    found = {one["slug"]: one for one in pages.read(raw, "howtos.zip")}
    assert set(found) == set(Page.objects.filter(folder=village.howtos).values_list("slug", flat=True))
    tea = found["tea-for-sixty"]
    assert (tea["title"], tea["who"], tea["original_on"]) == ("Tea for sixty", "Bram de Wit", "2026-05-12")
    assert tea["words"].strip() == village.tea_page.words.strip()


@pytest.mark.django_db
def test_only_whoever_brought_it_decides(brought, village, client):
    with pytest.raises(NotYours):
        brought.take_in(village.emeka)
    client.force_login(village.emeka)
    assert client.get(brought.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_the_page_of_2009_reads_rightly(village, client):
    page = plant_story(village.farmoor)
    assert plant_story(village.farmoor).pk == page.pk, "planting twice changes nothing"
    shown = client.get(page.get_absolute_url()).content.decode()
    assert "Last changed 12 June 2017 elsewhere, author unknown." in shown and "First written 3 August 2009." in shown
    assert "one is broken" in shown and "Programmes named in August 2009" in shown and "not written yet" in shown
    assert "Change this page" not in shown
    links = client.get(f"{page.get_absolute_url()}links/").content.decode()
    assert "One page leads here." in links and "The link was damaged" in links


def test_a_zip_spoilt_anywhere_is_refused_in_words():
    whole = zips.packed(pages__lane_md=zips.WORDS)
    assert pages.read(whole, "wiki.zip")
    refused = 0
    for raw in zips.spoilt(whole):
        try:
            pages.read(raw, "wiki.zip")
        except pages.NoPages:
            refused += 1
    assert refused > 20


@pytest.mark.parametrize("written", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_letters_are_read_however_a_program_wrote_them(written):
    (page,) = pages.read("====== Neuadd Ŵyl ======\r\n\r\nDewch i’r ŵyl.".encode(written), "neuadd.txt")
    assert (page["title"], page["words"], page["wrong"]) == ("Neuadd Ŵyl", "Dewch i’r ŵyl.\n", "")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("August 3, 2009", "2009-08-03"), ("3rd August 2009", "2009-08-03"), ("3 Awst 2009", "2009-08-03"),
        ("3 août 2009", "2009-08-03"), ("1er mai 2009", "2009-05-01"), ("3. März 2009", "2009-03-03"),
        ("3 de agosto de 2009", "2009-08-03"), ("3 Sept. 2009", "2009-09-03"), ("31 February 2009", ""),
        ("3 Octember 2009", ""), ("12 Monkeys 1995", ""),
    ],
)  # fmt: skip
def test_the_day_at_the_head_is_read_in_the_language_of_the_page(said, day):
    (page,) = pages.read(f"====== Hall ======\n\n{said}\n\nOpen to all.".encode(), "hall.txt")
    assert page["original_on"] == day


def test_names_that_come_to_the_same_are_pages_of_their_own_and_letters_in_addresses_are_letters():
    raw = packed(**{"a b.txt": "One", "a_b.md": "Two", "pages__caf%C3%A9.txt": "Three", "привет.txt": "Four"})
    found = {page["words"].strip(): page["slug"] for page in pages.read(raw, "wiki.zip")}
    assert len(set(found.values())) == 4 and found["Three"] == "cafe" and all(found.values())


@pytest.mark.parametrize("raw", [b"", packed(), packed(**{"a.html": "x"}), packed(**{"a.txt": "x" * 999})[:60]])
def test_a_file_with_no_page_in_it_says_so(raw):
    try:
        (page,) = pages.read(raw, "x.txt")
    except pages.NoPages as why:
        assert str(why)
    else:
        assert page["wrong"] == "There is nothing in it."


def test_what_is_no_text_is_not_taken_for_a_page_and_a_text_is_not_taken_for_a_zip():
    noise = random.Random(1).randbytes(5_000)
    assert pages.read(noise, "photo.txt")[0]["wrong"] == "It is no text."
    assert pages.read(b"PK is the shop at the corner.", "pk.txt")[0]["wrong"] == ""


def test_links_to_other_wikis_and_plugins_become_links_or_words():
    said = to_markdown(
        "[[wp>Big Society]] [[doku>wiki:syntax|how]] [[\\\\srv\\x|share]] {{rss>https://a.example/f}}", str
    )
    assert (
        said
        == "[Big Society](<https://en.wikipedia.org/wiki/Big_Society>) how share [https://a.example/f](<https://a.example/f>)"
    )


def test_nothing_somebody_may_bring_stops_the_reader():
    dice = random.Random(2)
    bits = ["======", "[[", "]]", "|", "{{", "}}", "  * ", "<code>", "</code>", "^ a ^", "//", "''", "((", "))", "\n", "\n\n",
            "---\n", "date: 2009-99-99\n", "\x00", "\ufeff", "é", "%%", "\\\\", "~~NOTOC~~", "Last modified: 2017/99/12 15:20",
            "x/a.txt · Last modified: 2017/13/12 25:20 by me", "٣ August ٢٠٠٩", "²² March ²²²²", "0000-00-00"]  # fmt: skip
    for _time in range(2_000):
        text = "".join(dice.choice(bits) for _n in range(dice.randrange(40)))
        for name in ("a.txt", "a.md", "..txt", ".txt", "99-99-9999.txt"):
            for page in pages.read(text.encode(dice.choice(["utf-8", "utf-16", "cp1252"]), "replace"), name):
                assert page["slug"] and page["title"] and (page["words"] or page["wrong"])

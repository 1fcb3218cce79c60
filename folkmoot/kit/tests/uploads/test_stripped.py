"""Files lose what says who wrote them and on which machine, and read as before."""

from __future__ import annotations

import io
import time
import zipfile

import openpyxl
import pytest

from folkmoot.kit import stripping
from folkmoot.kit.uploads import documents

WRITER = "Joan Whisper"


def sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "The hall"
    book.properties.creator = book.properties.lastModifiedBy = WRITER
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()


def open_sheet() -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as packed:
        packed.writestr("mimetype", documents.ODS.decode())
        packed.writestr("content.xml", "<office>The hall</office>")
        packed.writestr("meta.xml", f"<meta><dc:creator>{WRITER}</dc:creator></meta>")
    return page.getvalue()


def paper(more: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Author (Joan \\(Whisper\\) Joan Whisper) /Producer <4A6F616E> /Title (The hall) >>\nendobj\n"
        b"2 0 obj\nstream\n<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>Joan Whisper</dc:creator></x:xmpmeta>\n"
        b"endstream\n" + more + b"%%EOF"
    )


@pytest.mark.parametrize(("name", "raw"), [("a.xlsx", sheet()), ("a.ods", open_sheet()), ("a.pdf", paper())])
def test_nobody_learns_who_wrote_it(name, raw):
    kept = documents.checked(name, io.BytesIO(raw)).raw
    inside = kept
    if not name.endswith("pdf"):
        with zipfile.ZipFile(io.BytesIO(kept)) as packed:
            inside = b"\n".join(packed.read(one) for one in packed.namelist())
    assert WRITER.encode() not in inside and b"Whisper" not in inside and b"The hall" in inside


def test_a_sheet_reads_as_before():
    book = openpyxl.load_workbook(io.BytesIO(documents.checked("a.xlsx", io.BytesIO(sheet())).raw))
    assert book.active["A1"].value == "The hall" and WRITER not in str(book.properties)


def test_the_mark_of_an_open_sheet_still_comes_first_and_unpacked():
    kept = documents.checked("a.ods", io.BytesIO(open_sheet())).raw
    assert documents.ODS in kept[:200] and documents.checked("a.ods", io.BytesIO(kept)).kind == "ods"


def test_nothing_in_a_paper_moves():
    kept = stripping.stripped("pdf", paper())
    assert len(kept) == len(paper()) and kept.index(b"2 0 obj") == paper().index(b"2 0 obj")
    assert b"/Title (The hall)" in kept


@pytest.mark.parametrize("mark", [b"/Encrypt 5 0 R ", b"/ByteRange [0 1 2 3] "])
def test_a_signed_or_locked_paper_stays_as_it_is(mark):
    assert stripping.stripped("pdf", paper(mark)) == paper(mark)


def test_a_broken_sheet_is_refused_in_words():
    with pytest.raises(documents.NoDocument, match="save it again"):
        documents.checked("a.xlsx", io.BytesIO(b"PK\x03\x04 [Content_Types].xml and nothing more"))


@pytest.mark.parametrize("bad", [b"/Author (" * 50_000, b"<x:xmpmeta" * 50_000, b"/Author <" * 50_000, b"(" * 500_000])
def test_no_paper_takes_long(bad):
    began = time.process_time()
    stripping.stripped("pdf", b"%PDF-1.7 " + bad)
    assert time.process_time() - began < 1

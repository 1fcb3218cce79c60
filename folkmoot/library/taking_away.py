"""A folder to take away: its pages as Markdown in a zip, each with its title, dates and author, as `reading` reads them
back; and the pictures and files that lie beside them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from folkmoot.library.models import Attachment, Folder, Page

MOST, MOST_FILES = 5_000, 200


def packed(folder: Folder) -> bytes:
    """A zip of the shown pages, in order of title; the newest version of each."""
    rows = Page.objects.shown().filter(folder=folder).select_related("last__by").order_by("title", "pk")
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as zipped:
        for one in rows[:MOST].iterator(chunk_size=200):
            entry = zipfile.ZipInfo(f"{folder.slug}/{one.slug}.md", one.changed_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            zipped.writestr(entry, f"{head(one)}\n{one.words}")
        for each in beside(rows[:MOST]):
            zipped.write(each.path, f"{folder.slug}/{called(each)}", zipfile.ZIP_STORED)
    return page.getvalue()


def beside(pages) -> Iterator[Attachment]:
    """What lies beside these pages and is there, the first two hundred of them."""
    rows = Attachment.objects.filter(page__in=list(pages.values_list("pk", flat=True))).order_by("page", "pk")
    return (one for one in rows[:MOST_FILES] if one.path.exists())


def called(one: Attachment) -> str:
    """Its name in a file to take away, which no other has."""
    return f"files/{one.key}.{one.file.rpartition('.')[2]}"


def head(page: Page) -> str:
    """What stands before the words: one fact a line, each on one line."""
    facts = {
        "title": page.title,
        "date": (page.original_on or page.entered_at.date()).isoformat(),
        "author": page.last.whose() if page.last else "",
        "changed": page.changed_at.isoformat(timespec="seconds"),
        "source": page.source,
        "interest": page.last.interest if page.last else "",
    }
    return "---\n" + "".join(f"{name}: {' '.join(said.split())}\n" for name, said in facts.items() if said) + "---"

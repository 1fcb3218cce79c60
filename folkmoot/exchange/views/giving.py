"""Files given back: rows that were refused, with reasons, and the tidier sheet. For the sheet's keeper alone."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.text import slugify

from folkmoot.exchange import files
from folkmoot.exchange.views.bringing import intake_at
from folkmoot.people.access import asks_the_noun

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
KINDS = {files.REFUSED: CSV, files.TIDIED_CSV: CSV, files.TIDIED_XLSX: XLSX}


@asks_the_noun("GET")
def given(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """One of the files, as an attachment; they hold private cells, so only whoever brought the list gets them."""
    found = intake_at(request, key)
    found.check_kept_by(request.user)
    if name not in KINDS or not found.folder.has(name):
        raise Http404
    called = f"{slugify(found.source_name)[:60] or 'list'}-{name}"
    return FileResponse((found.folder / name).open("rb"), as_attachment=True, filename=called, content_type=KINDS[name])

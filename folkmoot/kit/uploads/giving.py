"""Giving a picture out. The view that calls this has asked first, at this very GET, whether the reader may see it."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.utils.text import slugify

from folkmoot.kit.uploads.keeping import path_of

KINDS = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


def give(request: HttpRequest, shelf: str, name: str, *, size: str = "whole", called: str = "") -> HttpResponse:
    """The file as an attachment that no browser runs; 404 where there is none. `called` names what is downloaded.

    A browser may keep it but asks again each time, so that a right withdrawn holds from the next look. An `img` shows
    it all the same.
    """
    try:
        file = path_of(shelf, name, size).open("rb")
    except (ValueError, FileNotFoundError):
        raise Http404 from None
    ending, tag = name.rpartition(".")[2], f'"{size[0]}{name.partition(".")[0]}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        file.close()
        answer: HttpResponse = HttpResponseNotModified()
    else:
        called = f"{slugify(called)[:60] or 'picture'}.{ending}"
        answer = FileResponse(file, as_attachment=True, filename=called, content_type=KINDS[ending])
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Robots-Tag"] = "noindex, noimageindex"
    return answer

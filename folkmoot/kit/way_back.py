"""Where a form goes when it is done: an address of this site that the page before asked for, never another site's."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

# A path from the root: not "//host", not "/\\host", no control characters, no dots that climb out of it.
PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def way_back(request: HttpRequest, otherwise: str = "/") -> str:
    """The `next` of the form or the address if it is a path on this site; else `otherwise`."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if is_here(asked) else otherwise


def is_here(address: str) -> bool:
    """Whether it is a plain path on this site."""
    return bool(PATH.fullmatch(address)) and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def parted(address: str) -> SplitResult:
    """The parts of an address that somebody sent; all empty where it is none, as "//[" is."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")

"""A page that a phone keeps, and opens with no signal: the service worker that keeps it and its files."""

from __future__ import annotations

import json
from pathlib import Path

from django.http import HttpResponse

SCRIPT = Path(__file__).parent / "static" / "kit" / "worker.js"


def worker(store: str, page: str, files: list[str]) -> HttpResponse:
    """The script that keeps the page at this address and these files under the name `store`, and nothing else."""
    body = f"const STORE = {json.dumps(store)};\nconst FILES = {json.dumps([page, *files])};\n{SCRIPT.read_text()}"
    headers = {"Service-Worker-Allowed": page, "Cache-Control": "no-cache"}
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers=headers)

"""The site as a browser meets it: a server on a copy of the village, and what must never happen on any page."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler

CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


def chromium() -> str | None:
    """Where Chromium is: FOLKMOOT_CHROMIUM, or the first one found; None when there is none. The one without windows
    comes first: it draws the same pages with two thirds of the work."""
    named = os.environ.get("FOLKMOOT_CHROMIUM")
    return named or next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


@contextmanager
def serving() -> Iterator[str]:
    """A server for as long as the block lasts. It opens its database anew for each connection of the browser."""
    server = LiveServerThread("localhost", StaticFilesHandler, connections_override={})
    QuietWSGIRequestHandler.log_message = lambda *args: None
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


@contextmanager
def copied(to: Path) -> Iterator[None]:
    """The database swapped for a copy of itself, which journeys may write to as they like."""
    default = connections["default"]
    planted = default.settings_dict["NAME"]
    default.close()
    with sqlite3.connect(planted) as source, sqlite3.connect(to) as target:
        source.backup(target)
    _point_at(str(to))
    try:
        yield
    finally:
        _point_at(str(planted))


def _point_at(path: str) -> None:
    connections["default"].close()
    connections.settings["default"]["NAME"] = path
    connections["default"].settings_dict["NAME"] = path


def session_cookie(person, site: str) -> dict:
    """What the browser of somebody signed in carries."""
    client = Client()
    client.force_login(person)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": site,
    }


class Faults(list):
    """What must never happen: an answer of 400 or more that was not expected, an error in the console (a breach of
    the content policy is one), or a request to anywhere else."""

    def __init__(self, site: str, expected: set[int]) -> None:
        super().__init__()
        self.site, self.expected = site, expected

    def watch(self, page) -> None:
        page.on("response", self._answered)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.append(f"script: {error}"))
        page.on("request", self._asked)

    def _answered(self, answer) -> None:
        if answer.status >= 400 and answer.status not in self.expected:
            self.append(f"{answer.status} from {answer.url}")

    def _said(self, message) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.append(f"console: {message.text}")

    def _asked(self, request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:", "about:")):
            self.append(f"asked elsewhere: {request.url}")

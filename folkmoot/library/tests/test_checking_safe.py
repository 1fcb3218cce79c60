"""Looking at links that anybody may write on a page reaches nothing inside our walls: not by number, not by a redirect,
not by a name that changes its mind. Every test has its control: the same way out does reach what is public."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from folkmoot.kit import fetch
from folkmoot.kit.tests.test_fetch import INSIDE, ODD
from folkmoot.library import checking
from folkmoot.library.models import OutsideLink, Page

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PUBLIC = "8.8.8.8"
# Where each path of the public server sends a visitor on to.
ONWARD = {
    "/meta": "http://169.254.169.254/latest/meta-data/",
    "/home": "http://127.0.0.1/",
    "/six": "http://[::ffff:127.0.0.1]/",
    "/number": "http://2130706433/",
    "/name": "http://inside.example/",
    "/file": "file:///etc/passwd",
    "/again": "http://turning.example/fine",
}


class Onward(BaseHTTPRequestHandler):
    def do_GET(self):  # noqa: N802
        there = ONWARD.get(self.path)
        self.send_response(302 if there else 200)
        if there:
            self.send_header("Location", there)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def connected(monkeypatch):
    """To which numbers it connected. Whatever is connected to is the one server of this test."""
    numbers, connect = [], socket.create_connection
    with ThreadingHTTPServer(("127.0.0.1", 0), Onward) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()

        def to_the_server(address, *more, **named):
            numbers.append(address[0])
            return connect(("127.0.0.1", made.server_address[1]), *more, **named)

        monkeypatch.setattr(fetch.socket, "create_connection", to_the_server)
        monkeypatch.setattr(fetch, "resolve", lambda host, port: ["10.0.0.7" if host == "inside.example" else PUBLIC])
        yield numbers
        made.shutdown()


def looked(village, *addresses: str) -> dict[str, str]:
    """What the checker says of links with these addresses, all looked at."""
    page = Page.begin(village.howtos, f"Links {Page.objects.count()}", "Some links.", village.bram)
    rows = [OutsideLink(page=page, address=address) for address in dict.fromkeys(addresses)]
    OutsideLink.objects.bulk_create(rows)
    for _turn in range(len(rows)):
        if not checking.check(timezone.now()):
            break
    return dict(page.outside.values_list("address", "state"))


def test_no_number_inside_and_no_odd_host_is_connected_to(village, connected):
    hosts = [*ODD, *(number if ":" not in number else f"[{number}]" for number in INSIDE)]
    said = looked(village, *(f"http://{host}/" for host in hosts), "http://inside.example/", "http://fine.example/")
    assert connected == [PUBLIC]
    assert {state for address, state in said.items() if "fine.example" not in address} == {"none"}
    assert said["http://fine.example/"] == "fine"


@pytest.mark.parametrize("path", [*ONWARD][:-1])
def test_a_redirect_leads_nowhere_inside(village, connected, path):
    assert looked(village, f"http://fine.example{path}") == {f"http://fine.example{path}": "none"}
    assert connected == [PUBLIC], "the public server that sent it on, and nothing behind it"


def test_a_redirect_to_what_is_public_is_followed(village, connected):
    assert looked(village, "http://fine.example/again") == {"http://fine.example/again": "fine"}
    assert connected == [PUBLIC, PUBLIC]


def test_a_name_that_turns_inward_after_it_was_checked_gains_nothing(village, connected, monkeypatch):
    """Rebinding: public when looked up, this machine a moment later. It connects to what it checked; asked anew, for a
    redirect or two weeks on, it is refused."""
    answers = iter([[PUBLIC], ["127.0.0.1"], [PUBLIC, "127.0.0.1"]])
    monkeypatch.setattr(fetch, "resolve", lambda host, port: next(answers))
    address = "http://turning.example/again"
    assert looked(village, address) == {address: "none"}
    assert connected == [PUBLIC]
    OutsideLink.objects.filter(address=address).update(checked_at=None)
    checking.check(timezone.now())
    assert connected == [PUBLIC] and OutsideLink.objects.get(address=address).state == "none"

"""The one way out reaches what is public, and nothing inside our walls, however it is written."""

from __future__ import annotations

import gzip
import json
import os
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from folkmoot.kit import fetch, public_hosts
from folkmoot.kit.fetch import FetchFailed, FetchRefused, get
from folkmoot.kit.public_hosts import Target, UnsafeAddress, is_public

INSIDE = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.0 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.0.0.2
127.1.2.3 127.255.255.255 168.63.129.16 169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1
192.0.0.192 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.168.255.255 192.175.48.1 198.18.0.1
198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 255.255.255.254
:: ::1 ::2 ::127.0.0.1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1 ::ffff:0:0
64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b::808:808 64:ff9b:1::1 64:ff9b:1::a00:1 100::1 100:0:0:1::1 2001::1
2001:0:7f00:1:: 2001:2::1 2001:10::1 2001:20::1 2001:1::1 2001:db8::1 2001:db8:ffff::1 2002:7f00:1:: 2002:a00:1::
2002:c0a8:101::1 2002:808:808::1 2620:4f:8000::1 3fff::1 3fff:fff::1 5f00::1 4000::1 8000::1 fc00::1 fd00::1
fd00:ec2::254 fe80::1 fe80::1%lo fec0::1 fec0::a ff00::1 ff01::1 ff02::1 ff05::2 ff0e::1
""".split()  # noqa: SIM905
OUTSIDE = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255
172.15.255.255 172.32.0.0 192.0.1.1 192.167.255.255 198.17.255.255 198.20.0.0 223.255.255.255
2001:200::1 2001:4860:4860::8888 2606:4700:4700::1111 2620:fe::fe 2a00:1450:4009::1 2003::1
""".split()  # noqa: SIM905
# Ways to write a host that some program somewhere reads as a number inside, or as nothing good.
ODD = r"""
localhost LOCALHOST localhost. localhost.localdomain.local foo.localhost ⓛⓞⓒⓐⓛⓗⓞⓢⓣ printer.local db.internal gw.lan
2130706433 017700000001 0x7f000001 0x7f.1 0x7F.0x0.0x0.0x1 0177.0.0.1 0177.1 127.1 127.0.1 127.0.0.01 127.0.0.001
127.0.0.1. 127.000.000.001 1.2.3.08 256.1.1.1 127.0.0.256 1.2.3.4.5 127.0.0.1.0x 0 0x 0x. 1 127. .127.0.0.1 127..0.1
①②⑦.⓪.⓪.① 127。0。0。1 127．0．0．1 127｡0｡0｡1 １２７.0.0.1 1%327.0.0.1 127.0.0.1%00 127.0.0.1%2523 %31%32%37.0.0.1
[::1] [::] [::ffff:127.0.0.1] [::127.0.0.1] [64:ff9b::a9fe:a9fe] [fe80::1%25lo] [::1%lo] [0:0:0:0:0:0:0:1] [::1 ::1]
[127.0.0.1] [v1.fe80] [] [::ffff:0:127.0.0.1] [fec0::1] [2002:7f00:1::] [::1.2.3] [1:2:3:4:5:6:7:8:9]
user@8.8.8.8 user:pw@8.8.8.8 8.8.8.8@127.0.0.1 127.0.0.1#@8.8.8.8 127.0.0.1\@8.8.8.8 8.8.8.8\@127.0.0.1
8.8.8.8:22 8.8.8.8:8080 8.8.8.8:0 8.8.8.8:65616 8.8.8.8:443443 8.8.8.8:-80 8.8.8.8:80:80 8.8.8.8:٨٠
example example. -a.example a-.example a..example .example a_b..example exa<mple.org exa|mple.org ex%41mple.org
xn--a.example xn--0.pt xn--zn7c.com exa­mple.org ex‍ample.org faß℀.de a.b%00c.org
""".split()  # noqa: SIM905
NO_PAGES = r"""
ftp://example.org/ file:///etc/passwd gopher://8.8.8.8/ data:text/html,x javascript:1 //8.8.8.8/ 8.8.8.8 http:8.8.8.8
http:/8.8.8.8 http:///8.8.8.8 http:// https:\\8.8.8.8 jar:http://8.8.8.8!/ dict://8.8.8.8:80/ unix:/run/x ws://8.8.8.8/
""".split()  # noqa: SIM905
CONTROLS = """
http://8.8.8.8/ https://1.1.1.1/x http://[2606:4700:4700::1111]/ https://example.org/ http://example.org:80/
https://EXAMPLE.org:443/a?b=c#d http://bücher.example/ https://xn--bcher-kva.example/é
""".split()  # noqa: SIM905


@pytest.mark.parametrize("address", INSIDE)
def test_a_number_inside_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_number_on_the_internet_is_public(address):
    assert is_public(address)


@pytest.fixture
def no_way_out(monkeypatch):
    """No name has an address and every connection is noted and fails."""
    tried = []

    def connect(address, *args, **kwargs):
        tried.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(fetch.socket, "create_connection", connect)
    monkeypatch.setattr(fetch, "resolve", lambda host, port: ["127.0.0.1"])
    return tried


@pytest.mark.parametrize("host", ODD + INSIDE[:36] + [f"[{number}]" for number in INSIDE[36:]])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_it_goes_to_no_odd_host_and_no_number_inside(scheme, host, no_way_out):
    with pytest.raises(FetchRefused):
        get(f"{scheme}://{host}/")
    assert no_way_out == []


@pytest.mark.parametrize(
    "url",
    [
        *NO_PAGES,
        "",
        " ",
        "http://8.8.8.8 /",
        "http://8.8.8.8/\r\nX: y",
        "http://8.8.8.8/\x00",
        "http://e\tx.org/",
        "h" * 3000,
    ],
)
def test_it_goes_to_nothing_that_is_no_web_address(url, no_way_out):
    with pytest.raises(FetchRefused):
        get(url)
    assert no_way_out == []


@pytest.mark.parametrize("url", CONTROLS)
def test_it_tries_what_is_public(url, no_way_out, monkeypatch):
    monkeypatch.setattr(fetch, "resolve", lambda host, port: ["93.184.215.14"])
    with pytest.raises(FetchFailed):
        get(url)
    assert len(no_way_out) == 1 and is_public(no_way_out[0][0])


@pytest.mark.parametrize("found", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["8.8.8.8", "::1"], ["fe80::1"], [], ["x"]])
def test_one_address_inside_spoils_the_name(found, no_way_out, monkeypatch):
    monkeypatch.setattr(fetch, "resolve", lambda host, port: found)
    with pytest.raises(FetchRefused):
        get("http://example.org/")
    assert no_way_out == []


def test_it_looks_a_name_up_once_and_connects_to_what_it_checked(no_way_out, monkeypatch):
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    monkeypatch.setattr(fetch, "resolve", lambda host, port: next(answers))
    with pytest.raises(FetchFailed):
        get("http://rebinding.example/")
    assert no_way_out == [("8.8.8.8", 80)] and next(answers) == ["127.0.0.1"]


def test_it_ignores_proxies(no_way_out, monkeypatch):
    monkeypatch.setattr(fetch, "resolve", lambda host, port: ["8.8.8.8"])
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")
    with pytest.raises(FetchFailed):
        get("http://example.org/")
    assert no_way_out == [("8.8.8.8", 80)]


class Loopback(BaseHTTPRequestHandler):
    seen: list[tuple] = []

    def do_GET(self):  # noqa: N802
        self.seen.append((self.path, dict(self.headers)))
        getattr(self, f"do_{self.path.strip('/').split('/')[0] or 'page'}")()

    def give(self, body=b"hello", status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_page(self):
        self.give(Set_Cookie="a=b", Content_Type="text/plain")

    def do_missing(self):
        self.give(b"no", 404)

    def do_hop(self):
        left = int(self.path.split("/")[2])
        self.give(b"", 302, Location=f"/hop/{left - 1}" if left else "/page")

    def do_inside(self):
        self.give(b"", 302, Location="http://169.254.169.254/latest/meta-data/")

    def do_large(self):
        self.give(b"x" * 3_000_000)

    def do_bomb(self):
        self.give(gzip.compress(b"0" * 20_000_000), Content_Encoding="gzip")

    def do_packed(self):
        self.give(gzip.compress(os.urandom(5000)), Content_Encoding="gzip")

    def do_odd(self):
        self.give(b"?", Content_Encoding="br")

    def do_drip(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(40):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def do_slow(self):
        for letter in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 40:
            self.wfile.write(bytes([letter]))
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    Loopback.seen = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Loopback) as made:
        made.daemon_threads, made.block_on_close = True, False
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made.server_address[1]
        made.shutdown()


@pytest.fixture
def guard_off(server, monkeypatch):
    """The control: without the guard the server on this machine is reached, so that a refusal means the guard."""
    monkeypatch.setattr(public_hosts, "PORTS", (80, 443, server))
    monkeypatch.setattr(fetch, "is_public", lambda address: address != "169.254.169.254")
    monkeypatch.setattr(fetch, "resolve", lambda host, port: ["127.0.0.1"])
    return f"http://site.example:{server}"


def test_json_is_sent_as_json(guard_off, monkeypatch):
    heard = []

    def hear(self):
        heard.append((self.headers["Content-Type"], json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
        self.give(b"{}")

    monkeypatch.setattr(Loopback, "do_POST", hear, raising=False)
    assert fetch.post_json(f"{guard_off}/v1", {"é": [1]}).body == b"{}"
    assert heard == [("application/json", {"é": [1]})]


def test_the_guard_is_what_keeps_us_out(server, monkeypatch):
    monkeypatch.setattr(public_hosts, "PORTS", (80, 443, server))
    monkeypatch.setattr(fetch, "resolve", lambda host, port: ["127.0.0.1"])
    for host in ("127.0.0.1", "site.example"):
        with pytest.raises(FetchRefused):
            get(f"http://{host}:{server}/page")
    assert Loopback.seen == []


def test_without_the_guard_it_connects(guard_off):
    answer = get(f"{guard_off}/page#part")
    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, b"hello", "text/plain")
    sent = Loopback.seen[0][1]
    assert sent["Host"] == guard_off.removeprefix("http://") and "Cookie" not in sent and "Authorization" not in sent


def test_a_page_that_is_not_there_is_an_answer(guard_off):
    assert get(f"{guard_off}/missing").status == 404


def test_three_redirects_and_no_more(guard_off):
    assert get(f"{guard_off}/hop/2").url == f"{guard_off}/page"
    with pytest.raises(FetchFailed, match="circles"):
        get(f"{guard_off}/hop/3")
    assert all("Cookie" not in headers for _, headers in Loopback.seen)


def test_a_redirect_inside_is_refused(guard_off):
    with pytest.raises(FetchRefused):
        get(f"{guard_off}/inside")
    assert len(Loopback.seen) == 1


def test_a_redirect_from_safe_to_open_is_refused():
    with pytest.raises(FetchRefused, match="safe connection"):
        fetch._onward(Target.of("https://example.org/"), "http://example.org/")


@pytest.mark.parametrize("path", ["large", "bomb", "odd"])
def test_what_is_too_large_or_oddly_packed_is_not_taken(guard_off, path):
    with pytest.raises(FetchFailed):
        get(f"{guard_off}/{path}")


def test_what_came_packed_is_unpacked(guard_off):
    assert len(get(f"{guard_off}/packed").body) == 5000


@pytest.mark.parametrize("path", ["drip", "slow"])
def test_a_dripping_server_is_hung_up_on(guard_off, path):
    begun = time.monotonic()
    with pytest.raises(FetchFailed, match="too long"):
        get(f"{guard_off}/{path}", seconds=0.5)
    assert time.monotonic() - begun < 1.5


def test_a_slow_lookup_is_given_up(guard_off, monkeypatch):
    monkeypatch.setattr(fetch, "resolve", lambda host, port: time.sleep(1) or ["127.0.0.1"])
    with pytest.raises(FetchFailed, match="look up"):
        get(f"{guard_off}/page", seconds=0.2)


def test_a_packed_body_needs_no_more_room_than_its_limit():
    bomb = zlib.compress(b"0" * 50_000_000)

    class Response:
        headers = {"Content-Encoding": "deflate"}
        left = bomb

        def read1(self, size):
            part, self.left = self.left[:size], self.left[size:]
            return part

    with pytest.raises(FetchFailed):
        fetch._read(Response(), 2_000_000)


@pytest.mark.real
@pytest.mark.skipif("FOLKMOOT_REAL_DATA" not in os.environ, reason="FOLKMOOT_REAL_DATA is not set")
def test_the_host_checked_is_the_host_a_browser_would_go_to():
    path = Path(os.environ["FOLKMOOT_REAL_DATA"]) / "hostile/urltestdata/url/tests/urltestdata.json"
    taken, faults = 0, []
    for row in json.loads(path.read_text()):
        if not isinstance(row, dict):
            continue
        try:
            target = Target.of(fetch.join(row["base"], row["input"]) if row["base"] else row["input"])
        except (UnsafeAddress, FetchRefused, UnicodeError):
            continue
        taken += 1
        if row.get("failure") or target.host != row["hostname"].strip("[]").removesuffix("."):
            faults.append((row["input"], target.host, row.get("hostname")))
    assert taken > 100 and faults == []

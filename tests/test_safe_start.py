"""A real site does not start in a way that would leave it open: each refusal says what is wrong and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GOOD = {"FOLKMOOT_SITE_URL": "https://moot.example", "FOLKMOOT_HOSTS": "moot.example,localhost"}
BAD = {
    "a mode nobody knows": ({"FOLKMOOT_MODE": "prod"}, "FOLKMOOT_MODE is either"),
    "errors shown to visitors": ({"FOLKMOOT_DEBUG": "1"}, "FOLKMOOT_DEBUG is on"),
    "a short key": ({"FOLKMOOT_SECRET_KEY": "abc123"}, "FOLKMOOT_SECRET_KEY is too short"),
    "a key that can be guessed": ({"FOLKMOOT_SECRET_KEY": "changeme" * 6}, "FOLKMOOT_SECRET_KEY can be guessed"),
    "mail to the log": ({"FOLKMOOT_MAIL_URL": "consolemail://"}, "FOLKMOOT_MAIL_URL throws mail away"),
    "mail to nowhere": ({"FOLKMOOT_MAIL_URL": "dummymail://"}, "FOLKMOOT_MAIL_URL throws mail away"),
    "writes that are not kept": ({"FOLKMOOT_SYNCHRONOUS": "OFF"}, "FOLKMOOT_SYNCHRONOUS is FULL or NORMAL"),
    "no host": ({"FOLKMOOT_HOSTS": ""}, "FOLKMOOT_HOSTS is empty"),
    "every host": ({"FOLKMOOT_HOSTS": "*"}, "FOLKMOOT_HOSTS has a wildcard"),
    "every host under a name": ({"FOLKMOOT_HOSTS": ".moot.example"}, "FOLKMOOT_HOSTS has a wildcard"),
    "an address for a host": ({"FOLKMOOT_HOSTS": "https://moot.example"}, "FOLKMOOT_HOSTS holds an address"),
    "another host than its own": ({"FOLKMOOT_HOSTS": "other.example"}, "a host that FOLKMOOT_HOSTS does not name"),
    "an open connection": ({"FOLKMOOT_SITE_URL": "http://moot.example"}, "starts with https://"),
    "no address": ({"FOLKMOOT_SITE_URL": "moot.example"}, "It is an address such as"),
    "an address of another kind": ({"FOLKMOOT_SITE_URL": "ftp://moot.example"}, "It is an address such as"),
    "a slash at the end": ({"FOLKMOOT_SITE_URL": "https://moot.example/"}, "no slash, nothing after it"),
    "a password in the address": ({"FOLKMOOT_SITE_URL": "https://a:b@moot.example"}, "holds a name or password"),
    "open map tiles": ({"FOLKMOOT_MAP_TILES": "http://tiles.example/{z}/{x}/{y}.png"}, "FOLKMOOT_MAP_TILES"),
    "any proxy": ({"FOLKMOOT_TRUSTED_PROXIES": "0.0.0.0/0"}, "FOLKMOOT_TRUSTED_PROXIES trusts everybody"),
    "half the internet for a proxy": ({"FOLKMOOT_TRUSTED_PROXIES": "128.0.0.0/1"}, "trusts everybody"),
    "a proxy by name": ({"FOLKMOOT_TRUSTED_PROXIES": "proxy.lan"}, "no address"),
    "everybody shares an address": ({"FOLKMOOT_SHARED_ADDRESSES": "::/0"}, "FOLKMOOT_SHARED_ADDRESSES is so wide"),
}
OPEN_FILES = {
    "folkmoot.sqlite3": "The database can be read",
    "secret.key": "The secret key can be read",
    "site.env": "can be read by every account",
}


def start(data: Path, **more: str) -> subprocess.CompletedProcess:
    env = {"PATH": os.environ["PATH"], "FOLKMOOT_DATA": str(data), **GOOD, **more}
    code = "import folkmoot.config.settings as s; print(s.MODE)"
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, cwd=ROOT)


def test_a_good_site_starts(tmp_path):
    ran = start(tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "production\n"), ran.stderr
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("what", BAD)
def test_it_refuses(what, tmp_path):
    changes, words = BAD[what]
    ran = start(tmp_path, **changes)
    assert ran.returncode != 0 and ran.stdout == ""
    assert "Folkmoot did not start" in ran.stderr and words in ran.stderr and "Traceback" not in ran.stderr


@pytest.mark.parametrize("name", OPEN_FILES)
def test_it_refuses_files_that_others_can_read(name, tmp_path):
    (tmp_path / name).write_text("# x\n" if name == "site.env" else "kX9" * 20 + "abcdefghijklm")
    (tmp_path / name).chmod(0o644)
    ran = start(tmp_path)
    assert ran.returncode != 0 and OPEN_FILES[name] in ran.stderr
    (tmp_path / name).chmod(0o600)
    assert start(tmp_path).returncode == 0


def test_it_refuses_a_folder_that_others_can_write_to(tmp_path):
    tmp_path.chmod(0o777)
    assert "can write to" in start(tmp_path).stderr


def test_on_a_developers_machine_it_starts_all_the_same(tmp_path):
    ran = start(tmp_path, FOLKMOOT_MODE="development", FOLKMOOT_SITE_URL="http://localhost:8000", FOLKMOOT_DEBUG="1")
    assert ran.stdout == "development\n", ran.stderr

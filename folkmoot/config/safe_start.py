"""Refuses to start a real site in a way that would leave it open, with a sentence that says what to mend."""

from __future__ import annotations

import ipaddress
import secrets
import stat
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class UnsafeStart(SystemExit):
    """The site will not start; the message says which setting is wrong and what to write instead."""


def secret_key(given: str, data: Path) -> str:
    """The key given, or the one kept in DATA/secret.key, made on the first start and readable by its owner alone."""
    if given:
        return given
    kept = data / "secret.key"
    if not kept.exists():
        data.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text().strip()


def check(settings: dict[str, Any]) -> None:
    """Stop with the first thing that is unsafe in production; development is let through."""
    if settings["DEVELOPMENT"]:
        return
    for wrong, sentence in _faults(settings):
        if wrong:
            raise UnsafeStart(f"Folkmoot did not start. {sentence}")


def _faults(settings: dict[str, Any]) -> list[tuple[bool, str]]:
    """(whether it is so, what is wrong and what to do), in the order in which people set a site up."""
    return [
        *_about_secrets(settings),
        *_about_the_address(settings),
        *_about_neighbours(settings),
        *_about_files(settings),
    ]


def _about_secrets(settings: dict[str, Any]) -> list[tuple[bool, str]]:
    key, mail = settings["SECRET_KEY"], settings["EMAIL_BACKEND"].split(".")[-2]
    return [
        (settings["MODE"] != "production", "FOLKMOOT_MODE is either production or development."),
        (settings["DEBUG"], "FOLKMOOT_DEBUG is on, which shows secrets to visitors. Take it out of site.env."),
        (len(key) < 32, "FOLKMOOT_SECRET_KEY is too short. Take it out: one is made for you."),
        (len(set(key)) < 12, "FOLKMOOT_SECRET_KEY can be guessed. Take it out: one is made for you."),
        (
            mail in ("console", "dummy", "locmem"),
            "FOLKMOOT_MAIL_URL throws mail away or prints sign-in codes to the log. Give an smtp address, or take it "
            "out: mail is then kept as files.",
        ),
        (
            settings["SYNCHRONOUS"].upper() not in ("FULL", "NORMAL", "EXTRA"),
            "FOLKMOOT_SYNCHRONOUS is FULL or NORMAL; anything less loses what people wrote when the power goes.",
        ),
    ]


def _about_the_address(settings: dict[str, Any]) -> list[tuple[bool, str]]:
    said, hosts = settings["SITE_URL"], settings["ALLOWED_HOSTS"]
    site = urlsplit(said)
    local = site.hostname in ("localhost", "127.0.0.1", "::1")
    whole = site.scheme in ("http", "https") and site.hostname
    return [
        (not hosts, "FOLKMOOT_HOSTS is empty. Name the host people type, as moot.example."),
        (
            any("*" in host or host.startswith(".") for host in hosts),
            "FOLKMOOT_HOSTS has a wildcard. Name each host in full.",
        ),
        (any("/" in host for host in hosts), "FOLKMOOT_HOSTS holds an address. Name hosts alone, as moot.example."),
        (not whole, f"FOLKMOOT_SITE_URL is {said}. It is an address such as https://moot.example."),
        (bool(site.username or site.password), "FOLKMOOT_SITE_URL holds a name or password. Take them out."),
        (
            bool(site.path or site.query or site.fragment),
            f"FOLKMOOT_SITE_URL is {said}. It ends with the host's name: no slash, nothing after it.",
        ),
        (
            site.scheme != "https" and not local,
            f"FOLKMOOT_SITE_URL is {said}. A site that others reach starts with https://.",
        ),
        (
            bool(hosts) and not _answers(site.hostname, hosts),
            f"FOLKMOOT_SITE_URL is {said}, a host that FOLKMOOT_HOSTS does not name. Add it there.",
        ),
        (
            bool(settings["MAP_TILES"]) and not settings["MAP_TILES"].startswith("https://"),
            "FOLKMOOT_MAP_TILES does not start with https://, so that others on the way could change the map.",
        ),
    ]


def _about_neighbours(settings: dict[str, Any]) -> list[tuple[bool, str]]:
    proxies = [each for each in settings["TRUSTED_PROXIES"] if each != "unix"]
    shared = settings["SHARED_ADDRESSES"]
    return [
        (
            not all(map(_is_network, proxies)),
            "FOLKMOOT_TRUSTED_PROXIES names something that is no address. Write addresses such as 10.0.0.2, or unix.",
        ),
        (
            any(map(_is_everybody, proxies)),
            "FOLKMOOT_TRUSTED_PROXIES trusts everybody. Name the addresses of your own proxy.",
        ),
        (
            not all(map(_is_network, shared)),
            "FOLKMOOT_SHARED_ADDRESSES names something that is no address. Write addresses such as 192.0.2.7.",
        ),
        (any(map(_is_everybody, shared)), "FOLKMOOT_SHARED_ADDRESSES is so wide that nobody would be held back."),
    ]


def _about_files(settings: dict[str, Any]) -> list[tuple[bool, str]]:
    data = settings["DATA"]
    names = (
        ("folkmoot.sqlite3", "The database"),
        ("secret.key", "The secret key"),
        ("site.env", "The settings, with the password of your mail,"),
    )
    readable = [
        (
            _others_may(data / name, stat.S_IROTH),
            f"{what} can be read by every account on this machine. Run: chmod 600 on {name}.",
        )
        for name, what in names
    ]
    writable = _others_may(data, stat.S_IWOTH)
    return [*readable, (writable, f"Every account on this machine can write to {data}. Run: chmod 700 on it.")]


def _answers(host: str | None, hosts: list[str]) -> bool:
    return any(host == name.strip("[]").split(":")[0] or f"[{host}]" == name for name in hosts)


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _is_everybody(text: str) -> bool:
    return text == "*" or (_is_network(text) and ipaddress.ip_network(text, strict=False).prefixlen < 8)


def _others_may(path: Path, how: int) -> bool:
    return path.exists() and bool(path.stat().st_mode & how)

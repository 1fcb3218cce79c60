"""Refuses to start a real site in a way that would leave it open, with a sentence that says what to mend."""

from __future__ import annotations

import secrets
import stat
from pathlib import Path
from typing import Any


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
    site, hosts = settings["SITE_URL"], settings["ALLOWED_HOSTS"]
    local = site.split("//")[-1].split(":")[0] in ("localhost", "127.0.0.1")
    return [
        (settings["MODE"] != "production", "FOLKMOOT_MODE is either production or development."),
        (settings["DEBUG"], "FOLKMOOT_DEBUG is on, which shows secrets to visitors. Take it out of site.env."),
        (len(settings["SECRET_KEY"]) < 32, "FOLKMOOT_SECRET_KEY is too short. Take it out: one is made for you."),
        (
            any("*" in host or host.startswith(".") for host in hosts),
            "FOLKMOOT_HOSTS has a wildcard. Name each host in full.",
        ),
        (
            not site.startswith("https://") and not local,
            f"FOLKMOOT_SITE_URL is {site}. A site that others reach starts with https://.",
        ),
        (
            any(proxy in ("*", "0.0.0.0/0", "::/0") for proxy in settings["TRUSTED_PROXIES"]),  # noqa: S104
            "FOLKMOOT_TRUSTED_PROXIES trusts everybody. Name the addresses of your own proxy.",
        ),
        (
            _others_can_read(settings["DATA"] / "folkmoot.sqlite3"),
            "The database can be read by every account on this machine. Run: chmod 600 on folkmoot.sqlite3.",
        ),
        (
            _others_can_read(settings["DATA"] / "secret.key"),
            "The secret key can be read by every account on this machine. Run: chmod 600 on secret.key.",
        ),
    ]


def _others_can_read(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & stat.S_IROTH)

"""Asks what a real site needs to know, writes site.env, and settles the site with it."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
KEEPER = re.compile(r"\s*(?P<name>[^<>\s](?:[^<>]*[^<>\s])?)\s*<(?P<email>[^<>]+)>\s*")


class Wrong(ValueError):
    """An answer that will not do; the message says why and what would."""


@dataclass(frozen=True)
class Question:
    """One thing to ask: the setting it fills, the words, what is taken on Enter, and the check it must pass."""

    name: str
    words: str
    check: Callable[[str], str]
    default: str = ""
    may_be_empty: bool = False

    def asked(self, default: str) -> str:
        """The words as they stand on the screen, with what Enter keeps and how to take it away."""
        away = "; - takes it away" if default and self.may_be_empty else ""
        return f"  {self.words}{f' [{default}{away}]' if default else ''}: "


def place(said: str) -> str:
    if len(said.strip()) < 2:
        raise Wrong("Write the name of a place: a town, a district, a county. It can be changed later.")
    return said.strip()


def host(said: str) -> str:
    if not said.strip():
        raise Wrong("Write who answers for the site: a charity, a council, a group, or your own name.")
    return said.strip()


def keeper(said: str) -> str:
    found = KEEPER.fullmatch(said)
    if not found or not ADDRESS.fullmatch(found["email"].strip()):
        raise Wrong("Write a name and an address like this: Amina Yusuf <amina@example.org>")
    return f"{found['name']} <{found['email'].strip().lower()}>"


def quiet(said: str) -> str:
    said = said.strip().lower()
    if said and not ADDRESS.fullmatch(said):
        raise Wrong("Write one address, as trustees@example.org, or leave it empty: then only the keepers are told.")
    return said


def site(said: str) -> str:
    parts = urlsplit(said.strip().rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        raise Wrong("Write the address people will type, as https://folkmoot.example.org, with nothing after the name.")
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise Wrong("An address that others reach starts with https://. Only http://localhost may go without.")
    return said.strip().rstrip("/")


def mail(said: str) -> str:
    said = said.strip()
    if said and not said.startswith(("smtp://", "smtp+tls://", "smtp+ssl://", "filemail://")):
        raise Wrong(
            "Write how mail leaves, as smtp+tls://user:word@mail.example.org:587, or leave it empty: sign-in codes are "
            "then printed by bin/manage code."
        )
    if said.startswith("smtp") and not _names_a_server(said):
        raise Wrong(
            "That names no mail server and port. In a user name or a word, write %23 for #, %2F for /, %3F for ? and "
            "%25 for %, as smtp+tls://user:pass%23word@mail.example.org:587"
        )
    return said


def _names_a_server(said: str) -> bool:
    parts = urlsplit(said)
    try:
        return bool(parts.hostname) and parts.port is not None and not parts.path.strip("/") and not parts.fragment
    except ValueError:
        return False


QUESTIONS = (
    Question("place", "Which place is this site for", place),
    Question("host", "Who hosts it, and answers for it", host),
    Question("keeper1", "First keeper, as: Name <address>", keeper),
    Question("keeper2", "Second keeper, so that nobody is alone with it, as: Name <address>", keeper),
    Question(
        "quiet",
        "Whom to tell if neither has been there for two months: an address of somebody else",
        quiet,
        may_be_empty=True,
    ),
    Question("site", "The address people will type", site, "http://localhost:8000"),
    Question("mail", "How mail leaves (empty: none yet, codes are printed)", mail, may_be_empty=True),
)


def from_file(path: Path) -> Iterator[tuple[str, str]]:
    """The `name = value` lines of an answers file; # begins a comment. Errors name file and line."""
    names = {question.name for question in QUESTIONS}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or name.strip() not in names:
            sys.exit(f"{path}, line {number}: write one of {', '.join(sorted(names))}, then =, then the answer.")
        yield name.strip(), value.strip()


def answers(given: dict[str, str], ask: Callable[[str], str] | None) -> dict[str, str]:
    """Every question's checked answer; `ask` is None when there is nobody to ask, and a wrong one ends it."""
    said: dict[str, str] = {}
    for question in QUESTIONS:
        default = given.get(question.name, question.default)
        while question.name not in said:
            words = ask(question.asked(default)) or default if ask else default
            try:
                said[question.name] = _taken(question, words, said)
            except Wrong as wrong:
                if ask is None:
                    sys.exit(f"{question.name}: {wrong}")
                sys.stdout.write(f"    {wrong}\n")
    return said


def _taken(question: Question, words: str, said: dict[str, str]) -> str:
    """The checked answer, which must also go with those before it."""
    taken = question.check("" if question.may_be_empty and words.strip() == "-" else words)
    if question.name == "keeper2" and said["keeper1"].partition("<")[2] == taken.partition("<")[2]:
        raise Wrong("The two keepers have one address between them. Name two people: one of them will be ill some day.")
    if question.name == "quiet" and taken and f"<{taken}>" in said["keeper1"] + said["keeper2"]:
        raise Wrong("The address to tell is a keeper's own. Name somebody else, or leave it empty.")
    return taken


def settings_of(said: dict[str, str]) -> dict[str, str]:
    """The settings those answers make; a value holds no line break, so a line is a setting."""
    lines = {
        "FOLKMOOT_MODE": "production",
        "FOLKMOOT_SITE_URL": said["site"],
        "FOLKMOOT_HOSTS": urlsplit(said["site"]).hostname,
        "FOLKMOOT_SITE_NAME": f"{said['place']} Folkmoot",
        "FOLKMOOT_HOST_NAME": said["host"],
        "FOLKMOOT_HOST_EMAIL": KEEPER.fullmatch(said["keeper1"])["email"],
        "FOLKMOOT_QUIET_EMAIL": said["quiet"],
        "FOLKMOOT_MAIL_URL": said["mail"],
    }
    return {name: " ".join(value.split()) for name, value in lines.items() if value}


def site_env(said: dict[str, str], before: dict[str, str] | None = None, stands: str = "") -> str:
    """The settings file: as it `stands`, with those lines changed whose answers are others than `before`.

    Whatever somebody wrote into it by hand (a database, a proxy, another name for the site) stays.
    """
    new, old = settings_of(said), settings_of(before) if before else {}
    changed = {name for name in {*new, *old} if new.get(name) != old.get(name)}
    kept = [line for line in stands.splitlines() if line.partition("=")[0].strip() not in changed]
    return "".join(f"{line}\n" for line in [*kept, *(f"{n}={v}" for n, v in new.items() if n in changed)])


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/setup")
    parser.add_argument("--answers", type=Path)
    path = parser.parse_args().answers
    data = Path(os.environ["FOLKMOOT_DATA"])
    kept = data / "setup.answers"
    before = dict(from_file(kept)) if kept.exists() else {}
    given = before | (dict(from_file(path)) if path else {})
    said = answers(given, None) if path else _asked(given)
    _write(data, said, before, kept)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("settle", place=said["place"], keepers=[said["keeper1"], said["keeper2"]])
    return 0


def _asked(given: dict[str, str]) -> dict[str, str]:
    """The answers of whoever sits there; nothing is written when they leave before the end."""
    sys.stdout.write("\n  Seven questions. Enter keeps what stands in brackets.\n\n")
    try:
        return answers(given, input)
    except (EOFError, KeyboardInterrupt):
        sys.exit("\n  Stopped before the last question: nothing was changed. Run bin/setup again when you like.")


def _write(data: Path, said: dict[str, str], before: dict[str, str], kept: Path) -> None:
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    settings = data / "site.env"
    stands = settings.read_text(encoding="utf-8") if settings.exists() else ""
    known = before if stands and all(question.name in before for question in QUESTIONS) else None
    texts = {settings: site_env(said, known, stands), kept: "".join(f"{n} = {v}\n" for n, v in said.items())}
    for file, text in texts.items():
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

"""No text somebody can send keeps a pattern of ours busy: every pattern in the house, on texts made to be slow."""

from __future__ import annotations

import ast
import re
import signal
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONG, MOST_SECONDS = 10_000, 0.25
ASKED = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
BITS = [
    *(
        "a",
        "A",
        "1",
        " ",
        "\t",
        "\n",
        ".",
        ",",
        "-",
        "_",
        "/",
        ":",
        ";",
        "'",
        '"',
        "<",
        ">",
        "&",
        "(",
        "[",
        "*",
        "@",
        "#",
    ),
    *(
        "a ",
        "a.",
        "a@",
        "1,",
        "1 ",
        "1/",
        "- ",
        "<a ",
        "&a;",
        "[a](",
        "**a",
        "a\n",
        "\r\n",
        "www.",
        "http://",
        "é",
        "£1,",
    ),
]
TEXTS = [(bit * LONG)[:LONG] + "!" for bit in BITS]
# These look for a pattern from every letter on; the others begin at the first letter alone.
LOOKING = {"search", "sub", "subn", "split", "findall", "finditer"}
USED = re.compile(r"\b(\w+)\.(search|subn?|split|findall|finditer)\(")


def patterns() -> dict[str, tuple[re.Pattern, bool]]:
    """Where it stands → each pattern written in the source, and whether it is looked for from every letter on."""
    found, paths = {}, sorted([*ROOT.glob("folkmoot/**/*.py"), *ROOT.glob("reckon/**/*.py")])
    sources = {path: path.read_text() for path in paths if not {"tests", "migrations"} & set(path.parts)}
    looked_for = {name for source in sources.values() for name, _how in USED.findall(source)}
    for path, source in sources.items():
        tree = ast.parse(source)
        names = {id(node.value): node.targets[0].id for node in ast.walk(tree) if _is_named(node)}
        for node in ast.walk(tree):
            if (one := _pattern_of(node)) is not None:
                named = names.get(id(node))
                looks = node.func.attr in LOOKING or (
                    node.func.attr == "compile" and (not named or named in looked_for)
                )
                found[f"{path.relative_to(ROOT)}:{node.lineno}"] = (one, looks)
    return found


def _is_named(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)


def _pattern_of(node: ast.AST) -> re.Pattern | None:
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKED
    if not called or not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re") or not node.args:
        return None
    words = node.args[0]
    if not (isinstance(words, ast.Constant) and isinstance(words.value, str)):
        return None
    flags = [ast.unparse(each) for each in (*node.args[1:], *(key.value for key in node.keywords))]
    said = next((each for each in flags if re.fullmatch(r"re\.[A-Z]+( \| re\.[A-Z]+)*", each)), "0")
    bits = [getattr(re, name) for name in re.findall(r"re\.([A-Z]+)", said)]
    return re.compile(words.value, sum(bits))


class TooSlow(Exception):
    pass


def _stop(*_said) -> None:
    raise TooSlow


@pytest.fixture
def alarm():
    before = signal.signal(signal.SIGVTALRM, _stop)
    yield
    signal.signal(signal.SIGVTALRM, before)


def is_slow(pattern: re.Pattern, text: str, looks: bool = True) -> bool:
    """Whether finding all of it in the text (or at its beginning) takes more processor time than a request may."""
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
        try:
            _all = list(pattern.finditer(text)) if looks else [pattern.match(text), pattern.fullmatch(text)]
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except TooSlow:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        return True
    return False


@pytest.mark.once
def test_no_pattern_is_kept_busy_by_any_text(alarm):
    slow = {}
    for where, (pattern, looks) in patterns().items():
        # Three times slow: on a machine that does much else, even processor time is counted long.
        text = next((text for text in TEXTS if all(is_slow(pattern, text, looks) for _try in range(3))), None)
        if text:
            slow[where] = (text[:8], pattern.pattern[:80])
    assert not slow


@pytest.mark.once
def test_the_walk_finds_the_patterns_of_the_house_and_tells_a_slow_one(alarm):
    assert len(patterns()) > 200
    assert is_slow(re.compile(r"(a+)+$"), TEXTS[0]) and not is_slow(re.compile(r"a+"), TEXTS[0])

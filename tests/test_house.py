"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

from tests.test_layers import HEIGHT

ROOT = Path(__file__).resolve().parents[1]
TRACKED = [
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    ).stdout.split("\n")
    if name and (ROOT / name).is_file()
]
CODE = [path for path in TRACKED if path.suffix in {".py", ".html", ".js", ".css"} and "migrations" not in path.parts]
PYTHON = [path for path in CODE if path.suffix == ".py"]
OURS = [app.label for app in apps.get_app_configs() if app.name.startswith("folkmoot.")]
DRAWERS = {"utils", "util", "helpers", "misc", "common", "core", "manager", "managers", "service", "services", "base"}


def test_files_are_no_longer_than_400_lines():
    long = {str(path.relative_to(ROOT)): n for path in CODE if (n := len(path.read_text().splitlines())) > 400}
    assert long == {}


def test_templates_are_no_longer_than_120_lines():
    long = {
        str(p.relative_to(ROOT)): n
        for p in CODE
        if p.suffix == ".html" and (n := len(p.read_text().splitlines())) > 120
    }
    assert long == {}


def test_functions_stop_at_60_lines():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 60
    ]
    assert long == []


def test_no_module_is_a_drawer():
    assert [str(p.relative_to(ROOT)) for p in PYTHON if p.stem in DRAWERS or p.parent.name in DRAWERS] == []


@pytest.mark.parametrize("app", OURS)
def test_every_app_says_what_it_is_for(app):
    words = ast.get_docstring(ast.parse((ROOT / "folkmoot" / app / "__init__.py").read_text()))
    assert words and words.endswith(".") and "\n" not in words


@pytest.mark.parametrize("app", OURS)
def test_every_app_stands_in_the_tour(app):
    assert f"`{app}`" in (ROOT / "TOUR.md").read_text()


def test_every_path_in_the_tour_exists():
    tour = (ROOT / "TOUR.md").read_text()
    tops = {"bin", "bench", "docs", "folkmoot", "journeys", "reckon", "tests"}
    named = [path for path in re.findall(r"`([\w./-]+)", tour) if path.split("/")[0] in tops or path.endswith(".md")]
    assert len(named) > 25, "The tour should lead through the files themselves."
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("model", [m for m in apps.get_models() if m._meta.app_label in HEIGHT], ids=str)
def test_every_model_stands_in_the_glossary(model):
    assert f"**{spaced(model.__name__)}**" in (ROOT / "GLOSSARY.md").read_text()


def spaced(name: str) -> str:
    """TypeOfHelp -> Type of help."""
    words = re.findall(r"[A-Z][a-z]*", name)
    return " ".join([words[0], *(word.lower() for word in words[1:])])


def test_every_setting_stands_in_docs_running():
    read = set(re.findall(r"FOLKMOOT_[A-Z_]+", (ROOT / "folkmoot/config/settings.py").read_text()))
    told = (ROOT / "docs/running/settings.md").read_text()
    assert [name for name in sorted(read) if f"`{name}`" not in told] == []


def test_only_the_kit_opens_a_socket():
    allowed = {"folkmoot/kit/fetch.py"}
    openers = re.compile(
        r"^\s*(?:import|from) (?:requests\b(?!\.)|urllib3|httpx|aiohttp|socket|urllib\.request|http\.client|ftplib|smtplib)",
        re.M,
    )
    guilty = [
        str(p.relative_to(ROOT))
        for p in PYTHON
        if p.is_relative_to(ROOT / "folkmoot")
        and "tests" not in p.parts
        and openers.search(p.read_text().replace("from requests import Answer", ""))
        and str(p.relative_to(ROOT)) not in allowed
    ]
    assert guilty == []


def test_no_file_names_a_package_index_or_a_machine():
    hosts = (
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "npmjs" + ".org",
        "deb.debian" + ".org",
        "/work/" + "main",
        "/work/" + "wt",
    )
    texts = [
        p
        for p in TRACKED
        if p.suffix in {".py", ".md", ".toml", ".html", ".lock", ".txt", ".css", ".js", ".yml", ".sh", ""}
    ]
    assert [str(p.relative_to(ROOT)) for p in texts if any(h in p.read_text(errors="ignore") for h in hosts)] == []


def test_a_box_that_scrolls_can_be_scrolled_from_the_keyboard():
    boxes = re.compile(r'<div class="scroll"[^>]*>')
    deaf = [
        f"{path.relative_to(ROOT)}: {box}"
        for path in CODE
        if path.suffix == ".html"
        for box in boxes.findall(path.read_text())
        if 'tabindex="0"' not in box or "role=" not in box or "aria-label" not in box
    ]
    assert deaf == []


def test_a_journey_waits_for_what_a_page_shows():
    """`assert page.get_by_text(…).count()` reads a page while it still loads, and fails on a busy day: use `expect`."""
    unwaited = re.compile(
        r"^\s*assert .*(?:\.is_(?:visible|hidden|checked)\(\)|(?:get_by_\w+|locator)\(.*\.count\(\) ?)", re.M
    )
    hasty = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in PYTHON
        if path.is_relative_to(ROOT / "journeys")
        for line in unwaited.findall(path.read_text())
    ]
    assert hasty == []

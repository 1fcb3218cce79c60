"""What the import contracts cannot see: foreign keys named by string, addresses named in templates."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
NAMES = re.compile(r"""\{%\s*url\s+['"](\w+):""")


def heights() -> dict[str, int]:
    contract = next(
        c
        for c in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
        if c["type"] == "layers"
    )
    rows = [[name.strip(" ()") for name in layer.split("|")] for layer in reversed(contract["layers"])]
    return {name: height for height, row in enumerate(rows) for name in row}


HEIGHT = heights()


def leans_down(app: str, other: str) -> bool:
    return app == other or HEIGHT[app] > HEIGHT[other]


def test_foreign_keys_point_down():
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in HEIGHT
        for field in model._meta.get_fields()
        if field.concrete
        and (field.many_to_one or field.one_to_one or field.many_to_many)
        and field.related_model._meta.app_label in HEIGHT
        and not leans_down(model._meta.app_label, field.related_model._meta.app_label)
    ]
    assert upward == []


def test_templates_name_only_addresses_below_them():
    upward = [
        f"{page.relative_to(ROOT)}: {other}"
        for page in (ROOT / "folkmoot").glob("*/templates/**/*.html")
        for other in NAMES.findall(page.read_text())
        if other in HEIGHT and not leans_down(page.relative_to(ROOT / "folkmoot").parts[0], other)
    ]
    assert upward == []


def test_every_door_between_site_and_sums_is_type_checked():
    checked = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["files"]
    doors = [*(ROOT / "folkmoot").glob("*/sums.py"), *(ROOT / "folkmoot").glob("*/sums")]
    assert doors
    assert {str(door.relative_to(ROOT)) for door in doors} <= set(checked)

"""What this copy is made of: as locked, as others' tools read it, and with no hole that somebody knows of."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from folkmoot.home import jobs
from folkmoot.home.keeping import holes, libraries
from folkmoot.kit import fetch
from folkmoot.kit.fetch import Answer, FetchFailed

LOCK = """django==5.2.19 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via
    #   folkmoot (pyproject.toml)
    #   django-allauth
tzdata==2026.1 ; sys_platform == 'win32' \\
    --hash=sha256:{a}
    # via django
""".format(a="a" * 64, b="b" * 64)


@pytest.fixture
def lock(tmp_path, monkeypatch):
    path = tmp_path / "requirements.lock"
    path.write_text(LOCK)
    monkeypatch.setattr(libraries, "lock", lambda: path)
    return path


def test_a_lock_is_read_as_it_stands(lock):
    django, tzdata = libraries.locked()

    assert (django.name, django.version, django.only_if) == ("django", "5.2.19", "")
    assert django.hashes == ("a" * 64, "b" * 64) and django.asked_for_by == ("folkmoot", "django-allauth")
    assert (tzdata.only_if, tzdata.asked_for_by) == ("sys_platform == 'win32'", ("django",))


def test_the_whole_of_our_lock_is_read():
    text = libraries.lock().read_text()
    assert len(libraries.locked()) == text.count("==") - text.count(" == ") > 40
    assert sum(len(one.hashes) for one in libraries.locked()) == text.count("--hash=sha256:")
    assert all(one.asked_for_by for one in libraries.locked())


@pytest.mark.parametrize(
    ("here", "said"),
    [
        ({"django": "5.2.19"}, []),
        ({"django": "5.2.19", "tzdata": "2026.1"}, []),
        ({"django": "5.2.18"}, [("django", "5.2.19", "5.2.18")]),
        ({}, [("django", "5.2.19", "")]),
        ({"django": "5.2.19", "tzdata": "2025.9"}, [("tzdata", "2026.1", "2025.9")]),
    ],
)
def test_what_is_not_as_locked_is_named(here, said, lock, monkeypatch):
    monkeypatch.setattr(libraries, "installed", lambda: here)
    assert libraries.differences() == said


def test_one_locked_twice_is_as_locked_with_either(lock, monkeypatch):
    lock.write_text(
        "numpy==2.4.6 ; python_full_version < '3.12' \\\n    # via x\nnumpy==2.5.5 ; python_full_version >= '3.12'\n"
    )
    here = {}
    monkeypatch.setattr(libraries, "installed", lambda: here)
    said = [here.update(numpy=version) or libraries.differences() for version in ("2.4.6", "2.5.5", "2.3.0")]
    assert said == [[], [], [("numpy", "2.4.6 or 2.5.5", "2.3.0")]]


def printed() -> dict:
    out = StringIO()
    call_command("sbom", stdout=out)
    return json.loads(out.getvalue())


def faults(said: dict) -> list[str]:
    """What the makers of CycloneDX find wrong with it, by their own schema."""
    # Read here, since it takes longer than all tests of this folder together take to be found.
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(said), all_errors=True)
    return [str(error) for error in found or ()]


def test_the_bill_of_materials_is_valid_and_holds_every_library():
    said = printed()
    assert faults(said) == []
    assert [(each["name"], each["version"]) for each in said["components"]] == [
        (one.name, one.version) for one in libraries.locked()
    ]
    needs = {each["ref"]: each["dependsOn"] for each in said["dependencies"]}
    django = next(each["purl"] for each in said["components"] if each["name"] == "django")
    assert django in needs["folkmoot"] and any("/asgiref@" in each for each in needs[django])
    assert set(sum(needs.values(), [])) == {each["bom-ref"] for each in said["components"]}


def test_the_schema_notices_what_is_wrong():
    said = printed()
    said["components"][0]["hashes"][0]["content"] = "no digest"
    assert faults(said)


def test_the_same_lock_gives_the_same_bytes():
    assert printed() == printed()


class Osv:
    """A list of known holes: records by library, and what it was asked."""

    def __init__(self) -> None:
        self.records: dict[str, list[dict]] = {}
        self.asked: list[object] = []

    def post_json(self, url, value, **how):
        self.asked.append((url, value))
        found = [self.records.get(each["package"]["name"], []) for each in value["queries"]]
        return answer({"results": [{"vulns": [{"id": one["id"]} for one in each]} if each else {} for each in found]})

    def get(self, url, **how):
        known = {one["id"]: one for each in self.records.values() for one in each}
        return answer(known[url.rsplit("/", 1)[1]])


def answer(value, status=200) -> Answer:
    return Answer("https://holes.example/", status, {}, json.dumps(value).encode())


@pytest.fixture
def osv(monkeypatch, settings, tmp_path):
    settings.DATA, settings.HOLES_FROM = tmp_path, "https://holes.example"
    made = Osv()
    monkeypatch.setattr(holes, "fetch", made)
    return made


GHSA = {
    "id": "GHSA-1",
    "aliases": ["CVE-2026-1", "PYSEC-1"],
    "summary": "Anybody reads all",
    "published": "2026-11-03T10:00:00Z",
    "database_specific": {"severity": "HIGH"},
}
PYSEC = {"id": "PYSEC-1", "aliases": ["CVE-2026-1", "GHSA-1"], "published": "2026-11-02T10:00:00Z"}


def test_a_hole_named_twice_is_one(osv):
    osv.records = {"django": [PYSEC, GHSA], "asgiref": [GHSA | {"id": "GHSA-2", "withdrawn": "2026-11-04T00:00:00Z"}]}

    [hole] = holes.look(timezone.now())

    assert (hole.library, hole.name, hole.grade, hole.since) == ("django", "CVE-2026-1", "high", "2026-11-02")
    assert hole.words == "Anybody reads all" and holes.kept()[1] == [hole]


def test_names_and_versions_are_all_it_is_told(osv):
    holes.look(timezone.now())

    [(url, said)] = osv.asked
    assert url == "https://holes.example/v1/querybatch" and list(said) == ["queries"]
    assert {"package": {"name": "django", "ecosystem": "PyPI"}, "version": libraries.installed()["django"]} in said[
        "queries"
    ]
    assert all(set(each) == {"package", "version"} for each in said["queries"])


def test_a_hole_goes_with_the_version_that_had_it(osv, monkeypatch):
    osv.records = {"django": [GHSA]}
    holes.look(timezone.now())

    monkeypatch.setattr(libraries, "installed", lambda: {"django": "5.2.99"})
    assert holes.kept()[1] == []


@pytest.mark.parametrize(
    "said", [answer({"results": []}), answer({}, 503), answer([]), Answer("u", 200, {}, b"<html>")]
)
def test_an_answer_that_is_none_is_no_all_clear(osv, monkeypatch, said):
    monkeypatch.setattr(osv, "post_json", lambda *a, **k: said)
    with pytest.raises(FetchFailed):
        holes.look(timezone.now())
    assert holes.kept() is None


def test_nothing_leaves_when_no_list_is_named(settings, monkeypatch):
    assert settings.HOLES_FROM == ""
    monkeypatch.setattr(fetch, "_fetch_one", lambda *a: pytest.fail("something was asked"))
    jobs.look_for_holes.call()


def test_a_look_is_kept_with_its_day(osv):
    now = timezone.now() - timedelta(days=2)
    holes.look(now)
    assert holes.kept()[0] == now

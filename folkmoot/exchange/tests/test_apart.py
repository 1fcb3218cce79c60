"""Reading happens in a child process that can do little, and whose end is always told in words."""

import subprocess
import sys
from pathlib import Path

import pytest

from folkmoot.exchange.reading import apart
from folkmoot.exchange.reading.apart import folder, read
from folkmoot.exchange.reading.limits import MEGABYTE, Limits
from folkmoot.exchange.reading.opening import Ask
from folkmoot.exchange.reading.rows import Refused

from . import bombs

ROOT = Path(__file__).resolve().parents[3]
LIST = b"Name,Town\nA,B\nC,D,E\n"


def test_rows_come_back_with_their_problems(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(LIST)
    with read(path, Ask("list.csv")) as reading:
        assert (reading.about.kind, reading.total) == ("delimited", 2)
        assert [row.number for row in reading.rows()] == [2, 3]
        assert [row.number for row in reading.rows()] == [2, 3]
        assert [str(p) for row in reading.refused() for p in row.problems][0].startswith("list.csv, row 3, column C:")


def test_a_file_past_its_memory_is_refused_in_words():
    raw = b"Name,Town\n" + b"A,B\n" * 3_000_000
    with pytest.raises(Refused, match="more memory|more than|could not be read"):
        read(raw, Ask("big.csv"), Limits(memory=260 * MEGABYTE, rows=10**9)).close()


def test_a_file_that_takes_too_long_is_stopped_in_words():
    raw = b"Name,Town\n" + b"A,B\n" * 3_000_000
    with pytest.raises(Refused, match="took longer"):
        read(raw, Ask("big.csv"), Limits(wall_seconds=1, rows=10**9)).close()
    with pytest.raises(Refused, match="took longer"):
        read(raw, Ask("big.csv"), Limits(processor_seconds=1, rows=10**9)).close()


def test_a_reader_that_dies_is_told_in_words(monkeypatch):
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(Refused, match="could not be read to its end"):
        read(LIST, Ask("list.csv")).close()


def test_a_file_too_large_is_refused_before_anyone_opens_it(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(LIST)
    with pytest.raises(Refused, match="is the most"):
        read(path, Ask("list.csv"), Limits(file_bytes=10)).close()
    with pytest.raises(Refused, match="is the most"):
        read(LIST, Ask("list.csv"), Limits(file_bytes=10)).close()


CONFINED = """
from folkmoot.kit.confine import confine
from folkmoot.exchange.reading.limits import Limits
confine(Limits())
import sys
try:
    {deed}
except (PermissionError, OSError) as wrong:
    print("stopped", type(wrong).__name__)
else:
    print("done")
"""


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "open('/etc/hostname').read()",
        "open(__import__('sys').prefix + '/..' * 20 + '/etc/hostname').read()",
        "open('/tmp/written-by-a-reader', 'w')",
        "__import__('os').system('true')",
        "__import__('subprocess').run(['true'])",
        "__import__('os').remove('/tmp/nothing-there')",
    ],
)
def test_the_child_can_do_little(deed):
    done = subprocess.run([sys.executable, "-c", CONFINED.format(deed=deed)], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.startswith("stopped PermissionError"), done.stderr


def test_the_child_has_an_empty_network_where_the_system_allows_it():
    """So that even a library's own code, which no hook sees, finds nobody."""
    code = "import socket; from folkmoot.kit import confine; print(len(socket.if_nameindex())); "
    code += "confine._cut_network(); print([name for _, name in socket.if_nameindex()])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    before, after = done.stdout.splitlines()
    if int(before) > 1 and "eth" in after:
        pytest.skip("this system lets no process make a network of its own")
    assert after == "['lo']"


def test_the_readers_stand_without_django():
    code = "import folkmoot.exchange.reading.child, sys; print([m for m in sys.modules if m.split('.')[0] in ('django','openpyxl')])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_a_folder_is_read_as_one(tmp_path):
    (tmp_path / "organizations.csv").write_text("id,name\no1,Age Well\n")
    (tmp_path / "services.csv").write_text("id,organization_id,name,status\ns1,o1,Lunch,active\n")
    (tmp_path / "notes.txt").write_text("nothing")
    with read(folder(tmp_path), Ask("package")) as reading:
        assert [(row.kind, row.key) for row in reading.rows()] == [("organisation", "o1"), ("activity", "s1")]


def test_every_kind_of_file_comes_through_the_child():
    for name, raw, kind in [
        ("a.csv", LIST, "delimited"),
        ("a.xlsx", bombs.xlsx(bombs.PLAIN), "xlsx"),
        ("a.json", b'[{"name": "A", "town": "B"}]', "json"),
        ("a.json", b'{"grants": [{"id": "1"}]}', "360giving"),
    ]:
        with read(raw, Ask(name)) as reading:
            assert reading.about.kind == kind
            assert reading.total >= 1

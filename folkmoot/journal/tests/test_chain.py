"""The chain: any change made behind its back is found, and the words can still be forgotten."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from folkmoot.journal import chain
from folkmoot.journal.jobs import heads_file, tell_head
from folkmoot.journal.models import Audience, Line, OnlyAdded, Veil

pytestmark = pytest.mark.django_db
EDITS = 10_000 if os.environ.get("FOLKMOOT_FULL") else 400


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def lines(village):
    cast = [village.amina, village.bram, village.dilys, None]
    return [
        Line.record(
            cast[n % 4],
            "added",
            village.drop_in if n % 3 else village.thornbeck,
            place=village.mill_lane,
            detail={"n": n},
            audience=Audience.PARTIES if n % 5 == 0 else Audience.PUBLIC,
        )
        for n in range(40)
    ]


def sql(words: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(words, values)


def test_it_holds_as_it_was_written(lines):
    assert Line.check_chain() is None
    assert Line.check_chain((Line.head(),)) is None


def test_a_line_cannot_be_changed_or_taken_out_in_code(lines):
    lines[3].title = "Another"
    with pytest.raises(OnlyAdded):
        lines[3].save()
    with pytest.raises(OnlyAdded):
        lines[3].delete()
    with pytest.raises(OnlyAdded):
        Line.objects.filter(pk=lines[3].pk).update(title="Another")
    with pytest.raises(OnlyAdded):
        Line.objects.about("places.place", lines[0].key).delete()


def change(dice: random.Random, pks: list[int]) -> None:
    pk = dice.choice(pks)
    words = ["verb", "kind", "key", "title", "address", "place_path", "audience", "salt", "said", "previous", "digest"]
    column = dice.choice([*words, "by_id", "by_id_then", "at", "detail"])
    new = {
        "by_id": 990_000_000 + dice.randrange(99),
        "by_id_then": 99,
        "at": timezone.now(),
        "detail": '{"n": "other"}',
        "audience": "keepers",
    }.get(column, f"other {dice.random()}"[:20])
    sql(f'UPDATE journal_line SET "{column}" = %s WHERE id = %s', new, pk)


def delete(dice: random.Random, pks: list[int]) -> None:
    sql("DELETE FROM journal_line WHERE id = %s", dice.choice(pks[:-1]))


def insert(dice: random.Random, pks: list[int]) -> None:
    at = dice.randrange(1, len(pks) - 1)
    for pk in reversed(pks[at:]):
        sql("UPDATE journal_line SET id = %s WHERE id = %s", pk + 1, pk)
    columns = (
        "at, by_id, by_id_then, verb, kind, key, title, address, place_path, detail, audience, salt, said, previous"
    )
    sql(
        f"INSERT INTO journal_line (id, {columns}, digest) SELECT %s, {columns}, 'new' FROM journal_line WHERE id = %s",
        pks[at],
        pks[at - 1],
    )


def swap(dice: random.Random, pks: list[int]) -> None:
    first, second = dice.sample(pks, 2)
    for old, new in ((first, -1), (second, first), (-1, second)):
        sql("UPDATE journal_line SET id = %s WHERE id = %s", new, old)


def truncate(dice: random.Random, pks: list[int]) -> None:
    sql("DELETE FROM journal_line WHERE id > %s", dice.choice(pks[:-1]))


def test_every_edit_behind_its_back_is_found(lines):
    from django.db import transaction

    pks, heads, missed = [line.pk for line in lines], (Line.head(),), []
    dice = random.Random(1848)
    for number in range(EDITS):
        edit = (change, delete, insert, swap, truncate)[number % 5]
        with transaction.atomic():
            edit(dice, pks)
            if Line.check_chain(heads) is None:
                missed.append((number, edit.__name__))
            transaction.set_rollback(True)
    assert missed == []


def test_without_the_head_a_cut_at_the_end_would_not_be_seen(lines):
    sql("DELETE FROM journal_line WHERE id > %s", lines[30].pk)
    assert Line.check_chain() is None


def test_it_names_the_first_bad_line(lines):
    sql("UPDATE journal_line SET verb = 'removed' WHERE id IN (%s, %s)", lines[7].pk, lines[20].pk)
    assert Line.check_chain().line == lines[7].pk


def test_the_person_cannot_be_taken_out_while_they_are_here(lines):
    sql("UPDATE journal_line SET by_id = NULL WHERE id = %s", lines[5].pk)
    assert Line.check_chain().line == lines[5].pk


def test_a_line_is_forgotten_and_the_chain_holds(lines):
    lines[4].forget()
    lines[4].forget()
    kept = Line.objects.get(pk=lines[4].pk)
    assert (kept.title, kept.detail, kept.salt) == ("", {}, "")
    assert Line.check_chain() is None
    assert Line.objects.filter(verb="blanked").count() == 1


def test_words_blanked_with_no_line_that_says_so_are_found(lines):
    sql("UPDATE journal_line SET title = '', detail = '{}', salt = '' WHERE id = %s", lines[4].pk)
    assert Line.check_chain().line == lines[4].pk


def test_a_person_who_leaves_takes_their_name_along_and_the_chain_holds(lines, village):
    village.bram.delete()
    assert Line.check_chain() is None
    assert Line.objects.get(pk=lines[1].pk).by is None


def verify(export: Path, *more: str) -> subprocess.CompletedProcess:
    """The verifier alone: no Django, nothing of ours but the one file."""
    command = [sys.executable, "-I", chain.__file__, str(export), *more]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.parametrize("public", [False, True])
def test_the_verifier_reads_an_export_alone(lines, tmp_path, public):
    export = tmp_path / "journal.jsonl"
    lines[4].forget()
    call_command("check_journal", export=export, public=public, verbosity=0)
    assert verify(export, "--head", str(Line.head())).returncode == 0
    rows = export.read_text().splitlines(keepends=True)
    export.write_text("".join(rows[:-1]))
    assert verify(export, "--head", str(Line.head())).returncode == 1
    # Thornbeck itself wrote lines before these.
    at = Line.objects.filter(pk__lt=lines[9].pk).count()
    export.write_text("".join([*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]))
    assert f"line {lines[10].pk}:" in verify(export).stdout
    assert ("Monthly drop-in" in rows[0]) is not public or "kept_back" not in rows[0]


def test_the_verifier_is_one_short_file():
    assert len(Path(chain.__file__).read_text().splitlines()) < 300


def test_the_head_is_kept_outside_the_database_and_a_later_cut_is_found(lines):
    tell_head.call()
    tell_head.call()
    assert len(heads_file().read_text().splitlines()) == 1
    call_command("check_journal", verbosity=0)
    sql("DELETE FROM journal_line WHERE id > %s", lines[30].pk)
    left = Line.objects.count()
    with pytest.raises(CommandError, match=f"only {left} are left"):
        call_command("check_journal", verbosity=0)


def test_what_is_veiled_is_not_read_and_what_is_unveiled_is(lines, village):
    everything = Line.objects.public().count()
    Veil.draw("directory.activity", village.drop_in.pk)
    Veil.draw("directory.activity", village.drop_in.pk)
    assert not Line.objects.public().about("directory.activity", village.drop_in.pk).exists()
    Veil.lift("directory.activity", village.drop_in.pk)
    assert Line.objects.public().count() == everything

"""bin/manage check_journal: was any line of the journal changed, taken out, put in or moved?"""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from folkmoot.journal.chain import Head
from folkmoot.journal.jobs import heads_file
from folkmoot.journal.models import Audience, Line


class Command(BaseCommand):
    help = "Checks the chain of the journal against itself and against the heads kept outside the database."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--head", action="append", default=[], help="count:digest, as mailed to the keepers")
        parser.add_argument("--export", type=Path, help="write every line to this file (JSON, a line each), then check")
        parser.add_argument("--public", action="store_true", help="leave out the words that are not for everyone")

    def handle(self, *, head: list[str], export: Path | None, public: bool, **options) -> None:
        try:
            heads = tuple(Head.read(words) for words in [*head, *_kept_heads()])
        except ValueError as wrong:
            raise CommandError("A head is written as count:digest, such as 1042:6f2c…") from wrong
        if export:
            self._write(export, public)
        broken = Line.check_chain(heads)
        if broken:
            raise CommandError(f"The chain does not hold at {broken}.")
        self.stdout.write(f"The chain of {Line.objects.count()} lines holds, as told {len(heads)} times before.")

    def _write(self, export: Path, public: bool) -> None:
        with export.open("w", encoding="utf-8") as file:
            for line in Line.objects.as_chain():
                if public and line["audience"] != Audience.PUBLIC:
                    line |= {"title": "", "detail": {}, "salt": "", "kept_back": True}
                file.write(json.dumps(line | {"at": line["at"].isoformat()}) + "\n")


def _kept_heads() -> list[str]:
    kept = heads_file()
    return [row.split()[-1] for row in kept.read_text().splitlines() if row.strip()] if kept.exists() else []

"""bin/manage take_bounce < MAIL: the host's mail server hands over what came back."""

from __future__ import annotations

import sys

from django.core.management.base import BaseCommand

from folkmoot.kit import bounces


class Command(BaseCommand):
    help = "Reads one mail that came back from standard input; unknown and forged ones change nothing."

    def handle(self, **options) -> None:
        taken = bounces.take(sys.stdin.buffer.read(bounces.MOST_BYTES))
        self.stdout.write(f"Noted: {taken}" if taken else "Nothing to note.")

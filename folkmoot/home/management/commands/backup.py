"""bin/manage backup: one file that holds the site."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from folkmoot.home.keeping import backup


class Command(BaseCommand):
    help = "Writes a backup of the database and files, while the site runs, and drops those older than 35 days."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--to", type=Path, help="a folder for it; DATA/backups when left out")

    def handle(self, **options) -> None:
        path = backup.make(options["to"])
        backup.drop_old(timezone.now())
        self.stdout.write(f"{path} ({path.stat().st_size / 2**20:.1f} MB). Keep a copy on another machine.")

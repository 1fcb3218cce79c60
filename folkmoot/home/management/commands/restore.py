"""bin/manage restore FILE --into DIR: put a backup into an empty data folder."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from folkmoot.home.keeping import backup


class Command(BaseCommand):
    help = "Checks a backup to the last byte and puts it into an empty data folder."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--into", type=Path, required=True, help="the data folder to fill; it holds no site yet")

    def handle(self, file: Path, into: Path, **options) -> None:
        try:
            manifest = backup.restore(file, into)
        except backup.BackupBroken as broken:
            raise CommandError(broken.words) from broken
        self.stdout.write(
            f"Restored {sum(manifest['counts'].values())} rows as of {manifest['made_at'][:16]} into {into}.\n"
            "Put site.env, secret.key, sealed.key and forgotten.txt into it, as far as the old folder had them: "
            "they are in no backup. Then:\n"
            f"bin/start --data {into}"
        )

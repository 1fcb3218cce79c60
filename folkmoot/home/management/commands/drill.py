"""bin/manage drill: try the newest backup."""

from django.core.management.base import BaseCommand, CommandError

from folkmoot.home.keeping import backup


class Command(BaseCommand):
    help = "Restores the newest backup into a folder of its own, compares it, and removes the folder."

    def handle(self, **options) -> None:
        try:
            self.stdout.write(backup.drill())
        except backup.BackupBroken as broken:
            raise CommandError(broken.words) from broken

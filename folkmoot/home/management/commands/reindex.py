"""bin/manage reindex: make everything public findable anew, and count every place anew."""

from django.core.management.base import BaseCommand

from folkmoot.directory.models import Tally
from folkmoot.home.searchable import reindex


class Command(BaseCommand):
    help = "Rebuilds what search and the counts of places are made from. Safe at any time, and safe twice."

    def handle(self, **options) -> None:
        for name, count in reindex():
            self.stdout.write(f"{name}: {count:,}")
        self.stdout.write(f"Counted: {Tally.recount():,} activities")

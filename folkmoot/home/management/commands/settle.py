"""What bin/setup runs after its questions."""

from django.conf import settings
from django.core.management.base import BaseCommand

from folkmoot.home.keeping.settle import settle


class Command(BaseCommand):
    help = "Settles a real site after bin/setup has asked its questions."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--place", required=True)
        parser.add_argument("--keepers", nargs=2, required=True)

    def handle(self, place: str, keepers: list[str], **options) -> None:
        self.stdout.write("")
        settle(place, keepers, lambda words: self.stdout.write(f"  {words}"))
        self.stdout.write(
            f"\n  Start it with: bin/start --data {settings.DATA}"
            f"\n  How it is later on: bin/manage --data {settings.DATA} doctor\n"
        )

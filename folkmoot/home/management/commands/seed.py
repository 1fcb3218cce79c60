"""bin/manage seed: plant the sample town, safe twice."""

from django.core.management.base import BaseCommand

from folkmoot.home.seed import plant


class Command(BaseCommand):
    help = "Plants Thornbeck, the sample town, and the 2009 story."

    def handle(self, **options) -> None:
        plant()
        self.stdout.write("Planted Thornbeck.")

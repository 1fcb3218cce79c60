"""bin/manage plant_places: the United Kingdom's local authorities, safe twice."""

from django.core.management.base import BaseCommand

from folkmoot.places.taking.authorities import plant


class Command(BaseCommand):
    help = "Plants the United Kingdom, its nations, regions, counties and local authorities."

    def handle(self, verbosity: int, **options) -> None:
        told = plant()
        if verbosity:
            self.stdout.write(told.sentence())

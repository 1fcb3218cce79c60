"""bin/manage sbom: what this copy is made of, as CycloneDX."""

import json

from django.core.management.base import BaseCommand

from folkmoot.home.keeping.sbom import sbom


class Command(BaseCommand):
    help = "Prints the software bill of materials (CycloneDX 1.6, JSON), made from the lock; nothing is fetched."
    requires_system_checks = []

    def handle(self, **options) -> None:
        self.stdout.write(json.dumps(sbom(), indent=1))

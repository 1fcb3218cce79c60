"""bin/manage doctor: what is wrong, and what to do."""

import sys

from django.core.management.base import BaseCommand

from folkmoot.home.keeping import doctor


class Command(BaseCommand):
    help = "Looks at everything that goes wrong quietly. Ends with 1 when there is something to do."

    def handle(self, **options) -> None:
        faults = doctor.look()
        for wrong, do in faults:
            self.stdout.write(f"- {wrong}\n  {do}")
        self.stdout.write(f"{len(faults)} to see to." if faults else f"All {len(doctor.CHECKS)} checks are well.")
        if faults:
            sys.exit(1)

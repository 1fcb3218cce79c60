"""bin/manage take_places FILE: outlines, postcodes or authorities; it sees for itself which."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from folkmoot.places.models import Place
from folkmoot.places.taking.guess import take
from folkmoot.places.taking.told import CannotTake


class Command(BaseCommand):
    help = "Reads outlines (GeoJSON, TopoJSON), postcodes (Code-Point Open, ONS) or local authorities from files."

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--within", default="", help="the place that new areas lie in: a code or a name")
        parser.add_argument("--as-of", type=date.fromisoformat, help="the day the outlines describe, YYYY-MM-DD")

    def handle(self, *, files: list[Path], within: str, as_of: date | None, **options) -> None:
        around = next(iter(Place.find(within)), None) if within else None
        if within and around is None:
            raise CommandError(f"No place is called {within}. Plant the places first: bin/manage plant_places.")
        for file in files:
            try:
                told = take(file, within=around, as_of=as_of)
            except CannotTake as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{file.name}. {told.sentence()}")
            for refusal in told.refusals:
                self.stderr.write(f"  {refusal}")

"""bin/manage keeper "Name <address>": make somebody a keeper of the site."""

from django.core.management.base import BaseCommand, CommandError

from folkmoot.home.keeping.settle import make_keeper
from folkmoot.kit.refusals import Refusal


class Command(BaseCommand):
    help = 'Makes somebody a keeper of this site: bin/manage keeper "Amina Yusuf <amina@example.org>"'

    def add_arguments(self, parser) -> None:
        parser.add_argument("who")

    def handle(self, who: str, **options) -> None:
        try:
            self.stdout.write(f"{make_keeper(who)} keeps this site from today.")
        except Refusal as refused:
            raise CommandError(refused.words) from refused

"""bin/seed: plant the sample town and the 2009 story, safe twice."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from folkmoot.directory.models import Tally
from folkmoot.directory.topics import plant_topics
from folkmoot.feeds import seeds as watching
from folkmoot.home import seed
from folkmoot.home.story.plant import plant as plant_story
from folkmoot.joinup.looking import look_again


class Command(BaseCommand):
    help = "Plants Thornbeck, the sample town, and the 2009 story, and looks through both once."

    def handle(self, verbosity: int, **options) -> None:
        call_command("plant_places", verbosity=0)
        village = seed.plant()
        plant_topics()
        seed.sort_by_topic(village)
        plant_story()
        Tally.recount()
        look_again(timezone.localdate(), story=True)
        watching.plant(village)
        if verbosity:
            self.stdout.write("Planted Thornbeck and the 2009 story.")

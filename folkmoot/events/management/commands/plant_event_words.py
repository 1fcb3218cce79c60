"""bin/manage plant_event_words: the kinds of event to begin with, safe twice."""

from django.core.management.base import BaseCommand

from folkmoot.events.seeds.words import plant_words


class Command(BaseCommand):
    help = "Plants the kinds of event. What is there already stays."

    def handle(self, **options) -> None:
        plant_words()
        self.stdout.write("Planted the kinds of event.")

"""bin/manage plant_words: the words that entries are sorted by, safe twice."""

from django.core.management.base import BaseCommand

from folkmoot.directory.seeds import plant_words
from folkmoot.directory.topics import CREDIT, plant_topics


class Command(BaseCommand):
    help = "Plants the types of help, the people served and UK-CAT's topics. What is there already stays."

    def handle(self, **options) -> None:
        plant_words()
        self.stdout.write(f"Planted the types of help, the people served and {plant_topics()} topics ({CREDIT}).")

"""Where a place lay before it was moved into another."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class OtherPath(models.Model):
    """Where a place lay before it was moved: what the journal said of it then is found by that."""

    place = models.ForeignKey("places.Place", models.CASCADE, related_name="other_paths")
    path = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, help_text="when it was moved from there")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "path"], name="other_path_once")]

    def __str__(self) -> str:
        return self.path

    @classmethod
    def keep(cls, place: models.Model) -> None:
        """Where it lies now, and where it lay by moves of what it lies in, before it is moved itself."""
        for path in reversed(cls.all_of(place.path)):
            cls.objects.update_or_create(place=place, path=path, defaults={"at": timezone.now()})

    @classmethod
    def all_of(cls, path: str) -> list[str]:
        """This path first, then those by which the same place was known before it, or something it lies in, moved."""
        line = [int(part) for part in path.split("/") if part]
        rows = cls.objects.filter(place__in=line).order_by("-at").values_list("place", "path")
        return [path, *(before + path.partition(f"/{place}/")[2] for place, before in rows)]

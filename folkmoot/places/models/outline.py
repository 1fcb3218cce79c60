"""The outlines of places."""

from __future__ import annotations

from datetime import date

from django.db import models

from .place import Place


class Boundary(models.Model):
    """The outline of a place, as GeoJSON geometry in degrees, with the box that holds it."""

    place = models.OneToOneField(Place, models.CASCADE, related_name="boundary")
    geometry = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    as_of = models.DateField(null=True, blank=True, help_text="the day the outline describes")
    source = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["west", "east"]), models.Index(fields=["south", "north"])]
        verbose_name_plural = "boundaries"

    def __str__(self) -> str:
        return f"outline of {self.place}"

    @classmethod
    def draw(cls, place: Place, geometry: dict, box: tuple[float, ...], *, source: str, as_of: date | None) -> str:
        """Give a place its outline: "new", "changed" or "same". An older outline never replaces a newer one.

        `geometry` is GeoJSON in degrees, `box` its west, south, east and north.
        """
        values = {"geometry": geometry, **dict(zip(("west", "south", "east", "north"), box, strict=True))}
        values |= {"source": source[:300], "as_of": as_of}
        kept = cls.objects.filter(place=place).first()
        if kept is None:
            cls.objects.create(place=place, **values)
            return "new"
        older = as_of is not None and kept.as_of is not None and as_of < kept.as_of
        if older or (kept.geometry == values["geometry"] and kept.as_of == as_of):
            return "same"
        cls.objects.filter(pk=kept.pk).update(**values)
        return "changed"

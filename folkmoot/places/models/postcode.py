"""Where a postcode is."""

from __future__ import annotations

from django.db import models

from folkmoot.places.codes import as_postcode

from .place import Place


class Postcode(models.Model):
    """Where one postcode is: "DY1 1AE", its point, and the smallest place known to hold it."""

    code = models.CharField(max_length=8, primary_key=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    place = models.ForeignKey(Place, models.SET_NULL, null=True, related_name="postcodes")

    def __str__(self) -> str:
        return self.code

    @classmethod
    def locate(cls, text: str) -> Postcode | None:
        """The postcode somebody wrote, however they spaced it; None when it is none or not known here."""
        code = as_postcode(text)
        return cls.objects.select_related("place").filter(code=code).first() if code else None

"""Addresses under /events/, and the short ones on the tables' cards; one file for each part of the work."""

from folkmoot.events.urls import after, before, day, helping, notes, photos, seats

app_name = "events"
urlpatterns = [
    *before.urlpatterns,
    *seats.urlpatterns,
    *day.urlpatterns,
    *notes.urlpatterns,
    *after.urlpatterns,
    *helping.urlpatterns,
    *photos.urlpatterns,
]

"""The pages that weave."""

from django.urls import path

from folkmoot.home import accent, gallery, views

urlpatterns = [
    path("", views.front, name="front"),
    path("kit/", gallery.gallery, name="gallery"),
    path("kit/accent.css", accent.accent, name="accent"),
]

"""The pages that weave."""

from django.urls import path

from folkmoot.home import views

urlpatterns = [
    path("", views.front, name="front"),
]

"""Roles, and the one-click door of a developer's machine."""

from django.urls import path

from folkmoot.people import views

app_name = "people"
urlpatterns = [
    path("name/", views.name, name="name"),
    path("be/<str:key>/", views.be, name="be"),
]

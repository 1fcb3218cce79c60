"""The pages that weave."""

from django.urls import path

from folkmoot.home import views
from folkmoot.home.story.views import story

urlpatterns = [
    path("", views.front, name="front"),
    path("story/", story, name="story"),
]

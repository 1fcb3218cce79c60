"""The pages that weave."""

from django.urls import include, path

from folkmoot.home import (
    about,
    accent,
    entries,
    front,
    gallery,
    notices,
    place,
    reporting,
    search,
    waiting,
    watches,
)
from folkmoot.home.story.views import story

urlpatterns = [
    path("", include("folkmoot.home.me_urls")),
    path("kit/", gallery.gallery, name="gallery"),
    path("kit/accent.css", accent.accent, name="accent"),
    path("kit/map.json", gallery.gallery_map, name="gallery_map"),
    path("kit/empty/", gallery.empty, name="gallery_empty"),
    path("kit/sample/", gallery.sample, name="gallery_sample"),
    path("", front.front, name="front"),
    path("nearby/", front.nearby, name="nearby"),
    path("search/", search.search, name="search"),
    path("places/", place.places, name="places"),
    path("who/<int:pk>/", entries.activity, name="activity"),
    path("who/likely/", entries.likely_activities, name="likely_activities"),
    path("organisations/<int:pk>/", entries.organisation, name="organisation"),
    path("organisations/likely/", entries.likely_organisations, name="likely_organisations"),
    path("programmes/<int:pk>/", entries.programme, name="programme"),
    path("offers/<int:pk>/", entries.offer, name="offer"),
    path("asks/<int:pk>/", entries.ask, name="ask"),
    path("needs/<int:pk>/", entries.need, name="need"),
    path("sources/<int:pk>/", entries.source, name="source"),
    path("places/<slug:slug>/", place.place, name="place"),
    path("report/", reporting.report, name="report"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("waiting/<int:pk>/undo/", waiting.undo, name="undo_answer"),
    path("watches/", watches.watches, name="watches"),
    path("watches/start/", watches.start, name="start_watch"),
    path("watches/<int:pk>/", watches.change, name="change_watch"),
    path("me/news/", notices.news, name="news"),
    path("me/news/seen/", notices.seen, name="news_seen"),
    path("story/", story, name="story"),
    path("about/", about.about, name="about"),
    path("about/<slug:name>/", about.paper, name="paper"),
    path("me/week/", about.my_week, name="my_week"),
]

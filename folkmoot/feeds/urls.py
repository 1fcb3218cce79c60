"""Following, feeds and private addresses."""

from __future__ import annotations

from django.urls import path

from folkmoot.feeds.views import addresses, embeds, following, near, news

app_name = "feeds"
urlpatterns = [
    path("", news.index, name="index"),
    path("news/", news.news, name="news"),
    path("near/", near.near, name="near"),
    path("preview/", news.preview, name="preview"),
    path("follow/", following.follow, name="follow"),
    path("yes/<str:token>/", following.yes, name="yes"),
    path("stop/<str:token>/", following.stop, name="stop"),
    path("addresses/", addresses.addresses, name="addresses"),
    path("addresses/<int:pk>/", addresses.change, name="change_address"),
    path("mine/<str:secret>/", addresses.private, name="private"),
    path("embed/", embeds.embeds, name="embeds"),
    path("embed/list/", embeds.framed, name="framed"),
    path("embed/badge.svg", embeds.badge, name="badge"),
]

"""Every address, by the app that owns it."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("folkmoot.people.account_urls")),
    path("", include("folkmoot.journal.urls")),
    path("people/", include("folkmoot.people.urls")),
    path("take-in/", include("folkmoot.exchange.urls")),
    path("events/", include("folkmoot.events.urls")),
    path("together/", include("folkmoot.joinup.urls")),
    path("newsroom/", include("folkmoot.newsroom.urls")),
    path("decisions/", include("folkmoot.decisions.urls")),
    path("questions/", include("folkmoot.priorities.urls")),
    path("listening/", include("folkmoot.listening.urls")),
    path("themes/", include("folkmoot.points.urls")),
    path("library/", include("folkmoot.library.urls")),
    path("feeds/", include("folkmoot.feeds.urls")),
    path("groups/", include("folkmoot.conversations.urls")),
    path("", include("folkmoot.directory.urls")),
    path("", include("folkmoot.home.urls")),
    path("", include("folkmoot.moderation.urls")),
    path("promises/", include("folkmoot.promises.urls")),
]

handler400 = "folkmoot.home.errors.not_understood"
handler403 = "folkmoot.home.errors.not_allowed"
handler404 = "folkmoot.home.errors.not_found"
handler500 = "folkmoot.home.errors.broken"

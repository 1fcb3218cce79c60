"""Every address, by the app that owns it."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("folkmoot.people.account_urls")),
    path("people/", include("folkmoot.people.urls")),
    path("together/", include("folkmoot.joinup.urls")),
    path("", include("folkmoot.directory.urls")),
    path("", include("folkmoot.home.urls")),
]

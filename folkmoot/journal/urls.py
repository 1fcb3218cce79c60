"""What happened, and stopping mails of it."""

from django.urls import path

from folkmoot.journal import views

app_name = "journal"
urlpatterns = [
    path("journal/", views.happened, name="happened"),
    path("watches/stop/<str:token>/", views.stop, name="stop"),
]

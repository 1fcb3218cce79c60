"""The queue, rulings, the public log and how a report stands. The form to report is home's."""

from django.urls import path

from folkmoot.moderation import views

app_name = "moderation"
urlpatterns = [
    path("moderation/", views.queue, name="queue"),
    path("moderation/log/", views.log, name="log"),
    path("moderation/<int:pk>/", views.standing, name="standing"),
    path("moderation/rulings/<int:pk>/", views.ruling, name="ruling"),
    path("moderation/rulings/<int:pk>/appeal/", views.appeal, name="appeal"),
    path("moderation/rulings/<int:pk>/decide/", views.decide, name="decide"),
    path("report/find/", views.find, name="find_report"),
    path("report/<str:reference>/", views.received, name="report_received"),
]

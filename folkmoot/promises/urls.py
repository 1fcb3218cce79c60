"""Promises."""

from django.urls import path

from folkmoot.promises import views

app_name = "promises"
urlpatterns = [
    path("", views.promises, name="promises"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.promise, name="promise"),
    path("<int:pk>/keep/", views.keep, name="keep"),
    path("<int:pk>/drop/", views.drop, name="drop"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/step/", views.step, name="step"),
    path("<int:pk>/put-off/", views.put_off, name="put_off"),
    path("<int:pk>/milestones/", views.milestones, name="milestones"),
    path("<int:pk>/milestones/<int:milestone>/", views.milestone, name="milestone"),
    path("<int:pk>/explain/", views.explain, name="explain"),
    path("<int:pk>/ask/", views.ask, name="ask"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
]

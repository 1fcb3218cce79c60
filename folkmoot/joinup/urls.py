"""Addresses under /together/."""

from django.urls import path

from folkmoot.joinup.views import findings

app_name = "joinup"
urlpatterns = [
    path("", findings.together, name="together"),
    path("<int:pk>/", findings.finding, name="finding"),
    path("<int:pk>/answer/", findings.answer, name="answer"),
    path("<int:pk>/publish/", findings.publish, name="publish"),
    path("<int:pk>/undo/<int:answer>/", findings.undo, name="undo"),
]

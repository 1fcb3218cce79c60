"""Addresses under /together/."""

from django.urls import path

from folkmoot.joinup.views import agreements, approaches, findings, introductions, matches, network

app_name = "joinup"
urlpatterns = [
    path("", findings.together, name="together"),
    path("<int:pk>/", findings.finding, name="finding"),
    path("<int:pk>/answer/", findings.answer, name="answer"),
    path("<int:pk>/publish/", findings.publish, name="publish"),
    path("<int:pk>/undo/<int:answer>/", findings.undo, name="undo"),
    path("<int:pk>/approach/", approaches.begin, name="begin"),
    path("alike/<int:pk>/", approaches.approach, name="approach"),
    path("alike/<int:pk>/say/", approaches.say, name="approach_say"),
    path("introductions/", introductions.introductions, name="introductions"),
    path("introductions/suggest/", introductions.suggest, name="suggest"),
    path("introductions/<int:pk>/", introductions.introduction, name="introduction"),
    path("introductions/<int:pk>/say/", introductions.say, name="say"),
    path("introductions/<int:pk>/tell/", introductions.tell, name="tell"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/propose/", agreements.propose, name="propose"),
    path("agreements/<int:pk>/", agreements.agreement, name="agreement"),
    path("agreements/<int:pk>/end/", agreements.end, name="end"),
    path("agreements/<int:pk>/<int:body>/", agreements.opt, name="opt"),
    path("twins/", matches.matches, name="matches"),
    path("twins/<int:pk>/", matches.match, name="match"),
    path("twins/<int:pk>/settle/", matches.settle, name="settle"),
    path("network/", network.network, name="network"),
]

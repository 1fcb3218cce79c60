"""Themes, and the boards on which teams make them."""

from django.urls import path

from folkmoot.points.views import board, lists, work

app_name = "points"
urlpatterns = [
    path("", lists.themings, name="themings"),
    path("new/", lists.begin, name="begin"),
    path("theme/<int:pk>/", lists.theme, name="theme"),
    path("theme/<int:pk>/change/", work.change, name="change"),
    path("theme/<int:pk>/stands/", work.report, name="report"),
    path("<int:pk>/", lists.theming, name="theming"),
    path("<int:pk>/board/", board.board, name="board"),
    path("<int:pk>/place/", board.place, name="place"),
    path("<int:pk>/undo/<int:change>/", board.undo, name="undo"),
    path("<int:pk>/publish/", board.publish, name="publish"),
    path("<int:pk>/team/", work.team, name="team"),
    path("<int:pk>/team/<int:themer>/leave/", work.leave, name="leave"),
    path("<int:pk>/take/", work.take, name="take"),
    path("<int:pk>/second/", work.second, name="second"),
    path("<int:pk>/quotes/", work.quotes, name="quotes"),
    path("<int:pk>/quotes/<int:quote>/", work.quote, name="quote"),
]

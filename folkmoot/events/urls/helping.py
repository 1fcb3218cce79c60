"""Help sessions."""

from django.urls import path

from folkmoot.events.views import helping

urlpatterns = [
    path("help/", helping.helps, name="helps"),
    path("help/<int:pk>/", helping.help_series, name="help_series"),
    path("help/<int:pk>/i-can/", helping.can_help, name="can_help"),
    path("<int:pk>/come/", helping.come, name="come"),
    path("<int:pk>/board/", helping.board, name="board"),
    path("<int:pk>/board/live/", helping.board_live, name="board_live"),
    path("<int:pk>/board/<slug:what>/", helping.on_board, name="on_board"),
]

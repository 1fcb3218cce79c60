"""Every address of this app."""

from __future__ import annotations

from django.urls import path

from folkmoot.newsroom.views import blogs, consent, desk, interviews, mentions, phone, pieces, round_ups

app_name = "newsroom"
urlpatterns = [
    path("", blogs.front, name="front"),
    # The desk of an event
    path("events/<int:pk>/", desk.desk, name="desk"),
    path("events/<int:pk>/settings/", desk.settings, name="settings"),
    path("events/<int:pk>/rota/", desk.rota, name="rota"),
    path("events/<int:pk>/rota/<int:reporter>/", desk.asked, name="asked"),
    path("events/<int:pk>/rota/<int:reporter>/leave/", desk.leave, name="leave"),
    path("events/<int:pk>/board/", desk.board, name="board"),
    path("events/<int:pk>/brief/", desk.brief, name="brief"),
    path("events/<int:pk>/slips/", desk.slips, name="slips"),
    path("events/<int:pk>/wall/", desk.wall, name="wall"),
    path("events/<int:pk>/wall/live/", desk.wall_live, name="wall_live"),
    path("events/<int:pk>/new/", pieces.new, name="new"),
    path("events/<int:pk>/phone/", phone.phone, name="phone"),
    path("events/<int:pk>/phone/ready/", phone.ready, name="ready"),
    path("events/<int:pk>/phone/worker.js", phone.worker, name="worker"),
    path("events/<int:pk>/interview/", interviews.interview, name="interview"),
    path("events/<int:pk>/cards/", interviews.cards, name="cards"),
    path("events/<int:pk>/look/", pieces.look, name="look"),
    path("events/<int:pk>/elsewhere/", blogs.add_to_desk, name="add_to_desk"),
    path("events/<int:pk>/round-ups/", round_ups.round_ups, name="round_ups"),
    # Pieces
    path("pieces/<int:pk>/", pieces.piece, name="piece"),
    path("pieces/<int:pk>/picture/<slug:size>/", pieces.picture, name="picture"),
    path("pieces/<int:pk>/edit/", pieces.edit, name="edit"),
    path("pieces/<int:pk>/people/", pieces.people, name="people"),
    path("pieces/<int:pk>/people/<int:subject>/edit/", pieces.put_right, name="put_right"),
    path("pieces/<int:pk>/people/<int:subject>/", pieces.took_back, name="took_back"),
    path("pieces/<int:pk>/<slug:what>/", pieces.do, name="do"),
    path("slip/", consent.code, name="slip_code"),
    path("slip/<str:token>/", consent.slip, name="slip"),
    path("slip/<str:token>/picture/", consent.slip_picture, name="slip_picture"),
    # Elsewhere
    path("places/<slug:slug>/", blogs.place, name="place"),
    path("places/<slug:slug>/blogs/", blogs.sources, name="sources"),
    path("places/<slug:slug>/round-up/", round_ups.begin_at, name="begin_at"),
    path("blogs/add/", blogs.add, name="add"),
    path("blogs/add-list/", blogs.add_list, name="add_list"),
    path("blogs/<int:pk>/", blogs.outlet, name="outlet"),
    path("blogs/<int:pk>/<slug:what>/", blogs.change, name="change_outlet"),
    path("posts/<int:pk>/", blogs.post, name="post"),
    path("posts/<int:pk>/<slug:what>/", blogs.decide, name="decide"),
    path("mentions/", mentions.mentions, name="mentions"),
    path("mentions/<slug:key>/", mentions.mention, name="mention"),
    path("mentions/<slug:key>/decide/", mentions.decide, name="decide_mention"),
    # Round-ups
    path("round-ups/<int:pk>/", round_ups.round_up, name="round_up"),
    path("round-ups/<int:pk>/edit/", round_ups.edit, name="edit_round_up"),
    path("round-ups/<int:pk>/add/", round_ups.add, name="add_line"),
    path("round-ups/<int:pk>/letter/", round_ups.letter, name="letter"),
    path("round-ups/<int:pk>/lines/<int:line>/<slug:what>/", round_ups.line, name="line"),
    path("round-ups/<int:pk>/<slug:what>/", round_ups.publish, name="publish_round_up"),
    path("stop/<str:token>/", round_ups.stop, name="stop"),
]

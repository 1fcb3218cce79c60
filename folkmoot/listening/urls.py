"""Listening: what everybody may see, whoever was heard, organisers, stewards."""

from django.urls import path

from folkmoot.listening.views import desk, front, hearing, mine, patches, people, steward

app_name = "listening"
urlpatterns = [
    path("", front.front, name="front"),
    path("heard/<slug:slug>/", front.heard, name="heard"),
    path("mine/", mine.code, name="code"),
    path("mine/<str:token>/", mine.mine, name="mine"),
    path("mine/<str:token>/data/", mine.data, name="mine_data"),
    path("passed/<int:pk>/", mine.passed, name="passed"),
    path("desk/", desk.desk, name="desk"),
    path("new/", hearing.new, name="new"),
    path("take/", hearing.take, name="take"),
    path("phone/", hearing.phone, name="phone"),
    path("phone/ready/", hearing.ready, name="ready"),
    path("phone/worker.js", hearing.worker, name="worker"),
    path("conversations/<int:pk>/", desk.listening, name="listening"),
    path("people/<int:pk>/state/", desk.state, name="state"),
    path("people/<int:pk>/promise/", desk.promise, name="promise"),
    path("people/<int:pk>/withdraw/", desk.withdraw, name="withdraw"),
    path("people/<int:pk>/slip/", desk.slip, name="slip"),
    path("people/<int:pk>/introduce/", people.introduce, name="introduce"),
    path("owed/<int:pk>/kept/", desk.kept, name="kept"),
    path("bring/", desk.bring, name="bring"),
    path("news/<int:pk>/", desk.news, name="news"),
    path("deliver/", desk.deliver, name="deliver"),
    path("out/", desk.out, name="out"),
    path("out/<int:pk>/", desk.outing, name="outing"),
    path("introductions/<int:pk>/", people.pairing, name="pairing"),
    path("projects/new/", people.begin_project, name="begin_project"),
    path("projects/<int:pk>/", people.project, name="project"),
    path("patches/new/", patches.new, name="new_patch"),
    path("patches/<int:pk>/", patches.patch, name="patch"),
    path("patches/<int:pk>/organisers/", patches.name, name="name"),
    path("patches/<int:pk>/organisers/<int:organiser>/end/", patches.end, name="end"),
    path("patches/<int:pk>/sheets/", patches.sheets, name="sheets"),
    path("patches/<int:pk>/lives-here/", patches.profile, name="profile"),
    path("safety/new/", steward.worry, name="worry"),
    path("safety/", steward.worries, name="worries"),
    path("safety/<int:pk>/", steward.safeguard, name="safeguard"),
    path("safety/<int:pk>/add/", steward.add_to_worry, name="add_to_worry"),
    path("look/", steward.look, name="look"),
    path("readings/", steward.log, name="log"),
]

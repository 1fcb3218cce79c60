"""Events, and who comes to them."""

from django.urls import path

from folkmoot.events.views import asked, desk, event, replies, room, talk

urlpatterns = [
    path("<int:pk>/", event.event, name="event"),
    path("<int:pk>/reply/", replies.reply, name="reply"),
    path("<int:pk>/accept/", replies.accept, name="accept"),
    path("<int:pk>/take-back/", replies.take_back, name="take_back"),
    path("reply/<str:token>/", replies.by_mail, name="reply_by_mail"),
    path("<int:pk>/say/", talk.say, name="say"),
    path("<int:pk>/unsay/<int:post>/", talk.unsay, name="unsay"),
    path("<int:pk>/desk/", desk.desk, name="desk"),
    path("<int:pk>/desk/talk/", desk.talk, name="talk"),
    path("<int:pk>/ask/", asked.asked, name="asked"),
    path("<int:pk>/write/", asked.bulletins, name="bulletins"),
    path("<int:pk>/hold/", desk.hold, name="hold"),
    path("<int:pk>/release/<int:held>/", desk.release, name="release"),
    path("<int:pk>/needs/", desk.needs, name="needs"),
    path("<int:pk>/room/", room.room, name="room"),
    path("<int:pk>/room/choose/", room.choose, name="choose"),
    path("<int:pk>/room/resize/", room.resize, name="resize"),
    path("<int:pk>/room/online/", room.online, name="online"),
    path("<int:pk>/room/cap/", room.cap, name="cap"),
]

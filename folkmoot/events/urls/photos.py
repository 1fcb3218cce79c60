"""Photos of an event."""

from django.urls import path, re_path

from folkmoot.events.views import photos

urlpatterns = [
    path("<int:pk>/photos/", photos.photos, name="photos"),
    path("<int:pk>/photos/add/", photos.add_photo, name="add_photo"),
    path("<int:pk>/photos/<int:photo>/show/", photos.show_photo, name="show_photo"),
    path("<int:pk>/photos/<int:photo>/take-off/", photos.drop_photo, name="drop_photo"),
    re_path(r"^photo/(?P<photo>\d{1,15})/(?P<size>whole|small)/$", photos.photo, name="photo"),
    path("at/<str:code>/photo/", photos.table_photo, name="table_photo"),
]

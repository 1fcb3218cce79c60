"""What came of an event."""

from django.urls import path

from folkmoot.events.views import offering, record, swaps

urlpatterns = [
    path("<int:pk>/swaps/", swaps.swaps, name="swaps"),
    path("swap/<str:token>/", swaps.swap_by_link, name="swap_by_link"),
    path("<int:pk>/record/", record.record, name="record"),
    path("record/<str:token>/", record.record_by_link, name="record_by_link"),
    path("<int:pk>/record/write/", record.write, name="write_record"),
    path("<int:pk>/record/story/", record.keep_story, name="keep_story"),
    path("<int:pk>/record/publish/", record.publish, name="publish_record"),
    path("<int:pk>/record/outputs/", record.add_output, name="add_output"),
    path("<int:pk>/record/outputs/<int:output>/", record.publish_output, name="show_output"),
    path("<int:pk>/record/outputs/<int:output>/edit/", record.edit_output, name="edit_output"),
    path("<int:pk>/record/next/", record.propose, name="propose_next"),
    path("host/<slug:kind>/<int:pk>/link/", offering.link, name="offer_link"),
    path("host/<str:token>/", offering.offer, name="offer_by_mail"),
    path("<int:pk>/record/next/<int:follow_up>/host/", record.could_host, name="could_host"),
    path("<int:pk>/record/next/<int:follow_up>/host/<int:offer>/", record.cannot_host, name="cannot_host"),
    path("<int:pk>/record/next/<int:follow_up>/event/", record.make_next, name="make_next"),
    path("<int:pk>/themes/", record.themes, name="themes"),
    path("<int:pk>/themes/sort/", record.sort_themes, name="sort_themes"),
]

"""What is written at the tables."""

from django.urls import path

from folkmoot.events.views import mapping, noting, tables

urlpatterns = [
    path("at/", tables.at, name="at"),
    path("at/<str:code>/", tables.table, name="table"),
    path("at/<str:code>/lines/", tables.lines, name="lines"),
    path("at/<str:code>/lines/<int:pk>/", tables.rewrite, name="rewrite"),
    path("at/<str:code>/lines/<int:pk>/strike/", tables.strike, name="strike"),
    path("at/<str:code>/map/", mapping.map_one, name="map_one"),
    path("<int:pk>/mapping/", mapping.mapping, name="mapping"),
    path("<int:pk>/mapping/begin/", mapping.begin_mapping, name="begin_mapping"),
    path("<int:pk>/mapping/cards/", mapping.blank, name="mapping_blank"),
    path("<int:pk>/mapping/take-in/", mapping.take_in_mapped, name="take_in_mapped"),
    path("<int:pk>/mapping/undo/", mapping.undo_mapped, name="undo_mapped"),
    path("<int:pk>/mapping/<int:card>/strike/", mapping.strike_mapped, name="strike_mapped"),
    path("<int:pk>/codes/", noting.codes, name="codes"),
    path("<int:pk>/codes/<int:card>/close/", noting.close_code, name="close_code"),
    path("<int:pk>/notes/", noting.notes, name="notes"),
    path("<int:pk>/notes/<int:note>/inside/", noting.keep_inside, name="keep_inside"),
    path("<int:pk>/notes/review/", noting.review, name="review"),
]

"""The addresses of the directory: lists and pictures, entering and changing, and the care of facts.

What can be done to an entry stands under its own address: /who/12/edit/, /organisations/3/history/.
"""

from django.urls import path

from folkmoot.directory.forms import BY_NOUN
from folkmoot.directory.views import care, entering, helping, history, lists, people, pictures, words

app_name = "directory"

UNDER_AN_ENTRY = (
    ("edit", entering.edit),
    ("history", history.history),
    ("undo", history.undo),
    ("still-right", history.still_right),
    ("rang", care.rang),
    ("suggest", care.suggest_page),
    ("reply", care.reply),
)
UNDER_WHAT_HAS_TWINS = (("merge", care.merge), ("unmerge", care.unmerge))
UNDER_OFFERS_AND_ASKS = (("close", entering.close), ("open-again", entering.reopen), ("reach", helping.reach))


def under(noun: str, verbs: tuple) -> list:
    """One address for each verb under an entry of this noun, named like "who_edit"."""
    return [path(f"{noun}/<int:pk>/{verb}/", view, {"noun": noun}, name=f"{noun}_{verb}") for verb, view in verbs]


urlpatterns = [
    path("who/", lists.who, name="who"),
    path("who/map/", pictures.map_page, name="map"),
    path("who/map/data/", pictures.map_data, name="map_data"),
    path("who/matrix/", pictures.matrix_page, name="matrix"),
    path("who/timeline/", pictures.timeline, name="timeline"),
    path("who/money/", pictures.money_page, name="money"),
    path("who/ring-round/", care.ring_round, name="ring_round"),
    path("who/words/", words.words, name="words"),
    path("places/names/", words.place_names, name="place_names"),
    path("organisations/names/", words.organisation_names, name="organisation_names"),
    path("programmes/names/", words.programme_names, name="programme_names"),
    path("organisations/<int:pk>/this-is-us/", care.this_is_us, {"noun": "organisations"}, name="this_is_us"),
    path("organisations/<int:pk>/people/", people.people, name="people"),
    path("terms/<int:pk>/end/", people.end_term, name="end_term"),
    path("memberships/<int:pk>/", people.membership, name="membership"),
    path("memberships/<int:pk>/leave/", people.leave, name="leave"),
    path("reached/<slug:key>/", helping.reached, name="reached"),
    path("suggested/<slug:key>/", care.suggested, name="suggested"),
    path("claims/<slug:key>/", care.claimed, name="claimed"),
    path("still-right/stop/<str:token>/", care.stop_asking, name="stop_asking"),
    path("still-right/<str:token>/", care.still_right_link, name="still_right_link"),
    path("organisations/", lists.organisations, name="organisations"),
    path("programmes/", lists.programmes, name="programmes"),
    path("offers/", lists.offers, name="offers"),
    path("asks/", lists.asks, name="asks"),
    path("needs/", lists.needs, name="needs"),
]
urlpatterns += [path(f"{noun}/new/", entering.new, {"noun": noun}, name=f"{noun}_new") for noun in BY_NOUN]
urlpatterns += [address for noun in BY_NOUN for address in under(noun, UNDER_AN_ENTRY)]
urlpatterns += [address for noun in ("offers", "asks") for address in under(noun, UNDER_OFFERS_AND_ASKS)]
urlpatterns += [
    address for noun in ("who", "organisations", "programmes") for address in under(noun, UNDER_WHAT_HAS_TWINS)
]

"""The addresses of the directory: lists and pictures, entering and changing, and the care of facts.

What can be done to an entry stands under its own address: /who/12/edit/, /organisations/3/history/.
"""

from django.urls import path

from folkmoot.directory.forms import BY_NOUN
from folkmoot.directory.views import entering, history

app_name = "directory"

UNDER_AN_ENTRY = (
    ("edit", entering.edit),
    ("history", history.history),
    ("undo", history.undo),
    ("still-right", history.still_right),
)
UNDER_OFFERS_AND_ASKS = (("close", entering.close), ("open-again", entering.reopen))


def under(noun: str, verbs: tuple) -> list:
    """One address for each verb under an entry of this noun, named like "who_edit"."""
    return [path(f"{noun}/<int:pk>/{verb}/", view, {"noun": noun}, name=f"{noun}_{verb}") for verb, view in verbs]


urlpatterns = [path(f"{noun}/new/", entering.new, {"noun": noun}, name=f"{noun}_new") for noun in BY_NOUN]
urlpatterns += [address for noun in BY_NOUN for address in under(noun, UNDER_AN_ENTRY)]
urlpatterns += [address for noun in ("offers", "asks") for address in under(noun, UNDER_OFFERS_AND_ASKS)]

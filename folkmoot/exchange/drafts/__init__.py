"""From the rows of a reading to drafts: what each says of an organisation and of what it does, in our own words."""

from .draft import Draft, clean, key_of
from .grants import of_grants
from .hsds import of_hsds
from .parties import Parties, names_parties
from .sheet import of_sheet

__all__ = ["Draft", "Parties", "clean", "key_of", "names_parties", "of_grants", "of_hsds", "of_sheet"]

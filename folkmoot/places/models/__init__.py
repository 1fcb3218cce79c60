"""The nouns of geography, one file each."""

from .lain import OtherPath
from .outline import Boundary
from .place import OtherCode, OtherName, Place, PlaceSet, Succession
from .postcode import Postcode

__all__ = ["Boundary", "OtherCode", "OtherName", "OtherPath", "Place", "PlaceSet", "Postcode", "Succession"]

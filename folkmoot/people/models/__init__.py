"""The nouns of people, one file each."""

from .consent import Consent
from .merge import Merge
from .person import OtherName, Person
from .printed_code import PrintedCode
from .roles import Deputy, Role

__all__ = ["Consent", "Deputy", "Merge", "OtherName", "Person", "PrintedCode", "Role"]

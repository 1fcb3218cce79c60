"""The forms by which entries are made, changed and suggested, by the word that stands in the address."""

from .activity import ActivityForm
from .offers import AskForm, NeedForm, OfferForm
from .organisation import OrganisationForm
from .programme import ProgrammeForm

BY_NOUN = {form.noun: form for form in (ActivityForm, OrganisationForm, ProgrammeForm, OfferForm, AskForm, NeedForm)}

__all__ = ["BY_NOUN", "ActivityForm", "AskForm", "NeedForm", "OfferForm", "OrganisationForm", "ProgrammeForm"]

"""One line at a table."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.events.forms.checking import in_our_time
from folkmoot.events.models.note import MOST_LETTERS, LineRefused, Note


class LineForm(forms.Form):
    kind = forms.ChoiceField(choices=Note.Kind)
    words = forms.CharField(max_length=MOST_LETTERS * 4, required=False)
    whose = forms.CharField(max_length=120, required=False)
    due_on = forms.DateField(required=False, validators=[in_our_time])
    due_words = forms.CharField(max_length=80, required=False)
    once = forms.CharField(max_length=60)

    def said(self) -> tuple[str, str, dict]:
        """Kind, words and the rest, as `Note.jot` takes them; LineRefused, in words, for what no phone form sends."""
        if not self.is_valid():
            name, errors = next(iter(self.errors.items()))
            raise LineRefused(_("Not kept (%(field)s): %(why)s") % {"field": name, "why": errors[0]})
        more = {name: self.cleaned_data[name] for name in ("whose", "due_on", "due_words", "once")}
        return self.cleaned_data["kind"], self.cleaned_data["words"], more

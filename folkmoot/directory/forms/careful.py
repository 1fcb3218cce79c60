"""Forms whose words everybody reads: what looks personal in them is pointed out once, and posted when one says so."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.directory import warning


class Careful(forms.Form):
    """Put before the form's own class. Looks at the fields named in `LOOKED_AT`; `had` are words that stand there
    already and are not pointed out again. The tick is there once something was found."""

    LOOKED_AT: tuple[str, ...] = ("words",)

    anyway = forms.BooleanField(label=gettext_lazy("I know, and post it as it is"), required=False)

    def __init__(self, *args, had: Iterable[str] = (), **options) -> None:
        super().__init__(*args, **options)
        self.found: list[warning.Found] = []
        self._had = [words for words in had if words]
        tick = self.fields.pop("anyway")
        if self.is_bound:
            self.fields["anyway"] = tick  # last, beside the button

    def clean(self) -> dict:
        said = super().clean() or self.cleaned_data
        words = "\n".join(str(said.get(name) or "") for name in self.LOOKED_AT)
        known = set(warning.find("\n".join(self._had))) if self._had else set()
        self.found = [one for one in warning.find(words) if one not in known]
        if not self.found:
            self.fields.pop("anyway", None)
        elif not said.get("anyway"):
            shown = "; ".join(f"{one.sort}: {one.what}" for one in self.found)
            words = _("Everybody who reads this will see: %(found)s. Take it out, or tick the box and post it anyway.")
            self.add_error(None, forms.ValidationError(words % {"found": shown}, "personal"))
        return said

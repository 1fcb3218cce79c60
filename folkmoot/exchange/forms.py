"""What is asked while taking in: the list itself, what its columns hold, and the yes."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.exchange import coming, linked
from folkmoot.exchange.models import Intake, Link
from folkmoot.exchange.reading.columns import LEFT_OUT, MATCHED, MEANINGS, SHOWN, Guess, mapping_of
from folkmoot.exchange.reading.limits import spoken

USES = (
    (SHOWN, gettext_lazy("shown")),
    (MATCHED, gettext_lazy("used only to match")),
    (LEFT_OUT, gettext_lazy("left out")),
)


class BringForm(forms.Form):
    """A list: a file, or what was copied out of one, or the address it is kept at."""

    file = forms.FileField(
        label=gettext_lazy("A file from your computer"),
        help_text=gettext_lazy(
            "A spreadsheet as you keep it (CSV, Excel, LibreOffice), Open Referral UK or 360Giving."
        ),
        required=False,
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or rows copied out of a spreadsheet, headings first"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2 * 2**20,
        strip=False,
    )
    address = forms.URLField(
        label=gettext_lazy("Or the web address it is kept at"),
        help_text=gettext_lazy(
            "A published sheet or an API. It is read again by itself, so what you change there shows."
        ),
        required=False,
        max_length=500,
        assume_scheme="https",
    )
    pace = forms.ChoiceField(
        label=gettext_lazy("How often to read that address again"), choices=Link.Pace, required=False, initial="weekly"
    )
    name = forms.CharField(
        label=gettext_lazy("What to call it"),
        help_text=gettext_lazy("Shown beside every fact that comes from it, like “CVS membership list”."),
        required=False,
        max_length=150,
    )

    def __init__(self, *args, by, source=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.source = by, source
        if source is not None:
            del self.fields["name"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > settings.UPLOAD_LIMIT:
            words = _("“%(name)s” is %(size)s; %(most)s is the most. Save only the sheet you need, as CSV.")
            most = spoken(settings.UPLOAD_LIMIT)
            raise forms.ValidationError(words % {"name": file.name[:80], "size": spoken(file.size), "most": most})
        return file

    def clean(self) -> dict:
        said = super().clean()
        if not (said.get("file") or said.get("pasted", "").strip() or said.get("address")) and not self.errors:
            raise forms.ValidationError(_("Choose a file, paste some rows, or give an address."))
        return said

    def begin(self) -> Intake:
        """A new intake with its file in place, still to be read."""
        said = self.cleaned_data
        if said.get("file"):
            intake = self._begun(said["file"].name)
            coming.put(intake, said["file"].chunks())
        elif said.get("pasted", "").strip():
            intake = self._begun(_("pasted rows.csv"))
            coming.put(intake, [said["pasted"].encode("utf-8", "replace")])
        else:
            intake = self._begun(coming.name_of(said["address"]), address=said["address"])
        return intake

    def _begun(self, file_name: str, **more) -> Intake:
        name = self.cleaned_data.get("name", "")
        return Intake.begin(self.by, file_name, self.source, source_name=name, **more)


class ColumnsForm(forms.Form):
    """What each column holds and how it may be used; starts with what we guessed."""

    as_of = forms.DateField(
        label=gettext_lazy("On what day was this list right?"),
        help_text=gettext_lazy("Leave it empty if you do not know."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args, intake: Intake, guesses: list[Guess], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.intake, self.guesses = intake, guesses
        # Empty where nobody has said: a list brought today need not have been right today.
        self.fields["as_of"].initial = intake.as_of
        kept = intake.mapping or mapping_of(guesses)
        meanings = [(meaning, name) for meaning, (name, _use) in MEANINGS.items()]
        for at, guess in enumerate(guesses):
            meaning, use = kept.get(guess.heading, (guess.meaning, guess.use))
            named = _("What “%(heading)s” holds") % {"heading": guess.heading}
            used = _("How “%(heading)s” may be used") % {"heading": guess.heading}
            self.fields[f"m{at}"] = forms.ChoiceField(label=named, choices=meanings, initial=meaning, required=False)
            self.fields[f"u{at}"] = forms.ChoiceField(label=used, choices=USES, initial=use)

    def columns(self) -> list[tuple]:
        """(guess, the field of what it holds, the field of how it is used) for each column, in order."""
        return [(guess, self[f"m{at}"], self[f"u{at}"]) for at, guess in enumerate(self.guesses)]

    def has_addresses(self) -> bool:
        """Whether a column holds addresses that would be shown, as far as is said or guessed."""
        return any(
            (self[f"m{at}"].value(), self[f"u{at}"].value()) == ("address", SHOWN) for at in range(len(self.guesses))
        )

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean(self) -> dict:
        said = super().clean()
        uses = self.mapping().values()
        if self.guesses and sum((meaning, use) == ("name", SHOWN) for meaning, use in uses) != 1:
            raise forms.ValidationError(_("Choose one column that holds the name, and let it be shown."))
        for meaning in ("postcode", "id"):
            if sum(each == meaning and use != LEFT_OUT for each, use in uses) > 1:
                raise forms.ValidationError(
                    _("Two columns cannot both be the %(what)s. Leave one out.") % {"what": MEANINGS[meaning][0]}
                )
        return said

    def mapping(self) -> dict[str, list[str]]:
        """Heading → [meaning, use], as said."""
        said = self.cleaned_data
        return {
            guess.heading: [said.get(f"m{at}", ""), said.get(f"u{at}", LEFT_OUT)]
            for at, guess in enumerate(self.guesses)
        }


class LinkForm(forms.Form):
    """How often a source is read again from its address."""

    pace = forms.ChoiceField(label=gettext_lazy("How often"), choices=Link.Pace)

    def keep(self, source, address: str) -> Link:
        return linked.link_to(source, address, self.cleaned_data["pace"])

"""Reporting, deciding, appealing."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.moderation.models import Report, Rule, Standing


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label=_("What is wrong?"), choices=Report.Reason, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What should we know?"),
        help_text=_("Say where to look. Moderators read this, nobody else."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )
    reply_to = forms.EmailField(
        label=_("Your email, if you would like an answer"),
        help_text=_("Used once, to tell you what was decided."),
        required=False,
    )
    about = forms.CharField(widget=forms.HiddenInput, max_length=300)


class FindReportForm(forms.Form):
    reference = forms.CharField(label=_("Your reference"), help_text=_("Eight letters and figures, such as KWBH-7D3T."))


class RulingForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Standing.State.SHOWN, _("Leave it, or put it back")),
            (Standing.State.HELD, _("Hold it while we find out more")),
            (Standing.State.REMOVED, _("Remove it")),
        ],
        widget=forms.RadioSelect,
    )
    rule = forms.ChoiceField(
        label=_("Which house rule?"), choices=Rule, required=False, help_text=_("Needed when something is removed.")
    )
    because = forms.CharField(
        label=_("Why?"),
        help_text=_("The author reads this, and everyone can read it in the public log. Name nobody who reported."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )

    def clean_rule(self) -> str:
        rule = self.cleaned_data["rule"]
        if not rule and self.cleaned_data.get("state") == Standing.State.REMOVED:
            raise forms.ValidationError(_("Say which house rule it broke. What broke none stays, or is held."))
        return rule


class DecisionForm(RulingForm):
    """On an appeal: the rule is that of the ruling appealed against."""

    rule = None


class AppealForm(forms.Form):
    words = forms.CharField(
        label=_("Why was this decided wrongly, or what has changed?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )

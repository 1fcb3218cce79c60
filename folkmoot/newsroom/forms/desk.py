"""The desk itself, and its rota."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.events.models import Event, Session
from folkmoot.newsroom.models import Desk, Reporter
from folkmoot.people.models import Person


class DeskForm(forms.ModelForm):
    class Meta:
        model = Desk
        fields = (
            "tag", "why", "meet", "consent", "questions", "licence", "shows", "posts", "wall_checked", "wall_delay"
        )  # fmt: skip
        labels = {
            "tag": _("Its tag"),
            "why": _("Why is it reported?"),
            "meet": _("Where do reporters meet?"),
            "consent": _("What reporters say before they show somebody"),
            "questions": _("Questions for interviews"),
            "licence": _("Under which licence is it all kept?"),
            "shows": _("When does it show?"),
            "posts": _("What others post elsewhere"),
            "wall_checked": _("The big screen shows only what an editor has looked at"),
            "wall_delay": _("Seconds before something is on the big screen"),
        }
        help_texts = {
            "tag": _("The word people put on what they post elsewhere, as #winter26."),
            "why": _("What for, for whom, and what becomes of it. It stands on the reporters’ brief."),
            "meet": _("Room, time, and whom they ask."),
            "consent": "",
            "questions": _("One a line."),
            "licence": "",
            "shows": "",
            "posts": "",
            "wall_checked": "",
            "wall_delay": _("From 0 to 600."),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("why", "consent", "questions")}

    def clean_wall_delay(self) -> int:
        delay = self.cleaned_data["wall_delay"]
        if delay > 600:
            raise forms.ValidationError(_("At most 600 seconds."))
        return delay

    def validate_unique(self) -> None:
        """The verb says in words whose tag it is."""


class ReporterForm(forms.Form):
    """Somebody with an account, by name or mail address; what they would do; from which sessions."""

    who = forms.CharField(
        label=_("Who?"), max_length=200, help_text=_("The name or mail address of somebody with an account here.")
    )
    part = forms.ChoiceField(label=_("What would they do?"), choices=Reporter.Part.choices)
    sessions = forms.ModelMultipleChoiceField(
        label=_("From which sessions?"),
        queryset=Session.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: from the whole event."),
    )

    def __init__(self, *args, event: Event, **more) -> None:
        super().__init__(*args, **more)
        rows = event.sessions.live().filter(slot__isnull=False).select_related("slot", "room")
        self.fields["sessions"].queryset = rows.order_by("slot__starts_at", "room__position", "pk")
        self.fields["sessions"].label_from_instance = lambda session: f"{session.where()}: {session}"

    def clean_who(self) -> Person:
        words = " ".join(self.cleaned_data["who"].split())
        here = Person.objects.filter(is_active=True, forget_on=None)
        found = list((here.filter(email__iexact=words) if "@" in words else here.filter(name__iexact=words))[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("Several people have that name: write the mail address.")
                if found
                else _("Nobody here has that name or address. They need an account first.")
            )
        return found[0]

"""A sign-in code on paper: what a keeper does for somebody who lost their mailbox or their passkey, or has neither."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.journal.models import Audience, Line, Notice, Pace
from folkmoot.kit.codes import new_code
from folkmoot.kit.refusals import NotYours
from folkmoot.people.access import lately, role
from folkmoot.people.door import lose_keys, person_at
from folkmoot.people.models import Person, PrintedCode, Role

DAYS = 7


class OnPaper(forms.Form):
    """For whom, and whether their passkeys went too."""

    email = forms.EmailField(
        label=gettext_lazy("The email address of their account"),
        help_text=gettext_lazy("The one they have here, even if it no longer works. A new one makes a new account."),
        max_length=254,
    )
    lost_keys = forms.BooleanField(
        required=False,
        label=gettext_lazy("Their passkey and spare codes are lost too: take them off the account"),
    )


@role("keeper", "GET", "POST")
@lately
def code_on_paper(request: HttpRequest) -> HttpResponse:
    """Make a code, show it once, tell the person and the other keepers."""
    form = OnPaper(request.POST or None)
    made = None
    if request.method == "POST" and form.is_valid():
        try:
            made = hand_out(form.cleaned_data["email"], form.cleaned_data["lost_keys"], request.user)
        except NotYours as error:
            form.add_error("email", error.words)
    return render(request, "home/code_on_paper.html", {"form": form, "made": made, "site": settings.SITE_URL})


@transaction.atomic
def hand_out(email: str, lost_keys: bool, by: Person) -> dict[str, object]:
    """A code of 57 bits for the person with this address, who hears of it; earlier printed ones no longer work.

    Whoever looks after others here gets theirs at the machine (`bin/manage code`), so that one keeper cannot quietly
    become another or read what only a steward may.
    """
    person = person_at(email)
    if Role.objects.held_on(timezone.localdate()).filter(person=person, kind__in=LOOKS_AFTER).exists():
        raise NotYours(
            _("This person looks after the site too. Their code is made where it runs: bin/manage code %(email)s")
            % {"email": person.email}
        )
    if lost_keys:
        lose_keys(person)
    code = new_code(groups=3)
    kept = PrintedCode.make(person, code, DAYS)
    verb = "printed a sign-in code and took off the passkeys of" if lost_keys else "printed a sign-in code for"
    Line.record(by, verb, person, title="", address=person.get_absolute_url(), audience=Audience.KEEPERS)
    words = _("%(keeper)s printed a sign-in code for you. If you did not ask for one, tell the keepers.")
    Notice.tell(person, words % {"keeper": by}, reverse("mfa_index"), pace=Pace.AT_ONCE)
    return {"code": code, "person": person, "until": kept.until}


LOOKS_AFTER = (Role.Kind.KEEPER, Role.Kind.MODERATOR, Role.Kind.STEWARD)

"""Sign-in by emailed code or passkey (allauth), in our own words; and one click in development."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from folkmoot.people.models import Person


class Adapter(DefaultAccountAdapter):
    """A new account takes the first part of its address as a name until its person writes a better one."""

    def save_user(self, request: HttpRequest, user: Person, form, commit: bool = True) -> Person:
        user.email = form.cleaned_data["email"].lower()
        user.name = user.name or user.email.split("@")[0]
        user.set_unusable_password()
        if commit:
            user.save()
        return user

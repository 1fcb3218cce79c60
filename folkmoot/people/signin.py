"""What allauth asks of us: our words, our way of telling a visitor's address, and no way in but the door."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from folkmoot.kit.limits import address_of
from folkmoot.kit.way_back import is_here
from folkmoot.people.access import proved_lately
from folkmoot.people.models import Person


class Adapter(DefaultAccountAdapter):
    """allauth keeps passkeys, spare codes and sessions; joining goes through `people.door` alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        return bool(url) and is_here(url)

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """By our own measure, the one that `lately` uses."""
        return not proved_lately(self.request)

    def get_reauthentication_methods(self, user: Person) -> list[dict]:
        """One way to ask again: the passkey where there is one, else a code."""
        keys = is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN])
        page = "mfa_reauthenticate_webauthn" if keys else "account_reauthenticate"
        return [{"id": page, "description": "", "url": reverse(page)}]

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        super().send_mail(
            template_prefix, email, {"site_name": settings.SITE_NAME, "site": settings.SITE_URL} | context
        )

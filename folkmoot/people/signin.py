"""What allauth asks of us: our words, our way of telling a visitor's address, and no way in but the door."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from folkmoot.kit.limits import address_of
from folkmoot.kit.way_back import is_here


class Adapter(DefaultAccountAdapter):
    """allauth keeps passkeys, spare codes and sessions; joining goes through `people.door` alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        return bool(url) and is_here(url)

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        super().send_mail(
            template_prefix, email, {"site_name": settings.SITE_NAME, "site": settings.SITE_URL} | context
        )

"""bin/manage code EMAIL: print a sign-in code, for a site that sends no mail."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.forms import ValidationError
from django.urls import reverse

from folkmoot.kit.codes import new_code
from folkmoot.people.door import lose_keys, person_at
from folkmoot.people.models import PrintedCode


class Command(BaseCommand):
    help = "Prints a code that signs one person in once. The account is made if there is none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--days", type=int, default=7, help="how long it works, 1 to 30 (7)")
        parser.add_argument("--lost-keys", action="store_true", help="take passkeys and spare codes off the account")

    def handle(self, email: str, days: int, lost_keys: bool, **options) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an email address.") from error
        if not 1 <= days <= 30:
            raise CommandError("--days is a number from 1 to 30.")
        code = new_code(groups=3)
        person = person_at(email)
        if lost_keys:
            lose_keys(person)
        PrintedCode.make(person, code, days)
        self.stdout.write(
            f"For {email}, once, within {days} days:\n\n    {code}\n\n"
            f"Open {settings.SITE_URL}{reverse('account_login')}, give the address, and type this code in."
        )

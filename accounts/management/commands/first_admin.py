"""The first admin of an installation, by a link that only the console shows."""

import argparse

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts.errors import AddressTaken, AdminExists
from accounts.services.admins import make_admin


class Command(BaseCommand):
    help = "Makes an admin and prints a link that works once, behind which they choose their password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", type=email, required=True, help="what the admin signs in with")
        parser.add_argument("--another", action="store_true", help="although there is an admin already")

    def handle(self, *, email: str, another: bool, **_options: object) -> None:
        try:
            made = make_admin(address=email, another=another)
        except AdminExists:
            raise CommandError("There is an admin already. Say --another to make one more.") from None
        except AddressTaken:
            raise CommandError(f"{email} belongs to an account already. Take another one.") from None
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        self.stdout.write(f"Within {hours} hours, once, choose a password here:\n{made.link}")


def email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise argparse.ArgumentTypeError(f"{text} is not an email address") from None
    return text

"""For somebody who lost their phone and their recovery codes, once the operator knows that it is them."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.errors import NoSecondFactor
from accounts.services.addresses import owner_of
from accounts.services.lost_factors import remove_all_factors


class Command(BaseCommand):
    help = "Takes passkeys, app and recovery codes off one account, and signs it out everywhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the confirmed address that the account signs in with")

    def handle(self, *, address: str, **_options: object) -> None:
        account = owner_of(address)
        if account is None:
            raise CommandError(f"No account has confirmed {address}.")
        try:
            remove_all_factors(account=account)
        except NoSecondFactor:
            raise CommandError(f"{address} signs in without a second step already.") from None
        self.stdout.write(
            f"{address} signs in with the password alone now, is signed out everywhere, and is told by mail."
        )

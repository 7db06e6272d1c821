"""What somebody's mail says, for an operator whom its reader asked."""

from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from accounts.services.addresses import owner_of
from reminders.domain.kinds import Kind, State, in_words
from reminders.domain.weeks import IsoWeek
from reminders.models import Delivery
from reminders.services.letters import Letter
from reminders.services.previews import preview
from reminders.services.telling import Later, Nudge, Told


class Command(BaseCommand):
    help = (
        "Prints what a delivery says, or the digest that an account would get now. It may be health data: "
        "the account's person reads under 'Who looked' that you did."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=UUID, nargs="?", help="of a delivery; this week's digest unless said")
        parser.add_argument("--account", required=True, metavar="ADDRESS", help="the reader's address")

    def handle(self, *, id: UUID | None, account: str, **_options: object) -> None:  # noqa: A002 - as typed
        reader = owner_of(account)
        if reader is None:
            raise CommandError(f"No account has the address {account}.")
        delivery = _of(reader, id)
        if delivery is None:
            raise CommandError("There is no such delivery of that account.")
        if delivery.state == State.SENT:
            raise CommandError("It was sent, and what it said is not kept.")
        self.stdout.write(_words(preview(delivery, now=timezone.now())))


def _of(reader: User, key: UUID | None) -> Delivery | None:
    own = Delivery.objects.filter(account=reader)
    if key is not None:
        return own.filter(public_id=key).first()
    week, now = str(IsoWeek.of(timezone.now().date())), timezone.now()
    waits = own.filter(kind=Kind.DIGEST, period=week, state=State.WAITING).first()
    return waits or Delivery(
        account=reader, kind=Kind.DIGEST, period=week, made_at=now, next_try_at=now, last_at=now
    )


def _words(told: Told) -> str:
    match told:
        case Letter():
            return f"To: {told.to}\nSubject: {told.subject}\n\n{told.text}"
        case Nudge():
            push = f"On phones: {told.push.title}\n{told.push.body}\n"
            return push + ("\nElse:\n" + _words(told.letter) if told.letter else "")
        case Later():
            return f"It waits until {told.at:%Y-%m-%d %H:%M} UTC."
    return f"Nothing would be sent now: {in_words(told)}"

"""One that failed or was dropped, sent after all."""

from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from reminders.domain.kinds import State, in_words
from reminders.models import Delivery
from reminders.services.delivering import deliver_one
from reminders.services.pausing import is_paused
from reminders.services.resending import NotToBeResent, promise_again


class Command(BaseCommand):
    help = "Sends a delivery that failed or was dropped; it still goes to nobody to whom nothing may go."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=UUID, help="of the delivery, as the admin lists it")
        parser.add_argument("--again", action="store_true", help="although it was sent: as one more mail")

    def handle(self, *, id: UUID, again: bool, **_options: object) -> None:  # noqa: A002 - as it is typed
        delivery = Delivery.objects.filter(public_id=id).first()
        if delivery is None:
            raise CommandError("There is no such delivery.")
        if is_paused():
            raise CommandError("Sending is paused. Say resume_sending first.")
        try:
            promise_again(delivery, again=again, now=timezone.now())
        except NotToBeResent as why:
            raise CommandError(str(why)) from None
        deliver_one(delivery.pk, clock=timezone.now)
        delivery.refresh_from_db()
        if delivery.state == State.WAITING:
            self.stdout.write(
                "Not at once: the mail server did not take it, or this minute has had MAILS_PER_MINUTE."
                " Workers go on trying."
            )
        else:
            reason = f": {in_words(delivery.why)}" if delivery.why else ""
            self.stdout.write(f"{delivery.state}{reason}")

"""The end of pause_sending."""

from django.core.management.base import BaseCommand

from reminders.services.pausing import resume


class Command(BaseCommand):
    help = "Ends the pause of digests and reminders: what waited and is still wanted goes out."

    def handle(self, **_options: object) -> None:
        ended = resume()
        self.stdout.write("What waits goes out within a minute." if ended else "Sending was not paused.")

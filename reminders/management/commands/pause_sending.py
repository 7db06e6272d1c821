"""Nothing that was promised is sent until resume_sending."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from reminders.services.pausing import pause


class Command(BaseCommand):
    help = "Pauses digests and reminders on all workers; what is promised waits. Account mails go on."

    def handle(self, **_options: object) -> None:
        since = pause(now=timezone.now())
        self.stdout.write(f"Nothing is sent since {since:%Y-%m-%d %H:%M} UTC. resume_sending ends that.")

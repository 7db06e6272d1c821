"""Makes the checklists that are written down available; harmless where they are already."""

from django.core.management.base import BaseCommand, CommandError

from checklists.catalogue import written
from checklists.domain.errors import InvalidCatalogue
from checklists.services.checklists import publish
from checklists.services.clinic_checklists import follow_new_version


class Command(BaseCommand):
    help = "Publishes the newest version of the home-safety checklist, if it is not here yet."

    def handle(self, **_options: object) -> None:
        try:
            checklist = publish(written("home"))
        except InvalidCatalogue as error:
            raise CommandError(f"The checklist cannot be published. {error}") from None
        follow_new_version()
        self.stdout.write(f"{checklist.title}: version {checklist.version}, {checklist.items.count()} items.")

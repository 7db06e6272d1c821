"""What a promise is told as, by its kind."""

from collections.abc import Callable, Mapping
from datetime import datetime

from reminders.domain.enough import IN_TURN
from reminders.domain.kinds import Kind
from reminders.models import Delivery
from reminders.services.digest_letters import digest_letter
from reminders.services.evenings import taken_back
from reminders.services.reminding import reminder
from reminders.services.telling import Told

Composer = Callable[[Delivery, datetime], Told]

# Each looks at consent, account and address as they are now.
COMPOSERS: Mapping[Kind, Composer] = {
    Kind.DIGEST: digest_letter,
    Kind.ANSWERED: taken_back,
    **dict.fromkeys(IN_TURN, reminder),
}

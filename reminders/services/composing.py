"""What a promise is told as, by its kind."""

from collections.abc import Callable, Mapping
from datetime import datetime

from reminders.domain.kinds import Kind
from reminders.models import Delivery
from reminders.services.digest_letters import digest_letter
from reminders.services.telling import Told

Composer = Callable[[Delivery, datetime], Told]

# Each looks at consent, account and address as they are now.
COMPOSERS: Mapping[Kind, Composer] = {Kind.DIGEST: digest_letter}

"""Hours in which nothing is sent."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from accounts.domain.zones import zone
from logs.domain.times import at_local

FROM, TO = time(21, 30), time(8)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From one local time to another, over midnight as a rule; none where both are the same."""

    begin: time
    end: time
    time_zone: str

    def over_at(self, moment: datetime) -> datetime | None:
        """When the quiet hours end that a moment lies in; None where it lies in none."""
        here = moment.astimezone(zone(self.time_zone))
        clock, day = here.time(), here.date()
        over_midnight = self.begin > self.end
        if over_midnight and clock >= self.begin:
            return at_local(day + timedelta(days=1), self.end, self.time_zone)
        begun = over_midnight or clock >= self.begin
        return at_local(day, self.end, self.time_zone) if begun and clock < self.end else None

    def begins_at(self, moment: datetime) -> datetime | None:
        """When they begin next after a moment outside of them; None where there are none."""
        if self.begin == self.end:
            return None
        day = moment.astimezone(zone(self.time_zone)).date()
        today = at_local(day, self.begin, self.time_zone)
        return today if today > moment else at_local(day + timedelta(days=1), self.begin, self.time_zone)

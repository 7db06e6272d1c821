"""Days, weeks and months in addresses: 2026-11-22, 2026-W47, 2026-11, and nothing that no calendar has."""

from datetime import date

from logs.domain.windows import Month
from reminders.domain.weeks import IsoWeek


class DateConverter:
    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class MonthConverter:
    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        return Month.parse(value)

    def to_url(self, value: Month) -> str:
        return str(value)


class WeekConverter:
    regex = r"[0-9]{4}-W[0-9]{2}"

    def to_python(self, value: str) -> IsoWeek:
        return IsoWeek.read(value)

    def to_url(self, value: IsoWeek) -> str:
        return str(value)

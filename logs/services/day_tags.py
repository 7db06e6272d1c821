"""What marked a stretch of days, such as a relapse, whatever else was said about them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient
from accounts.services.audit import record_write
from ledger.domain.outcomes import Outcome
from ledger.services.operations import Sent, enter, hash_of, writing
from logs.domain.days import tagged_days
from logs.domain.errors import DayBeforeDiary, EntryError, InvalidEntry
from logs.domain.times import local_date
from logs.domain.vocabulary import DayTag
from logs.models import DiaryDay
from logs.services.derived_days import derive_days, save_days
from logs.services.ledger import known_operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Local days, both included."""

    first: date
    last: date


def tag_days(*, patient: Patient, days: Stretch, tags: Collection[DayTag], sent: Sent) -> Outcome:
    """Put these tags on each of the days, beside those they have. Answers nothing: silence stays silence.

    Raises InvalidEntry for a stretch that is backwards, too long, not over yet or before the diary.
    """
    payload_hash = hash_of({"first": days.first, "last": days.last, "tags": sorted(tags)})
    with writing(patient) as patient:
        if known_operation(patient, sent.op_id, operation="day_tags", payload_hash=payload_hash):
            return Outcome.ALREADY_RECORDED
        try:
            dates = tagged_days(days.first, days.last, today=local_date(sent.received_at, patient.time_zone))
        except EntryError as error:
            raise InvalidEntry([error]) from None
        if days.first < patient.diary_began_on:
            raise InvalidEntry([DayBeforeDiary(field="first")])
        rows = {
            row.date: row for row in DiaryDay.objects.filter(patient=patient).between(days.first, days.last)
        }
        tagged = [rows.get(day) or DiaryDay(patient=patient, date=day) for day in dates]
        for row in tagged:
            row.tags = [tag for tag in DayTag if tag in tags or tag in row.tags]
        save_days(tagged, fields=["tags"])
        derive_days(patient, dates)
        enter(patient, sent, operation="day_tags", payload_hash=payload_hash, outcome=Outcome.CHANGED)
        record_write(by=sent.by, patient=patient, subject=AuditSubject.DIARY)
    return Outcome.CHANGED

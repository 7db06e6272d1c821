"""Which aids somebody owned when. Which ones they own today is the profile's to say, here as elsewhere.

Two doors lead in: the profile, whose change opens and ends periods, and a period with its dates, which
changes the profile where it is about today.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.domain.vocabulary import Aid
from accounts.models import Patient
from accounts.services.profile import change_profile
from ledger.domain.times import local_date
from ledger.services.operations import Sent
from treatments.domain.entries import AidTold, checked_aid
from treatments.models import AidPeriod
from treatments.services.entries import Done, change, record


def follow_profile(patient: Patient, *, today: date) -> None:
    """Open a period for each aid of the profile that has none, and end those of aids that are gone."""
    owned = {str(aid) for aid in patient.aids} - {Aid.NONE}
    current = {row.aid: row for row in AidPeriod.objects.current().filter(patient=patient)}
    for aid in sorted(owned - current.keys()):
        _begin(patient, aid, today=today)
    for aid in current.keys() - owned:
        _end(current[aid], today=today)


def record_aid_period(*, patient: Patient, told: AidTold, sent: Sent) -> Done[AidPeriod]:
    """Keep a period once; one without an end makes the aid one of the profile.

    Raises InvalidEntry and DifferentContent.
    """

    def make(patient: Patient) -> AidPeriod:
        today = local_date(sent.received_at, patient.time_zone)
        return AidPeriod(**asdict(checked_aid(told, others=_others(patient, told.aid), today=today)))

    with transaction.atomic():
        done = record(AidPeriod, patient=patient, operation="aid", told=asdict(told), sent=sent, make=make)
        _tell_the_profile(done.row, sent)
    return done


def change_aid_period(
    *, period: AidPeriod, changes: Mapping[str, Any], base: int, sent: Sent
) -> Done[AidPeriod]:
    """Set its days as its next version. Raises InvalidEntry, ChangedElsewhere and DifferentContent."""

    def check(now: AidPeriod, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        today = local_date(sent.received_at, now.patient.time_zone)
        told = replace(_told_of(now), **changes)
        return asdict(checked_aid(told, others=_others(now.patient, told.aid, but=now), today=today))

    with transaction.atomic():
        done = change(period, operation="aid_change", base=base, changes=changes, sent=sent, check=check)
        _tell_the_profile(done.row, sent)
    return done


def _begin(patient: Patient, aid: str, *, today: date) -> None:
    """An aid that went today was never gone; of one that was there before there was a list, nobody knows."""
    before = AidPeriod.objects.filter(patient=patient, aid=aid)
    if before.filter(owned_to=today).update(owned_to=None, version=F("version") + 1):
        return
    is_new = patient.new_aid_on == today or before.exists()
    AidPeriod.objects.create(patient=patient, aid=aid, owned_from=today if is_new else None)


def _end(period: AidPeriod, *, today: date) -> None:
    """An aid that came today, and is not there after all, was never there."""
    if period.owned_from == today:
        period.delete()
        return
    period.owned_to, period.version = today, period.version + 1
    period.save(update_fields=["owned_to", "version"])


def _tell_the_profile(period: AidPeriod, sent: Sent) -> None:
    patient, aid = period.patient, period.aid
    is_owned = AidPeriod.objects.current().filter(patient=patient, aid=aid).exists()
    if is_owned != (aid in patient.aids):
        others = [other for other in patient.aids if other not in (Aid.NONE, aid)]
        aids = [*others, aid] if is_owned else others
        today = local_date(sent.received_at, patient.time_zone)
        change_profile(patient=patient, changes={"aids": aids}, today=today)


def _others(patient: Patient, aid: Aid, *, but: AidPeriod | None = None) -> list[AidTold]:
    rows = AidPeriod.objects.filter(patient=patient, aid=aid)
    return [_told_of(row) for row in rows if row != but]


def _told_of(row: AidPeriod) -> AidTold:
    return AidTold(aid=Aid(row.aid), owned_from=row.owned_from, owned_to=row.owned_to)

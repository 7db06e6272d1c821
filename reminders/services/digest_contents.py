"""What somebody may read in their digest now: the same question for the mail and for its copy on the web."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256

from django.db.models import Count, Min, QuerySet

from accounts.domain.vocabulary import AuditSubject, Role, Scope
from accounts.models import CareLink, Patient, User, display_name
from accounts.services.audit import record_reads
from caseload.domain.needs import ORDER, Reason
from caseload.today import Caseload, caseload_of
from checklists.models import Recommendation
from logs.domain.weeks import WeekCounts
from logs.weeks import week_counts
from reminders.domain.digests import CaseloadPart, DiaryPart, Digest, HelpedPart, OpenAdvice
from reminders.domain.weeks import IsoWeek

# What each patient lets the reader see.
Seen = Mapping[Patient, Collection[Scope]]
# What a digest says of somebody whom its reader helps.
OF_HELPERS = {Scope.FALLS, Scope.HOME}


def is_reader(account: User, *, now: datetime) -> bool:
    """Whether there is anything that they may read."""
    return account.is_patient or any(
        link.role != Role.CAREGIVER or link.scopes & OF_HELPERS for link in _links(account, now)
    )


def digest_of(account: User, week: IsoWeek, *, now: datetime) -> Digest:
    """The one to be sent in `week`, about the two weeks before it. A dozen queries, however many patients."""
    own = account.patient if account.is_patient else None
    helped = _helped(account, now)
    seen: Seen = {**helped, **({own: tuple(Scope)} if own else {})}
    diaries = _diaries(seen, week, now)
    caseload = caseload_of(account, now=now) if account.is_therapist else None
    treated = caseload if caseload is not None and caseload.treated else None
    needing = treated.needing if treated else ()
    return Digest(
        week=week,
        own=diaries[own.pk] if own else None,
        caseload=_caseload(treated, now) if treated else None,
        helped=tuple(
            HelpedPart(
                patient_id=patient.public_id, name=display_name(patient.user), diary=diaries[patient.pk]
            )
            for patient in helped
        ),
        access=_access(seen, treated),
        about=(*(patient.pk for patient in helped), *(case.patient for case in needing)),
    )


def record_digest_read(*, reader: User, digest: Digest) -> None:
    """In the trail of everybody whom the digest tells of."""
    patients = Patient.objects.filter(pk__in=digest.about).select_related("user")
    record_reads(viewer=reader, patients=patients, subject=AuditSubject.SUMMARY)


def _links(account: User, now: datetime) -> QuerySet[CareLink]:
    return CareLink.objects.active(now).held_by(account).exclude(patient__user=account)


def _helped(account: User, now: datetime) -> dict[Patient, set[Scope]]:
    """Who lets the reader help and shows them the diary or the home, and which of them."""
    found: dict[Patient, set[Scope]] = defaultdict(set)
    links = _links(account, now).filter(role=Role.CAREGIVER).select_related("patient__user").order_by("pk")
    for link in links:
        found[link.patient] |= link.scopes & OF_HELPERS
    return {patient: scopes for patient, scopes in found.items() if scopes}


def _diaries(seen: Seen, week: IsoWeek, now: datetime) -> dict[int, DiaryPart]:
    mondays = [week.plus(-1).first, week.plus(-2).first]
    shown = [patient for patient, scopes in seen.items() if Scope.FALLS in scopes]
    homes = [patient for patient, scopes in seen.items() if Scope.HOME in scopes]
    weeks: Mapping[int, list[WeekCounts]] = week_counts(shown, mondays, now=now) if shown else {}
    advice = _open_advice(homes) if homes else {}
    parts = {}
    for patient in seen:
        last, before = weeks.get(patient.pk, (None, None))
        parts[patient.pk] = DiaryPart(last=last, before=before, advice=advice.get(patient.pk))
    return parts


def _open_advice(patients: Collection[Patient]) -> dict[int, OpenAdvice]:
    rows = (
        Recommendation.objects.to_do()
        .filter(hazard__patient__in=patients, hazard__home__until=None)
        .values("hazard__patient_id")
        .annotate(count=Count("pk"), due=Min("due_on"))
        .values_list("hazard__patient_id", "count", "due")
    )
    found = {key: OpenAdvice(count=count, due_on=due) for key, count, due in rows}
    return {patient.pk: found.get(patient.pk, OpenAdvice(count=0, due_on=None)) for patient in patients}


def _caseload(caseload: Caseload, now: datetime) -> CaseloadPart:
    needs = [need for case in caseload.needing for need in case.needs]
    counts = Counter(reason for case in caseload.needing for reason in {need.reason for need in case.needs})
    waiting = [need.since for need in needs if need.reason is Reason.REVIEW]
    return CaseloadPart(
        patients=len(caseload.treated),
        needing=len(caseload.needing),
        reasons=tuple(sorted(counts.items(), key=lambda counted: ORDER[counted[0]])),
        oldest_review=(now - min(waiting)).days if waiting else None,
    )


def _access(seen: Seen, caseload: Caseload | None) -> str:
    """The same as long as nobody lets the reader see more, or less."""
    told = {patient.pk: scopes for patient, scopes in seen.items()}
    treated = {key: one.scopes for key, one in caseload.treated.items()} if caseload else {}
    words = [sorted((key, sorted(scopes)) for key, scopes in each.items()) for each in (told, treated)]
    return sha256(repr(words).encode()).hexdigest()[:16]

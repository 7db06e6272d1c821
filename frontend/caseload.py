"""The people somebody cares for, as rows of a list."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.domain.vocabulary import AuditSubject, Role, Scope
from accounts.models import CareLink, Patient, User, display_name
from accounts.services.audit import record_reads
from logs.caseload import RecentCounts, days_since_last_entry, recent_counts
from logs.phrases import days_phrase, events_phrase

# No entry of any kind for so long is worth seeing: people at higher risk return fewer diaries.
SILENT_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One patient; without scope falls, their name and roles alone."""

    patient_id: UUID
    name: str
    roles: str
    sees_falls: bool
    page: str
    events: str = ""
    days: str = ""
    last_entry: str = ""
    is_silent: bool = False


def found_patients(viewer: User, *, name: str) -> QuerySet[Patient]:
    """Everybody whom the viewer helps by an active care link, by name; not a therapist's own caseload."""
    patients = Patient.objects.cared_for_by(viewer).select_related("user").order_by(Lower("user__name"), "pk")
    if viewer.is_therapist:
        patients = patients.exclude(pk__in=Patient.objects.treated_by(viewer))
    return patients.filter(user__name__icontains=name) if name else patients


def case_rows(viewer: User, patients: Sequence[Patient], *, now: datetime) -> list[CaseRow]:
    """A row for each patient of one page, in five queries or so; leaves a row in each one's trail."""
    links: dict[int, list[CareLink]] = defaultdict(list)
    held = CareLink.objects.active(now).held_by(viewer).filter(patient__in=patients)
    for link in held.select_related("clinic").distinct():
        links[link.patient_id].append(link)
    shared = [patient for patient in patients if _scope_in(Scope.FALLS, links[patient.pk])]
    record_reads(viewer=viewer, patients=shared, subject=AuditSubject.SUMMARY)
    counts, silent = recent_counts(shared, now=now), days_since_last_entry(shared, now=now)
    return [
        _row(patient, links[patient.pk], counts.get(patient.pk), silent.get(patient.pk))
        for patient in patients
    ]


def page_open_to(scopes: Collection[Scope]) -> str:
    """The name of the page that leads on with these scopes: of the patient, of their home, or none."""
    if Scope.FALLS in scopes or Scope.LOG in scopes:
        return "patient"
    return "patient_home" if Scope.HOME in scopes else ""


def page_words(page: str, name: str) -> str:
    """What a link to that page says: "See Anna’s page"."""
    words = _("See %(name)s’s home") if page == "patient_home" else _("See %(name)s’s page")
    return words % {"name": name}


def last_entry_words(days: int | None) -> str:
    """ "yesterday", "3 days ago", "Nothing for 9 days"."""
    if days is None:
        return _("No entry yet")
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days >= SILENT_DAYS:
        return ngettext("Nothing for %(days)d day", "Nothing for %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}


def _row(
    patient: Patient, links: Iterable[CareLink], counts: RecentCounts | None, days: int | None
) -> CaseRow:
    links = list(links)
    name, roles = display_name(patient.user), ", ".join(dict.fromkeys(_role_words(link) for link in links))
    if counts is None:
        page = page_open_to({scope for link in links for scope in link.scopes})
        return CaseRow(patient_id=patient.public_id, name=name, roles=roles, sees_falls=False, page=page)
    return CaseRow(
        patient_id=patient.public_id,
        name=name,
        roles=roles,
        sees_falls=True,
        page="patient",
        events=events_phrase(counts.falls, counts.near_falls),
        days=days_phrase(counts.observed_days, counts.enrolled_days)
        if counts.enrolled_days
        else _("no day yet"),
        last_entry=last_entry_words(days),
        is_silent=days is None or days >= SILENT_DAYS,
    )


def _role_words(link: CareLink) -> str:
    if link.clinic is not None:
        return _("through %(clinic)s") % {"clinic": link.clinic.name}
    return _("as caregiver") if link.role == Role.CAREGIVER else _("as therapist")


def _scope_in(scope: Scope, links: Iterable[CareLink]) -> bool:
    return any(scope in link.scopes for link in links)

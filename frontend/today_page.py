"""The caseload of a therapist as rows: who, why, since when, and what comes next."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.models import Patient, User, display_name
from accounts.services.audit import record_reads
from caseload.domain.needs import DAYS, ContactOutcome, Need, Reason
from caseload.models import Contact
from caseload.today import Case, Caseload, Treated, caseload_of
from caseload.words import REASONS
from frontend.care_words import person_words
from frontend.phone_numbers import dialled
from frontend.phrases import day_words
from logs.domain.times import local_date

ON_A_PAGE = 50
# What the list may be narrowed to beside one reason.
MORE_TO_SHOW: dict[str, Promise] = {
    "needs": gettext_lazy("Who needs a look"),
    "waiting": gettext_lazy("Waiting for their follow-up day"),
    "mine": gettext_lazy("Handed to me"),
}

OUTCOMES: dict[str, Promise] = {
    ContactOutcome.TRIED: gettext_lazy("Tried, not reached"),
    ContactOutcome.REACHED: gettext_lazy("Reached"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayRow:
    """One patient. `reasons` are words and since when; none of them: nothing new recorded."""

    patient_id: UUID
    name: str
    own_name: str
    through: str
    phone: str
    dialled: str
    reasons: Sequence[tuple[str, str]]
    next_url: str
    next_words: str
    page: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage:
    rows: Sequence[TodayRow]
    number: int
    pages: int
    needing: int
    total: int
    helps: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """To who is called so, and to one reason, "needs" for any, "waiting" for their follow-up day, or "mine"
    for who was handed to the viewer; empty for everybody."""

    name: str
    show: str


def today_page(viewer: User, narrowed: Narrowed, *, number: int, now: datetime) -> TodayPage:
    """One page of the caseload: those who need a look first, then all others by the name shown."""
    caseload = caseload_of(viewer, now=now)
    wanted = _wanted(viewer, caseload, narrowed, now)
    needing = [case for case in caseload.needing if wanted(case)]
    cases = needing + [case for case in _quiet(caseload) if wanted(case)]
    pages = max(1, ceil(len(cases) / ON_A_PAGE))
    number = min(max(1, number), pages)
    here = cases[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    return TodayPage(
        rows=_rows(viewer, caseload, here, now=now),
        number=number,
        pages=pages,
        needing=len(needing),
        total=len(cases),
        helps=caseload.helps,
    )


def _quiet(caseload: Caseload) -> Iterator[Case]:
    """Who has nothing open."""
    quiet = caseload.treated.keys() - {case.patient for case in caseload.needing}
    for key in sorted(quiet, key=lambda key: (caseload.treated[key].name.casefold(), key)):
        yield Case(patient=key, needs=())


def _wanted(viewer: User, caseload: Caseload, narrowed: Narrowed, now: datetime) -> Callable[[Case], bool]:
    def is_shown(case: Case) -> bool:
        latest = caseload.contacts.get(case.patient)
        match narrowed.show:
            case "":
                return True
            case "needs":
                return bool(case.needs)
            case "waiting":
                again = latest.told.follow_up_on if latest else None
                zone = caseload.treated[case.patient].time_zone
                return again is not None and again > local_date(now, zone)
            case "mine":
                return latest is not None and latest.handed_to == viewer.pk
        return any(need.reason == narrowed.show for need in case.needs)

    name = narrowed.name
    return lambda case: (not name or caseload.treated[case.patient].is_called(name)) and is_shown(case)


def _rows(viewer: User, caseload: Caseload, cases: Sequence[Case], *, now: datetime) -> list[TodayRow]:
    patients = Patient.objects.select_related("user").in_bulk([case.patient for case in cases])
    shown = [(patients[case.patient], case) for case in cases if case.patient in patients]
    told = [one for one, _case in shown if caseload.treated[one.pk].scopes & {Scope.FALLS, Scope.HOME}]
    record_reads(viewer=viewer, patients=told, subject=AuditSubject.SUMMARY)
    latest = [caseload.contacts[one.pk].contact for one, _case in shown if one.pk in caseload.contacts]
    contacts = Contact.objects.with_people().in_bulk(latest)
    of_patients = {contact.patient_id: contact for contact in contacts.values()}
    return [
        _row(patient, case, caseload.treated[patient.pk], of_patients.get(patient.pk), now)
        for patient, case in shown
    ]


def _row(patient: Patient, case: Case, treated: Treated, contact: Contact | None, now: datetime) -> TodayRow:
    own, known, today = display_name(patient.user), treated.known_as, local_date(now, patient.time_zone)
    page = _page_of(patient, treated)
    next_url, next_words = _next(case.needs[0], patient, page) if case.needs else ("", "")
    return TodayRow(
        patient_id=patient.public_id,
        name=known or own,
        own_name=own if known and known != own else "",
        through=", ".join(sorted(set(treated.clinics.values()))),
        phone=patient.phone,
        dialled=dialled(patient.phone),
        reasons=[(str(REASONS[need.reason]), _since(need, patient, today)) for need in case.needs],
        next_url=next_url,
        next_words=next_words,
        page=page,
        contact=contact_words(contact, zone=patient.time_zone, today=today) if contact else "",
    )


def contact_words(contact: Contact, *, zone: str, today: date) -> str:
    """ "Reached yesterday by Theo. Again by Friday 20 November. Handed to Tina"."""
    said = [
        _("%(outcome)s %(day)s by %(who)s")
        % {
            "outcome": OUTCOMES[contact.outcome],
            "day": day_words(local_date(contact.made_at, zone), today=today),
            "who": person_words(contact.made_by),
        }
    ]
    if contact.follow_up_on:
        said.append(_("Again %(day)s") % {"day": day_words(contact.follow_up_on, today=today)})
    if contact.handed_to:
        said.append(_("Handed to %(who)s") % {"who": person_words(contact.handed_to)})
    return ". ".join(said)


def _since(need: Need, patient: Patient, today: date) -> str:
    """Since when, in words: of silence the first day without an answer."""
    if need.reason is Reason.SILENT:
        return day_words(need.since.date() - timedelta(days=DAYS), today=today)
    return day_words(local_date(need.since, patient.time_zone), today=today)


def _page_of(patient: Patient, treated: Treated) -> str:
    if Scope.FALLS in treated.scopes or Scope.LOG in treated.scopes:
        return reverse("patient", args=[patient.public_id])
    if Scope.HOME in treated.scopes:
        return reverse("patient_home", args=[patient.public_id])
    return ""


def _next(need: Need, patient: Patient, page: str) -> tuple[str, str]:
    """Where the next step is, and its words."""
    match need.reason:
        case Reason.REVIEW:
            return reverse("review", args=[need.about]), _("Review the walk")
        case Reason.OVERDUE:
            return reverse("patient_home", args=[patient.public_id]), _("See what is open")
        case Reason.HEAD_STRIKE | Reason.INJURY | Reason.LONG_LIE | Reason.FALLS:
            return reverse("fall", args=[need.about]), _("See the fall")
        case Reason.LINK_ENDS:
            return page, _("See the patient")
    return reverse("patient_contacts", args=[patient.public_id]), _("Make contact")

"""Reaching out to a patient: what was recorded, and recording it."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.errors import FieldError
from accounts.domain.vocabulary import AuditSubject
from accounts.models import display_name
from accounts.services.access import Access, is_therapist_of
from caseload.domain.needs import ContactOutcome
from caseload.models import Contact, KnownAs
from caseload.services.contacts import Told, clinic_of, colleagues_of, know_as, record_contact
from frontend.acting import AccountRequest, sent_now
from frontend.forms.contacts import ContactForm, KnownAsForm
from frontend.forms.errors import add_errors
from frontend.phone_numbers import dialled
from frontend.today_page import contact_words
from frontend.views.patients import open_cared_for
from logs.domain.times import local_date

SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def patient_contacts(request: AccountRequest, patient_id: UUID) -> HttpResponse:
    """The contacts of a patient, newest first, and the form for another one."""
    access = _open(request, patient_id)
    colleagues = colleagues_of(request.user, access.patient)
    form = ContactForm(request.POST if request.method == "POST" else None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid() and _record(request, access, form):
        messages.success(request, _("The contact is recorded."))
        return redirect("patients")
    return _screen(request, access, form)


@login_required
@require_POST
def patient_known_as(request: AccountRequest, patient_id: UUID) -> HttpResponse:
    """The name by which the clinic knows this patient."""
    access, form = _open(request, patient_id), KnownAsForm(request.POST)
    clinic = clinic_of(request.user, access.patient)
    if clinic is None:
        raise Http404
    if form.is_valid():
        know_as(patient=access.patient, clinic=clinic, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("patient_contacts", patient_id)
    colleagues = colleagues_of(request.user, access.patient)
    return _screen(request, access, ContactForm(colleagues=colleagues), known_as=form)


def _open(request: AccountRequest, patient_id: UUID) -> Access:
    """A patient for their therapist; contacts are not for caregivers."""
    subject = None if request.method == "POST" else AuditSubject.CONTACT
    access = open_cared_for(request, patient_id, subject=subject)
    if not is_therapist_of(access):
        raise Http404
    return access


def _record(request: AccountRequest, access: Access, form: ContactForm) -> bool:
    told, now = form.cleaned_data, timezone.now()
    try:
        record_contact(
            patient=access.patient,
            told=Told(
                outcome=ContactOutcome(told["outcome"]),
                plan=told["plan"],
                follow_up_on=told["follow_up_on"],
                handed_to=form.colleagues.get(told.get("handed_to", "")),
            ),
            by=request.user,
            op_id=sent_now(request).op_id,
            now=now,
            today=local_date(now, access.patient.time_zone),
        )
    except FieldError as error:
        add_errors(form, [error])
        return False
    return True


def _screen(
    request: AccountRequest, access: Access, form: ContactForm, *, known_as: KnownAsForm | None = None
) -> HttpResponse:
    patient, today = access.patient, local_date(timezone.now(), access.patient.time_zone)
    found = Contact.objects.visible_to(request.user).filter(patient=patient).newest_first()
    clinic = clinic_of(request.user, patient)
    called = KnownAs.objects.filter(clinic=clinic, patient=patient).first() if clinic else None
    initial = {"name": called.name if called else ""}
    context = {
        "patient": patient,
        "name": called.name if called else display_name(patient.user),
        "phone": patient.phone,
        "dialled": dialled(patient.phone),
        "form": form,
        "known_as": known_as or (KnownAsForm(initial=initial) if clinic else None),
        "contacts": [
            (contact_words(one, zone=patient.time_zone, today=today), one.plan)
            for one in found.with_people()[:SHOWN]
        ],
        "op_id": uuid4(),
        "nav": "patients",
    }
    wrong = form.errors or (known_as is not None and known_as.errors)
    return render(request, "frontend/patients/contacts.html", context, status=422 if wrong else 200)

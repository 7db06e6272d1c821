"""What belongs to the reader themself, or is not found."""

from django.http import Http404

from accounts.models import Patient
from frontend.acting import AccountRequest


def own_patient(request: AccountRequest) -> Patient:
    if not request.user.is_patient:
        raise Http404
    return request.user.patient

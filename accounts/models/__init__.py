from accounts.models.audit import AuditEvent
from accounts.models.care_link import CareInvitation, CareLink, WrongCodeTry
from accounts.models.clinic import Clinic, ClinicInvitation, ClinicMember
from accounts.models.consent import Consent
from accounts.models.mail import AccountMail
from accounts.models.patient import Patient
from accounts.models.therapist import Therapist
from accounts.models.token import ApiToken
from accounts.models.user import User, display_name

__all__ = (
    "AccountMail",
    "ApiToken",
    "AuditEvent",
    "CareInvitation",
    "CareLink",
    "Clinic",
    "ClinicInvitation",
    "ClinicMember",
    "Consent",
    "Patient",
    "Therapist",
    "User",
    "WrongCodeTry",
    "display_name",
)

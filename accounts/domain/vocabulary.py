"""The words of people, roles and care links, as they stand in tables and JSON."""

from enum import StrEnum


class Role(StrEnum):
    """What a care link lets somebody be for one patient."""

    THERAPIST = "therapist"
    CAREGIVER = "caregiver"


class Scope(StrEnum):
    """What a care link shows, and with LOG, lets its holder write."""

    FALLS = "falls"
    SYMPTOMS = "symptoms"
    HOME = "home"
    PHOTOS = "photos"
    NOTES = "notes"
    LOG = "log"


class For(StrEnum):
    """Whom a code is for: one person, or every member of a clinic."""

    PERSON = "person"
    CLINIC = "clinic"


class Profession(StrEnum):
    OCCUPATIONAL_THERAPIST = "occupational_therapist"
    PHYSICAL_THERAPIST = "physical_therapist"
    NURSE = "nurse"
    DOCTOR = "doctor"
    OTHER = "other"


class YesNoUnknown(StrEnum):
    """An answer that the safety texts depend on; unknown shows the stricter text."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class MsType(StrEnum):
    RELAPSING_REMITTING = "relapsing_remitting"
    SECONDARY_PROGRESSIVE = "secondary_progressive"
    PRIMARY_PROGRESSIVE = "primary_progressive"
    CLINICALLY_ISOLATED = "clinically_isolated"
    UNKNOWN = "unknown"


class Aid(StrEnum):
    """What the person leaned on, wore or rode."""

    NONE = "none"
    CANE = "cane"
    CRUTCHES = "crutches"
    WALKER = "walker"
    ROLLATOR = "rollator"
    ANKLE_FOOT_ORTHOSIS = "ankle_foot_orthosis"
    FUNCTIONAL_ELECTRICAL_STIMULATION = "functional_electrical_stimulation"
    MANUAL_WHEELCHAIR = "manual_wheelchair"
    POWER_WHEELCHAIR = "power_wheelchair"
    SCOOTER = "scooter"
    FURNITURE = "furniture"
    PERSON = "person"


WHEELCHAIRS = frozenset({Aid.MANUAL_WHEELCHAIR, Aid.POWER_WHEELCHAIR, Aid.SCOOTER})


class ClinicRole(StrEnum):
    ADMIN = "admin"
    MEMBER = "member"


class TokenScope(StrEnum):
    """What a program may do with an account's token."""

    READ = "read"
    WRITE = "write"


class AuditAction(StrEnum):
    SIGNED_IN = "signed_in"
    READ = "read"
    WROTE = "wrote"
    INVITED = "invited"
    CODE_WITHDRAWN = "code_withdrawn"
    LINK_STARTED = "link_started"
    LINK_CHANGED = "link_changed"
    LINK_ENDED = "link_ended"
    JOINED_CLINIC = "joined_clinic"
    LEFT_CLINIC = "left_clinic"
    TOKEN_MADE = "token_made"  # noqa: S105 - an action
    TOKEN_ENDED = "token_ended"  # noqa: S105
    ADMIN_MADE = "admin_made"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    FACTOR_RESET = "factor_reset"
    SESSIONS_ENDED = "sessions_ended"
    AGREED = "agreed"
    TOOK_BACK = "took_back"
    EXPORTED = "exported"
    ASKED_TO_BE_ERASED = "asked_for_erasure"
    STAYED = "stayed"
    REPORT_SHARED = "report_shared"
    REPORT_SEEN = "report_seen"  # by a link, so by nobody who is known


class AuditSubject(StrEnum):
    """What was looked at or written."""

    ACCOUNT = "account"
    CARE_LINK = "care_link"
    CLINIC = "clinic"
    SUMMARY = "summary"
    FALLS = "falls"
    DIARY = "diary"
    SYMPTOMS = "symptoms"
    RATES = "rates"
    HOME = "home"
    PHOTOS = "photos"
    TREATMENTS = "treatments"
    CONTACT = "contact"
    MAIL = "mail"
    REPORT = "report"

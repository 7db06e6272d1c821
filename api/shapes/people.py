"""Patients, care invitations and care links as JSON."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any, cast

from rest_framework import serializers

from accounts.domain import vocabulary as words
from accounts.models import CareInvitation, CareLink, Patient, User, display_name
from accounts.services.care_links import DEFAULT_SCOPES, last_day
from api.fields import Choice, Choices, Day, Flag, Id, Line, Moment, Text
from api.shapes.base import Shape
from logs.caseload import RECENT_DAYS, RecentCounts

LONGEST_CODE = 64  # characters; a code has 8, and people type it with spaces and hyphens
PROFILE_GOES_ALONG = (
    "Of the profile, therapists also see the phone number, and with falls the aids, blood thinner, type of "
    "MS, living alone and remembered falls. home tells of a wheelchair and of a new aid; log, on the safety "
    "screen of a fall, of blood thinner, numb legs, baclofen pump, wheelchair, and whom to call."
)


class RecentShown(Shape):
    falls = serializers.IntegerField(min_value=0)
    near_falls = serializers.IntegerField(min_value=0)
    observed_days = serializers.IntegerField(min_value=0, help_text="Days answered in time.")
    enrolled_days = serializers.IntegerField(min_value=0, help_text="Days the diary could have had.")


class PatientShown(Shape):
    """A patient who gave the viewer, or a clinic of theirs, a care link."""

    id = Id()
    name = Text(help_text="Empty where they gave none.")
    time_zone = Text()
    scopes = Choices(words.Scope, help_text="What all links to this patient allow together.")
    diary_began_on = Day(allow_null=True, help_text="null without the scope falls.")
    recent = RecentShown(
        allow_null=True, help_text=f"The last {RECENT_DAYS} days; null without the scope falls."
    )
    days_since_last_entry = serializers.IntegerField(
        allow_null=True, min_value=0, help_text="Local days; null where nothing was written or shown."
    )


class PatientsQuery(Shape):
    patient = Id(required=False, help_text="That one alone.")
    cursor = Text(required=False, help_text="From `next` or `previous`.")


class NewInvitation(Shape):
    patient = Id(required=False, help_text="The account's own: nobody lets others in for somebody else.")
    role = Choice(words.Role, required=False, help_text="therapist unless said otherwise.")
    scopes = Choices(
        words.Scope,
        required=False,
        help_text=f"{', '.join(sorted(DEFAULT_SCOPES))} unless said otherwise. {PROFILE_GOES_ALONG}",
    )
    ends_on = Day(required=False, allow_null=True, help_text="Last local day of the access; null: no end.")


# "for" is a word of Python.
NewInvitation._declared_fields["for"] = Choice(  # noqa: SLF001
    words.For, required=False, help_text="person unless said otherwise."
)


class InvitationMade(Shape):
    id = Id()
    code = Text(help_text="8 characters, one use, shown here alone.")
    expires_at = Moment()


class InvitationsQuery(Shape):
    patient = Id(required=False, help_text="The account's own.")
    cursor = Text(required=False, help_text="From `next` or `previous`.")


class InvitationShown(Shape):
    """A code that lets somebody in as soon as it is entered; its text is nowhere."""

    id = Id()
    role = Choice(words.Role)
    scopes = Choices(words.Scope)
    made_at = Moment()
    expires_at = Moment(help_text="Until then the code can be entered.")
    ends_on = Day(allow_null=True, help_text="Last local day of the access; null: no end.")


InvitationShown._declared_fields["for"] = Choice(words.For)  # noqa: SLF001


class CodeTakenUp(Shape):
    code = Line(max_length=LONGEST_CODE)
    clinic = Id(required=False, help_text="Which of the account's clinics, for a code that is for one.")


class CareLinkPatch(Shape):
    scopes = Choices(words.Scope, required=False)
    ends_on = Day(required=False, allow_null=True, help_text="Last local day of the access; null: no end.")


class LinksQuery(Shape):
    patient = Id(required=False, help_text="Those of that patient alone.")
    cursor = Text(required=False, help_text="From `next` or `previous`.")


class HolderShown(Shape):
    kind = Choice(words.For)
    id = Id()
    name = Text()
    profession = Choice(words.Profession, allow_null=True)


class PatientNamed(Shape):
    id = Id()
    name = Text()


class CareLinkShown(Shape):
    """Access that a patient gave a person or a clinic."""

    id = Id()
    is_own = Flag(help_text="Whether the viewer is the patient who gave it.")
    patient = PatientNamed()
    holder = HolderShown()
    role = Choice(words.Role)
    scopes = Choices(words.Scope)
    started_at = Moment()
    ends_on = Day(allow_null=True)


def patient_json(
    patient: Patient,
    scopes: Collection[words.Scope],
    recent: Mapping[int, RecentCounts],
    silent: Mapping[int, int],
) -> dict[str, Any]:
    counts = recent.get(patient.pk)
    return {
        "id": str(patient.public_id),
        "name": patient.user.name,
        "time_zone": patient.time_zone,
        "scopes": sorted(scopes),
        "diary_began_on": patient.diary_began_on.isoformat() if counts else None,
        "recent": asdict(counts) if counts else None,
        "days_since_last_entry": silent.get(patient.pk),
    }


def invitation_json(invitation: CareInvitation) -> dict[str, Any]:
    ends_on = last_day(invitation.link_ends_at, invitation.patient.time_zone)
    return {
        "id": str(invitation.public_id),
        "for": invitation.is_for,
        "role": invitation.role,
        "scopes": sorted(invitation.scopes),
        "made_at": invitation.made_at.isoformat(),
        "expires_at": invitation.expires_at.isoformat(),
        "ends_on": ends_on.isoformat() if ends_on else None,
    }


def link_json(link: CareLink, *, is_own: bool) -> dict[str, Any]:
    ends_on = last_day(link.ends_at, link.patient.time_zone)
    return {
        "id": str(link.public_id),
        "is_own": is_own,
        "patient": {"id": str(link.patient.public_id), "name": display_name(link.patient.user)},
        "holder": _holder(link),
        "role": link.role,
        "scopes": sorted(link.scopes),
        "started_at": link.started_at.isoformat(),
        "ends_on": ends_on.isoformat() if ends_on else None,
    }


def _holder(link: CareLink) -> dict[str, Any]:
    if (clinic := link.clinic) is not None:
        return {"kind": "clinic", "id": str(clinic.public_id), "name": clinic.name, "profession": None}
    person = cast("User", link.person)  # the database keeps one of the two
    return {
        "kind": "person",
        "id": str(person.public_id),
        "name": display_name(person),
        "profession": person.therapist.profession if person.is_therapist else None,
    }

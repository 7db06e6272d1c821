"""The words of people, roles, care links and the audit trail."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.domain.vocabulary import (
    AuditSubject,
    MsType,
    Profession,
    Role,
    Scope,
    TokenScope,
    YesNoUnknown,
)
from accounts.models import User, display_name

Word = TypeVar("Word", bound=StrEnum)

SCOPES: Mapping[Scope, Promise] = {
    Scope.FALLS: _("falls and diary"),
    Scope.SYMPTOMS: _("symptoms"),
    Scope.HOME: _("home safety"),
    Scope.PHOTOS: _("photos of my home"),
    Scope.NOTES: _("notes"),
    Scope.LOG: _("may log for me"),
}
SCOPES_FOR_OTHERS: Mapping[Scope, Promise] = {
    **SCOPES,
    Scope.PHOTOS: _("photos of the home"),
    Scope.LOG: _("you may log for them"),
}
SCOPE_CHOICES: Mapping[Scope, Promise] = {
    Scope.FALLS: _("My falls and diary"),
    Scope.SYMPTOMS: _("My symptoms"),
    Scope.HOME: _("My home’s safety"),
    Scope.PHOTOS: _("Photos of my home"),
    Scope.NOTES: _("Notes in my own words"),
    Scope.LOG: _("Log falls and days for me"),
}
# What of the profile a scope shows, without a tick of its own. Of falls, to therapists alone.
PROFILE_WITH: Mapping[Scope, Sequence[Promise]] = {
    Scope.FALLS: (
        _("aids"),
        _("blood thinner"),
        _("whether I live alone"),
        _("type of MS"),
        _("falls remembered when I joined"),
    ),
    # A walk asks other things of who uses a wheelchair, and a new aid is a reason to look again.
    Scope.HOME: (_("aids"),),
    # The safety screen of a fall: its advice and its numbers.
    Scope.LOG: (
        _("aids"),
        _("blood thinner"),
        _("numb legs"),
        _("baclofen pump"),
        _("emergency number"),
        _("my person"),
    ),
}
PROFILE_FOR_THERAPISTS = (_("phone number"),)
PROFESSIONS: Mapping[Profession, Promise] = {
    Profession.OCCUPATIONAL_THERAPIST: _("occupational therapist"),
    Profession.PHYSICAL_THERAPIST: _("physical therapist"),
    Profession.NURSE: _("nurse"),
    Profession.DOCTOR: _("doctor"),
    Profession.OTHER: _("health professional"),
}
SAFETY_ANSWERS: Mapping[YesNoUnknown, Promise] = {
    YesNoUnknown.YES: _("Yes"),
    YesNoUnknown.NO: _("No"),
    YesNoUnknown.UNKNOWN: _("I do not know"),
}
MS_TYPES: Mapping[MsType, Promise] = {
    MsType.RELAPSING_REMITTING: _("Relapsing-remitting"),
    MsType.SECONDARY_PROGRESSIVE: _("Secondary progressive"),
    MsType.PRIMARY_PROGRESSIVE: _("Primary progressive"),
    MsType.CLINICALLY_ISOLATED: _("Clinically isolated syndrome"),
    MsType.UNKNOWN: _("I do not know"),
}
PROGRAMS: Mapping[TokenScope, Promise] = {
    TokenScope.READ: _("may read"),
    TokenScope.WRITE: _("may read and write"),
}
WRITING_PROGRAMS = _(
    "A program that may write can also let other people see your diary and fetch all of your data as one "
    "file. It does not ask you again."
)
SUBJECTS: Mapping[str, Promise] = {
    AuditSubject.ACCOUNT: _("account"),
    AuditSubject.CARE_LINK: _("people"),
    AuditSubject.CLINIC: _("clinic"),
    AuditSubject.SUMMARY: _("summary"),
    AuditSubject.FALLS: _("falls"),
    AuditSubject.DIARY: _("diary"),
    AuditSubject.SYMPTOMS: _("symptoms"),
    AuditSubject.RATES: _("rates"),
    AuditSubject.HOME: _("home"),
    AuditSubject.PHOTOS: _("photos of the home"),
    AuditSubject.TREATMENTS: _("medicines, aids and exercise"),
    AuditSubject.CONTACT: _("contacts"),
    AuditSubject.MAIL: _("mail from this app"),
    AuditSubject.REPORT: _("report"),
}


def care_choices(words: Mapping[Word, Promise]) -> list[tuple[str, str]]:
    """Values and words for a form, each word with a capital."""
    return [(str(value), capfirst(str(said))) for value, said in words.items()]


def person_words(person: User | None) -> str:
    """ "Theo, occupational therapist"."""
    if person is None:
        return _now("Somebody who has left")
    name = display_name(person)
    if not person.is_therapist:
        return str(name)
    profession = PROFESSIONS[Profession(person.therapist.profession)]
    return str(format_lazy("{}, {}", name, profession))


def doer_words(person: User | None) -> str:
    """The same at the head of a sentence: "Theo, occupational therapist," and then what he did."""
    words = person_words(person)
    return f"{words}," if person is not None and person.is_therapist else words


def scopes_words(scopes: Collection[Scope], words: Mapping[Scope, Promise] = SCOPES) -> str:
    """ "falls and diary, symptoms"; in the order of the vocabulary."""
    return ", ".join(str(words[scope]) for scope in Scope if scope in scopes)


def profile_words(scopes: Collection[Scope], role: Role) -> str:
    """ "phone number, aids, blood thinner": what of the profile goes along with the scopes."""
    is_therapist = role == Role.THERAPIST
    found = [*(PROFILE_FOR_THERAPISTS if is_therapist else ())]
    for scope, words in PROFILE_WITH.items():
        if scope in scopes and (is_therapist or scope is not Scope.FALLS):
            found += words
    return ", ".join(dict.fromkeys(str(one) for one in found))


def subject_words(subject: str) -> str:
    return str(SUBJECTS.get(subject, subject))


def program_words(scope: str) -> str:
    """What a program may do, after its name: "may read"."""
    return str(PROGRAMS[TokenScope(scope)])

"""The words of people and care links: spelled once, kept by the database, and each said on a screen."""

from collections.abc import Mapping
from enum import StrEnum

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from accounts.domain.vocabulary import MsType, Profession, YesNoUnknown
from accounts.models import CareInvitation, CareLink, ClinicMember, Patient, Therapist
from accounts.services.care_links import invite
from frontend.care_words import MS_TYPES, PROFESSIONS, SAFETY_ANSWERS
from tests.people import make_clinic, make_link, make_patient, make_therapist

WRITTEN: list[tuple[type[Model], str]] = [
    (CareLink, "role"),
    (CareInvitation, "role"),
    (CareInvitation, "is_for"),
    (ClinicMember, "role"),
    (Therapist, "profession"),
    (Patient, "blood_thinner"),
    (Patient, "numb_legs"),
    (Patient, "baclofen_pump"),
    (Patient, "ms_type"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "field"), WRITTEN)
def test_the_database_keeps_no_word_that_nobody_knows(model: type[Model], field: str) -> None:
    anna, theo = make_patient("Anna"), make_therapist("Theo")
    make_link(anna, theo, clinic=make_clinic(by=theo))
    invite(patient=anna, now=anna.diary_began_at)
    rows = model._default_manager.all()
    assert rows.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**{field: "nurs"})


@pytest.mark.parametrize(
    ("vocabulary", "words"),
    [(Profession, PROFESSIONS), (YesNoUnknown, SAFETY_ANSWERS), (MsType, MS_TYPES)],
)
def test_every_word_is_said_on_a_screen(vocabulary: type[StrEnum], words: Mapping[StrEnum, object]) -> None:
    assert set(words) == set(vocabulary)

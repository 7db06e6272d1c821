"""What an account tells about itself: checked, and kept field by field."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction

from accounts.domain.errors import FieldError
from accounts.domain.profile import checked_profile
from accounts.domain.text import clean_line
from accounts.domain.vocabulary import Aid
from accounts.errors import InvalidProfile
from accounts.models import Patient, User


def change_profile(*, patient: Patient, changes: Mapping[str, object], today: date) -> None:
    """Keep what changed. A new time zone holds from now on: days that were answered stay where they are.

    `today` is the patient's. Raises InvalidProfile with every error, and then keeps nothing.
    """
    kept, errors = checked_profile(changes, today=today)
    if errors:
        raise InvalidProfile(errors)
    with transaction.atomic():
        row = Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
        if _adds_an_aid(kept.get("aids"), row.aids):
            kept["new_aid_on"] = today
        changed = [field for field, value in kept.items() if getattr(row, field) != value]
        for field in changed:
            setattr(row, field, kept[field])
        if changed:
            row.save(update_fields=changed)  # not update(): what follows for the diary hears of a save
    for field, value in kept.items():
        setattr(patient, field, value)


def _adds_an_aid(told: object, before: Collection[str]) -> bool:
    return isinstance(told, list | tuple) and not {*before, Aid.NONE}.issuperset(told)


def change_name(account: User, name: str) -> None:
    """Keep the name that others see; empty for none. Raises InvalidProfile."""
    try:
        account.name = clean_line(name, field="name")
    except FieldError as error:
        raise InvalidProfile([error]) from None
    account.save(update_fields=["name"])

"""Whatever is kept about people is in one list, with what becomes of it."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model, OneToOneField

from accounts.models import User
from belongings.registry import REGISTRY, owned
from belongings.rows import columns_of, name_of

BY_MODEL = {belonging.model: belonging for belonging in REGISTRY}
MODELS = {model._meta.label: model for model in apps.get_models()}


def test_no_model_is_missing_and_none_is_made_up() -> None:
    assert set(BY_MODEL) == set(MODELS)
    assert len(BY_MODEL) == len(REGISTRY)


def links_to_people() -> list[tuple[str, str]]:
    return [
        (label, field.name)
        for label, model in MODELS.items()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey | OneToOneField) and field.related_model is User
    ]


@pytest.mark.parametrize(("label", "name"), links_to_people())
def test_every_link_to_an_account_goes_or_is_let_go_of(label: str, name: str) -> None:
    belonging = BY_MODEL[label]
    goes = name in (belonging.whose, belonging.also)
    assert goes != (name in belonging.names)


@pytest.mark.parametrize("label", sorted(MODELS))
def test_whatever_hangs_on_a_patient_is_somebodys(label: str) -> None:
    """A model with a patient is never among those that are about nobody."""
    model: type[Model] = MODELS[label]
    if any(field.name == "patient" for field in model._meta.concrete_fields):
        assert BY_MODEL[label].whose == "patient__user"


@pytest.mark.parametrize("label", sorted(MODELS))
def test_what_is_in_no_archive_says_why(label: str) -> None:
    belonging = BY_MODEL[label]
    assert bool(belonging.file) != bool(belonging.why_not)
    columns = {field.name for field in MODELS[label]._meta.concrete_fields}
    assert {*belonging.hides, *belonging.names} <= columns


def test_every_column_of_an_archive_is_documented() -> None:
    documented = (Path(__file__).parents[2] / "docs" / "export.md").read_text()
    for belonging in owned():
        if belonging.file:
            columns = ", ".join(f"`{name_of(column)}`" for column in columns_of(belonging))
            assert f"| `{belonging.file}` | {columns} |" in documented

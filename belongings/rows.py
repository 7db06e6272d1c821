"""Rows as JSON, and back. What a column is called, an archive calls it; ids are the opaque ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import AutoField, BigAutoField, Field, ForeignKey, Model

from accounts.models import Clinic, Patient, User, display_name
from belongings.registry import Belonging
from checklists.models import Checklist, ChecklistItem

Json = dict[str, Any]
ME = "me"
AT_ONCE = 1000  # rows in memory


def rows_of(belonging: Belonging, account: User) -> Iterator[Json]:
    """Every row that is the account's, the oldest first, without what no archive has."""
    model = belonging.kept_in
    columns = list(columns_of(belonging))
    links = [column.name for column in columns if isinstance(column, ForeignKey)]
    rows = model._base_manager.filter(belonging.rows_of(account)).order_by("pk")  # noqa: SLF001
    for row in rows.select_related(*_with_what_they_name(links, model)).iterator(AT_ONCE):
        yield {name_of(column): _value(row, column, account) for column in columns}


def columns_of(belonging: Belonging) -> Iterator[Field[Any, Any]]:
    """Those that an archive has: no keys of tables, nothing hidden, nothing that is the person throughout."""
    for column in belonging.kept_in._meta.concrete_fields:  # noqa: SLF001
        is_key = isinstance(column, AutoField | BigAutoField)
        is_whose = column.name == belonging.whose.partition("__")[0] and column.related_model in (
            User,
            Patient,
        )
        if not (is_key or is_whose or column.name in belonging.hides):
            yield column


def name_of(column: Field[Any, Any]) -> str:
    return "id" if column.name == "public_id" else str(column.name)


def checklist_name(checklist: Checklist) -> str:
    return f"{checklist.code} {checklist.version}"


def plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """As JSON has it: times with their offset, ids as text."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _with_what_they_name(links: list[str], model: type[Model]) -> list[str]:
    items = [name for name in links if model._meta.get_field(name).related_model is ChecklistItem]  # noqa: SLF001
    return [*links, *(f"{name}__checklist" for name in items)]


def _value(row: Model, column: Field[Any, Any], account: User) -> Any:  # noqa: ANN401 - JSON
    if isinstance(column, ForeignKey):
        return _named(getattr(row, column.name), account)
    return plain(getattr(row, column.attname))


def _named(other: Model | None, account: User) -> str | Mapping[str, str] | None:
    """Whom or what a link names, so that it is found again elsewhere."""
    if other is None:
        return None
    if isinstance(other, User | Patient):
        person = other.user if isinstance(other, Patient) else other
        return ME if person.pk == account.pk else display_name(person)
    if isinstance(other, Clinic):
        return other.name
    if isinstance(other, ChecklistItem):
        return {"checklist": checklist_name(other.checklist), "code": other.code}
    if isinstance(other, Checklist):
        return checklist_name(other)
    return str(other.public_id)  # type: ignore[attr-defined]  # everything else has one

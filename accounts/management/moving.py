"""Every row of one database into another that is empty, and the proof that both hold the same.

A row is compared by what Django reads from it, so that it does not matter how each database keeps it.
"""
# ruff: noqa: SLF001  # _meta and _base_manager are Django's public names

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from graphlib import TopologicalSorter
from itertools import islice
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import DatabaseError, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

AT_ONCE = 1000  # rows in memory
# Filled where a database is made ready: emptied and copied too, because other rows point at their ids.
FILLED_BEFORE = (
    "auth.Permission",
    "contenttypes.ContentType",
    "checklists.ChecklistItem",
    "checklists.Checklist",
)


class CannotMove(Exception):
    """A sentence about why nothing was moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How many rows, and a sum over their digests that is the same in whatever order they come."""

    rows: int
    digest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedTable:
    name: str
    rows: int


def move(*, source: str, target: str) -> Iterator[MovedTable]:
    """Copy all tables between two configured databases; all of it, or with CannotMove nothing."""
    with transaction.atomic(using=source), transaction.atomic(using=target):
        _refuse_different_tables(source, target)
        _refuse_rows_in(target)
        for model in _filled_before():
            model._base_manager.using(target).delete()
        for model in tables_in_order():
            yield MovedTable(name=model._meta.db_table, rows=_move_table(model, source, target))
        _refuse_broken_pointers(target)
        with connections[target].cursor() as cursor:
            for statement in connections[target].ops.sequence_reset_sql(no_style(), tables_in_order()):
                cursor.execute(statement)
    ContentType.objects.clear_cache()


def _filled_before() -> list[type[models.Model]]:
    return [apps.get_model(label) for label in FILLED_BEFORE]


def tables_in_order() -> list[type[models.Model]]:
    """Each table after those that its rows point at."""
    order: TopologicalSorter[type[models.Model]] = TopologicalSorter()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            order.add(model, *(pointed for pointed in _pointed_at(model) if pointed is not model))
    return list(order.static_order())


def _pointed_at(model: type[models.Model]) -> Iterator[type[models.Model]]:
    for field in model._meta.concrete_fields:
        if isinstance(field.related_model, type):
            yield field.related_model._meta.concrete_model or field.related_model


def _refuse_different_tables(source: str, target: str) -> None:
    executor = MigrationExecutor(connections[target])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CannotMove("The target is not migrated: run `manage.py migrate` on it first.")
    done = {
        alias: set(MigrationRecorder(connections[alias]).applied_migrations()) for alias in (source, target)
    }
    if done[source] != done[target]:
        raise CannotMove(
            "The source is of another version: run this version's `manage.py migrate` on it first."
        )
    known = {model._meta.db_table for model in tables_in_order()} | _left_behind()
    unknown = sorted(set(connections[source].introspection.table_names()) - known)
    if unknown:
        raise CannotMove(f"The source has tables that this version does not know: {', '.join(unknown)}.")


def _left_behind() -> set[str]:
    """What each database has of its own: what was migrated, and limits on sign-in that begin anew."""
    caches = {
        str(cache["LOCATION"]) for cache in settings.CACHES.values() if "DatabaseCache" in cache["BACKEND"]
    }
    return caches | {MigrationRecorder.Migration._meta.db_table}


def _refuse_rows_in(target: str) -> None:
    for model in tables_in_order():
        if model not in _filled_before() and model._base_manager.using(target).exists():
            raise CannotMove(f"The target is not empty: {model._meta.db_table} has rows.")


def _move_table(model: type[models.Model], source: str, target: str) -> int:
    rows = model._base_manager.using(source).iterator(chunk_size=AT_ONCE)
    count = digest = 0
    try:
        while batch := list(islice(rows, AT_ONCE)):
            taken = _sum(batch)
            count, digest = count + taken.rows, _added(digest, taken.digest)
            model._base_manager.using(target).bulk_create(batch)
    except DatabaseError as error:
        raise CannotMove(f"A row of {model._meta.db_table} was refused: {_first_line(error)}.") from None
    arrived = _sum(model._base_manager.using(target).iterator(chunk_size=AT_ONCE))
    if arrived != Sum(rows=count, digest=digest):
        raise CannotMove(f"{model._meta.db_table} did not arrive as it was: {arrived.rows} rows of {count}.")
    return count


def _refuse_broken_pointers(target: str) -> None:
    try:
        connections[target].check_constraints()
    except DatabaseError as error:
        raise CannotMove(f"A row points at none: {_first_line(error)}.") from None


def _first_line(error: DatabaseError) -> str:
    """What follows it may tell a row's values."""
    return str(error).strip().partition("\n")[0]


def _sum(rows: Iterable[models.Model]) -> Sum:
    count = digest = 0
    for row in rows:
        count, digest = count + 1, _added(digest, _digest(row))
    return Sum(rows=count, digest=digest)


def _added(one: int, other: int) -> int:
    return (one + other) % 2**256


def _digest(row: models.Model) -> int:
    values = {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}
    written = json.dumps(values, sort_keys=True, default=_written)
    return int.from_bytes(hashlib.sha256(written.encode()).digest())


def _written(value: object) -> str:
    """One spelling for a value, whichever database it was read from."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"no spelling is known for {type(value).__name__}")

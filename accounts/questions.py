"""Questions to the database that nearly every write or request asks, with their SQL made once.

Django makes the SQL of a queryset anew each time it is asked. Where the answer is one row, that costs
three to six times as much as the answer (`bench api`), so these few are made once and asked with other
values. What they ask is still written as a queryset.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Field, Model, QuerySet, Value

M = TypeVar("M", bound=Model)
Row = tuple[Any, ...]
# SQL, its parameters with blanks among them, and what Django does to the values of which column.
Made = tuple[str, Row, Mapping[int, Any]]


class Blank(Value):
    """Stands in a queryset for a value that is not known yet, of that field's kind."""

    def __init__(self, name: str, kind: "Field[Any, Any]") -> None:
        super().__init__(None, output_field=kind)
        self.name, self.kind = name, kind

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # noqa: ANN401 - Django's own
        return "%s", [self]


class Question:
    """Ask with the values of its blanks, none of them None: `question(date=today)` is a list of tuples.

    `build` gets a `Blank` for each of the named kinds of field, and makes a queryset with `values_list`.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], **blanks: "Field[Any, Any]") -> None:
        self._build = build
        self._blanks = {name: Blank(name, kind) for name, kind in blanks.items()}
        self._made: dict[tuple[str, bool], Made] = {}

    def __call__(self, **values: object) -> list[Row]:
        sql, parameters, converters = self._made.get(_shaped_by()) or self._make()
        told = [_filled(parameter, values) for parameter in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, told)
            return [_converted(row, converters) for row in cursor.fetchall()]

    def _make(self) -> Made:
        compiler = self._build(**self._blanks).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        made = (sql, tuple(parameters), converters)
        self._made[_shaped_by()] = made
        return made


def _shaped_by() -> tuple[str, bool]:
    """What the SQL depends on besides its values: `held_by` asks for a second factor, or does not."""
    return connection.vendor, settings.SECOND_FACTOR


def columns(model: type[Model], path: str = "") -> list[str]:
    """All columns of a model, for `values_list`; `path` leads to it from another one."""
    return [path + field.attname for field in model._meta.concrete_fields]  # noqa: SLF001 - as Django names it


def made_of(model: type[M], values: Row) -> M:
    """The model that these values of all its columns are."""
    return model.from_db(connection.alias, columns(model), values)


def _filled(parameter: Any, values: Mapping[str, object]) -> Any:  # noqa: ANN401 - what the database takes
    if isinstance(parameter, Blank):
        return parameter.kind.get_db_prep_value(values[parameter.name], connection)
    return parameter


def _converted(row: Row, converters: Mapping[int, Any]) -> Row:
    values = list(row)
    for place, (converts, expression) in converters.items():
        for convert in converts:
            values[place] = convert(values[place], expression, connection)
    return tuple(values)

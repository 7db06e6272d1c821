"""Empties the tables between tests, whatever stands in the way.

On SQLite the triggers of the audit trail refuse even that. PostgreSQL empties tables with TRUNCATE, which
row triggers don't see; there a page that was left may still be answered, and hold a table that another
waits for. The triggers themselves are put back from the database's own record of them, so a test still
meets the real ones.
"""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.db.backends.postgresql.base import DatabaseWrapper as Postgresql
from django.db.backends.sqlite3.base import DatabaseWrapper as Sqlite

OnSqlite: Any = Sqlite.ops_class
OnPostgresql: Any = Postgresql.ops_class

TRIES, PAUSE = 10, 0.5  # seconds; a request is over long before that


@pytest.fixture(autouse=True, scope="session")
def tables_can_be_emptied_between_tests() -> Iterator[None]:
    on_sqlite, on_postgresql = OnSqlite.execute_sql_flush, OnPostgresql.execute_sql_flush

    def flush_without_triggers(self: Any, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers: list[tuple[str, str]] = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
        on_sqlite(self, sql_list)
        with self.connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)

    def flush_after_the_last_request(self: Any, sql_list: list[str]) -> None:
        for left in reversed(range(TRIES)):
            try:
                on_postgresql(self, sql_list)
            except OperationalError as error:  # of two that wait for each other PostgreSQL ends one
                if left == 0 or "deadlock" not in str(error):
                    raise
                time.sleep(PAUSE)
            else:
                return

    OnSqlite.execute_sql_flush = flush_without_triggers
    OnPostgresql.execute_sql_flush = flush_after_the_last_request
    yield
    OnSqlite.execute_sql_flush, OnPostgresql.execute_sql_flush = on_sqlite, on_postgresql

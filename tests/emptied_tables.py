"""Lets a test empty the audit trail between tests on SQLite, where the triggers refuse even that.

PostgreSQL empties tables with TRUNCATE, which row triggers don't see. The triggers themselves are put
back from the database's own record of them, so a test still meets the real ones.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper

Operations: Any = DatabaseWrapper.ops_class


@pytest.fixture(autouse=True, scope="session")
def the_audit_trail_can_be_emptied_between_tests() -> Iterator[None]:
    flush = Operations.execute_sql_flush

    def flush_without_triggers(self: Any, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers: list[tuple[str, str]] = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
        flush(self, sql_list)
        with self.connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)

    Operations.execute_sql_flush = flush_without_triggers
    yield
    Operations.execute_sql_flush = flush

"""The next test finds empty tables, even where a page of the last one is still being answered."""

import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Patient, User
from tests.people import make_patient


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite locks no single table")
def test_tables_are_emptied_though_a_request_waits_for_one_and_holds_another() -> None:
    make_patient("Anna")
    holds, emptying = threading.Event(), threading.Event()
    late = threading.Thread(target=_request_that_was_left, args=(holds, emptying))
    late.start()
    holds.wait(10)
    emptying.set()
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    late.join(10)
    assert not User.objects.exists()


def _request_that_was_left(holds: threading.Event, emptying: threading.Event) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
            cursor.execute(f'LOCK TABLE "{Patient._meta.db_table}" IN ACCESS SHARE MODE')
            holds.set()
            emptying.wait(10)
            time.sleep(0.5)  # PostgreSQL looks for two that wait for each other after a second
            for table in tables:
                cursor.execute(f'LOCK TABLE "{table}" IN ACCESS SHARE MODE')
    finally:
        connection.close()

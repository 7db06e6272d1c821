"""The audit trail is kept by the database itself."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import AuditEvent
from tests.people import make_patient, make_therapist, signed_in

pytestmark = pytest.mark.django_db


def test_anna_signing_in_leaves_a_row() -> None:
    anna = make_patient("Anna")
    signed_in(anna.user)
    assert AuditEvent.objects.about(anna.user).values_list("action", "subject").last() == (
        "signed_in",
        "account",
    )


@pytest.mark.parametrize(
    "statement", ["UPDATE accounts_auditevent SET action = 'x'", "DELETE FROM accounts_auditevent"]
)
def test_not_even_sql_changes_what_was_recorded(statement: str) -> None:
    signed_in(make_therapist("Theo"))
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEvent.objects.filter(action="signed_in").exists()


@pytest.mark.django_db(transaction=True)
def test_the_trail_is_still_guarded_after_other_tests_emptied_it() -> None:
    signed_in(make_therapist("Theo"))
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEvent.objects.all().delete()

"""Questions made once are answered as the querysets that they come from."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import BigAutoField, CharField, DateTimeField, QuerySet, UUIDField
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Patient, User
from accounts.questions import Question, columns, made_of
from tests.people import make_patient

pytestmark = pytest.mark.django_db


def test_a_question_is_asked_with_other_values_and_built_once() -> None:
    built = []

    def of_name(name: str) -> QuerySet[User, tuple[object, ...]]:
        built.append(name)
        return User.objects.filter(name=name).values_list("public_id")

    anna, bela = make_patient("Anna").user, make_patient("Bela").user
    question = Question(of_name, name=CharField())
    with CaptureQueriesContext(connection) as queries:
        assert question(name="Anna") == [(anna.public_id,)]
        assert question(name="Bela") == [(bela.public_id,)]
        assert question(name="x' OR 'a'='a") == []
    assert (len(built), len(queries)) == (1, 3)


def test_every_column_comes_back_as_django_reads_it() -> None:
    anna = make_patient("Anna", began=timezone.now() - timedelta(days=3))
    Patient.objects.filter(pk=anna.pk).update(aids=["cane"], born_in=None, lives_alone=True)
    whole = Question(
        lambda key, began: Patient.objects.filter(public_id=key, diary_began_at__lte=began).values_list(
            *columns(Patient)
        ),
        key=UUIDField(),
        began=DateTimeField(),
    )
    [row] = whole(key=anna.public_id, began=timezone.now())
    found, stored = made_of(Patient, row), Patient.objects.get()
    assert found == stored
    assert [getattr(found, name) for name in columns(Patient)] == [
        getattr(stored, name) for name in columns(Patient)
    ]
    assert whole(key=anna.public_id, began=anna.diary_began_at - timedelta(microseconds=1)) == []


def test_a_question_may_lock_what_it_finds() -> None:
    locked = Question(
        lambda pk: Patient.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk"),
        pk=BigAutoField(),
    )
    anna = make_patient("Anna")
    with CaptureQueriesContext(connection) as queries:
        assert locked(pk=anna.pk) == [(anna.pk,)]
    assert ("FOR NO KEY UPDATE" in queries[0]["sql"]) == (connection.vendor == "postgresql")

"""A clinic that began on SQLite moves to PostgreSQL with everything it has."""

import hashlib
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from django.utils.connection import ConnectionDoesNotExist

from accounts.management import moving
from accounts.models import AuditEvent, Patient, User
from checklists.models import Checklist, ChecklistItem
from logs.models import DiaryDay, Fall, FallRate
from tests.people import fall, make_patient
from tests.production.programs import manage

pytestmark = pytest.mark.django_db(transaction=True)

SIGN_IN = """
from django.test import Client
from accounts.models import User
client = Client()
client.force_login(User.objects.get(patient__isnull=False, email="{email}"))
print(client.cookies["sessionid"].value)
"""
ON_SQLITE = """
CREATE TRIGGER careless AFTER INSERT ON logs_fall
BEGIN UPDATE logs_fall SET note = '' WHERE id = NEW.id; END
"""
ON_POSTGRESQL = """
CREATE FUNCTION careless() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := ''; RETURN NEW; END $$;
CREATE TRIGGER careless BEFORE INSERT ON logs_fall FOR EACH ROW EXECUTE FUNCTION careless()
"""
CARELESS = {
    "sqlite": (ON_SQLITE, "DROP TRIGGER careless"),
    "postgresql": (ON_POSTGRESQL, "DROP FUNCTION careless() CASCADE"),
}


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite installation with patients, their rates, the trail, and somebody signed in."""
    folder = tmp_path_factory.mktemp("lived-in")
    url = f"sqlite:///{folder}/db.sqlite3"
    manage("migrate", "--verbosity=0", database_url=url, folder=folder)
    manage("load_checklists", database_url=url, folder=folder)
    people = json.loads(
        manage("demo", "--patients=3", "--months=3", "--json", database_url=url, folder=folder)
    )
    patient = next(person for person in people if person["role"] == "patient")
    script = SIGN_IN.format(email=patient["email"])
    cookie = manage("shell", "--no-imports", "-c", script, database_url=url, folder=folder)
    (folder / "cookie").write_text(cookie.strip())
    return folder


@pytest.fixture
def old(lived_in: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of that installation's database, to be changed before it moves."""
    (tmp_path / "db.sqlite3").write_bytes((lived_in / "db.sqlite3").read_bytes())
    with closing(sqlite3.connect(tmp_path / "db.sqlite3", isolation_level=None)) as session:
        yield session


def path_of(old: sqlite3.Connection) -> str:
    return str(old.execute("PRAGMA database_list").fetchone()[2])


def move(old: sqlite3.Connection) -> str:
    printed = io.StringIO()
    call_command("move_database", source=f"sqlite:///{path_of(old)}", stdout=printed)
    return printed.getvalue()


def rows(old: sqlite3.Connection, table: str) -> int:
    return int(old.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # our own names


def test_everything_arrives(old: sqlite3.Connection) -> None:
    printed = move(old)
    for model in moving.tables_in_order():
        table = model._meta.db_table
        assert model._base_manager.count() == rows(old, table)
        assert f"{table}: {rows(old, table)}\n" in printed
    assert min(model.objects.count() for model in (Fall, FallRate, DiaryDay, AuditEvent)) > 0


def test_a_checklist_that_the_new_database_has_published_gives_way_to_the_old_ones(
    old: sqlite3.Connection,
) -> None:
    call_command("load_checklists", stdout=io.StringIO())
    move(old)
    [checklist] = Checklist.objects.all()
    [(public_id,)] = old.execute("SELECT public_id FROM checklists_checklist").fetchall()
    assert checklist.public_id == UUID(public_id)
    assert ChecklistItem.objects.count() == checklist.items.count() == 49


def test_the_old_database_is_left_as_it_was(old: sqlite3.Connection) -> None:
    before = hashlib.sha256(Path(path_of(old)).read_bytes()).hexdigest()
    move(old)
    assert hashlib.sha256(Path(path_of(old)).read_bytes()).hexdigest() == before


def test_whoever_was_signed_in_still_is_and_sees_the_same_rates(
    old: sqlite3.Connection, lived_in: Path
) -> None:
    move(old)
    browser = Client()
    browser.cookies["sessionid"] = (lived_in / "cookie").read_text()
    page = browser.get("/rates/")
    assert page.status_code == 200
    patient = Patient.objects.get(user__pk=browser.session["_auth_user_id"])
    assert FallRate.objects.filter(patient=patient, rate__isnull=False).exists()


def test_life_goes_on_after_the_move(old: sqlite3.Connection) -> None:
    move(old)
    anna = make_patient("Anna")
    logged = fall(anna)
    assert logged.pk > max(pk for (pk,) in old.execute("SELECT id FROM logs_fall"))
    assert Patient.objects.count() == 4


def test_the_trail_is_append_only_there_too(old: sqlite3.Connection) -> None:
    move(old)
    with pytest.raises(DatabaseError, match="audit events are append-only"), transaction.atomic():
        AuditEvent.objects.update(action="read")


def test_odd_rows_arrive_as_they_are(old: sqlite3.Connection) -> None:
    words = ["ä", "𝄞", "\u2028", '"', "\\", "", {"b": [1, 1.5, None, True], "a": {}}]
    event = old.execute("SELECT max(id) FROM accounts_auditevent").fetchone()[0]
    old.execute(
        "INSERT INTO accounts_auditevent (at, action, subject, subject_key, detail)"
        " VALUES ('1999-12-31 23:59:59.999999', 'read', 'falls', ?, ?)",
        (uuid4().hex, json.dumps({"words": words})),
    )
    old.execute("UPDATE accounts_user SET name = 'Zoë 𝄞 \u00a0', last_login = NULL")
    move(old)
    moved = AuditEvent.objects.get(pk=event + 1)
    assert moved.detail == {"words": words}
    assert moved.at.isoformat() == "1999-12-31T23:59:59.999999+00:00"
    assert set(User.objects.values_list("name", flat=True)) == {"Zoë 𝄞 \u00a0"}


def test_few_rows_are_held_at_once(old: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "AT_ONCE", 7)
    move(old)
    assert DiaryDay.objects.count() == rows(old, "logs_diaryday")


def test_a_database_in_use_is_not_moved_into(old: sqlite3.Connection) -> None:
    make_patient("Anna")
    with pytest.raises(CommandError, match=r"The target is not empty: .* has rows\. Nothing was moved\."):
        move(old)
    assert User.objects.count() == 1


def test_a_database_of_another_version_is_not_moved(old: sqlite3.Connection) -> None:
    old.execute("DELETE FROM django_migrations WHERE name = '0003_shared_cache'")
    with pytest.raises(CommandError, match="The source is of another version"):
        move(old)


def test_a_table_that_nobody_knows_is_not_left_behind_in_silence(old: sqlite3.Connection) -> None:
    old.execute("CREATE TABLE somebodys_notes (id integer)")
    with pytest.raises(CommandError, match="tables that this version does not know: somebodys_notes"):
        move(old)


@pytest.fixture
def a_target_that_loses_notes() -> Iterator[None]:
    """As a database might that was made by other hands."""
    make, end = CARELESS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(make)
    yield
    with connection.cursor() as cursor:
        cursor.execute(end)


@pytest.mark.usefixtures("a_target_that_loses_notes")
def test_a_row_that_changes_on_the_way_stops_the_move(old: sqlite3.Connection) -> None:
    old.execute("UPDATE logs_fall SET note = 'On the stairs'")
    with pytest.raises(CommandError, match="logs_fall did not arrive as it was"):
        move(old)
    assert not User.objects.exists()


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite takes a text of any length")
def test_a_row_that_postgresql_refuses_stops_the_move(old: sqlite3.Connection) -> None:
    old.execute("UPDATE accounts_user SET name = ?", ("x" * 81,))
    with pytest.raises(CommandError, match="A row of accounts_user was refused: value too long"):
        move(old)
    assert not User.objects.exists()


def test_a_row_that_points_at_nobody_stops_the_move(old: sqlite3.Connection) -> None:
    old.execute("UPDATE logs_fall SET made_by_id = 999999")
    with pytest.raises(CommandError, match="A row points at none"):
        move(old)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("source", "trouble"),
    [("sqlite:////nowhere/db.sqlite3", "cannot be opened"), ("what", "takes an address like DATABASE_URL")],
)
def test_an_address_that_leads_nowhere_is_named(source: str, trouble: str) -> None:
    with pytest.raises(CommandError, match=trouble):
        call_command("move_database", source=source)
    with pytest.raises(ConnectionDoesNotExist):
        connections["source"]

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Still nobody changes a row, and nobody removes one that is younger than a year: whatever the setting
# for keeping them says, and whoever has broken in.
SQLITE = [
    "DROP TRIGGER audit_events_are_not_deleted",
    """
    CREATE TRIGGER audit_events_are_not_deleted BEFORE DELETE ON accounts_auditevent
    WHEN OLD.at > datetime('now', '-365 days')
    BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END
    """,
]
POSTGRESQL = [
    """
    CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '365 days' THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'audit events are append-only' USING ERRCODE = 'restrict_violation';
    END $$
    """,
]
BACK = {
    "sqlite": [
        "DROP TRIGGER audit_events_are_not_deleted",
        """
        CREATE TRIGGER audit_events_are_not_deleted BEFORE DELETE ON accounts_auditevent
        BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END
        """,
    ],
    "postgresql": [
        """
        CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'audit events are append-only' USING ERRCODE = 'restrict_violation'; END $$
        """,
    ],
}


def let_old_ones_go(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def keep_them(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_accounts_leave")]
    operations = [migrations.RunPython(let_old_ones_go, keep_them)]

import uuid

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def give_ids(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    for invitation in apps.get_model("accounts", "CareInvitation").objects.all():
        invitation.public_id = uuid.uuid4()
        invitation.save(update_fields=["public_id"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_kinds_of_mail")]

    operations = [
        migrations.AddField(
            model_name="careinvitation",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        # One default for all rows would be one id for all.
        migrations.AddField(
            model_name="careinvitation",
            name="public_id",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="careinvitation",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]

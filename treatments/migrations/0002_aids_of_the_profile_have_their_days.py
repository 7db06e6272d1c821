"""Each aid that a profile names has a period from now on; since when it was owned, nobody was asked."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NOT_OWNED = ("none", "furniture", "person")


def open_periods(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    periods = apps.get_model("treatments", "AidPeriod").objects
    for patient in apps.get_model("accounts", "Patient").objects.exclude(aids=[]).iterator():
        periods.bulk_create(
            periods.model(patient=patient, aid=aid)
            for aid in dict.fromkeys(patient.aids)
            if aid not in NOT_OWNED
        )


class Migration(migrations.Migration):
    dependencies = [("treatments", "0001_medicines_aids_and_exercise")]

    # Back again there is nothing to do: the profile has them still.
    operations = [migrations.RunPython(open_periods, migrations.RunPython.noop)]

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The diary's table of operations, which other rooms write into from here on."""

    initial = True

    dependencies = [
        ("accounts", "0005_clinics_name_who_is_responsible"),
        ("logs", "0004_operations_have_a_room_of_their_own"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Operation",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "patient_id",
                                "op_id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("op_id", models.UUIDField()),
                        ("type", models.CharField(max_length=20)),
                        ("payload_hash", models.CharField(max_length=64)),
                        ("outcome", models.CharField(max_length=16)),
                        ("fall_key", models.UUIDField(null=True)),
                        ("version", models.PositiveIntegerField(null=True)),
                        ("kept", models.JSONField(null=True)),
                        ("unseen", models.JSONField(null=True)),
                        ("made_at", models.DateTimeField()),
                        ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "patient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="operations",
                                to="accounts.patient",
                            ),
                        ),
                    ],
                    options={"db_table": "logs_operation"},
                ),
            ]
        ),
    ]

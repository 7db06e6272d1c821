import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0004_deliveries_by_hand")]

    operations = [
        migrations.CreateModel(
            name="PlannerRun",
            fields=[
                ("name", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("last_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SendingPause",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_pause_of_sending")
                ],
            },
        ),
    ]

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_heartbeats")]

    operations = [
        migrations.CreateModel(
            name="Watch",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("trouble_since", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("told_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_watch")],
            },
        ),
    ]

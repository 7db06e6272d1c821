import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0001_push_subscriptions"),
    ]

    operations = [
        migrations.CreateModel(
            name="VapidKey",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("private_pem", models.TextField()),
                ("public", models.CharField(max_length=87)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_vapid_key")],
            },
        ),
    ]

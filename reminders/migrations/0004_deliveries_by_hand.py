from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0003_deliveries")]

    operations = [
        migrations.AlterModelOptions("delivery", {"verbose_name_plural": "deliveries"}),
        migrations.AddField("delivery", "held_since", models.DateTimeField(null=True)),
        migrations.AddField("delivery", "at_once", models.BooleanField(default=False)),
        migrations.AddField("delivery", "copies", models.PositiveSmallIntegerField(default=0)),
    ]

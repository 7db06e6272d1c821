from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.AlterModelTable(name="operation", table=None),
        migrations.RenameField(model_name="operation", old_name="fall_key", new_name="about_key"),
        migrations.AlterField(model_name="operation", name="type", field=models.CharField(max_length=30)),
    ]

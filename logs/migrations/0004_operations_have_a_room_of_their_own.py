from django.db import migrations


class Migration(migrations.Migration):
    """The table stays where it is; from here on the ledger's models name it."""

    dependencies = [("logs", "0003_private_answers")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Operation")])
    ]

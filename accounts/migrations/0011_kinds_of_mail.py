from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_consents")]

    operations = [
        migrations.AlterField(
            model_name="accountmail",
            name="kind",
            field=models.CharField(
                choices=[
                    ("confirm_address", "Confirm Address"),
                    ("reset_password", "Reset Password"),
                    ("new_device", "New Device"),
                    ("factors_changed", "Factors Changed"),
                    ("leaving", "Leaving"),
                    ("address_changed", "Address Changed"),
                ],
                max_length=20,
            ),
        ),
    ]

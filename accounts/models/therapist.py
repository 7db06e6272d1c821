from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User


class Therapist(models.Model):
    """The capability to be a therapist; whose patients one sees is a matter of care links alone."""

    class Profession(models.TextChoices):
        OCCUPATIONAL_THERAPIST = "occupational_therapist", _("Occupational therapist")
        PHYSICAL_THERAPIST = "physical_therapist", _("Physical therapist")
        NURSE = "nurse", _("Nurse")
        DOCTOR = "doctor", _("Doctor")
        OTHER = "other", _("Other")

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)
    profession = models.CharField(_("profession"), max_length=30, choices=Profession)

    def __str__(self) -> str:
        return f"{self.profession} {self.user}"

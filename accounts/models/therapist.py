from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.domain.vocabulary import Profession
from accounts.models.user import User


class Therapist(models.Model):
    """The capability to be a therapist; whose patients one sees is a matter of care links alone."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)
    profession = models.CharField(_("profession"), max_length=30)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(profession__in=list(Profession)), name="known_professions"),
        ]

    def __str__(self) -> str:
        return f"{self.profession} {self.user}"

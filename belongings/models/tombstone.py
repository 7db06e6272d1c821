from __future__ import annotations

from typing import ClassVar

from django.db import models


class Tombstone(models.Model):
    """Says to a late phone that whoever it names was erased. Nothing of them is in it but a digest.

    Of the opaque id of an account or a patient, which stands nowhere else any more.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    erased_on = models.DateField()

    objects: ClassVar[models.Manager[Tombstone]] = models.Manager()

    def __str__(self) -> str:
        return self.digest

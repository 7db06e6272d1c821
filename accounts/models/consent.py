from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.domain.consents import VERSIONS, ConsentTo
from accounts.models.user import User


class ConsentQuerySet(models.QuerySet["Consent"]):
    def of(self, account: User) -> Self:
        return self.filter(account=account)

    def in_force(self, to: ConsentTo) -> Self:
        """To the words as they are now, and not taken back."""
        return self.filter(to=to, version=VERSIONS[to], taken_back_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-given_at", "-pk")


class Consent(models.Model):
    """That somebody agreed to one version of the words, and when; and when they took it back.

    Who agrees again after that has another row.
    """

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    to = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Consent] | ConsentQuerySet] = ConsentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(to__in=list(ConsentTo)), name="known_words_of_consents"),
            models.UniqueConstraint(
                fields=["account", "to", "version"],
                condition=Q(taken_back_at=None),
                name="one_consent_for_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to} {self.version}"

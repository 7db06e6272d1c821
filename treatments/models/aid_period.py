from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.domain.profile import NOT_AIDS_OF_ONES_OWN
from accounts.domain.vocabulary import Aid
from accounts.models import User
from treatments.models.entry import OfPatientQuerySet, Versioned

OWN_AIDS = tuple(aid for aid in Aid if aid not in (Aid.NONE, *NOT_AIDS_OF_ONES_OWN))


class AidPeriodQuerySet(OfPatientQuerySet["AidPeriod"]):
    def current(self) -> Self:
        return self.filter(owned_to=None)

    def newest_first(self) -> Self:
        return self.order_by(
            F("owned_to").desc(nulls_first=True), F("owned_from").desc(nulls_last=True), "aid"
        )


class AidPeriod(Versioned):
    """An aid that a patient owned from a local day to another: null for long since, and for still.

    Which aids somebody owns today is the profile's to say (`Patient.aids`); an open period stands for each
    of them, and the two are kept alike by `services.aids`.
    """

    aid = models.CharField(max_length=40)
    owned_from = models.DateField(null=True, blank=True)
    owned_to = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[AidPeriod] | AidPeriodQuerySet] = AidPeriodQuerySet.as_manager()

    class Meta(Versioned.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(aid__in=OWN_AIDS), name="aids_of_ones_own"),
            models.UniqueConstraint(
                fields=["patient", "aid"], condition=Q(owned_to=None), name="an_aid_is_owned_once"
            ),
            models.CheckConstraint(
                condition=Q(owned_from=None) | Q(owned_to=None) | Q(owned_to__gte=F("owned_from")),
                name="an_aid_goes_after_it_came",
            ),
        ]

    @property
    def is_current(self) -> bool:
        return self.owned_to is None

from uuid import uuid4

from django.utils import timezone
from rest_framework import generics, serializers

from bench.bare.models import Fall


class FallSerializer(serializers.ModelSerializer[Fall]):
    class Meta:
        model = Fall
        exclude = ("patient",)
        read_only_fields = ("public_id", "version", "state", "local_date", "told_at", "made_by")


class Falls(generics.ListCreateAPIView[Fall]):
    serializer_class = FallSerializer
    queryset = Fall._default_manager.all()  # noqa: SLF001 - as Django names it

    def perform_create(self, serializer: serializers.BaseSerializer[Fall]) -> None:
        user, now = self.request.user, timezone.now()
        day = serializer.validated_data["occurred_at"].date()
        serializer.save(patient=user, made_by=user, public_id=uuid4(), local_date=day, told_at=now)

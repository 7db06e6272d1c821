"""Django's admin of what was promised: how sending goes, and each promise by its id, without whose it is."""

from datetime import datetime

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.admin import ReadOnly
from reminders.domain.kinds import in_words
from reminders.models import Delivery
from reminders.services.overview import addresses_off, missed_digests, overview


def minute(moment: datetime) -> str:
    """As commands and logs write it."""
    return f"{moment:%Y-%m-%d %H:%M}"


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, admin.ModelAdmin):
    fields = ("public_id", "kind", "period", "state", "why", "channel", "tries", "copies",
              "made_at", "next_try_at", "last_at", "ended_at")  # fmt: skip
    list_display = ("public_id", "kind", "state", "reason", "tries", "made", "ended")
    list_filter = ("state", "kind", "why")
    search_fields = ("public_id",)
    ordering = ("-pk",)
    # To count all promises of all people takes longer than to show some.
    show_full_result_count = False

    @admin.display(description="why", ordering="why", empty_value="-")
    def reason(self, delivery: Delivery) -> str:
        return in_words(delivery.why)

    @admin.display(description="made (UTC)", ordering="made_at")
    def made(self, delivery: Delivery) -> str:
        return minute(delivery.made_at)

    @admin.display(description="ended (UTC)", ordering="ended_at")
    def ended(self, delivery: Delivery) -> str:
        return minute(delivery.ended_at) if delivery.ended_at else ""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        now = timezone.now()
        told = {
            "overview": overview(now=now),
            "missed": missed_digests(now=now),
            "addresses": addresses_off(),
        }
        return super().changelist_view(request, {**(extra_context or {}), **told})

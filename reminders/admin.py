"""Django's admin of what was promised: how sending goes, and each promise by its id, without whose it is."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.admin import ReadOnly
from reminders.models import Delivery
from reminders.services.overview import addresses_off, missed_digests, overview


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, admin.ModelAdmin):
    fields = ("public_id", "kind", "period", "state", "why", "channel", "tries", "copies",
              "made_at", "next_try_at", "last_at", "ended_at")  # fmt: skip
    list_display = ("public_id", "kind", "state", "why", "tries", "made_at", "ended_at")
    list_filter = ("state", "kind", "why")
    search_fields = ("public_id",)
    ordering = ("-pk",)
    # To count all promises of all people takes longer than to show some.
    show_full_result_count = False

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

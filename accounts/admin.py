"""Django's admin for accounts, clinics and the audit trail. Health data is not in it.

Who looks at a patient's diary needs a care link from that patient, admins included.
"""

from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import AuditEvent, Clinic, ClinicMember, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("email", "name", "is_active", "is_staff", "date_joined")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_staff", "is_superuser")
    readonly_fields = ("email", "date_joined")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class ClinicMemberInline(admin.TabularInline):
    model = ClinicMember
    raw_id_fields = ("account",)
    extra = 0


@admin.register(Clinic)
class ClinicAdmin(admin.ModelAdmin):
    list_display = ("name",)
    search_fields = ("name",)
    inlines: ClassVar = [ClinicMemberInline]


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin):
    list_display = ("at", "action", "subject", "actor_key", "patient_key")
    list_filter = ("action", "subject")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False

"""Django's admin for accounts, clinics and the audit trail. Health data is not in it.

Who looks at a patient's diary needs a care link from that patient, admins included: so who works in
a clinic, and which address an account has, is changed by the services that leave a row, not here.
Nor is anything deleted here: a person takes a diary, a clinic its care links with it.
"""

from typing import ClassVar

from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from accounts.models import AuditEvent, Clinic, ClinicMember, User

# Registered by importing them above. Whoever may set an address may have a new password sent to it; who
# takes a second factor away, or ends a session, does it on their own page and leaves a row.
admin.site.unregister((EmailAddress, Authenticator, UserSession))


class ReadOnly:
    """Looked at, never added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Kept:
    """Changed, but neither added nor deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(Kept, admin.ModelAdmin):
    list_display = ("email", "name", "is_active", "is_staff", "date_joined")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_staff", "is_superuser")
    readonly_fields = ("email", "date_joined")


class ClinicMemberInline(ReadOnly, admin.TabularInline):
    model = ClinicMember
    readonly_fields = ("account", "role", "joined_at", "left_at")
    extra = 0


@admin.register(Clinic)
class ClinicAdmin(Kept, admin.ModelAdmin):
    list_display = ("name",)
    fields = ("name",)
    search_fields = ("name",)
    inlines: ClassVar = [ClinicMemberInline]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "action", "subject", "actor_key", "patient_key")
    list_filter = ("action", "subject")

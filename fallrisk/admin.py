"""Django's admin, entered by everybody's sign-in and, once it is there, with the second factor."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from accounts.models import User
from accounts.services.second_factor import lacks_second_factor


class Admin(AdminSite):
    """Its own forms for passwords know none of our limits: they lead to ours."""

    def has_permission(self, request: HttpRequest) -> bool:
        account = request.user
        return (
            super().has_permission(request) and isinstance(account, User) and not lacks_second_factor(account)
        )

    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Whoever is let through is an admin, and is signed in."""
        return redirect("admin:index" if self.has_permission(request) else "mfa_index")

    def password_change(  # type: ignore[override]  # a page of ours is no template of theirs
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

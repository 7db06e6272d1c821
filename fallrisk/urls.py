from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from api.errors import not_found
from frontend.views.mail_box import mail_box

# The admin's own forms for passwords know none of our limits.
admin.site.login = secure_admin_login(  # type: ignore[method-assign]
    RedirectView.as_view(pattern_name="admin:index")
)
admin.site.password_change = RedirectView.as_view(  # type: ignore[assignment, method-assign]
    pattern_name="account_change_password"
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("api.urls")),
    re_path(r"^api(?:/|$)", not_found, name="api_nothing"),
    path("", include("monitoring.urls")),
    path("", include("frontend.urls")),
]

if settings.ADMIN:
    urlpatterns.append(path("admin/", admin.site.urls))

handler500 = "fallrisk.faults.fault"

if settings.LOOPBACK_DEMO:
    urlpatterns.append(path("dev/mail/", mail_box, name="mail_box"))

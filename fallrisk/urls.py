from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from api.errors import not_found
from frontend.views.mail_box import mail_box, mail_html
from monitoring.mail_events import mail_events

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("api.urls")),
    re_path(r"^api(?:/|$)", not_found, name="api_nothing"),
    path("", include("monitoring.urls")),
    path("", include("frontend.urls")),
]

if settings.ADMIN:
    urlpatterns.append(path("admin/", admin.site.urls))

if settings.EMAIL_WEBHOOK_SECRET:
    urlpatterns.append(path("mail-events/", mail_events, name="mail_events"))

handler500 = "fallrisk.faults.fault"

if settings.LOOPBACK_DEMO:
    urlpatterns.append(path("dev/mail/", mail_box, name="mail_box"))
    urlpatterns.append(re_path(r"^dev/mail/(?P<mail_name>[0-9-]+)/$", mail_html, name="mail_html"))

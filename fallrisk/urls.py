from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from frontend.views.mail_box import mail_box

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("", include("frontend.urls")),
]

if settings.LOOPBACK_DEMO:
    urlpatterns.append(path("dev/mail/", mail_box, name="mail_box"))

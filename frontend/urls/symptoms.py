from django.urls import path

from frontend.views import symptoms

urlpatterns = [
    path("daily/", symptoms.daily_shell, name="daily_shell"),
]

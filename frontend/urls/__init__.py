"""Every page, by the room it belongs to."""

from django.urls import include, path, register_converter

from frontend.urls.converters import DateConverter, MonthConverter, WeekConverter

register_converter(DateConverter, "date")
register_converter(MonthConverter, "month")
register_converter(WeekConverter, "week")

urlpatterns = [
    path("", include("frontend.urls.accounts")),
    path("", include("frontend.urls.factors")),
    path("", include("frontend.urls.falls")),
    path("", include("frontend.urls.diary")),
    path("", include("frontend.urls.people")),
    path("", include("frontend.urls.notifications")),
    path("", include("frontend.urls.reminders")),
    path("", include("frontend.urls.digests")),
    path("", include("frontend.urls.patients")),
    path("", include("frontend.urls.homes")),
    path("", include("frontend.urls.reviews")),
    path("", include("frontend.urls.treatments")),
    path("", include("frontend.urls.symptoms")),
    path("", include("frontend.urls.reports")),
]

from django.urls import path

from frontend.views import reminders

urlpatterns = [
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/<uuid:reminder_id>/", reminders.reminder, name="reminder"),
]

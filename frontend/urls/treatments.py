from django.urls import path

from frontend.views import medicines, treatments, weekly_checks

urlpatterns = [
    path("medicines/", medicines.medicines, name="medicines"),
    path("medicines/new/", medicines.medicine_new, name="medicine_new"),
    path("medicines/<uuid:medicine_id>/", medicines.medicine, name="medicine"),
    path("medicines/<uuid:medicine_id>/change/", medicines.medicine_change, name="medicine_change"),
    path("medicines/<uuid:medicine_id>/after/", medicines.medicine_after, name="medicine_after"),
    path("weekly-check/", weekly_checks.weekly_check, name="weekly_check"),
    path("weekly-check/<uuid:check_id>/", weekly_checks.weekly_check_shown, name="weekly_check_shown"),
    path("aids/", treatments.aids, name="aids"),
    path("aids/<uuid:aid_id>/", treatments.aid, name="aid"),
    path("exercise/", treatments.exercise, name="exercise"),
    path(
        "treatments/<slug:kind>/<uuid:treatment_id>/withdrawal/",
        treatments.treatment_withdrawal,
        name="treatment_withdrawal",
    ),
    path(
        "treatments/<slug:kind>/<uuid:treatment_id>/restoration/",
        treatments.treatment_restoration,
        name="treatment_restoration",
    ),
    path("patients/<uuid:patient_id>/treatments/", treatments.patient_treatments, name="patient_treatments"),
]

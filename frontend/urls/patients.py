from django.urls import path

from frontend.views import diary_beginnings, patients

urlpatterns = [
    path("patients/", patients.patients, name="patients"),
    path("patients/<uuid:patient_id>/", patients.patient, name="patient"),
    path("patients/<uuid:patient_id>/falls/", patients.patient_falls, name="patient_falls"),
    path("patients/<uuid:patient_id>/diary/<month:month>/", patients.patient_diary, name="patient_diary"),
    path(
        "patients/<uuid:patient_id>/diary-beginning/",
        diary_beginnings.diary_beginning,
        name="diary_beginning",
    ),
]

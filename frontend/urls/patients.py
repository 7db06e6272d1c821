from django.urls import path

from frontend.views import contacts, diary_beginnings, patients, patterns, timelines, weakness

urlpatterns = [
    path("patients/", patients.patients, name="patients"),
    path("patients/<uuid:patient_id>/", patients.patient, name="patient"),
    path("patients/<uuid:patient_id>/falls/", patients.patient_falls, name="patient_falls"),
    path("patients/<uuid:patient_id>/diary/<month:month>/", patients.patient_diary, name="patient_diary"),
    path("patients/<uuid:patient_id>/timeline/", timelines.patient_timeline, name="patient_timeline"),
    path("patients/<uuid:patient_id>/patterns/", patterns.patient_patterns, name="patient_patterns"),
    path("patients/<uuid:patient_id>/weakness/", weakness.patient_weakness, name="patient_weakness"),
    path("patients/<uuid:patient_id>/contacts/", contacts.patient_contacts, name="patient_contacts"),
    path("patients/<uuid:patient_id>/known-as/", contacts.patient_known_as, name="patient_known_as"),
    path(
        "patients/<uuid:patient_id>/diary-beginning/",
        diary_beginnings.diary_beginning,
        name="diary_beginning",
    ),
]

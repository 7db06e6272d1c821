from django.urls import path

from frontend.views import symptom_choosing, symptoms

urlpatterns = [
    path("daily/", symptoms.daily_shell, name="daily_shell"),
    path("symptoms/", symptoms.symptoms, name="symptoms"),
    path("symptoms/choose/", symptom_choosing.symptom_choosing, name="symptom_choosing"),
    path("symptoms/<uuid:symptoms_id>/", symptoms.symptom_entry, name="symptom_entry"),
    path("symptoms/<uuid:symptoms_id>/withdrawal/", symptoms.symptoms_withdrawal, name="symptoms_withdrawal"),
    path(
        "symptoms/<uuid:symptoms_id>/restoration/", symptoms.symptoms_restoration, name="symptoms_restoration"
    ),
    path("patients/<uuid:patient_id>/symptoms/", symptoms.patient_symptoms, name="patient_symptoms"),
]

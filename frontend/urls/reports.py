from django.urls import path

from frontend.views import patient_reports, reports, shared_reports

urlpatterns = [
    path("report/", reports.report, name="report"),
    path("report/pdf/", reports.report_pdf, name="report_pdf"),
    path("report/tables/<slug:table>/", reports.report_table, name="report_table"),
    path("report/questions/", reports.report_questions, name="report_questions"),
    path(
        "report/questions/<uuid:question_id>/striking/",
        reports.report_question_striking,
        name="report_question_striking",
    ),
    path("report/link/", reports.report_link, name="report_link"),
    path("report/link/ending/", reports.report_link_ending, name="report_link_ending"),
    path("report/shared/<uuid:shared_id>/", shared_reports.shared_report, name="shared_report"),
    path("patients/<uuid:patient_id>/report/", patient_reports.patient_report, name="patient_report"),
    path(
        "patients/<uuid:patient_id>/report/pdf/",
        patient_reports.patient_report_pdf,
        name="patient_report_pdf",
    ),
    path(
        "patients/<uuid:patient_id>/report/tables/<slug:table>/",
        patient_reports.patient_report_table,
        name="patient_report_table",
    ),
]

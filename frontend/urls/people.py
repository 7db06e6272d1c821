"""Care links, codes, clinics, and who looked."""

from django.urls import path

from frontend.views import care_codes, clinic_homes, clinics, people, people_log

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/log/", people_log.people_log, name="people_log"),
    path("people/invitation/", people.care_invitation, name="care_invitation"),
    path(
        "people/invitation/<uuid:invitation_id>/withdrawal/",
        people.care_invitation_withdrawal,
        name="care_invitation_withdrawal",
    ),
    path("people/<uuid:link_id>/", people.care_link, name="care_link"),
    path("people/<uuid:link_id>/ending/", people.care_link_ending, name="care_link_ending"),
    path("people/<uuid:link_id>/resuming/", people.care_link_resuming, name="care_link_resuming"),
    path("people/<uuid:link_id>/leaving/", people.care_link_leaving, name="care_link_leaving"),
    path("codes/", care_codes.care_code, name="care_code"),
    path("clinics/", clinics.clinics, name="clinics"),
    path("clinics/joining/", clinics.clinic_joining, name="clinic_joining"),
    path("clinics/<uuid:clinic_id>/", clinics.clinic, name="clinic"),
    path("clinics/<uuid:clinic_id>/invitation/", clinics.clinic_invitation, name="clinic_invitation"),
    path("clinics/<uuid:clinic_id>/responsible/", clinics.clinic_responsible, name="clinic_responsible"),
    path("clinics/<uuid:clinic_id>/checklist/", clinic_homes.clinic_checklist, name="clinic_checklist"),
    path("clinics/<uuid:clinic_id>/items/", clinic_homes.clinic_items, name="clinic_items"),
    path("clinics/<uuid:clinic_id>/snippets/", clinic_homes.clinic_snippets, name="clinic_snippets"),
    path(
        "clinics/<uuid:clinic_id>/snippets/<uuid:snippet_id>/removal/",
        clinic_homes.clinic_snippet_removal,
        name="clinic_snippet_removal",
    ),
    path(
        "clinics/<uuid:clinic_id>/members/<uuid:account_id>/manager/",
        clinics.clinic_manager,
        name="clinic_manager",
    ),
    path(
        "clinics/<uuid:clinic_id>/members/<uuid:account_id>/leaving/",
        clinics.clinic_leaving,
        name="clinic_leaving",
    ),
]

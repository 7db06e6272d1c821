from django.urls import path, re_path

from api.errors import not_found
from api.views import (
    care_links,
    checklists,
    description,
    diary,
    entries,
    falls,
    patients,
    profile,
    rates,
    session,
    tokens,
)

app_name = "api"

urlpatterns = [
    path("tokens/", tokens.Tokens.as_view(), name="tokens"),
    path("tokens/current/", tokens.CurrentToken.as_view(), name="current_token"),
    path("session/", session.Session.as_view(), name="session"),
    path("falls/", falls.Falls.as_view(), name="falls"),
    path("falls/<uuid:fall_id>/", falls.OneFall.as_view(), name="fall"),
    path("falls/<uuid:fall_id>/withdrawal/", falls.Withdrawal.as_view(), name="fall_withdrawal"),
    path("falls/<uuid:fall_id>/same-fall/", falls.SameFall.as_view(), name="same_fall"),
    path("entries/", entries.Entries.as_view(), name="entries"),
    path("diary-days/", diary.DiaryDays.as_view(), name="diary_days"),
    path("diary-days/<str:day>/", diary.DiaryDay.as_view(), name="diary_day"),
    path("diary-sweeps/", diary.DiarySweeps.as_view(), name="diary_sweeps"),
    path("rates/", rates.Rates.as_view(), name="rates"),
    path("checklists/", checklists.Checklists.as_view(), name="checklists"),
    path("profile/", profile.Profile.as_view(), name="profile"),
    path("patients/", patients.Patients.as_view(), name="patients"),
    path("patients/<uuid:patient_id>/", patients.OnePatient.as_view(), name="patient"),
    path("care-invitations/", care_links.CareInvitations.as_view(), name="care_invitations"),
    path("care-links/", care_links.CareLinks.as_view(), name="care_links"),
    path("care-links/<uuid:link_id>/", care_links.OneCareLink.as_view(), name="care_link"),
    path("schema/", description.Schema.as_view(), name="schema"),
    path("docs/", description.docs, name="docs"),
    re_path(r"^.*", not_found, name="nothing"),
]

from django.urls import path, re_path

from api.views import diary, entries, falls, rates, session
from api.views.nothing import Nothing

app_name = "api"

urlpatterns = [
    path("session/", session.Session.as_view(), name="session"),
    path("falls/", falls.Falls.as_view(), name="falls"),
    path("falls/<uuid:fall_id>/", falls.OneFall.as_view(), name="fall"),
    path("falls/<uuid:fall_id>/withdrawal/", falls.Withdrawal.as_view(), name="fall_withdrawal"),
    path("entries/", entries.Entries.as_view(), name="entries"),
    path("diary-days/", diary.DiaryDays.as_view(), name="diary_days"),
    path("diary-days/<str:day>/", diary.DiaryDay.as_view(), name="diary_day"),
    path("diary-sweeps/", diary.DiarySweeps.as_view(), name="diary_sweeps"),
    path("rates/", rates.Rates.as_view(), name="rates"),
    re_path(r"^.*", Nothing.as_view(), name="nothing"),
]

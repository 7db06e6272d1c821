from django.urls import path

from frontend.views import day_tags, diary, diary_days, patterns, rates, sweeps

urlpatterns = [
    path("diary/", diary.diary, name="diary"),
    path("diary/<month:month>/", diary.diary_month_page, name="diary_month"),
    path("diary/tags/", day_tags.diary_tags, name="diary_tags"),
    path("diary/sweep/", sweeps.diary_sweep, name="diary_sweep"),
    path("diary/days/<date:day>/", diary_days.diary_day, name="diary_day"),
    path("diary/days/<date:day>/answer/", diary_days.diary_day_answer, name="diary_day_answer"),
    path("diary/days/<date:day>/clearing/", diary_days.diary_day_clearing, name="diary_day_clearing"),
    path("diary/answers/<uuid:given_in>/undoing/", diary_days.answers_undoing, name="answers_undoing"),
    path("rates/", rates.rates, name="rates"),
    path("patterns/", patterns.patterns, name="patterns"),
    path("rates/method/", rates.rates_method, name="rates_method"),
]

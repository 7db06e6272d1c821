"""Diary days and sweeps."""

from datetime import date, timedelta

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.jobs import start_soon
from accounts.services.access import Access, open_named_patient
from api import examples
from api.acting import ANSWERING, sent_by
from api.errors import Refused
from api.pages import page
from api.schema import describe, page_of
from api.shapes.base import OfPatient, asked, read, shown
from api.shapes.diary import (
    DayAddress,
    DayAnswered,
    DayShown,
    DaysQuery,
    NewSweep,
    SweptShown,
    reply_of,
    swept_json,
)
from api.views.base import AccountRequest, JsonView
from logs.domain.times import local_date
from logs.errors import DifferentPayload
from logs.services.diary import answer_day, clear_day, sweep_days
from logs.summaries import days_between
from logs.tasks import refresh_patient_rates

DAYS_ON_A_PAGE = 366
EARLIEST_DAY = date(1900, 1, 1)  # as for falls


DAY = OpenApiParameter("day", OpenApiTypes.DATE, OpenApiParameter.PATH, description="A local day.")


class DiaryDays(JsonView):
    @describe("list_diary_days", {200: page_of(DayShown)}, query=DaysQuery, large=True)
    def get(self, request: AccountRequest) -> Response:
        """The days of a diary, oldest first, unanswered ones too; a year on a page."""
        query = asked(DaysQuery, request.query_params)
        access = open_named_patient(
            request.user, query.get("patient"), Scope.FALLS, subject=AuditSubject.DIARY
        )
        today = local_date(timezone.now(), access.patient.time_zone)
        first = max(query.get("first", access.patient.diary_began_on), EARLIEST_DAY)
        last = min(query.get("last", today), today)
        until = min(last, first + timedelta(days=DAYS_ON_A_PAGE - 1)) if first <= last else last
        days = days_between(access.patient, first, until)
        url = request.build_absolute_uri()
        following = replace_query_param(url, "first", until + timedelta(days=1)) if until < last else None
        return page([shown(DayShown, day) for day in days], next_=following)


class DiaryDay(JsonView):
    @describe(
        "answer_diary_day",
        {200: DayShown},
        body=DayAnswered,
        parameters=[DAY],
        conflict=True,
        examples=[examples.QUIET_DAY],
    )
    def put(self, request: AccountRequest, day: str) -> Response:
        """Answer one day; the first answer decides whether it was in time."""
        date_, told = _day(day), read(DayAnswered, request.data)
        access = open_named_patient(request.user, told.get("patient"), *ANSWERING, subject=None)
        sent = sent_by(request.user, op_id=told.get("op_id"), made_at=told.get("made_at"))
        try:
            answer_day(patient=access.patient, reply=reply_of(date_, told), sent=sent)
        except DifferentPayload as known:
            raise known_already(known) from None
        return _after(access, date_)

    @describe("clear_diary_day", {200: DayShown}, query=OfPatient, parameters=[DAY])
    def delete(self, request: AccountRequest, day: str) -> Response:
        """Take the answer back, whatever gave it. What falls say about the day stays."""
        date_, query = _day(day), asked(OfPatient, request.query_params)
        access = open_named_patient(request.user, query.get("patient"), *ANSWERING, subject=None)
        clear_day(patient=access.patient, day=date_, sent=sent_by(request.user))
        return _after(access, date_)


class DiarySweeps(JsonView):
    @describe(
        "sweep_diary_days", {200: SweptShown}, body=NewSweep, conflict=True, examples=[examples.NEW_SWEEP]
    )
    def post(self, request: AccountRequest) -> Response:
        """Answer "no falls" for up to 7 days; those that have an answer or a fall are named, not touched."""
        told = read(NewSweep, request.data)
        access = open_named_patient(request.user, told.get("patient"), *ANSWERING, subject=None)
        sent = sent_by(request.user, op_id=told["entry_id"], made_at=told.get("made_at"))
        try:
            swept = sweep_days(patient=access.patient, first=told["first"], last=told["last"], sent=sent)
        except DifferentPayload as known:
            raise known_already(known) from None
        start_soon(refresh_patient_rates, access.patient.pk)
        return Response(swept_json(swept))


def known_already(known: DifferentPayload) -> Refused:
    return Refused(409, known.code, "This id came before, with another content.")


def _day(text: str) -> date:
    """The day in the address. Raises ValidationError for one that no calendar has."""
    found: date = read(DayAddress, {"date": text})["date"]
    return found


def _after(access: Access, day: date) -> Response:
    start_soon(refresh_patient_rates, access.patient.pk)
    (now,) = days_between(access.patient, day, day)
    return Response(shown(DayShown, now))

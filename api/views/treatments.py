"""Medicines and how they make somebody feel, aids, and exercise."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse
from rest_framework.response import Response

from accounts.domain.vocabulary import AuditSubject, Scope
from accounts.services.access import Access, open_known_patient, open_named_patient
from accounts.services.audit import record_reads
from api.acting import sent_by
from api.errors import Refused
from api.pages import cursor_page, page
from api.schema import describe, page_of
from api.shapes import treatments as shapes
from api.shapes.base import OfPatient, asked, read
from api.views.base import AccountRequest, JsonView
from api.walking import of_named
from ledger.domain.outcomes import Outcome
from ledger.errors import DifferentContent
from ledger.services.operations import Sent
from treatments.domain.entries import AidTold, ExerciseTold, MedicineTold, SideEffectTold
from treatments.errors import ChangedElsewhere
from treatments.models import AidPeriod, ExerciseEntry, Medicine, SideEffect
from treatments.services.aids import change_aid_period, record_aid_period
from treatments.services.entries import Done
from treatments.services.exercise import record_exercise
from treatments.services.medicines import change_medicine, record_medicine, record_side_effect

WRITING = (Scope.SYMPTOMS, Scope.LOG)
HERE_ALREADY = "It was here already."
Json = Mapping[str, Any]


class Medicines(JsonView):
    @describe("list_medicines", {200: page_of(shapes.MedicineShown)}, query=OfPatient, large=True)
    def get(self, request: AccountRequest) -> Response:
        """The medicines of a patient: those taken still first, then the last one stopped."""
        access = _reading(request, asked(OfPatient, request.query_params))
        medicines = Medicine.objects.active().filter(patient=access.patient).in_order()
        return page([shapes.medicine_json(one) for one in medicines.select_related("made_by")])

    @describe(
        "add_medicine",
        {201: shapes.MedicineShown, 200: OpenApiResponse(shapes.MedicineShown, HERE_ALREADY)},
        body=shapes.NewMedicine,
        conflict=True,
    )
    def post(self, request: AccountRequest) -> Response:
        """A medicine by its class, without a dose; sent again, it is the same one."""
        told = read(shapes.NewMedicine, request.data)
        access = open_named_patient(request.user, told.get("patient"), *WRITING, subject=None)
        entry = MedicineTold(**shapes.told_in(told))
        done = _once(
            told,
            lambda: record_medicine(patient=access.patient, told=entry, sent=_sent(request, told)),
        )
        return _answered(request, done, access, shapes.medicine_json)


class OneMedicine(JsonView):
    @describe("change_medicine", {200: shapes.MedicineShown}, body=shapes.MedicinePatch, conflict=True)
    def patch(self, request: AccountRequest, medicine_id: UUID) -> Response:
        """Set fields of a medicine, such as the day on which it was stopped."""
        told = read(shapes.MedicinePatch, request.data)
        medicine, access = _open(request, Medicine, medicine_id, to_write=True)
        of_named(access, told)
        done = _once(
            told,
            lambda: change_medicine(
                medicine=medicine,
                changes=shapes.told_in(told),
                base=told["version"],
                sent=_sent(request, told),
            ),
            shapes.medicine_json,
        )
        return _answered(request, done, access, shapes.medicine_json)


class SideEffects(JsonView):
    @describe("list_side_effects", {200: page_of(shapes.SideEffectShown)}, query=shapes.ListQuery, large=True)
    def get(self, request: AccountRequest, medicine_id: UUID) -> Response:
        """How drowsy or weak this medicine made the patient, newest first."""
        query = asked(shapes.ListQuery, request.query_params)
        medicine, access = _open(request, Medicine, medicine_id)
        of_named(access, query)
        record_reads(viewer=request.user, patients=[access.patient], subject=AuditSubject.TREATMENTS)
        effects = SideEffect.objects.active().filter(medicine=medicine)
        return cursor_page(
            request,
            effects.select_related("medicine", "made_by"),
            order=("-occurred_at", "-pk"),
            shown=lambda found: [shapes.side_effect_json(one, access) for one in found],
        )

    @describe(
        "add_side_effect",
        {201: shapes.SideEffectShown, 200: OpenApiResponse(shapes.SideEffectShown, HERE_ALREADY)},
        body=shapes.NewSideEffect,
        conflict=True,
    )
    def post(self, request: AccountRequest, medicine_id: UUID) -> Response:
        """Drowsy or weaker after a dose; sent again, it is the same entry."""
        told = read(shapes.NewSideEffect, request.data)
        medicine, access = _open(request, Medicine, medicine_id, to_write=True)
        of_named(access, told)
        entry = SideEffectTold(**shapes.told_in(told))
        done = _once(
            told, lambda: record_side_effect(medicine=medicine, told=entry, sent=_sent(request, told))
        )
        return _answered(request, done, access, lambda row: shapes.side_effect_json(row, access))


class Exercise(JsonView):
    @describe("list_exercise", {200: page_of(shapes.ExerciseShown)}, query=shapes.ListQuery, large=True)
    def get(self, request: AccountRequest) -> Response:
        """Minutes of exercise by kind, newest first."""
        access = _reading(request, asked(shapes.ListQuery, request.query_params))
        entries = ExerciseEntry.objects.active().filter(patient=access.patient)
        return cursor_page(
            request,
            entries.select_related("made_by"),
            order=("-on", "-pk"),
            shown=lambda found: [shapes.exercise_json(one) for one in found],
        )

    @describe(
        "add_exercise",
        {201: shapes.ExerciseShown, 200: OpenApiResponse(shapes.ExerciseShown, HERE_ALREADY)},
        body=shapes.NewExercise,
        conflict=True,
    )
    def post(self, request: AccountRequest) -> Response:
        """Minutes of one kind of exercise on one day; sent again, it is the same entry."""
        told = read(shapes.NewExercise, request.data)
        access = open_named_patient(request.user, told.get("patient"), *WRITING, subject=None)
        entry = ExerciseTold(**shapes.told_in(told))
        done = _once(
            told, lambda: record_exercise(patient=access.patient, told=entry, sent=_sent(request, told))
        )
        return _answered(request, done, access, shapes.exercise_json)


class Aids(JsonView):
    @describe("list_aids", {200: page_of(shapes.AidShown)}, query=OfPatient, large=True)
    def get(self, request: AccountRequest) -> Response:
        """Aids that a patient owns, then those they owned. Those of today are in the profile, too."""
        access = _reading(request, asked(OfPatient, request.query_params))
        periods = AidPeriod.objects.filter(patient=access.patient).newest_first()
        return page([shapes.aid_json(one) for one in periods.select_related("made_by")])

    @describe(
        "add_aid",
        {201: shapes.AidShown, 200: OpenApiResponse(shapes.AidShown, HERE_ALREADY)},
        body=shapes.NewAid,
        conflict=True,
    )
    def post(self, request: AccountRequest) -> Response:
        """An aid with its days. One that is owned still comes into the profile."""
        told = read(shapes.NewAid, request.data)
        access = open_named_patient(request.user, told.get("patient"), *WRITING, subject=None)
        entry = AidTold(**shapes.told_in(told))
        done = _once(
            told, lambda: record_aid_period(patient=access.patient, told=entry, sent=_sent(request, told))
        )
        return _answered(request, done, access, shapes.aid_json)


class OneAid(JsonView):
    @describe("change_aid", {200: shapes.AidShown}, body=shapes.AidPatch, conflict=True)
    def patch(self, request: AccountRequest, aid_id: UUID) -> Response:
        """Set the days of an aid. With a last day it leaves the profile."""
        told = read(shapes.AidPatch, request.data)
        period, access = _open(request, AidPeriod, aid_id, to_write=True)
        of_named(access, told)
        done = _once(
            told,
            lambda: change_aid_period(
                period=period,
                changes=shapes.told_in(told),
                base=told["version"],
                sent=_sent(request, told),
            ),
            shapes.aid_json,
        )
        return _answered(request, done, access, shapes.aid_json)


def _reading(request: AccountRequest, query: Json) -> Access:
    return open_named_patient(
        request.user, query.get("patient"), Scope.SYMPTOMS, subject=AuditSubject.TREATMENTS
    )


def _open(request: AccountRequest, model: Any, public_id: UUID, *, to_write: bool = False) -> Any:  # noqa: ANN401
    """A row and what the viewer may do with it; 404 for whoever may not see it, or write."""
    found = model.objects.visible_to(request.user).select_related("patient__user")
    row = get_object_or_404(found, public_id=public_id)
    access = open_known_patient(request.user, row.patient, subject=None)
    if to_write and not access.may_log:
        raise Http404
    return row, access


def _sent(request: AccountRequest, told: Json) -> Sent:
    op_id = told.get("op_id") or told.get("entry_id")
    return sent_by(request.user, op_id=op_id, made_at=told.get("made_at"))


def _once(told: Json, write: Callable[[], Done[Any]], shown: Callable[[Any], Any] = dict) -> Done[Any]:
    try:
        return write()
    except DifferentContent as known:
        raise Refused(409, known.code, "This id came before, with another content.") from None
    except ChangedElsewhere as changed:
        raise Refused(
            409,
            changed.code,
            "Somebody changed this meanwhile; both are here.",
            current=shown(changed.current),
            yours={name: str(value) for name, value in shapes.told_in(told).items()},
        ) from None


def _answered(
    request: AccountRequest, done: Done[Any], access: Access, shown: Callable[[Any], Any]
) -> Response:
    """What a write is answered with is read, too."""
    record_reads(viewer=request.user, patients=[access.patient], subject=AuditSubject.TREATMENTS)
    return Response(shown(done.row), status=201 if done.outcome is Outcome.CREATED else 200)

"""Photos of homes: sent as forms, shown to whoever may see them now."""

from uuid import UUID

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from accounts.domain.vocabulary import Scope
from accounts.services.access import open_named_patient
from api.acting import sent_by
from api.schema import describe
from api.shapes.base import read
from api.shapes.homes import NewPhoto, PhotoShown, photo_told
from api.views.assessments import known_already
from api.views.base import AccountRequest, JsonView
from checklists.access import open_photo, sees_photos, walking
from checklists.models import Photo
from checklists.pictures_shown import picture_answer
from checklists.services.assessments import walk_of
from checklists.services.photos import OfItem, keep_photo, remove_photo
from ledger.errors import DifferentContent

PICTURE = {(200, "image/jpeg"): OpenApiResponse(OpenApiTypes.BINARY, "The picture.")}


class Photos(JsonView):
    parser_classes = [MultiPartParser]

    @describe(
        "send_photo",
        {201: PhotoShown, 200: OpenApiResponse(PhotoShown, "It was here already.")},
        body=NewPhoto,
        conflict=True,
        gone=True,
    )
    def post(self, request: AccountRequest) -> Response:
        """A photo of an item of a walk, once for one entry_id; it may come after its walk was sent."""
        told = read(NewPhoto, photo_told(request.POST, request.FILES))
        access = open_named_patient(request.user, told.get("patient"), Scope.HOME, subject=None)
        if not sees_photos(walking(access)):
            raise Http404
        of = OfItem(assessment=walk_of(access.patient, told["assessment"]), code=told["item"])
        sent = sent_by(request.user, op_id=told["entry_id"], made_at=told.get("made_at"))
        known = Photo.objects.filter(patient=access.patient, entry_id=told["entry_id"]).exists()
        try:
            photo = keep_photo(patient=access.patient, of=of, file=told["file"], sent=sent)
        except DifferentContent as different:
            raise known_already(different) from None
        return Response(photo_json(photo), status=200 if known else 201)


class OnePhoto(JsonView):
    @describe("get_photo", PICTURE)
    def get(self, request: AccountRequest, photo_id: UUID) -> HttpResponse:
        """The picture; nothing keeps it on the way."""
        found, _access = open_photo(request.user, photo_id)
        return picture_answer(found)

    @describe("remove_photo", {204: None})
    def delete(self, request: AccountRequest, photo_id: UUID) -> Response:
        """For good; by the patient, or by whoever took it."""
        found, access = open_photo(request.user, photo_id)
        if not access.is_own and found.made_by_id != request.user.pk:
            raise Http404
        remove_photo(photo=found, by=request.user)
        return Response(status=204)


def photo_json(photo: Photo) -> dict[str, object]:
    return {"id": str(photo.public_id), "width": photo.width, "height": photo.height}

"""Archives, for programs."""

from uuid import UUID

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.response import Response

from accounts.jobs import start_soon
from accounts.models import ApiToken
from api.errors import Refused
from api.reauthentication import check_password, was_asked_lately
from api.schema import describe
from api.shapes.base import read
from api.shapes.belongings import ExportMade, ExportShown, NewExport
from api.views.base import AccountRequest, JsonView
from belongings.models import Export
from belongings.models.export import ExportState
from belongings.services.exports import ExportIsGone, ask_for_export, take
from belongings.tasks import make_export

ARCHIVE = {(200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY, "The archive.")}


class Exports(JsonView):
    open_while_leaving = True

    @describe("ask_for_export", {202: ExportMade}, body=NewExport)
    def post(self, request: AccountRequest) -> Response:
        """Everything of the account as one archive, made in the background."""
        told = read(NewExport, request.data)
        private = told.get("private_answers", False)
        if "password" in told:
            check_password(request, told["password"])
        elif not was_asked_lately(request) and (private or not isinstance(request.auth, ApiToken)):
            # A token reads all else anyway; a session may lie in a phone that somebody found.
            raise Refused(403, "password_required", "Send the account's password with this.")
        export = ask_for_export(account=request.user, with_private_answers=private, now=timezone.now())
        start_soon(make_export, export.pk)
        return Response({"id": str(export.public_id)}, status=202)


class OneExport(JsonView):
    open_while_leaving = True

    @describe("get_export", {200: ExportShown})
    def get(self, request: AccountRequest, export_id: UUID) -> Response:
        """How far it is, and where it is when it is ready."""
        export = get_object_or_404(Export, account=request.user, public_id=export_id)
        ready = export.state == ExportState.READY
        place = reverse("api:export_file", kwargs={"export_id": export.public_id})
        return Response(
            {
                "state": export.state,
                "url": request.build_absolute_uri(place) if ready else None,
                "done": export.done,
                "steps": export.steps,
                "expires_at": export.expires_at.isoformat(),
            }
        )


class ExportFile(JsonView):
    open_while_leaving = True
    http_method_names = ("get", "options")  # a look ahead by HEAD would use the archive up

    @describe("get_export_file", ARCHIVE, gone=True)
    def get(self, request: AccountRequest, export_id: UUID) -> StreamingHttpResponse:
        """The archive, once: afterwards it is gone."""
        get_object_or_404(Export, account=request.user, public_id=export_id)
        if not isinstance(request.auth, ApiToken) and not was_asked_lately(request):
            raise Refused(403, "password_required", "Download it on the page, which asks for the password.")
        return archive_answer(request, export_id)


def archive_answer(request: AccountRequest, export_id: UUID) -> StreamingHttpResponse:
    try:
        pieces = take(account=request.user, public_id=export_id, now=timezone.now())
    except ExportIsGone:
        raise Refused(410, "gone", "It was downloaded, or its day is over. Ask for another.") from None
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    answer["Cache-Control"] = "no-store"
    return answer

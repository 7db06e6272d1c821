from django.db import transaction
from django.utils import timezone
from rest_framework.response import Response

from accounts.services.profile import change_name, change_profile
from api import examples
from api.acting import own_patient
from api.schema import describe
from api.shapes.base import read, shown
from api.shapes.profile import ProfilePatch, ProfileShown
from api.views.base import AccountRequest, JsonView
from logs.domain.times import local_date


class Profile(JsonView):
    @describe("get_profile", {200: ProfileShown})
    def get(self, request: AccountRequest) -> Response:
        """What the patient has told about themself. Nobody else gets it here; what of it a care link shows in
        the pages stands with the scopes of `POST care-invitations/`."""
        return Response(shown(ProfileShown, own_patient(request.user)))

    @describe("change_profile", {200: ProfileShown}, body=ProfilePatch, examples=[examples.PROFILE])
    def patch(self, request: AccountRequest) -> Response:
        """Change what is sent; all of it, or where something is wrong, nothing."""
        told = read(ProfilePatch, request.data)
        patient = own_patient(request.user)
        name = told.pop("name", None)
        with transaction.atomic():
            if name is not None:
                change_name(patient.user, name)
            today = local_date(timezone.now(), patient.time_zone)
            change_profile(patient=patient, changes=told, today=today)
        return Response(shown(ProfileShown, patient))

"""Care links from both sides, and the codes that they begin with."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.response import Response

from accounts.domain.vocabulary import For, Role
from accounts.models import CareInvitation, CareLink, Clinic, User
from accounts.models.care_link import CareLinkQuerySet
from accounts.services.care_links import (
    DEFAULT_SCOPES,
    change_care_link,
    end_care_link,
    invite,
    last_day,
    take_up_code,
    withdraw_code,
)
from api import examples
from api.acting import own_patient
from api.pages import cursor_page
from api.schema import describe, page_of
from api.shapes.base import asked, read
from api.shapes.people import (
    CareLinkPatch,
    CareLinkShown,
    CodeTakenUp,
    InvitationMade,
    InvitationShown,
    InvitationsQuery,
    LinksQuery,
    NewInvitation,
    invitation_json,
    link_json,
)
from api.views.base import AccountRequest, JsonView

NEWEST_FIRST = ("-started_at", "-pk")


class CareInvitations(JsonView):
    @describe("list_care_invitations", {200: page_of(InvitationShown)}, query=InvitationsQuery)
    def get(self, request: AccountRequest) -> Response:
        """Codes of the patient that would still let somebody in, newest first; never the code itself."""
        query = asked(InvitationsQuery, request.query_params)
        patient = own_patient(request.user, query.get("patient"))
        codes = CareInvitation.objects.open(timezone.now()).filter(patient=patient)
        return cursor_page(
            request,
            codes.select_related("patient"),
            order=("-made_at", "-pk"),
            shown=lambda found: [invitation_json(one) for one in found],
        )

    @describe("invite", {201: InvitationMade}, body=NewInvitation, examples=[examples.NEW_INVITATION])
    def post(self, request: AccountRequest) -> Response:
        """A code that lets one person or clinic in: shown here alone, good for ten minutes."""
        told = read(NewInvitation, request.data)
        made = invite(
            patient=own_patient(request.user, told.get("patient")),
            now=timezone.now(),
            role=told.get("role", Role.THERAPIST),
            is_for=told.get("for", For.PERSON),
            scopes=told.get("scopes", DEFAULT_SCOPES),
            ends_on=told.get("ends_on"),
        )
        return Response(
            {"id": str(made.public_id), "code": made.code, "expires_at": made.expires_at.isoformat()},
            status=201,
        )


class OneCareInvitation(JsonView):
    @describe("withdraw_care_invitation", {204: None}, gone=True)
    def delete(self, request: AccountRequest, invitation_id: UUID) -> Response:
        """From now on the code is answered like one that never was. 410 where somebody has entered it: end
        their access."""
        mine = CareInvitation.objects.filter(patient__user=request.user)
        withdraw_code(invitation=get_object_or_404(mine, public_id=invitation_id), now=timezone.now())
        return Response(status=204)


class CareLinks(JsonView):
    @describe("list_care_links", {200: page_of(CareLinkShown)}, query=LinksQuery)
    def get(self, request: AccountRequest) -> Response:
        """Active links, newest first: given by the account, or to it or a clinic of it."""
        query, links = asked(LinksQuery, request.query_params), links_of(request.user)
        if "patient" in query:
            links = links.filter(patient__public_id=query["patient"])
        return cursor_page(
            request,
            links,
            order=NEWEST_FIRST,
            shown=lambda found: _json(request.user, found),
        )

    @describe("take_up_code", {201: CareLinkShown}, body=CodeTakenUp)
    def post(self, request: AccountRequest) -> Response:
        """Take up a patient's code."""
        told = read(CodeTakenUp, request.data)
        clinic = None
        if "clinic" in told:
            clinic = get_object_or_404(Clinic.objects.of(request.user), public_id=told["clinic"])
        link = take_up_code(code=told["code"], account=request.user, now=timezone.now(), clinic=clinic)
        return Response(_one(request.user, link.public_id), status=201)


class OneCareLink(JsonView):
    @describe("change_care_link", {200: CareLinkShown}, body=CareLinkPatch, gone=True)
    def patch(self, request: AccountRequest, link_id: UUID) -> Response:
        """Show more or less from now on, or end on another day; for the patient."""
        told = read(CareLinkPatch, request.data)
        link = get_object_or_404(links_of(request.user).owned_by(request.user), public_id=link_id)
        change_care_link(
            care_link=link,
            scopes=told.get("scopes", link.scopes),
            ends_on=told.get("ends_on", last_day(link.ends_at, link.patient.time_zone)),
            by=request.user,
            now=timezone.now(),
        )
        return Response(_one(request.user, link_id))

    @describe("end_care_link", {204: None})
    def delete(self, request: AccountRequest, link_id: UUID) -> Response:
        """End the access, for the patient: their codes that nobody has entered are withdrawn, too. Leave, for
        the other side."""
        now = timezone.now()
        mine = CareLink.objects.owned_by(request.user) | CareLink.objects.left_by(request.user)
        link = get_object_or_404(mine.active(now).select_related("patient__user"), public_id=link_id)
        end_care_link(care_link=link, by=request.user, now=now)
        return Response(status=204)


def links_of(account: User) -> CareLinkQuerySet:
    """Active links on either side of the account."""
    both = CareLink.objects.owned_by(account) | CareLink.objects.held_by(account)
    return both.active().select_related("person__therapist", "clinic", "patient__user")


def _one(account: User, link_id: UUID) -> dict[str, Any]:
    (found,) = _json(account, [links_of(account).get(public_id=link_id)])
    return found


def _json(account: User, links: Sequence[CareLink]) -> list[dict[str, Any]]:
    return [link_json(link, is_own=link.patient.user_id == account.pk) for link in links]

"""A fall on a page: who it is about, and where its reader goes from it."""

from uuid import UUID

from django.urls import reverse

from accounts.domain.vocabulary import Scope
from accounts.models import display_name
from frontend.acting import AccountRequest
from logs.services import opened_falls


class OpenedFall(opened_falls.OpenedFall):
    """With the words and addresses of pages."""

    @property
    def whom(self) -> str:
        """The patient's name, as somebody else reads it."""
        return display_name(self.access.patient.user)

    @property
    def list_url(self) -> str:
        """Where the reader comes from to a fall of this patient; no fact about anybody stands in it."""
        url, patient_id = reverse("falls"), self.access.patient.public_id
        if not self.is_own and Scope.FALLS not in self.access.scopes:
            return reverse("patient", args=[patient_id])  # who may log alone has no list
        return url if self.is_own else f"{url}?patient={patient_id}"

    @property
    def after_url(self) -> str:
        """Where the person goes when they are done with it."""
        return reverse("home") if self.is_own else self.list_url


def open_fall(
    request: AccountRequest,
    fall_id: UUID,
    *,
    to_log: bool = False,
    to_change: bool = False,
    reads: bool = True,
) -> OpenedFall:
    """The fall behind an id; 404 for anybody who may not see, log or change it."""
    opened = opened_falls.open_fall(request.user, fall_id, to_log=to_log, to_change=to_change, reads=reads)
    return OpenedFall(opened.fall, opened.access)

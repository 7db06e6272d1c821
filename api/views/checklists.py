from rest_framework.response import Response

from api.pages import page
from api.schema import describe, page_of
from api.shapes.checklists import ChecklistShown, checklist_json
from api.views.base import AccountRequest, JsonView
from checklists.models import Checklist


class Checklists(JsonView):
    @describe("list_checklists", {200: page_of(ChecklistShown)}, large=True)
    def get(self, request: AccountRequest) -> Response:
        """The newest version of each home-safety checklist, with its items in the order of a walk."""
        checklists = (
            Checklist.objects.open_to(request.user).newest().order_by("code").prefetch_related("items")
        )
        return page([checklist_json(checklist) for checklist in checklists])

from rest_framework.request import Request

from api.errors import NOT_FOUND, Refused
from api.views.base import JsonView


class Nothing(JsonView):
    """Every address of the JSON door that is none: JSON, and no redirect."""

    permission_classes = []
    authentication_classes = []

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        raise Refused(404, "not_found", NOT_FOUND)

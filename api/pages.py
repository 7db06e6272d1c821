"""Lists: a page at a time, each with the addresses of the next and the one before."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

ON_A_PAGE = 100


class SealedCursor(CursorPagination):
    """DRF's cursors hold a value of the last row, such as when somebody fell: here nobody can read them."""

    page_size = ON_A_PAGE
    purpose = ""  # a cursor leads on in one list of one account

    # The seal comes with the first cursor: it takes some megabytes, and most lists fit on a page.

    def encode_cursor(self, cursor: Cursor) -> str:
        from api.seal import sealed

        plain = json.dumps([cursor.offset, cursor.reverse, cursor.position])
        return replace_query_param(
            str(self.base_url), self.cursor_query_param, sealed(plain, purpose=self.purpose)
        )

    def decode_cursor(self, request: Request) -> Cursor | None:
        sent = request.query_params.get("cursor")
        if sent is None:
            return None
        from api.seal import opened

        try:
            return Cursor(*json.loads(opened(sent, purpose=self.purpose)))
        except ValueError:
            raise ValidationError({"cursor": ["Take this from `next` or `previous`."]}) from None


def cursor_page(
    request: Request,
    rows: QuerySet[Any],
    *,
    order: Sequence[str],
    shown: Callable[[Sequence[Any]], list[dict[str, Any]]],
) -> Response:
    """One page of the rows in that order; `shown` makes all of them into JSON at once."""
    pages = SealedCursor()
    pages.ordering = tuple(order)
    pages.purpose = f"{request.path} {request.user.pk}"
    found = pages.paginate_queryset(rows, request) or []
    return page(shown(found), next_=pages.get_next_link(), previous=pages.get_previous_link())


def page(results: list[dict[str, Any]], *, next_: str | None = None, previous: str | None = None) -> Response:
    return Response({"results": results, "next": next_, "previous": previous})

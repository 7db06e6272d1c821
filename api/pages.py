"""Lists: a page at a time, each with the addresses of the next and the one before."""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
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

    def encode_cursor(self, cursor: Cursor) -> str:
        plain = json.dumps([cursor.offset, cursor.reverse, cursor.position])
        sealed = _seal().encrypt(plain.encode()).decode()
        return replace_query_param(str(self.base_url), self.cursor_query_param, sealed)

    def decode_cursor(self, request: Request) -> Cursor | None:
        sealed = request.query_params.get("cursor")
        if sealed is None:
            return None
        try:
            return Cursor(*json.loads(_seal().decrypt(sealed.encode())))
        except (InvalidToken, UnicodeEncodeError):
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
    found = pages.paginate_queryset(rows, request) or []
    return page(shown(found), next_=pages.get_next_link(), previous=pages.get_previous_link())


def page(results: list[dict[str, Any]], *, next_: str | None = None, previous: str | None = None) -> Response:
    return Response({"results": results, "next": next_, "previous": previous})


@cache
def _seal() -> Fernet:
    """A key of this installation's secret; a cursor lives as long as that."""
    digest = hashlib.sha256(b"api.pages" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))

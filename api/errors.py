"""What the JSON door says when it does not do what was asked.

One body for every refusal: `{"code", "message", "errors": [{"field", "code", "message"}]}`.
"""

from collections.abc import Iterable, Iterator, Mapping
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from accounts.domain.errors import FieldError
from accounts.errors import AccountError, CodeWasUsed, GraceIsOver, Invalid, LinkHasEnded
from ledger.errors import IsErased
from logs.domain.errors import InvalidEntry
from logs.errors import FallIsErased, FallIsWithdrawn
from symptoms.errors import SymptomsAreWithdrawn

Item = dict[str, str | None]

LONGEST_FIELD = 100  # characters of a field's name that are said back

NOT_FOUND = "There is nothing here, or it is not yours to see."
NOT_SIGNED_IN = (
    "Nobody is signed in here. Send the header “Authorization: Token KEY” with a token, which you make "
    "in your account, under Programs; in a browser, sign in first."
)
INVALID = "Some of what was sent cannot be kept."


class Refused(exceptions.APIException):
    """A refusal with its status, code and words."""

    def __init__(
        self, status: int, code: str, message: str, *, errors: Iterable[Item] = (), **more: object
    ) -> None:
        super().__init__(message, code)
        self.status_code = status
        self.code = code
        self.errors = errors
        self.more = more


class Malformed(Refused):
    """What was sent is not JSON, or no JSON that two programs would read alike."""

    def __init__(self, code: str, message: str, *, field: str | None = None) -> None:
        super().__init__(400, code, message, errors=[item(field, code, message)] if field else [])


def item(field: str | None, code: str, message: object) -> Item:
    return {"field": _shown(field), "code": code, "message": str(message)}


def body(code: str, message: object, errors: Iterable[Item] = (), **more: object) -> dict[str, object]:
    return {"code": code, "message": str(message), "errors": list(errors), **more}


def json_error(status: int, code: str, message: object) -> JsonResponse:
    """The same body where no view of the JSON door has come to answer."""
    return JsonResponse(body(code, message), status=status)


@csrf_exempt
def not_found(request: HttpRequest) -> JsonResponse:
    """Every address of the JSON door that is none."""
    return json_error(404, "not_found", NOT_FOUND)


def answer(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal that a program can cause. None is a fault of ours."""
    found = _answer(error)
    if found is not None:
        set_rollback()
    return found


def _answer(error: Exception) -> Response | None:
    found: Response | None = None
    match error:
        case Http404():
            found = Response(body("not_found", NOT_FOUND), status=404)
        case PermissionDenied():
            found = Response(body("permission_denied", "This is not allowed."), status=403)
        case InvalidEntry():
            found = Response(body("invalid", INVALID, entry_errors(error)), status=422)
        case FallIsWithdrawn() | FallIsErased() | SymptomsAreWithdrawn():
            found = Response(body(error.code, f"This entry was {error.code}."), status=410)
        case Invalid():
            found = Response(body("invalid", INVALID, entry_errors(error)), status=422)
        case AccountError():
            found = _account_answer(error)
        case FieldError():
            found = Response(
                body("invalid", INVALID, [item(error.field, error.code, error.message)]), status=422
            )
        case IsErased():
            found = Response(body(error.code, "This was removed for good."), status=410)
        case exceptions.APIException():
            found = _drf_answer(error)
    return found


def entry_errors(error: InvalidEntry | Invalid) -> list[Item]:
    return [item(one.field, one.code, one.message) for one in error.errors]


def shape_errors(error: exceptions.ValidationError) -> list[Item]:
    """What does not have its shape, by field."""
    return list(_flat(error.get_full_details(), ""))


def _account_answer(error: AccountError) -> Response:
    found = body(error.code, error.message, [item(error.field, error.code, error.message)])
    retry_after = getattr(error, "retry_after", None)
    if retry_after is not None:
        return Response(found, status=429, headers={"Retry-After": str(int(retry_after.total_seconds()))})
    is_over = isinstance(error, CodeWasUsed | LinkHasEnded | GraceIsOver)
    return Response(found, status=410 if is_over else 422)


def _drf_answer(error: exceptions.APIException) -> Response:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    match error:
        case Refused():
            found = body(error.code, error.detail, error.errors, **error.more)
        case exceptions.ValidationError():
            found = body("invalid", INVALID, shape_errors(error))
            return Response(found, status=422)
        case exceptions.NotAuthenticated():
            found = body("not_authenticated", NOT_SIGNED_IN)
        case exceptions.Throttled():
            wait = max(1, ceil(getattr(error, "wait", None) or 1))
            headers["Retry-After"] = str(wait)
            found = body("too_many_requests", f"Too many requests. Try again in {wait} seconds.")
        case _:
            found = body(str(error.get_codes()), error.detail)
    return Response(found, status=error.status_code, headers=headers)


def _flat(details: Any, path: str) -> Iterator[Item]:  # noqa: ANN401 - DRF nests as deep as what was sent
    if isinstance(details, Mapping) and {"message", "code"} == details.keys():
        yield item(path or None, str(details["code"]), details["message"])
    elif isinstance(details, Mapping):
        for name, inner in details.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from _flat(inner, f"{path}.{own}".strip(".") if path else own)
    else:
        for inner in details:
            yield from _flat(inner, path)


def _shown(field: str | None) -> str | None:
    """A name as it was sent, as far as it can be written in an answer."""
    if field is None:
        return None
    return field[:LONGEST_FIELD].encode("utf-8", "replace").decode()

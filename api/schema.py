"""The JSON door described for programs: OpenAPI 3.1, made from the views and their shapes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    inline_serializer,
)
from rest_framework import serializers

from api.shapes.base import Shape
from api.shapes.errors import Conflict, Error

View = TypeVar("View", bound=Callable[..., Any])
# By status, or by status and media type.
Answers = Mapping[Any, type[Shape] | OpenApiResponse | None]

ALWAYS = {
    400: "The request cannot be read, or its body is not JSON that two programs would read alike.",
    413: "The body is longer than 1 MB; a photo, than 15 MB.",
    415: "The body is not `application/json` in UTF-8 (a photo: `multipart/form-data`), or compressed.",
    422: "Well-formed, but not to be kept or not known here; `errors` names every field.",
    404: "There is nothing here, or it is not the account's to see.",
    429: "Too many requests; `Retry-After` says how many seconds to wait.",
    503: "The database is away. `Retry-After` says for how many seconds; then send it again.",
}
WITH_ACCOUNT = {
    401: "No token, or one that opens nothing.",
    403: "The token may only read, or a session came without its CSRF token.",
}
GONE = "The entry was withdrawn or erased."
BOTH = "Something else is here already; the answer holds both."
UNCHANGED = "What `If-None-Match` names is still what is here."
NOT_AS_ASKED = "What is here is not what `If-Match` or `If-Unmodified-Since` asks for."

DESCRIPTION = """
Everything a page of the product does with falls, diary days, rates, homes and care links, for programs.

**Who asks.** `Authorization: Token KEY`, or the session of a page with its CSRF token in `X-CSRFToken`. A
token is made with `POST tokens/` or in the account pages. One that may write does all that follows without
the password: it also lets others in (`POST care-invitations/`) and fetches an archive (`POST exports/`). Only
`POST account-deletion/`, and `private_answers` in an archive, want the password each time.

**For whom.** Every write and list takes an optional `patient`, in the body, or in the address where there is
none: whoever was let in by a care link acts for that patient, and `made_by` records who did. What is not
theirs to see is a 404.

**Sent twice, done once.** An `entry_id` (or `op_id`) is made by the program. The same one with the same
content is the same entry, by whatever door it came; with another content it is a 409.

**Units.** Times carry an offset, days are local dates of the patient, rates are falls a month of 30.4375
days with an exact 95% interval. null means "not asked" or "not known", never zero.

**Refusals** have one body: a `code` for programs, a `message` for people, and `errors` by field.
"""


@dataclass(frozen=True, slots=True)
class Takes:
    """Whether a method reads the query of its address, and a body."""

    query: bool
    body: bool


def describe(
    operation: str,
    answers: Answers,
    *,
    body: type[Shape] | None = None,
    query: type[Shape] | None = None,
    parameters: Sequence[OpenApiParameter] = (),
    conflict: bool = False,
    gone: bool = False,
    large: bool = False,
    with_account: bool = True,
    examples: Sequence[OpenApiExample] = (),
) -> Callable[[View], View]:
    """Says what a method is called, takes and answers; what any method may refuse is added by itself.

    `JsonView` refuses whatever is not said here: a query or a body that nobody reads would be somebody's
    wish without effect. `large`: the answer has an ETag, and is not sent again while it is the same.
    """
    refusals = dict(ALWAYS)
    if with_account:
        refusals |= WITH_ACCOUNT
    if gone:
        refusals[410] = GONE
    responses: dict[int, Any] = {status: OpenApiResponse(Error, why) for status, why in refusals.items()}
    if large:
        responses |= {304: OpenApiResponse(None, UNCHANGED), 412: OpenApiResponse(Error, NOT_AS_ASKED)}
    if conflict:
        responses[409] = OpenApiResponse(Conflict, BOTH)
    described = extend_schema(
        operation_id=operation,
        summary=operation.replace("_", " ").capitalize(),
        request=body,
        parameters=[*parameters, *([query] if query else [])],
        responses={**responses, **answers},
        examples=list(examples),
        auth=None if with_account else [],
    )

    def decorate(view: View) -> View:
        found: Any = described(method_decorator(conditional_page)(view) if large else view)
        found.takes = Takes(query=query is not None, body=body is not None)
        return cast("View", found)

    return decorate


def page_of(shape: type[Shape]) -> Any:  # noqa: ANN401 - made by drf-spectacular
    """The shape of a list."""
    link: Any = {"allow_null": True, "help_text": "Address of that page; null where there is none."}
    return inline_serializer(
        f"{shape.__name__}Page",
        {
            "results": shape(many=True),
            "next": serializers.CharField(**link),
            "previous": serializers.CharField(**link),
        },
    )


# What the answer of one operation tells another: names of operations, and where in the answer it stands.
FALL = {"fall_id": "$response.body#/id"}
FALL_LINKS: Mapping[str, Mapping[str, Any]] = {
    "get_fall": {"parameters": FALL},
    "change_fall": {"parameters": FALL, "requestBody": {"version": "$response.body#/version"}},
    "withdraw_fall": {"parameters": FALL},
    "restore_fall": {"parameters": FALL},
    "answer_same_fall": {"parameters": FALL},
}
WALK = {"walk_id": "$response.body#/id"}
PHOTO = {"photo_id": "$response.body#/id"}
MEDICINE = {"medicine_id": "$response.body#/id"}
MEDICINE_LINKS: Mapping[str, Mapping[str, Any]] = {
    "change_medicine": {"parameters": MEDICINE, "requestBody": {"version": "$response.body#/version"}},
    "list_side_effects": {"parameters": MEDICINE},
    "add_side_effect": {"parameters": MEDICINE},
}
AID_LINKS: Mapping[str, Mapping[str, Any]] = {
    "change_aid": {
        "parameters": {"aid_id": "$response.body#/id"},
        "requestBody": {"version": "$response.body#/version"},
    },
}
CARE_LINK = {"link_id": "$response.body#/results/0/id"}
LINKS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "log_fall": FALL_LINKS,
    "change_fall": FALL_LINKS,
    "withdraw_fall": FALL_LINKS,
    "begin_assessment": {
        "get_assessment": {"parameters": WALK},
        "answer_item": {"parameters": {**WALK, "code": "$response.body#/items/0/item"}},
        "submit_assessment": {"parameters": WALK},
        "export_assessment": {"parameters": WALK},
        "review_assessment": {
            "parameters": {"review_id": "$response.body#/id"},
            "requestBody": {"version": "$response.body#/version"},
        },
    },
    "list_hazards": {"recommend": {"requestBody": {"hazard": "$response.body#/results/0/id"}}},
    "recommend": {"follow_recommendation": {"parameters": {"advice_id": "$response.body#/id"}}},
    "send_photo": {"get_photo": {"parameters": PHOTO}, "remove_photo": {"parameters": PHOTO}},
    "add_medicine": MEDICINE_LINKS,
    "change_medicine": MEDICINE_LINKS,
    "add_aid": AID_LINKS,
    "change_aid": AID_LINKS,
    "list_patients": {"get_patient": {"parameters": {"patient_id": "$response.body#/results/0/id"}}},
    "list_care_links": {
        "change_care_link": {"parameters": CARE_LINK},
        "end_care_link": {"parameters": CARE_LINK},
    },
    "invite": {
        "take_up_code": {"requestBody": {"code": "$response.body#/code"}},
        "withdraw_care_invitation": {"parameters": {"invitation_id": "$response.body#/id"}},
    },
    "list_care_invitations": {
        "withdraw_care_invitation": {"parameters": {"invitation_id": "$response.body#/results/0/id"}},
    },
}


@cache
def openapi() -> dict[str, Any]:
    """The whole description; it changes with the program alone."""
    # What makes it takes some megabytes of memory, and most processes are never asked.
    from drf_spectacular.generators import SchemaGenerator

    from api import schemes  # noqa: F401 - they register themselves

    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    found["info"]["description"] = DESCRIPTION
    for schema in found["components"]["schemas"].values():
        # Unknown fields are refused, so the description must not invite them.
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    operations = found["components"]["schemas"]["Batch"]["properties"]["operations"]
    operations["items"] = {
        "anyOf": [operations["items"], {"description": "Anything else is answered as invalid, by itself."}]
    }
    for path in found["paths"].values():
        for operation in path.values():
            _add_links(operation)
    return found


def _add_links(operation: dict[str, Any]) -> None:
    links = {
        name: {"operationId": name, **how} for name, how in LINKS.get(operation["operationId"], {}).items()
    }
    for status, response in operation["responses"].items():
        if links and status in ("200", "201"):
            response["links"] = links

"""JSON that two programs cannot read in two ways."""

import json
from collections.abc import Mapping
from math import isinf
from typing import IO, Any, NoReturn

from rest_framework.parsers import BaseParser

from api.errors import Malformed


class StrictJson(BaseParser):
    """Refuses what most readers let through: doubled keys, NaN, numbers beyond any, bottomless lists."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401 - whatever JSON holds
        try:
            text = stream.read().decode("utf-8")
            return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=_finite)
        except UnicodeDecodeError:
            raise Malformed("not_utf_8", "The body is not UTF-8.") from None
        except RecursionError:
            raise Malformed("too_deep", "The JSON is nested too deeply.") from None
        except ValueError:
            raise Malformed("not_json", "The body is not JSON.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Malformed("duplicate_key", "A name stands twice in one object.", field=name)
        found[name] = value
    return found


def _finite(digits: str) -> float:
    number = float(digits)
    if isinf(number):
        raise Malformed("not_a_number", "A number is too large to be one.")
    return number


def _no_number(_name: str) -> NoReturn:
    raise Malformed("not_a_number", "NaN and Infinity are no JSON.")

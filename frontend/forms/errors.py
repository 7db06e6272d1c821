"""What a service refused, as errors of the form that was sent."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from django.core.exceptions import ValidationError
from django.forms import BaseForm

from frontend.words import ERROR_WORDS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Refusal(Protocol):
    """What the named errors of accounts and logs have in common."""

    @property
    def code(self) -> str: ...
    @property
    def field(self) -> str | None: ...
    @property
    def message(self) -> "str | _StrPromise": ...


def add_errors(form: BaseForm, errors: Iterable[Refusal]) -> None:
    """Each refusal beside its field, or above the form where it has none."""
    for error in errors:
        field = error.field if error.field in form.fields else None
        words = str(ERROR_WORDS.get(error.code, error.message))
        form.add_error(field, ValidationError(words, code=error.code))

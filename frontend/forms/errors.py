"""What a rule or a service refused, as errors of the form that was sent."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.forms import BaseForm, Field

from accounts.domain.errors import FieldError
from accounts.errors import AccountError
from frontend.words import ERROR_WORDS, error_words


def add_errors(form: BaseForm, errors: Iterable[FieldError | AccountError]) -> None:
    """Each refusal beside its field, or above the form where it has none."""
    for error in errors:
        name = error.field if error.field in form.fields else None
        form.add_error(name, as_form_error(error, form.fields[name] if name else None))


def as_form_error(error: FieldError | AccountError, field: Field | None = None) -> ValidationError:
    """The refusal in the words that the field has for it, or in those that every form has."""
    own = field.error_messages.get(error.code) if field else None
    if isinstance(error, FieldError):
        words = str(own) % error.params if own else error_words(error)
    else:
        words = str(own or ERROR_WORDS.get(error.code, error.message))
    return ValidationError(words, code=error.code)

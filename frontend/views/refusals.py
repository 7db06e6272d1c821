"""How a form answers when a service refused it."""

from collections.abc import Mapping
from datetime import timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from accounts.errors import AccountError
from frontend.acting import AccountRequest
from frontend.forms.errors import add_errors


def refuse(
    request: AccountRequest,
    template: str,
    context: Mapping[str, object],
    form: forms.Form,
    error: AccountError,
) -> HttpResponse:
    """The same screen with the reason: 422, or 429 with the time to wait."""
    add_errors(form, [error])
    wait: timedelta | None = getattr(error, "retry_after", None)
    response = render(request, template, context, status=429 if wait else 422)
    if wait is not None:
        response.headers["Retry-After"] = str(int(wait.total_seconds()))
    return response

"""Answers that are the same for everybody, and may be kept by whoever likes."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def asks_nobody(view: View[P]) -> View[P]:
    """Marks a view that looks at nobody's session: ReadersClock leaves it alone, so no cookie is asked."""
    vars(view)["is_same_for_everybody"] = True
    return view


def same_for_everybody(*, seconds: int) -> Callable[[View[P]], View[P]]:
    """The same, and anybody may keep the answer so long."""

    def mark(view: View[P]) -> View[P]:
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            patch_cache_control(response, public=True, max_age=seconds)
            return response

        return asks_nobody(answer)

    return mark

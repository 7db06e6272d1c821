"""How somebody is from day to day."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from frontend.daily_shell import daily_shell_html
from frontend.same_for_everybody import same_for_everybody


@require_safe
@same_for_everybody(seconds=0)
def daily_shell(request: HttpRequest) -> HttpResponse:
    """The same page for everybody: nothing of a person is in it, so that a phone may keep it."""
    response = HttpResponse(daily_shell_html(get_language()))
    response.headers["Cache-Control"] = "no-cache"  # a phone must learn of a new catalogue
    return response

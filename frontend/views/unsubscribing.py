"""The link and the button of mail programs that end mails of one kind (RFC 8058): no sign-in, no cookie.

Who opens the link changes nothing by it: mail scanners follow every link.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from frontend.context import phone_context
from frontend.same_for_everybody import asks_nobody
from reminders.services.unsubscribing import is_unsubscribed, read_token
from reminders.services.unsubscribing import unsubscribe as end_mails


@csrf_exempt  # mail programs send no token; what is in the address is secret and good for this alone
@asks_nobody
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    known = read_token(token)
    if known is not None and request.method == "POST":
        account, of = known
        end_mails(account=account, of=of, now=timezone.now())
    # Made without the request: nothing of whoever is signed in here stands on it.
    context = {
        "app_name": settings.APP_NAME,
        "of": known[1] if known is not None else None,
        "is_done": known is not None and is_unsubscribed(account=known[0], of=known[1]),
        **phone_context(),
    }
    page = render_to_string("frontend/digests/unsubscribe.html", context)
    response = HttpResponse(page, status=200 if known is not None else 404)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response

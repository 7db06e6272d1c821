"""What a mail provider tells about mails that came back. Its secret is the only key to this door."""

import base64
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.crypto import constant_time_compare
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from reminders.services.bounces import came_back

FOR_GOOD = frozenset({"invalid", "bounced", "spam"})


@csrf_exempt
@require_POST
def mail_events(request: HttpRequest) -> HttpResponse:
    """Addresses that are dead, or whose owner called our mail spam, are switched off; nothing is kept."""
    said = request.headers.get("Authorization", "")
    secret = base64.b64encode(settings.EMAIL_WEBHOOK_SECRET.encode()).decode()
    if not constant_time_compare(said, f"Basic {secret}"):
        raise Http404
    try:
        events = _events(request)
    except SuspiciousOperation:
        raise Http404 from None  # not signed as this provider signs
    except Exception:  # noqa: BLE001 - whatever anymail stumbles over is no event of the provider
        return HttpResponseBadRequest("This is no event of the provider.")
    for event in events:
        if _is_for_good(event):
            came_back(str(event.recipient))
    return HttpResponse(status=204)


def _events(request: HttpRequest) -> list[Any]:
    name = settings.EMAIL_PROVIDER
    view = import_string(f"anymail.webhooks.{name}.{name.capitalize()}TrackingWebhookView")()
    view.run_validators(request)
    events: Iterable[Any] = view.parse_events(request)
    return list(events)


def _is_for_good(event: Any) -> bool:  # noqa: ANN401 - anymail's own
    if event.event_type == "complained":
        return True
    if event.event_type not in ("bounced", "rejected"):
        return False
    told = _own_word(event.esp_event)
    return event.reject_reason in FOR_GOOD if told is None else told


def _own_word(told: Any) -> bool | None:  # noqa: ANN401 - what the provider sent
    """Some providers tell of full mailboxes as of dead ones, but for a word; None where they have none."""
    if any("soft" in str(told.get(name, "")).lower() for name in ("Type", "event", "type")):
        return False
    if told.get("hard_bounce") is False:  # Mailjet
        return False
    bounce = told["data"].get("bounce") if isinstance(told.get("data"), dict) else None
    if isinstance(bounce, dict) and bounce.get("type"):  # Resend
        return bool(bounce["type"] == "Permanent")
    return None

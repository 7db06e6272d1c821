"""What a phone keeps of the product: the log's shell, its worker, and what it must know."""

import hashlib
import json
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS_3, WEEKDAYS
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from frontend.context import phone_context
from frontend.daily_shell import daily_shell_html
from frontend.log_shell import safety_context, shell_questions
from frontend.phone_facts import facts_of
from frontend.phone_numbers import emergency_number
from frontend.same_for_everybody import same_for_everybody
from frontend.walk_shell import walk_shell_html

PHONE_MODULES = (
    "arriving",
    "daily",
    "daily_rules",
    "daily_step",
    "fall",
    "gone",
    "keeping",
    "leaving",
    "log",
    "operations",
    "photo_sending",
    "safety",
    "sending",
    "store",
    "sweep",
    "waiting",
    "walk",
    "walk_item",
    "walk_photos",
    "walk_rules",
    "when",
)
PHONE_FILES = (
    "css/app.css",
    "js/app.js",
    *(f"js/phone/{name}.js" for name in PHONE_MODULES),
    "icons/mark.svg",
)


@require_safe
@same_for_everybody(seconds=0)
def log(request: HttpRequest) -> HttpResponse:
    """The same page for everybody: nothing of a person is in it, so that a phone may keep it."""
    return _revalidated(HttpResponse(shell_html(get_language())))


@require_safe
def log_facts(request: HttpRequest) -> HttpResponse:
    user = request.user
    return JsonResponse({"owner": None} if not user.is_authenticated else facts_of(user, timezone.now()))


@require_safe
@same_for_everybody(seconds=0)
def service_worker(request: HttpRequest) -> HttpResponse:
    """A script that names everything the phone keeps; while it is switched off, one that removes itself."""
    if not settings.SERVICE_WORKER:
        script = f'import "{static("frontend/js/kill.js")}";\n'
    else:
        worker = static("frontend/js/worker.js")
        script = f'import {{ serve }} from "{worker}";\nserve({release(get_language())});\n'
    return _revalidated(HttpResponse(script, content_type="text/javascript; charset=utf-8"))


@cache
def shell_html(language: str | None) -> str:
    context = {
        "questions": list(shell_questions()),
        "safety": safety_context(emergency_number()),
        "user": None,
        "app_name": settings.APP_NAME,
        "weekdays": [str(name) for name in WEEKDAYS.values()],
        "months": [str(name).title() for name in MONTHS_3.values()],
        **phone_context(),
    }
    return render_to_string("frontend/log/log.html", context)


def release(language: str | None) -> str:
    """JSON of this version: its name follows from all that it holds, the newest checklist among it."""
    return _release(shell_html(language), walk_shell_html(language), daily_shell_html(language))


@cache
def _release(*shells: str) -> str:
    assets = [static(f"frontend/{name}") for name in PHONE_FILES]
    told = {
        "shell": reverse("log"),
        "walk": reverse("walk_shell"),
        "daily": reverse("daily_shell"),
        "assets": assets,
        "icon": static("frontend/icons/icon-192.png"),
        "badge": static("frontend/icons/badge-96.png"),
    }
    version = hashlib.sha256(("".join(shells) + json.dumps(told)).encode()).hexdigest()[:16]
    return json.dumps(told | {"version": version})


def _revalidated(response: HttpResponse) -> HttpResponse:
    """Asked for again each time: a phone must learn of a new version."""
    response.headers["Cache-Control"] = "no-cache"
    return response

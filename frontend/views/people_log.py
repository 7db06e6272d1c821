from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import AuditEvent
from frontend.acting import AccountRequest
from frontend.trail_words import trail_lines

ON_A_PAGE = 50


@login_required
@require_safe
def people_log(request: AccountRequest) -> HttpResponse:
    """Who looked at what, and when; newest first."""
    events = AuditEvent.objects.about(request.user).order_by("-at", "-pk")
    page = Paginator(events, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = trail_lines(list(page), reader=request.user, today=timezone.localdate())
    return render(request, "frontend/people/log.html", {"page": page, "lines": lines, "nav": "people"})

from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import AuditEvent
from accounts.models.audit import AuditEventQuerySet
from frontend.acting import AccountRequest
from frontend.phrases import date_words
from frontend.trail_words import day_lines, trail_lines

ON_A_PAGE = 50


@login_required
@require_safe
def people_log(request: AccountRequest) -> HttpResponse:
    """Who looked at what, and when, newest first: day by day, or all of one day."""
    events, today = AuditEvent.objects.about(request.user), timezone.localdate()
    number, asked = request.GET.get("page"), request.GET.get("day", "")
    context: dict[str, object] = {"nav": "people"}
    try:
        day = date.fromisoformat(asked)
        of_day = _of_day(events, day)
    except (ValueError, OverflowError):
        rows = Paginator(events.by_day(timezone.get_current_timezone()), ON_A_PAGE).get_page(number)
        context |= {"page": rows, "lines": day_lines(list(rows), reader=request.user, today=today)}
    else:
        page = Paginator(of_day.order_by("-at", "-pk"), ON_A_PAGE).get_page(number)
        context |= {
            "page": page,
            "lines": trail_lines(list(page), reader=request.user, today=today),
            "day": date_words(day, today=today),
        }
    return render(request, "frontend/people/log.html", context)


def _of_day(events: AuditEventQuerySet, day: date) -> AuditEventQuerySet:
    """Raises OverflowError for a day that no clock reaches."""
    first, after = (
        timezone.make_aware(datetime.combine(midnight, time())).astimezone(UTC)
        for midnight in (day, day + timedelta(days=1))
    )
    return events.filter(at__gte=first, at__lt=after)

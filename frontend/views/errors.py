from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from checklists.domain.pictures import MOST_BYTES


def too_long(request: HttpRequest) -> HttpResponse:
    """More than any form of ours holds."""
    return render(request, "413.html", status=413)


def photo_too_large(request: HttpRequest) -> HttpResponse:
    """A photo of more than we take, before anybody looked at it."""
    return render(request, "413_photo.html", {"most": MOST_BYTES // 1_000_000}, status=413)


def unreadable(request: HttpRequest) -> HttpResponse:
    """Letters in an encoding that is not ours."""
    return render(request, "400.html", status=415)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or cookies are off: says so, with a way back."""
    return render(request, "403_csrf.html", status=403)

"""Everything of mine, to take along: asked for, waited for, downloaded once."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.jobs import start_soon
from belongings.models import Export
from belongings.services.exports import ExportIsGone, ask_for_export, take
from belongings.tasks import make_export
from frontend.acting import AccountRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth has no types
def exports(request: AccountRequest) -> HttpResponse:
    """What an archive is, and the last one that was asked for."""
    if request.method == "POST":
        asked = ask_for_export(
            account=request.user, with_private_answers="private" in request.POST, now=timezone.now()
        )
        start_soon(make_export, asked.pk)
        return redirect("export", asked.public_id)
    latest = Export.objects.filter(account=request.user).order_by("-asked_at", "-pk").first()
    return render(request, "frontend/exports/exports.html", _told(request, latest))


@login_required
@require_safe
def export(request: AccountRequest, export_id: UUID) -> HttpResponse:
    """How far one archive is; the page asks again by itself while it is made."""
    found = get_object_or_404(Export, account=request.user, public_id=export_id)
    return render(request, "frontend/exports/export.html", _told(request, found))


@login_required
@require_POST
def export_file(request: AccountRequest, export_id: UUID) -> HttpResponse | StreamingHttpResponse:
    """By a button, never by a link: whatever fetches links ahead would have used it up.

    Who it is is asked without allauth's resuming: htmx would read the archive as the answer to the password.
    """
    get_object_or_404(Export, account=request.user, public_id=export_id)
    if not did_recently_reauthenticate(request):
        way = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
        return redirect(f"{way}?{urlencode({'next': reverse('export', args=[export_id])})}")
    try:
        pieces = take(account=request.user, public_id=export_id, now=timezone.now())
    except ExportIsGone:
        messages.warning(request, _("That archive is gone. Make another one."))
        return redirect("exports")
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


def _told(request: AccountRequest, found: Export | None) -> dict[str, object]:
    return {
        "export": found,
        "being_taken": found is not None and found.is_being_taken(timezone.now()),
        "nav": "" if request.user.is_leaving else "more",
    }

"""The walk on a phone: its shell, and what the phone must know of a walk that goes on."""

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.services.access import open_known_patient
from checklists.models import Assessment
from frontend.same_for_everybody import same_for_everybody
from frontend.walk_shell import walk_json, walk_shell_html


@require_safe
@csp_update({"img-src": ["blob:"]})  # photos that only the phone has yet
@same_for_everybody(seconds=0)
def walk_shell(request: HttpRequest) -> HttpResponse:
    """The same page for everybody: nothing of a person is in it, so that a phone may keep it."""
    response = HttpResponse(walk_shell_html(get_language()))
    response.headers["Cache-Control"] = "no-cache"  # a phone must learn of a new checklist
    return response


@require_safe
@never_cache
def walk_state(request: HttpRequest) -> JsonResponse:
    """The walks under way through the reader's own home, begun on whichever phone; none without a diary."""
    user = request.user
    if not user.is_authenticated or not user.is_patient:
        return JsonResponse({"owner": None, "walks": []})
    access = open_known_patient(user, user.patient, subject=None)
    under_way = Assessment.objects.under_way().filter(patient=access.patient)
    known = request.GET.get("has", "")
    walks = [walk_json(one, known=known) for one in under_way.select_related("checklist", "patient")]
    return JsonResponse({"owner": str(user.public_id), "walks": walks})

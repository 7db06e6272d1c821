from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.services.addresses import claimed_address
from frontend.acting import AccountRequest


@login_required
@require_safe
def more(request: AccountRequest) -> HttpResponse:
    """Everything that is not needed every day."""
    return render(request, "frontend/more/more.html", {"claim": claimed_address(request.user), "nav": "more"})

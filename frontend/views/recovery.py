from allauth.account.internal.flows.password_reset import finalize_password_reset
from allauth.decorators import rate_limit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts.errors import AddressTaken
from accounts.services.addresses import recover
from accounts.services.recovery import OFFERED, address_of, recoverable, watchers
from frontend.forms.recovery import RecoveryForm
from frontend.views.accounts import ours

TEMPLATE = "frontend/recovery/recovery.html"


@ours
@sensitive_post_parameters("password1")
@rate_limit(action="reset_password_from_key")  # type: ignore[untyped-decorator]  # allauth has no types
def recovery(request: HttpRequest, key: str) -> HttpResponse:
    """Opened from a mail to an address that nobody has confirmed: whose account, and a new password."""
    address = address_of(key)
    accounts = recoverable(address)[:OFFERED] if address else ()
    if not address or not accounts:
        return render(request, TEMPLATE, status=404)
    typed = request.POST if request.method == "POST" else None
    form = RecoveryForm(typed, accounts=list(accounts), watchers=watchers(recoverable(address)))
    if not form.is_valid():
        context = {"form": form, "address": address}
        return render(request, TEMPLATE, context, status=422 if form.is_bound else 200)
    try:
        recover(account=form.chosen, address=address, password=form.cleaned_data["password1"])
    except AddressTaken:
        return render(request, TEMPLATE, status=404)
    finalize_password_reset(request, form.chosen, address)
    return redirect("account_reset_password_from_key_done")

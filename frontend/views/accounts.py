"""django-allauth's pages with our statuses, and the account's own address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views
from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailConfirmationHMAC
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import AddressTaken, LinkUsed
from accounts.jobs import start_soon
from accounts.models import AccountMail
from accounts.services.addresses import change_address, claimed_address, confirm_address
from accounts.services.devices import KNOWN_FROM_NOW, know_device
from accounts.services.mails import promise_mail
from accounts.tasks import send_mail_now
from frontend.acting import AccountRequest
from frontend.forms.accounts import AddressForm, OwnPasswordForm
from frontend.second_step import behind_the_factor
from reminders.services.addresses import dead_address_of, off_since, switch_on

View = Callable[..., HttpResponse]

RETRY_AFTER = "60"  # seconds; the limits of allauth count by the minute


def ours(view: View) -> View:
    """422 where a form is wrong, so that htmx shows it; Retry-After where there were too many tries."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 429:  # noqa: PLR2004 - too many requests
            response.headers["Retry-After"] = RETRY_AFTER
        if known := request.META.get(KNOWN_FROM_NOW):
            know_device(request, response, known)
        context: dict[str, Any] = getattr(response, "context_data", None) or {}
        context["nav"] = "more"
        forms = [context[name] for name in ("form", "webauthn_form") if context.get(name) is not None]
        if request.method == "POST" and any(form.errors for form in forms):
            response.status_code = 422
        return response

    return answered


sign_in = ours(views.login)
join = ours(views.signup)
sign_out = ours(views.logout)
forgotten_password = ours(views.password_reset)
forgotten_password_done = ours(views.password_reset_done)
password_again = ours(views.reauthenticate)
account_inactive = ours(views.account_inactive)
address_mail_sent = ours(views.email_verification_sent)


@ours
def new_password(request: HttpRequest, **key: str) -> HttpResponse:
    """Of many that use one link at once, one chooses the password."""
    try:
        answer: HttpResponse = views.password_reset_from_key(request, **key)
    except LinkUsed:
        return render(request, "account/password_reset_from_key.html", {"token_fail": True}, status=422)
    return answer


@ours
def new_password_done(request: HttpRequest) -> HttpResponse:
    """Takes allauth's message, which it says itself: the next page would say it beside words of its own."""
    for _said in messages.get_messages(request):
        pass
    answer: HttpResponse = views.password_reset_from_key_done(request)
    return answer


@ours
@login_required
@behind_the_factor
@sensitive_post_parameters()
def password_change(request: AccountRequest) -> HttpResponse:
    """Of two at once with the same old password the second is told that it is none any more."""
    try:
        answer: HttpResponse = views.password_change(request)
    except LinkUsed:
        messages.warning(request, _("Your password was changed a moment ago, perhaps by a second tap."))
        return redirect("account_change_password")
    return answer


@ours
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth has no types
@rate_limit(action="manage_email")  # type: ignore[untyped-decorator]  # allauth has no types
def address(request: AccountRequest) -> HttpResponse:
    """The address in use, the one that waits to be confirmed, and changing it.

    Whoever found a phone unlocked must not take the account over: who it is is asked once more.
    """
    form = AddressForm(request.POST) if request.method == "POST" else AddressForm()
    if form.is_valid():
        typed = form.cleaned_data["email"]
        mail = change_address(account=request.user, address=typed)
        if mail is not None:
            start_soon(send_mail_now, mail.pk)
        words = _("A mail is on its way to %(address)s.") if mail else _("You keep %(address)s.")
        messages.success(request, words % {"address": typed})
        return redirect("account_email")
    context = {
        "form": form,
        "claim": claimed_address(request.user),
        "off_since": off_since(request.user),
        "nav": "more",
    }
    return render(request, "account/email.html", context, status=422 if form.errors else 200)


@ours
@login_required
@require_POST
@rate_limit(action="manage_email")  # type: ignore[untyped-decorator]  # allauth has no types
def address_mail(request: AccountRequest) -> HttpResponse:
    """Sends the mail again, if there is something to confirm."""
    claim = claimed_address(request.user)
    if claim is not None:
        mail = promise_mail(kind=AccountMail.Kind.CONFIRM_ADDRESS, address=claim.email, account=request.user)
        start_soon(send_mail_now, mail.pk)
        messages.success(request, _("A mail is on its way to %(address)s.") % {"address": claim.email})
    return redirect("account_email")


@ours
@login_required
@require_POST
def address_use(request: AccountRequest) -> HttpResponse:
    """Mail came back from it, and its owner says that it works; back to the page where they said so."""
    address = dead_address_of(request.user)
    if address is not None:
        switch_on(account=request.user, address=address)
        messages.success(request, _("Mail goes to %(address)s again.") % {"address": address})
    return redirect("digests" if request.POST.get("next") == "digests" else "account_email")


@ours
@sensitive_post_parameters("password")
@rate_limit(action="reset_password_from_key")  # type: ignore[untyped-decorator]  # allauth has no types
def address_confirmation(request: HttpRequest, key: str) -> HttpResponse:
    """Opened from a mail. Opening it changes nothing: scanners of mail do that; the button confirms."""
    found = EmailConfirmationHMAC.from_key(key)
    claim = found.email_address if found is not None else None
    if claim is None:
        return render(request, "account/email_confirm.html", {"claim": None}, status=404)
    # Somebody else may have joined with this address: its owner must not confirm their account for them.
    typed = request.POST if request.method == "POST" else None
    form = None if request.user == claim.user else OwnPasswordForm(typed, account=claim.user)
    if typed is None or (form is not None and not form.is_valid()):
        status = 422 if form is not None and form.is_bound else 200
        return render(request, "account/email_confirm.html", {"claim": claim, "form": form}, status=status)
    try:
        notice = confirm_address(claim=claim)
    except AddressTaken as error:
        messages.warning(request, error.message)
    else:
        request.META[KNOWN_FROM_NOW] = claim.user
        if notice is not None:
            start_soon(send_mail_now, notice.pk)
        messages.success(request, _("%(address)s is confirmed.") % {"address": claim.email})
    return redirect("more" if request.user.is_authenticated else "account_login")

"""Mails about accounts: promised as rows, sent by a worker, forgotten when sent."""

import logging
from datetime import timedelta
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.leaving import erased_at
from accounts.models import AccountMail, User
from accounts.services.recovery import recoverable, recovery_key

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=2)
NOTICES = {
    AccountMail.Kind.NEW_DEVICE: gettext_lazy("A sign-in on a new device"),
    AccountMail.Kind.FACTORS_CHANGED: gettext_lazy("How you sign in was changed"),
}
CHANGES = {
    AccountMail.Change.PASSKEY_ADDED: gettext_lazy("A passkey was added."),
    AccountMail.Change.PASSKEY_REMOVED: gettext_lazy("A passkey was removed."),
    AccountMail.Change.APP_ADDED: gettext_lazy("An app with codes was set up."),
    AccountMail.Change.APP_REMOVED: gettext_lazy("The app with codes was removed."),
    AccountMail.Change.CODES_MADE: gettext_lazy("New recovery codes were made; the old ones ended."),
    AccountMail.Change.ALL_REMOVED: gettext_lazy(
        "Whoever runs this service took your second step away: all passkeys, the app and the recovery codes. "
        "You are signed out everywhere, and your password alone lets you in."
    ),
}
TRIES = 8  # after 1, 2, 4 ... minutes; the last one about two hours later


def promise_mail(
    *,
    kind: AccountMail.Kind,
    address: str,
    account: User | None = None,
    change: AccountMail.Change | None = None,
) -> AccountMail:
    """Add the row; whoever owns the request then hands its id to a worker."""
    return AccountMail.objects.create(
        kind=kind, address=address.lower(), account=account, change=change or ""
    )


def send_promised_mail(mail_id: int) -> None:
    """Send one mail if nobody else is at it. After the mail server has it, the row is gone.

    A worker that dies between the server's answer and our commit leaves the row: the same mail goes
    out again with the same Message-ID.
    """
    claimed = AccountMail.objects.waiting().filter(pk=mail_id).update(claimed_until=timezone.now() + CLAIM)
    if not claimed:
        return
    mail = AccountMail.objects.select_related("account").get(pk=mail_id)
    message = _message_for(mail)
    try:
        if message is not None:
            message.send()
    except Exception as error:  # noqa: BLE001 - whatever a server or a provider says: it is tried again
        _try_later(mail, error)
    else:
        mail.delete()


def new_password_link(account: User) -> str:
    """Opens the page that gives the account a new password: once, and for PASSWORD_RESET_TIMEOUT seconds."""
    key = default_token_generator.make_token(account)
    return _absolute("account_reset_password_from_key", user_pk_to_url_str(account), key)


def _message_for(mail: AccountMail) -> EmailMessage | None:
    """What to write to the address, or None where no mail is due: nobody there, or not confirmed."""
    if mail.kind == AccountMail.Kind.RESET_PASSWORD:
        return _password_reset(mail)
    if mail.kind == AccountMail.Kind.LEAVING:
        return _leaving(mail)
    if mail.kind == AccountMail.Kind.ADDRESS_CHANGED:
        at = _minute(mail)
        return _letter(mail, _("Your address was changed"), "address_changed", {"at": at})
    if mail.kind in NOTICES:
        return _notice(mail)
    return _confirmation(mail)


def _leaving(mail: AccountMail) -> EmailMessage | None:
    if mail.account is None or mail.account.leaving_since is None:
        return None
    day = date_format(timezone.localdate(erased_at(mail.account.leaving_since)), "j F Y")
    context = {"day": day, "link": _absolute("account_login")}
    return _letter(mail, _("Your account will be erased"), "leaving", context)


def _confirmation(mail: AccountMail) -> EmailMessage | None:
    if EmailAddress.objects.filter(email=mail.address, verified=True).exclude(user=mail.account).exists():
        return _letter(
            mail, _("You already have an account"), "address_in_use", {"link": _absolute("account_login")}
        )
    claim = EmailAddress.objects.filter(email=mail.address, user=mail.account, verified=False).first()
    if claim is None:
        return None
    link = _absolute("account_confirm_email", EmailConfirmationHMAC(claim).key)
    return _letter(mail, _("Confirm your address"), "confirm_address", {"link": link})


def _notice(mail: AccountMail) -> EmailMessage | None:
    """What happened to an account, unless its address was given up meanwhile."""
    if not EmailAddress.objects.filter(email=mail.address, user=mail.account, verified=True).exists():
        return None
    subject = NOTICES[AccountMail.Kind(mail.kind)]
    change = CHANGES[AccountMail.Change(mail.change)] if mail.change else ""
    context = {"at": _minute(mail), "link": _absolute("sessions"), "change": str(change)}
    return _letter(mail, str(subject), mail.kind, context)


def _minute(mail: AccountMail) -> str:
    """By the reader's clock, which is named: a mail is read anywhere."""
    account = mail.account
    zone = account.patient.time_zone if account and account.is_patient else settings.DEFAULT_PATIENT_TIME_ZONE
    local = mail.made_at.astimezone(ZoneInfo(zone))
    return f"{date_format(local, 'j F Y, H:i')} ({zone})"


def _password_reset(mail: AccountMail) -> EmailMessage | None:
    claim = EmailAddress.objects.select_related("user").filter(email=mail.address, verified=True).first()
    if claim is None:
        return _recovery(mail)
    if not claim.user.is_active:
        return None
    link = new_password_link(claim.user)
    return _letter(mail, _("Choose a new password"), "reset_password", {"link": link})


def _recovery(mail: AccountMail) -> EmailMessage | None:
    if not recoverable(mail.address).exists():
        return None
    link = _absolute("account_recovery", recovery_key(mail.address))
    return _letter(mail, _("Choose a new password"), "recover_account", {"link": link})


def _letter(mail: AccountMail, subject: str, template: str, context: dict[str, str]) -> EmailMessage:
    words = {"app_name": settings.APP_NAME, **context}
    return EmailMessage(
        subject=f"{settings.APP_NAME}: {subject}",
        body=render_to_string(f"accounts/mails/{template}.txt", words),
        to=[mail.address],
        headers={"Message-ID": f"<account-{mail.pk}-{mail.made_at:%Y%m%d%H%M%S%f}@{_host()}>"},
    )


def _host() -> str:
    """Ours, whatever the installation is called: a name may have spaces, a Message-ID may not."""
    return str(urlsplit(settings.ORIGIN).hostname or "localhost")


def _absolute(name: str, *args: str) -> str:
    return str(urljoin(settings.ORIGIN, reverse(name, args=args)))


def _try_later(mail: AccountMail, error: Exception) -> None:
    mail.attempts += 1
    mail.gave_up = mail.attempts >= TRIES
    mail.claimed_until = None
    mail.next_try_at = timezone.now() + timedelta(minutes=2 ** (mail.attempts - 1))
    mail.save(update_fields=["attempts", "gave_up", "claimed_until", "next_try_at"])
    log.warning("account mail %s not taken: %s, attempt %s", mail.pk, type(error).__name__, mail.attempts)

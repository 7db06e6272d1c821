"""A person goes: from every table, file, queue and index, and nothing that is left tells who it was."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.storage import storages
from django.db import connection, transaction

from accounts.domain.leaving import erased_at
from accounts.models import AccountMail, Patient, User
from belongings.models import Export, Tombstone
from belongings.registry import REGISTRY, owned
from checklists.models import Photo

log = logging.getLogger(__name__)

SESSIONS_AT_ONCE = 1000
# Of Django, and of allauth from the password on.
SESSION_IS_OF = ("_auth_user_id", "account_authentication_methods_user")


def erase(*, account_key: int, now: datetime) -> bool:
    """Erase the account if its grace is over; whether it was. May be called again after any failure."""
    account = User.objects.filter(pk=account_key).first()
    if account is None or not _is_due(account, now):
        return False
    # Files first: a row without its file is found again by the next try, a file without its row never.
    for name in _files_of(account):
        storages["photos"].delete(name)
    with transaction.atomic():
        account = User.objects.select_for_update().filter(pk=account_key).first()
        if account is None or not _is_due(account, now):
            return False  # erased by another worker, or asked anew, meanwhile
        Patient.objects.select_for_update().filter(user=account).first()
        _leave_tombstones(account, on=now.date())
        _erase_what_nothing_points_to(account)
        _let_go_of_names(account)
        for belonging in reversed(list(owned())):
            rows = belonging.kept_in._base_manager  # noqa: SLF001 - Django's public name
            rows.filter(belonging.rows_of(account)).delete()
    _empty_the_log_of_writes()
    log.info("an account was erased")
    return True


def is_erased(public_id: UUID) -> bool:
    """Whether an account or a patient of this opaque id was here and is erased."""
    return Tombstone.objects.of(public_id).exists()


def _is_due(account: User, now: datetime) -> bool:
    return account.leaving_since is not None and erased_at(account.leaving_since) <= now


def _files_of(account: User) -> Iterator[str]:
    yield from Photo.objects.filter(patient__user=account).values_list("file", flat=True)
    yield from Export.objects.filter(account=account).exclude(file="").values_list("file", flat=True)


def _leave_tombstones(account: User, *, on: date) -> None:
    ids = [account.public_id]
    ids += Patient.objects.filter(user=account).values_list("public_id", flat=True)
    Tombstone.objects.leave(ids, on=on)


def _erase_what_nothing_points_to(account: User) -> None:
    """Mails to the address, whoever asked for them; sessions; what admins did about the account."""
    addresses = {account.email, *EmailAddress.objects.filter(user=account).values_list("email", flat=True)}
    others = EmailAddress.objects.filter(email__in=addresses, verified=True).exclude(user=account)
    addresses -= set(others.values_list("email", flat=True))
    AccountMail.objects.filter(address__in=addresses).delete()
    users = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=users, object_id=str(account.pk)).delete()
    Session.objects.filter(session_key__in=list(_sessions_of(account))).delete()


def _sessions_of(account: User) -> Iterator[str]:
    """A session says in its sealed content alone whose it is, so all are read.

    One between the password and the second step names nobody as signed in, and knows the address.
    """
    for session in Session.objects.iterator(SESSIONS_AT_ONCE):
        content = session.get_decoded()
        if str(account.pk) in {content.get(key) for key in SESSION_IS_OF}:
            yield session.session_key


def _let_go_of_names(account: User) -> None:
    """What the account wrote about others stays with them, as written by somebody who has left."""
    for belonging in REGISTRY:
        for name in belonging.names:
            rows = belonging.kept_in._base_manager  # noqa: SLF001
            rows.filter(**{name: account.pk}).update(**{name: None})


def _empty_the_log_of_writes() -> None:
    """SQLite keeps what was written in a file beside the database until it is asked for."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

"""Archives: asked for, made by a worker, taken once, dead after a day."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID

from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import F

from accounts.domain.vocabulary import AuditAction, AuditSubject
from accounts.models import User
from accounts.services.audit import record_event
from belongings.archive import steps_of, write_archive
from belongings.models import Export
from belongings.models.export import ExportState

log = logging.getLogger(__name__)

LIVES = timedelta(days=1)
CLAIM = timedelta(minutes=6)  # longer than a task may run
TRIES = 3
FOLDER = "exports"
PIECE = 256 * 1024  # bytes


class ExportIsGone(Exception):
    """It was taken, or its day is over."""


def ask_for_export(*, account: User, with_private_answers: bool, now: datetime) -> Export:
    """Promise an archive; the one that waits already is that one. A finished one before it goes."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=account.pk)
        waiting = Export.objects.filter(account=account, state=ExportState.WAITING).first()
        if waiting is not None and waiting.with_private_answers == with_private_answers:
            return waiting
        for earlier in Export.objects.filter(account=account).exclude(state=ExportState.GONE):
            _end(earlier)
        record_event(actor=account, about=account, action=AuditAction.EXPORTED, subject=AuditSubject.ACCOUNT)
        return Export.objects.create(
            account=account,
            with_private_answers=with_private_answers,
            asked_at=now,
            expires_at=now + LIVES,
            steps=steps_of(with_private_answers=with_private_answers),
        )


def make_export(*, export_key: int, now: datetime) -> None:
    """Write the archive unless somebody is at it. A worker that dies leaves it to the next."""
    mine = Export.objects.to_make(now).filter(pk=export_key)
    if not mine.update(claimed_until=now + CLAIM, attempts=F("attempts") + 1, done=0):
        return
    export = Export.objects.select_related("account").get(pk=export_key)
    if export.attempts > TRIES:
        _end(export)
        log.error("an archive could not be made in %s tries", TRIES)
        return

    def done() -> None:
        Export.objects.filter(pk=export.pk, done__lt=F("steps")).update(done=F("done") + 1)

    # No name in the file system: it is gone with the process, however that ends.
    with tempfile.TemporaryFile() as file:
        write_archive(
            export.account, file, with_private_answers=export.with_private_answers, now=now, done=done
        )
        size = file.tell()
        file.seek(0)
        name = storages["photos"].save(f"{FOLDER}/{token_urlsafe(24)}.zip", File(file))
    made = Export.objects.filter(pk=export.pk, state=ExportState.WAITING)
    # Ended, or erased with its account, meanwhile: then the file is nobody's.
    if not made.update(
        state=ExportState.READY, file=name, size=size, expires_at=now + LIVES, claimed_until=None
    ):
        storages["photos"].delete(name)


def take(*, account: User, public_id: UUID, now: datetime) -> Iterator[bytes]:
    """The archive, piece by piece, once. Whoever is cut off on the way may try again within its day.

    Raises ExportIsGone.
    """
    ready = Export.objects.filter(
        account=account, public_id=public_id, state=ExportState.READY, expires_at__gt=now
    )
    free = ready.filter(claimed_until=None) | ready.filter(claimed_until__lt=now)
    if not free.update(claimed_until=now + CLAIM):
        raise ExportIsGone
    return _pieces(Export.objects.get(public_id=public_id), now)


def end_old_exports(*, now: datetime) -> None:
    """A day after they were made; rows go a day later, when nobody asks for them any more."""
    for export in Export.objects.over(now):
        _end(export)
    Export.objects.filter(state=ExportState.GONE, expires_at__lt=now - LIVES).delete()


def remove_what_nobody_names(*, now: datetime) -> None:
    """Files of archives whose worker was killed between the file and its row, or whose account went then."""
    storage = storages["photos"]
    try:
        _folders, found = storage.listdir(FOLDER)
    except FileNotFoundError:  # no archive was ever made here
        return
    named = set(Export.objects.exclude(file="").values_list("file", flat=True))
    for name in {f"{FOLDER}/{file}" for file in found} - named:
        with suppress(FileNotFoundError):  # taken, and gone, since they were listed
            if storage.get_modified_time(name) < now - CLAIM:
                storage.delete(name)


def _pieces(export: Export, now: datetime) -> Iterator[bytes]:
    sent_all = False
    try:
        with storages["photos"].open(export.file) as file:
            while piece := file.read(PIECE):
                yield piece
        sent_all = True
    finally:
        if sent_all:
            _end(export, taken_at=now)
        else:
            Export.objects.filter(pk=export.pk).update(claimed_until=None)


def _end(export: Export, *, taken_at: datetime | None = None) -> None:
    """The file first: a row without it is found again, a file without its row never."""
    if export.file:
        storages["photos"].delete(export.file)
    Export.objects.filter(pk=export.pk).update(
        state=ExportState.GONE, taken_at=taken_at, file="", size=0, claimed_until=None
    )

"""Photos of items and of what was done: made anew by us, and gone with what they show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import F

from accounts.domain.vocabulary import AuditSubject
from accounts.services.audit import record_write
from checklists.domain.errors import TooManyPhotos, UnknownItem
from checklists.models import Assessment, Photo
from checklists.pictures import clean_picture, photo_name
from checklists.services.assessments import standing_of
from ledger.domain.outcomes import Outcome
from ledger.services.operations import Sent, enter, found, hash_of, writing

if TYPE_CHECKING:
    from accounts.models import Patient, User
    from checklists.models import Hazard

MOST_PHOTOS = 3  # of one item of a walk, or of one hazard
AT_ONCE = 500  # photos that the nightly pass takes away in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class OfItem:
    """What a photo shows: an item of a walk."""

    assessment: Assessment
    code: str


def keep_photo(*, patient: Patient, of: OfItem | Hazard, file: Any, sent: Sent) -> Photo:  # noqa: ANN401 - a file
    """Keep a picture once, however often it is sent. Its id stands for what it is of, not for its bytes.

    Raises what clean_picture raises, TooManyPhotos, UnknownItem, AlreadySent, and ledger.errors.IsErased
    for one that was taken away.
    """
    sent_hash = hash_of(_named(of))
    picture = clean_picture(file)
    with writing(patient) as patient:
        known = found(patient, sent.op_id, operation="photo", payload_hash=sent_hash)
        if known:
            return Photo.objects.get(patient=patient, entry_id=known.op_id)
        photo = Photo(
            patient=patient,
            entry_id=sent.op_id,
            width=picture.width,
            height=picture.height,
            made_at=sent.made_at,
            received_at=sent.received_at,
            made_by=sent.by,
        )
        _place(photo, of)
        photo.file = storages["photos"].save(photo_name(), ContentFile(picture.content))
        try:
            photo.save()
            enter(
                patient, sent, operation="photo", payload_hash=sent_hash, outcome=Outcome.CREATED, about=photo
            )
        except BaseException:
            storages["photos"].delete(photo.file)
            raise
        record_write(by=sent.by, patient=patient, subject=AuditSubject.PHOTOS, subject_key=photo.public_id)
    return photo


def remove_photo(*, photo: Photo, by: User) -> None:
    """For good; a phone that sends it again is told so."""
    with writing(photo.patient) as patient:
        patient.operations.filter(op_id=photo.entry_id, type="photo").update(outcome=Outcome.ERASED)
        record_write(by=by, patient=patient, subject=AuditSubject.PHOTOS, subject_key=photo.public_id)
        photo.delete()


def remove_old_photos(*, now: datetime) -> int:
    """Those that are older than an installation keeps them; returns how many went."""
    over = Photo.objects.filter(received_at__lt=now - timedelta(days=settings.PHOTO_RETENTION_DAYS))
    gone = 0
    while photos := list(over.select_related("patient")[:AT_ONCE]):
        for photo in photos:
            with writing(photo.patient) as patient:
                patient.operations.filter(op_id=photo.entry_id).update(outcome=Outcome.ERASED)
                photo.delete()
        gone += len(photos)
    return gone


def forget_file(name: str) -> None:
    """Take the file of a photo away once the row is gone for good."""
    transaction.on_commit(lambda: storages["photos"].delete(name))


def _named(of: OfItem | Hazard) -> dict[str, object]:
    if isinstance(of, OfItem):
        return {"walk": str(of.assessment.public_id), "item": of.code}
    return {"hazard": str(of.public_id)}


def _place(photo: Photo, of: OfItem | Hazard) -> None:
    """What the photo is of. A photo may come after its walk was sent: it had waited for Wi-Fi."""
    if isinstance(of, OfItem):
        if of.code not in standing_of(of.assessment).asked:
            raise UnknownItem(field="item")
        photo.assessment, photo.item = of.assessment, of.assessment.checklist.items.get(code=of.code)
        others = Photo.objects.filter(assessment=photo.assessment, item=photo.item)
        Assessment.objects.filter(pk=of.assessment.pk).update(version=F("version") + 1)
    else:
        photo.hazard = of
        others = Photo.objects.filter(hazard=of)
    if others.count() >= MOST_PHOTOS:
        raise TooManyPhotos(field="file", limit=MOST_PHOTOS)

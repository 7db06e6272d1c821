"""One archive with everything that is a person's; docs/export.md says what is in it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any

from django.core.files.storage import storages

from accounts.models import AuditEvent, Patient, User, display_name
from accounts.services.audit import people_behind
from belongings.fhir import diary_bundle
from belongings.registry import Belonging, owned
from belongings.rows import Json, checklist_name, columns_of, name_of, plain, rows_of
from belongings.tables import table
from checklists.models import Assessment, Checklist, Hazard, Photo

VERSION = 1
PRIVATE = "logs.PrivateAnswer"
README = """Everything of yours, as it was on the day in about.json.

*.json          every entry, with all that was kept of it
*.csv           the same as tables, for a spreadsheet
fhir_bundle.json the diary and the walks for medical programs (HL7 FHIR R4)
photos/         pictures of your home, named by their id in photos.json;
                about.json names those that could not be found (missing_photos)

These files are your diary and the inside of your home. Keep them where nobody else looks.
"""

Progress = Callable[[], None]


def in_archive(*, with_private_answers: bool) -> list[Belonging]:
    return [one for one in owned() if one.file and (one.model != PRIVATE or with_private_answers)]


def steps_of(*, with_private_answers: bool) -> int:
    """How many times `write_archive` says that something is done."""
    return len(in_archive(with_private_answers=with_private_answers)) + 4


def write_archive(
    account: User, file: IO[bytes], *, with_private_answers: bool, now: datetime, done: Progress
) -> None:
    """Write the zip; `done` is called after each part of it."""
    listed: set[str] = set()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        for belonging in in_archive(with_private_answers=with_private_answers):
            rows = list(rows_of(belonging, account))
            _write(archive, belonging.file, rows)
            names = [name_of(column) for column in columns_of(belonging)]
            archive.writestr(f"{belonging.file}.csv", table(rows, names))
            if belonging.kept_in is Photo:
                listed = {row["id"] for row in rows}
            done()
        _write(archive, "checklists", list(_checklists(account)))
        done()
        _write(archive, "who_looked", list(_who_looked(account)))
        done()
        patient = Patient.objects.filter(user=account).select_related("user").first()
        if patient is not None:
            _write(archive, "fhir_bundle", diary_bundle(patient, now=now))
        done()
        missing = listed - _write_photos(archive, account)
        _write(
            archive,
            "about",
            {"version": VERSION, "made_at": now.isoformat(), "missing_photos": sorted(missing)},
        )
        done()


def _write(archive: zipfile.ZipFile, name: str, content: Any) -> None:  # noqa: ANN401 - JSON
    archive.writestr(f"{name}.json", json.dumps(content, ensure_ascii=False, indent=1))


def _write_photos(archive: zipfile.ZipFile, account: User) -> set[str]:
    """The ids of those that were found."""
    found = set()
    for photo in Photo.objects.filter(patient__user=account):
        try:
            with storages["photos"].open(photo.file) as picture:
                info = zipfile.ZipInfo(f"photos/{photo.public_id}.jpg")
                archive.writestr(info, picture.read())  # stored: a JPEG is small already
        except FileNotFoundError:
            continue  # lost by its storage, as a page would say
        found.add(str(photo.public_id))
    return found


def _checklists(account: User) -> Iterator[Json]:
    """The versions that this person's walks asked, in their words."""
    asked = set(Assessment.objects.filter(patient__user=account).values_list("checklist", flat=True))
    asked |= set(Hazard.objects.filter(patient__user=account).values_list("item__checklist", flat=True))
    walked = Checklist.objects.filter(pk__in=asked)
    for checklist in walked.select_related("clinic").order_by("pk"):
        yield {
            "id": checklist_name(checklist),
            "code": checklist.code,
            "version": checklist.version,
            "title": checklist.title,
            "clinic": checklist.clinic.name if checklist.clinic else None,
            "items": [
                {
                    field.name: plain(getattr(item, field.attname))
                    for field in item._meta.concrete_fields  # noqa: SLF001
                    if field.name not in ("id", "checklist")
                }
                for item in checklist.items.all()
            ],
        }


def _who_looked(account: User) -> Iterator[Json]:
    events = list(AuditEvent.objects.about(account).order_by("at", "pk"))
    people = people_behind(events)
    for event in events:
        by = people.get(event.actor_key) if event.actor_key else None
        yield {
            "at": event.at.isoformat(),
            "by": "me" if by == account else display_name(by) if by else None,
            "action": event.action,
            "subject": event.subject,
        }

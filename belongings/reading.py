"""An archive read back: the same diary, home and photos, in an installation that knows nobody of it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Field, ForeignKey, JSONField, Model

from accounts.models import Clinic, Patient, User
from accounts.services.addresses import owner_of
from belongings.archive import VERSION
from belongings.models import Tombstone
from belongings.registry import REGISTRY, Belonging
from belongings.rows import ME, Json, columns_of, name_of
from checklists.models import Checklist, ChecklistItem, Photo
from checklists.pictures import photo_name

# What has no sense elsewhere: keys of programs and phones, and people who have not let anybody in here.
LEFT = ("accounts.ApiToken", "accounts.ClinicMember", "accounts.CareLink", "reminders.PushSubscription",
        "reminders.Delivery", "reminders.DeadAddress",
        "account.EmailAddress", "accounts.User")  # fmt: skip


class CannotRead(Exception):
    """A sentence about why nothing was read."""


def read_archive(archive: zipfile.ZipFile) -> User:
    """Make the account and everything of it; all of it, or with CannotRead nothing.

    The account has no password: its person chooses one by mail. Somebody who was erased here is back:
    their phones are told so no more.
    """
    names = set(archive.namelist())
    about = _told(archive, "about") if "about.json" in names else {}
    if about.get("version") != VERSION:
        raise CannotRead("This is no archive of a version that is known here.")
    (told,) = _told(archive, "account")
    ids = [row["id"] for row in (_told(archive, "profile") if "profile.json" in names else [])]
    here = Patient.objects.filter(public_id__in=ids).exists()
    if here or User.objects.filter(public_id=UUID(told["id"])).exists():
        raise CannotRead("This person is here already.")
    if owner_of(told["email"]) is not None:
        raise CannotRead("Somebody here has confirmed this address: nobody could get into what is read.")
    files: list[str] = []
    try:
        with transaction.atomic():
            Tombstone.objects.of(*map(UUID, [told["id"], *ids])).delete()
            return _Reading(archive, names, files, about.get("missing_photos", [])).account(told)
    except BaseException:
        for name in files:
            storages["photos"].delete(name)
        raise


def _told(archive: zipfile.ZipFile, name: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(archive.read(f"{name}.json"))


class _Reading:
    """One archive on its way into tables: what was made so far, by the ids that name it."""

    def __init__(
        self, archive: zipfile.ZipFile, names: set[str], files: list[str], missing: list[str]
    ) -> None:
        self.archive, self.names, self.files, self.missing = archive, names, files, missing
        self.made: dict[tuple[type[Model], str], Model] = {}
        self.items: dict[tuple[str, str], ChecklistItem] = {}

    def account(self, told: Json) -> User:
        user = User(email=told["email"], name=told["name"], public_id=UUID(told["id"]))
        user.set_unusable_password()
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
        self.user = user
        self._checklists()
        for belonging in REGISTRY:
            if belonging.file and belonging.model not in LEFT and f"{belonging.file}.json" in self.names:
                self._rows(belonging)
        return user

    def _checklists(self) -> None:
        for told in _told(self.archive, "checklists"):
            known = Checklist.objects.filter(code=told["code"], version=told["version"]).first()
            checklist = known or self._checklist(told)
            self.made[Checklist, told["id"]] = checklist
            for item in checklist.items.all():
                self.items[told["id"], item.code] = item

    def _checklist(self, told: Json) -> Checklist:
        """A version that nobody published here; a clinic's own belongs to a clinic of its name, without
        members, so that nobody else is asked it."""
        clinic = Clinic.objects.create(name=told["clinic"]) if told["clinic"] else None
        made = Checklist.objects.create(
            code=told["code"], version=told["version"], title=told["title"], clinic=clinic
        )
        ChecklistItem.objects.bulk_create(ChecklistItem(checklist=made, **item) for item in told["items"])
        return made

    def _rows(self, belonging: Belonging) -> None:
        model, columns = belonging.kept_in, list(columns_of(belonging))
        later: list[tuple[Model, str, str]] = []
        rows: list[Model] = []
        for told in _told(self.archive, belonging.file):
            row = model(**self._whose(belonging))
            for column in columns:
                if name_of(column) in told:
                    self._set(row, column, told, later)
            if isinstance(row, Photo):
                self._picture(row)
            if "id" in told:
                self.made[model, told["id"]] = row
            rows.append(row)
        model._base_manager.bulk_create(rows, batch_size=500)  # noqa: SLF001
        for row, name, other in later:
            setattr(row, name, self.made.get((model, other)))
            row.save(update_fields=[name])

    def _whose(self, belonging: Belonging) -> Mapping[str, Model]:
        """The link to the person that an archive leaves out because it is the same throughout."""
        first = belonging.whose.partition("__")[0]
        related = belonging.kept_in._meta.get_field(first).related_model  # noqa: SLF001
        if related is User:
            return {first: self.user}
        return {first: self.user.patient} if related is Patient else {}

    def _set(self, row: Model, column: Field[Any, Any], told: Json, later: list[Any]) -> None:
        value = told[name_of(column)]
        if not isinstance(column, ForeignKey):
            setattr(row, column.attname, value if isinstance(column, JSONField) else column.to_python(value))
        elif column.related_model is type(row):
            if value is not None:
                later.append((row, column.name, value))
        else:
            setattr(row, column.name, self._found(column.related_model, value))

    def _found(self, model: Any, value: Any) -> Model | None:  # noqa: ANN401 - JSON and a model
        """What a link named. Other people are not here: what they did is nobody's."""
        if value is None:
            return None
        if model is User:
            return self.user if value == ME else None
        if model is ChecklistItem:
            return self.items[value["checklist"], value["code"]]
        return self.made[model, value]

    def _picture(self, photo: Photo) -> None:
        """What was lost before the archive was written stays lost: its row names a file that is not there."""
        if str(photo.public_id) in self.missing:
            photo.file = photo_name()
            return
        try:
            content = self.archive.read(f"photos/{photo.public_id}.jpg")
        except KeyError:
            raise CannotRead(f"The picture {photo.public_id} is not in the archive.") from None
        photo.file = storages["photos"].save(photo_name(), ContentFile(content))
        self.files.append(photo.file)

"""Checklists that people can be asked: each version is written once, from its prose."""

from dataclasses import asdict, fields

from django.db import transaction

from accounts.models import Clinic
from checklists.domain.catalogue import Catalogue, Item, check_successor
from checklists.domain.vocabulary import Effort, Room, Walkers
from checklists.models import Checklist, ChecklistItem

ITEM_FIELDS = tuple(field.name for field in fields(Item))


def publish(written: Catalogue) -> Checklist:
    """The version that is written down, made where it is not here yet; the one before stays as it was.

    Raises InvalidCatalogue where a code would ask another question than before, or where the items differ
    from what this version said.
    """
    with transaction.atomic():
        earlier = Checklist.objects.filter(code=written.code).order_by("-version").first()
        if earlier is not None:
            if earlier.version > written.version:
                return earlier  # an older release is started again: what is newer stays
            check_successor(catalogue_of(earlier), written)
            if earlier.version == written.version:
                return earlier
        return write_version(written)


def write_version(written: Catalogue, *, clinic: Clinic | None = None) -> Checklist:
    """A version that is not here yet, with its items; of a clinic, or for everybody. Inside a transaction."""
    checklist = Checklist.objects.create(
        clinic=clinic,
        code=written.code,
        version=written.version,
        title=written.title,
        retired=sorted(written.retired),
    )
    ChecklistItem.objects.bulk_create(
        ChecklistItem(checklist=checklist, position=position, **asdict(item))
        for position, item in enumerate(written.items, start=1)
    )
    return checklist


def catalogue_of(checklist: Checklist) -> Catalogue:
    """A stored version as the domain reads it."""
    rows = checklist.items.values(*ITEM_FIELDS)
    return Catalogue(
        code=checklist.code,
        version=checklist.version,
        title=checklist.title,
        items=tuple(_item(row) for row in rows),
        retired=frozenset(checklist.retired),
    )


def _item(row: dict[str, object]) -> Item:
    quick = row["quick"]
    words = {
        "room": Room(str(row["room"])),
        "effort": Effort(str(row["effort"])),
        "quick": Walkers(str(quick)) if quick else None,
    }
    return Item(**{**row, **words})  # type: ignore[arg-type]  # a row has the fields of an item

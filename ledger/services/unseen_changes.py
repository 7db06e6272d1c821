"""What whoever changes an entry had not seen of it."""

from collections.abc import Collection
from typing import Any, Protocol
from uuid import UUID

from ledger.models import Operation


class Changed(Protocol):
    """An entry that keeps its versions."""

    @property
    def patient_id(self) -> int: ...

    @property
    def public_id(self) -> UUID: ...

    @property
    def version(self) -> int: ...

    @property
    def versions(self) -> Any: ...  # noqa: ANN401 - the manager of its versions, a model of its room


def unseen_changes(entry: Changed, base: int | UUID, *, telling: Collection[str]) -> set[str]:
    """Names of the fields that others changed and whoever builds on this base has not seen.

    A version was read whole. An operation of one's own was not: what had gone unseen when it was made
    still is, though it became a later version. All changes, where nobody knows the base. `telling`: types
    of operations whose sender read the fields; an id of another one says nothing about that.
    """
    version: int | None = None
    earlier: list[str] | None = None
    if isinstance(base, int):
        version = base if base <= entry.version else None
    else:
        own = Operation.objects.filter(
            patient=entry.patient_id, op_id=base, about_key=entry.public_id, type__in=telling
        )
        version, earlier = own.values_list("version", "unseen").first() or (None, None)
    changes = entry.versions.filter(version__gt=version or 1).values_list("after", flat=True)
    return {name for after in changes for name in after}.union(earlier or ())

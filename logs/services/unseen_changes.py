"""What whoever changes a fall had not seen of it."""

from uuid import UUID

from ledger.models import Operation
from logs.models import Fall, FallVersion

# An id of another operation on the fall says nothing about what was read of its fields.
TELLING = ("fall", "fall_change")


def unseen_changes(fall: Fall, base: int | UUID) -> set[str]:
    """Names of the fields that others changed and whoever builds on this base has not seen.

    A version was read whole. An operation of one's own was not: what had gone unseen when it was made
    still is, though it became a later version. All changes, where nobody knows the base.
    """
    version: int | None = None
    earlier: list[str] | None = None
    if isinstance(base, int):
        version = base if base <= fall.version else None
    else:
        own = Operation.objects.filter(
            patient=fall.patient_id, op_id=base, about_key=fall.public_id, type__in=TELLING
        )
        version, earlier = own.values_list("version", "unseen").first() or (None, None)
    changes = FallVersion.objects.filter(fall=fall, version__gt=version or 1).values_list("after", flat=True)
    return {name for after in changes for name in after}.union(earlier or ())

from belongings.models.export import Export
from belongings.models.tombstone import Tombstone

__all__ = ("Export", "Tombstone")

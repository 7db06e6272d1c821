from caseload.models.contact import Contact
from caseload.models.known_as import KnownAs
from caseload.models.weakness_origin import WeaknessOrigin

__all__ = ("Contact", "KnownAs", "WeaknessOrigin")
